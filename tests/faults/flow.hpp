#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace test {

/// How a stream of bytes ends in the gate.
enum class flow_end {
    none,         ///< it goes on
    close,        ///< FIN on both sides
    reset,        ///< RST on both sides
    swallow,      ///< the rest is read and thrown away
    stop_reading, ///< nothing more is read: the sender's window fills
    garbage,      ///< bytes that are no TLS come where a record should begin, then FIN
};

/// What the gate does with the bytes of one direction. Positions count from the first byte that the flow sees.
class flow {
public:
    static constexpr std::size_t never = std::numeric_limits<std::size_t>::max();

    /// Passes everything, at once; the setters spoil that. The ones that name a byte leave those before it alone.
    flow() = default;

    /// Ends both sides after `n` bytes.
    flow& close_at(std::size_t n) { return end_at(n, flow_end::close); }
    flow& reset_at(std::size_t n) { return end_at(n, flow_end::reset); }
    /// Passes `n` bytes; more are read and thrown away, and the connection stays open.
    flow& swallow_at(std::size_t n) { return end_at(n, flow_end::swallow); }
    /// Passes `n` bytes and reads no more.
    flow& stop_reading_at(std::size_t n) { return end_at(n, flow_end::stop_reading); }
    /// Passes `n` bytes, then the receiver finds bytes on the wire that are none of its TLS.
    flow& garbage_at(std::size_t n) { return end_at(n, flow_end::garbage); }
    /// Holds byte `n` and all after it back for this long.
    flow& stall_at(std::size_t n, std::chrono::milliseconds time);
    /// Turns over the bits of byte `n` that are set in `mask`.
    flow& corrupt_at(std::size_t n, unsigned char mask = 0xff);
    /// Passes no more than this in a second, a tenth of it at a time.
    flow& bytes_per_second(std::size_t rate);
    /// Each write passes one byte.
    flow& tiny_parts();
    /// Gathers this many bytes before it passes any.
    flow& concatenate(std::size_t n);
    /// Puts another text in the place of this one, where it lies within what was read at one time.
    flow& substitute(std::string what, std::string with);

    bool passes() const { return spoils_ == false; }
    /// One line for a plan's hash and a failed test's text.
    std::string describe() const;

private:
    friend class flow_state;
    flow& end_at(std::size_t n, flow_end how);

    bool spoils_ = false;
    std::size_t end_at_ = never;
    flow_end end_ = flow_end::none;
    std::size_t stall_at_ = never;
    std::chrono::milliseconds stall_{0};
    std::size_t corrupt_at_ = never;
    unsigned char mask_ = 0;
    std::size_t rate_ = 0;
    std::size_t gather_ = 0;
    bool tiny_ = false;
    std::string what_;
    std::string with_;
};

/// One thing to do: wait, then write, then perhaps end.
struct flow_step {
    std::chrono::milliseconds wait{0};
    std::string bytes;
    flow_end end = flow_end::none;
};

/// A flow under way: bytes in, steps out. Pure.
class flow_state {
public:
    explicit flow_state(flow how) : how_(std::move(how)) {}

    /// What to do with the next bytes. After a step that ends the flow there is none.
    std::vector<flow_step> take(std::string bytes);
    /// What was gathered and not passed yet, when the sender has no more.
    std::vector<flow_step> flush();
    flow_end ended() const { return ended_; }

private:
    void pass(std::string bytes, std::vector<flow_step>& steps);

    flow how_;
    std::size_t position_ = 0;
    std::string gathered_;
    flow_end ended_ = flow_end::none;
};

} // namespace test
