#pragma once

#include <oms/client/close_report.hpp>
#include <oms/client/impl/pause.hpp>
#include <oms/config.hpp>
#include <oms/core/delivery.hpp>
#include <oms/net/intrusive_list.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

class flight;

/// A call as a closing sees it.
class reported_call {
public:
    /// The line that a closing reports of it when it had not ended. Of a call that runs, from any thread.
    virtual unfinished_call unfinished(const flight& as_of) const = 0;

protected:
    ~reported_call() = default;
};

/// A call's place among the calls in flight. Part of the call, so that entering allocates nothing. What others may read
/// while the call runs, in whatever thread that is, is atomic.
class flight : public list_node<flight> {
public:
    explicit flight(const reported_call& of) noexcept : call(of) {}

    /// The call sends, or has heard, and this is what is known of it from now on.
    void note(int attempts, delivery known) noexcept
    {
        attempts_.store(attempts, std::memory_order_relaxed);
        known_.store(known, std::memory_order_relaxed);
    }
    int attempts() const noexcept { return attempts_.load(std::memory_order_relaxed); }
    delivery known() const noexcept { return known_.load(std::memory_order_relaxed); }

    const reported_call& call;

private:
    std::atomic<int> attempts_{0};
    std::atomic<delivery> known_{delivery::not_sent};
};

/// The calls of one client that are under way, from their first suspension to their end. Thread-safe; the mutex guards
/// a list and some numbers, and nothing is resumed, ended or thrown under it.
class calls_in_flight {
public:
    /// What a closing saw when it began.
    class closing {
    public:
        std::size_t in_flight = 0;
        std::size_t ended_before = 0;
    };

    /// Keeps a call in the list while it lives.
    class entry {
    public:
        entry() = default;
        ~entry() { ended(true); }
        entry(const entry&) = delete;
        entry& operator=(const entry&) = delete;

        /// False, and of no effect, once a closing has begun.
        bool begin(calls_in_flight& list, flight& place) noexcept
        {
            if (!list.enter(place))
                return false;
            list_ = &list;
            place_ = &place;
            return true;
        }

        /// The call has its outcome; `by_closing` when that is errc::client_closed. One that leaves without this was
        /// destroyed with its context.
        void ended(bool by_closing) noexcept
        {
            if (list_)
                list_->leave(*place_, by_closing);
            list_ = nullptr;
        }

    private:
        calls_in_flight* list_ = nullptr;
        flight* place_ = nullptr;
    };

    /// Refuses calls from now on.
    closing begin_closing() noexcept;

    /// What became of the calls that were in flight when that closing began. Those still in the list count as
    /// unfinished, with what is known of them.
    close_report report(const closing& since) const;

    bool empty() const noexcept { return size() == 0; }
    std::size_t size() const noexcept;
    /// How many have entered.
    std::uint64_t entered() const noexcept;

    /// The closings under way. They are woken when the last call leaves.
    pause_list closings;

private:
    bool enter(flight& place) noexcept;
    void leave(flight& place, bool by_closing) noexcept;

    mutable std::mutex mutex_;
    intrusive_list<flight> list_;
    std::uint64_t entered_ = 0;
    bool closing_ = false;
    std::vector<unfinished_call> unfinished_; ///< ended by the closing, since it began
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/calls_in_flight.ipp>
#endif
