#pragma once

#include <oms/client/impl/journal_wait.hpp>
#include <oms/client/impl/live_core.hpp>
#include <oms/client/impl/recovery.hpp>
#include <oms/client/impl/recovery_look_up.hpp>
#include <oms/client/impl/recovery_resend.hpp>
#include <oms/client/impl/recovery_work.hpp>
#include <oms/client/impl/resend_judge.hpp>
#include <oms/client/impl/wait_state.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL recovered_by way_of(bool again) noexcept
{
    return again ? recovered_by::resending : recovered_by::looking_up;
}

/// Settles one operation; what goes wrong is in it.
OMS_DECL boost::asio::awaitable<void> settle(recovery_work& work)
{
    const bool again = work.may_resend();
    try {
        if (again)
            co_await resend(work);
        else
            co_await look_up(work);
    } catch (const error& why) {
        work.is_known(way_of(again), delivery::maybe_applied, why);
    }
}

/// Whether the rest is worked on, too.
class recovery_course {
public:
    recovery_course(const api_channel& channel, const boost::asio::cancellation_state& cancellation)
        : channel_(channel), cancellation_(cancellation)
    {
    }

    /// Why no further operation is worked on; nothing while one is.
    std::optional<error> end() const
    {
        if (cancellation_.cancelled() != boost::asio::cancellation_type::none)
            return error(errc::cancelled);
        if (channel_.closed())
            return error(errc::client_closed);
        if (silent_ < most_silent)
            return std::nullopt;
        return last_->edit().attempts(0).text("not tried: the service did not answer for those before").build();
    }

    void note(const recovered_operation& ended)
    {
        const bool silent = ended.failure && ended.failure->http_status() == 0 && is_passing_failure(*ended.failure);
        silent_ = silent ? silent_ + 1 : 0;
        last_ = ended.failure;
    }

private:
    /// A service that did not answer so often is down: thousands of operations would each wait for their deadline.
    static constexpr int most_silent = 3;

    const api_channel& channel_;
    const boost::asio::cancellation_state& cancellation_;
    std::optional<error> last_;
    int silent_ = 0;
};

OMS_DECL journal_outcome outcome_of(const journal_entry& entry, const recovered_operation& operation)
{
    journal_outcome outcome;
    outcome.number = entry.number;
    outcome.delivery = operation.delivery;
    if (operation.failure)
        outcome.http_status = operation.failure->http_status();
    return outcome;
}

/// Ends in the journal what is settled. What the caller may repeat under another key is so only when the journal has it
/// for good.
OMS_DECL boost::asio::awaitable<void> tell_journal(api_channel& channel, const journal_contents& found,
                                                   recovery_report& report)
{
    std::vector<journal_outcome> without_effect;
    std::vector<recovered_operation*> theirs;
    for (std::size_t i = 0; i < report.operations.size(); ++i) {
        recovered_operation& each = report.operations[i];
        if (!each.settled)
            continue;
        const journal_outcome outcome = outcome_of(found.unfinished[i], each);
        if (is_without_effect(each.delivery)) {
            without_effect.push_back(outcome);
            theirs.push_back(&each);
        } else {
            channel.journal.get()->end(outcome);
        }
    }
    const std::vector<bool> stored = co_await store_outcomes(channel, std::move(without_effect));
    for (std::size_t i = 0; i < theirs.size(); ++i)
        theirs[i]->settled = stored[i];
}

OMS_DECL boost::asio::awaitable<recovery_report> recover_all(std::shared_ptr<client_core> core,
                                                             std::shared_ptr<api_channel> channel, call_options options)
{
    namespace this_coro = boost::asio::this_coro;
    recovery_report report;
    journal* const kept = channel->journal.get();
    if (!kept)
        co_return report;

    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    const auto cancellation = co_await this_coro::cancellation_state;
    std::exception_ptr thrown;
    try {
        journal_contents found = kept->contents();
        report.corrupted = std::move(found.corrupted);
        const call_options each = options.without_extras();
        const resend_judge judge(found, channel->journal.resend_window());
        recovery_course course(*channel, cancellation);
        for (const journal_entry& entry : found.unfinished) {
            recovery_work work(entry, core, channel, each, judge.age_of(entry, channel->time->wall()));
            const std::optional<error> end = course.end();
            if (end)
                work.is_known(way_of(work.may_resend()), delivery::maybe_applied, end);
            else
                co_await settle(work);
            if (!end)
                course.note(work.operation);
            report.operations.push_back(std::move(work.operation));
        }
        co_await tell_journal(*channel, found, report);
    } catch (...) {
        thrown = std::current_exception();
    }
    co_await this_coro::throw_if_cancelled(throws);
    if (thrown)
        std::rethrow_exception(thrown);
    co_return report;
}

OMS_DECL boost::asio::awaitable<recovery_report> live_core::recover(call_options options)
{
    return recover_all(shared_from_this(), channel_, std::move(options));
}

}}} // namespace oms::v0_1::detail
