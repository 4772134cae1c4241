#pragma once

#include <oms/client/impl/attempt_gate.hpp>
#include <oms/client/impl/journal_wait.hpp>
#include <oms/client/impl/pause.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/error_code.hpp>

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// What a call and its journal share while the one waits for the other.
class entry_wait {
public:
    explicit entry_wait(const boost::asio::any_io_executor& executor) : place(std::make_shared<pause>(executor)) {}

    /// From the journal, in whatever thread.
    void answer(boost::system::error_code how)
    {
        const std::lock_guard lock(mutex_);
        answer_ = how;
        if (place)
            place->end();
    }

    std::optional<boost::system::error_code> answer() const
    {
        const std::lock_guard lock(mutex_);
        return answer_;
    }

    /// The call waits no longer; its executor may be gone when the journal answers.
    void leave() noexcept
    {
        const std::lock_guard lock(mutex_);
        place.reset();
    }

    /// Leaves when the call does, also when that is destroyed with its context.
    class guard {
    public:
        explicit guard(entry_wait& of) noexcept : of_(of) {}
        ~guard() { of_.leave(); }
        guard(const guard&) = delete;
        guard& operator=(const guard&) = delete;

    private:
        entry_wait& of_;
    };

    std::shared_ptr<pause> place; ///< changed under the lock

private:
    mutable std::mutex mutex_;
    std::optional<boost::system::error_code> answer_;
};

/// Hands the entry to the journal.
OMS_DECL void begin_entry(api_channel& channel, prepared_call& call, const std::shared_ptr<entry_wait>& waiting)
{
    journal_entry entry = channel.journal.entry_of(call, channel.origin, channel.time->wall());
    channel.journal.get()->begin(std::move(entry), [waiting](boost::system::error_code how) { waiting->answer(how); });
}

/// What the call ends with when its entry is not stored.
OMS_DECL void take_answer(const api_channel& channel, prepared_call& call,
                          const boost::asio::cancellation_state& cancellation,
                          const std::optional<boost::system::error_code>& answer)
{
    if (answer && !*answer)
        return;
    if (answer) {
        call.problem = call.failure(error::builder(errc::journal_failed).cause(*answer));
        return;
    }
    const errc why =
        obstacle(channel, call, cancellation.cancelled() != boost::asio::cancellation_type::none, channel.time->now());
    error::builder ended(why == errc{} ? errc::deadline_exceeded : why);
    call.problem = call.failure(ended.text("while the journal stored the operation"));
}

OMS_DECL boost::asio::awaitable<void> store_entry(api_channel& channel, prepared_call& call)
{
    const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
    const auto cancellation = co_await boost::asio::this_coro::cancellation_state;
    const auto waiting = std::make_shared<entry_wait>(executor);
    const entry_wait::guard leaving(*waiting);
    {
        const std::shared_ptr<pause> place = waiting->place;
        const pause_list::entry listed(channel.pauses, place);
        begin_entry(channel, call, waiting);
        // Looked at after entering the list: a client that is closed from here on ends the pause.
        if (!channel.closed())
            co_await pause::until(place, channel.time, call.deadline);
    }
    take_answer(channel, call, cancellation, waiting->answer());
}

/// Hands an outcome to the journal.
OMS_DECL void begin_outcome(api_channel& channel, const journal_outcome& outcome,
                            const std::shared_ptr<entry_wait>& waiting)
{
    try {
        channel.journal.get()->end_durably(outcome, [waiting](boost::system::error_code how) { waiting->answer(how); });
    } catch (...) {
        waiting->answer(make_error_code(errc::journal_failed));
    }
}

OMS_DECL boost::asio::awaitable<std::vector<bool>> store_outcomes(api_channel& channel,
                                                                  std::vector<journal_outcome> outcomes)
{
    const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
    const auto at = channel.time->now() + outcome_grace;
    std::vector<std::shared_ptr<entry_wait>> waits;
    std::deque<entry_wait::guard> leaving;
    for (const journal_outcome& each : outcomes) {
        waits.push_back(std::make_shared<entry_wait>(executor));
        leaving.emplace_back(*waits.back());
        begin_outcome(channel, each, waits.back());
    }
    std::vector<bool> stored;
    for (const std::shared_ptr<entry_wait>& each : waits) {
        if (!each->answer())
            co_await pause::undisturbed(each->place, channel.time, at);
        const std::optional<boost::system::error_code> answer = each->answer();
        stored.push_back(answer && !*answer);
    }
    co_return stored;
}

OMS_DECL boost::asio::awaitable<void> store_outcome(api_channel& channel, prepared_call& call, journal_outcome outcome)
{
    std::vector<journal_outcome> one(1, outcome);
    const std::vector<bool> stored = co_await store_outcomes(channel, std::move(one));
    if (!stored.front() && call.problem)
        call.problem = call.problem->edit().more_text(
            "the journal could not store that it has ended, and may send it again: repeat it with the same key only");
}

}}} // namespace oms::v0_1::detail
