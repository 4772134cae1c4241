#pragma once

#include <oms/config.hpp>
#include <oms/net/clock.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_set>

namespace oms { inline namespace v0_1 { namespace detail {

/// One call that stands still: until a time, until somebody ends the pause, or until the call is cancelled.
///
/// The call's executor may have many threads, and neither timers nor cancellation signals are safe for several: all
/// members but `end()` are touched on a strand of the pause's own.
class pause : public std::enable_shared_from_this<pause> {
public:
    explicit pause(boost::asio::any_io_executor executor_of_call);

    /// Ends the pause, or keeps it from beginning. From any thread, any number of times.
    void end();

    /// Stands still until `at` by `time`, `end()`, or cancellation of the awaiting coroutine, which must not throw if
    /// cancelled; which of them it was is the caller's to look up. Throws nothing but std::bad_alloc.
    static boost::asio::awaitable<void> until(std::shared_ptr<pause> self, std::shared_ptr<clock> time,
                                              std::chrono::steady_clock::time_point at);
    /// The same, whether or not the awaiting coroutine is cancelled.
    static boost::asio::awaitable<void> undisturbed(std::shared_ptr<pause> self, std::shared_ptr<clock> time,
                                                    std::chrono::steady_clock::time_point at);

private:
    static boost::asio::awaitable<void> stand_still(std::shared_ptr<pause> self, std::shared_ptr<clock> time,
                                                    std::chrono::steady_clock::time_point at);
    static void spawn_clock(const std::shared_ptr<pause>& self, std::shared_ptr<clock> time,
                            std::chrono::steady_clock::time_point at);
    static boost::asio::awaitable<void> end_at(pause& self, std::shared_ptr<clock> time,
                                               std::chrono::steady_clock::time_point at);

    boost::asio::strand<boost::asio::any_io_executor> strand_;
    boost::asio::steady_timer bell_;
    boost::asio::cancellation_signal stop_clock_;
    bool ended_ = false;
};

/// The pauses that one event ends all together. Thread-safe.
class pause_list {
public:
    /// Keeps a pause in a list for as long as the entry lives.
    class entry {
    public:
        entry(pause_list& list, std::shared_ptr<pause> member) : list_(&list), member_(std::move(member))
        {
            list_->add(member_);
        }
        ~entry() { list_->remove(member_); }
        entry(const entry&) = delete;
        entry& operator=(const entry&) = delete;

    private:
        pause_list* list_;
        std::shared_ptr<pause> member_;
    };

    /// Ends all pauses that are in the list now.
    void end_all();

private:
    void add(const std::shared_ptr<pause>& member);
    void remove(const std::shared_ptr<pause>& member) noexcept;

    std::mutex mutex_;
    std::unordered_set<std::shared_ptr<pause>> members_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/pause.ipp>
#endif
