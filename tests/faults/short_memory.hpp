#pragma once

#include <oms/core/error.hpp>

#include <new>
#include <optional>

namespace test {

// Bodies are in short_memory.cpp, which replaces operator new, aligned_alloc (where Asio takes its operations and the
// frames of coroutines from) and OpenSSL's allocator for this whole program. They behave as ever but while a step runs.

/// What is allocated by operator new, and not given back.
long live_allocations() noexcept;

/// Whether OpenSSL took our allocator: it refuses once it has allocated by its own.
bool openssl_is_watched() noexcept;

/// One allocation, the `nth` of this thread counted over all steps, fails; or from that one on all do.
class short_memory {
public:
    enum class manner { one, lasting };

    short_memory(long nth, manner how) noexcept : left_(nth), how_(how) {}
    ~short_memory() { end(); }
    short_memory(const short_memory&) = delete;
    short_memory& operator=(const short_memory&) = delete;

    /// Runs this with memory as short as that. True when it came to its end; else it threw std::bad_alloc, or an
    /// oms::error, which `failure` then is. Whatever else it throws goes through.
    template <class Step>
    bool operator()(const Step& step)
    {
        failure = std::nullopt;
        begin();
        try {
            step();
            end();
            return true;
        } catch (const std::bad_alloc&) {
            end();
        } catch (const oms::error& why) {
            end();
            failure = why;
        } catch (...) {
            end();
            throw;
        }
        return false;
    }

    /// From here on memory is short, on this thread.
    void begin() noexcept;
    /// There is enough again. Does nothing when there is.
    void end() noexcept;

    /// Whether an allocation has failed.
    bool happened() const noexcept { return happened_; }

    std::optional<oms::error> failure;

private:
    long left_;
    manner how_;
    bool happened_ = false;
    bool begun_ = false;
};

/// What `fail_each_allocation` saw.
struct short_memory_report {
    long failures = 0; ///< how many allocations failed, one a try
    long leaked = 0;   ///< what tries left behind
};

/// Tries this with its 1st, 2nd, 3rd, … allocation failing, alone and with all that follow, until none is left to
/// fail.
/// `attempt` gets the short_memory, checks what it is about, and leaves nothing behind.
template <class Attempt>
short_memory_report fail_each_allocation(const Attempt& attempt)
{
    short_memory_report report;
    {
        short_memory plenty(-1, short_memory::manner::one); // what is made once in a program, is made here
        attempt(plenty);
    }
    for (const auto how : {short_memory::manner::one, short_memory::manner::lasting}) {
        for (long nth = 0;; ++nth) {
            const long before = live_allocations();
            short_memory memory(nth, how);
            attempt(memory);
            memory.failure = std::nullopt;
            report.leaked += live_allocations() - before;
            if (!memory.happened())
                break;
            ++report.failures;
        }
    }
    return report;
}

} // namespace test
