#pragma once

#include <oms/client/as_result.hpp>
#include <oms/client/impl/journal_wait.hpp>
#include <oms/client/impl/live_core.hpp>
#include <oms/client/impl/pipeline.hpp>
#include <oms/client/impl/recovery.hpp>
#include <oms/client/impl/wait_state.hpp>
#include <oms/client/list_source.hpp>
#include <oms/core/json_reader.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL resend_judge::resend_judge(const journal_contents& found, std::chrono::seconds window) : window_(window)
{
    for (const journal_entry& each : found.unfinished)
        begun_.push_back(each.begun);
    std::sort(begun_.begin(), begun_.end());
}

OMS_DECL entry_age resend_judge::age_of(const journal_entry& entry,
                                        std::chrono::system_clock::time_point now) const noexcept
{
    if (entry.begun > now + tolerance)
        return entry_age::in_doubt;
    if (entry.begun <= now - window_)
        return entry_age::old;
    const auto later = std::upper_bound(begun_.begin(), begun_.end(), now + window_);
    const bool old_for_others = later != begun_.begin() && entry.begun <= *std::prev(later) - window_;
    return old_for_others ? entry_age::in_doubt : entry_age::young;
}

/// One operation, and all that is needed to settle it. Lives in the coroutine that works through the journal.
class recovery_work {
public:
    recovery_work(const journal_entry& from, std::shared_ptr<client_core> its_core,
                  std::shared_ptr<api_channel> its_channel, const call_options& how, entry_age its_age)
        : entry(from), core(std::move(its_core)), channel(std::move(its_channel)), options(how),
          elsewhere(from.origin != channel->origin.str()), in_doubt(elsewhere || its_age == entry_age::in_doubt),
          young(its_age == entry_age::young)
    {
        operation.method = entry.method;
        operation.path_template = entry.path_template;
        operation.idempotency_key = entry.idempotency_key;
        operation.begun = entry.begun;
    }

    bool is(const detail::operation& what) const
    {
        return entry.method == to_string(what.method) && entry.path_template == what.path;
    }
    bool may_resend() const noexcept { return young && !in_doubt; }
    std::string body_member(std::string_view name) const { return json_reader(entry.body).string_member_ahead(name); }

    /// What became of it, and why that is not "applied".
    void is_known(recovered_by how, oms::delivery delivery, std::optional<error> why = std::nullopt)
    {
        operation.how = how;
        operation.delivery = delivery;
        operation.settled = delivery != delivery::maybe_applied || (how == recovered_by::nothing && !in_doubt);
        if (why)
            operation.failure =
                why->edit().operation(entry.method, entry.path_template).key(entry.idempotency_key).delivery(delivery);
    }

    const journal_entry& entry;
    const std::shared_ptr<client_core> core;
    const std::shared_ptr<api_channel> channel;
    const call_options options; ///< without key and extras
    const bool elsewhere;       ///< it was for another base URL
    const bool in_doubt;        ///< that something of it is not there proves nothing
    const bool young;
    recovered_operation operation;
};

OMS_DECL call_ptr call_again(const recovery_work& work)
{
    const bool put = work.entry.method == to_string(http_method::put);
    if (!put && work.entry.method != to_string(http_method::post))
        throw error(errc::invalid_argument, "the journal holds a method that has no key");
    call_options how = work.options;
    how.idempotency_key(std::string_view(work.entry.idempotency_key));
    const operation what(put ? http_method::put : http_method::post, work.entry.path_template.c_str());
    auto call = std::make_unique<prepared_call>(what, std::move(how), false);
    call->request.target = work.entry.target;
    call->request.body = work.entry.body;
    call->json_depth = work.channel->json_depth;
    call->recovering = true;
    return call;
}

/// The error of a call that ended a resend. That nothing of it was sent now says nothing of the first time.
OMS_DECL oms::delivery delivery_of_resend(const error& failure)
{
    const int status = failure.http_status();
    const bool final = status == 400 || status == 403 || status == 404 || status == 422;
    if (final && failure.delivery() == delivery::refused)
        return delivery::refused;
    return failure.delivery() == delivery::applied ? delivery::applied : delivery::maybe_applied;
}

OMS_DECL json_text document_of(const raw_answer& answer)
{
    const result<json_text> document = answer.json();
    return document ? *document : json_text();
}

/// Puts the document of what was found into the operation; an operation that was applied is so without it too.
OMS_DECL boost::asio::awaitable<void> fetch_document(recovery_work& work, operation what, std::string id)
{
    auto call = std::make_unique<prepared_call>(what, work.options, false);
    call->json_depth = work.channel->json_depth;
    call->path({id});
    const result<raw_answer> answer = co_await as_result(perform_raw(work.channel, std::move(call)));
    if (answer)
        work.operation.document = document_of(*answer);
}

/// That far the clock of the service may be from ours.
inline constexpr std::chrono::hours clocks_differ{1};

/// When an operation began at the earliest.
OMS_DECL std::chrono::system_clock::time_point earliest_of(const recovery_work& work)
{
    const auto window_began = work.channel->time->wall() - work.channel->journal.resend_window();
    return (work.in_doubt ? std::min(work.entry.begun, window_began) : work.entry.begun) - clocks_differ;
}

/// The filter for what one customer, if known, has sent since an operation began.
OMS_DECL transaction_filter sent_since(const recovery_work& work, const customer_id& sender)
{
    transaction_filter filter;
    filter.limit(100).created_after(timestamp(std::chrono::floor<std::chrono::seconds>(earliest_of(work))));
    if (!sender.empty())
        filter.sender_customer_id(sender);
    return filter;
}

OMS_DECL const transaction_common& common_part(const any_transaction& of)
{
    return std::visit([](const auto& each) -> const transaction_common& { return each; }, of);
}

OMS_DECL const quote_common& common_part(const any_quote& of)
{
    return std::visit([](const auto& each) -> const quote_common& { return each; }, of);
}

/// The id of the transaction that executed a quote; empty when there is none. Throws the error of a read.
OMS_DECL boost::asio::awaitable<std::string> find_transaction(const recovery_work& work, std::string quote,
                                                              customer_id sender)
{
    transaction_filter filter = sent_since(work, sender);
    auto pages = list_all<any_transaction>(work.core, &client_core::list_transactions, std::move(filter), work.options,
                                           "/transactions");
    while (std::optional<page<any_transaction>> next = co_await pages.next()) {
        for (const any_transaction& each : next->data) {
            const transaction_common& found = common_part(each);
            if (found.quote_id && found.quote_id->view() == quote)
                co_return found.id.str();
        }
    }
    co_return std::string();
}

OMS_DECL boost::asio::awaitable<void> look_up_transaction(recovery_work& work)
{
    const std::string quote = work.body_member("quoteId");
    const result<any_quote> read =
        co_await as_result(work.core->get_quote(quote_id::from_storage(quote), expected_kind::any, work.options));
    // A quote that is gone says nothing: it may have been executed before it was put away.
    if (!read && read.error().code() != errc::not_found) {
        work.is_known(recovered_by::looking_up, delivery::maybe_applied, read.error());
        co_return;
    }
    customer_id sender;
    quote_status status;
    if (read) {
        sender = common_part(*read).customer_id;
        status = common_part(*read).status;
    }
    const result<std::string> found = co_await as_result(find_transaction(work, quote, sender));
    if (found && !found->empty()) {
        work.is_known(recovered_by::looking_up, delivery::applied);
        co_await fetch_document(work, operations::get_transaction, *found);
    } else if (status == quote_status::accepted) {
        work.is_known(recovered_by::looking_up, delivery::applied);
    } else if (!found) {
        work.is_known(recovered_by::looking_up, delivery::maybe_applied, found.error());
    } else if (status == quote_status::expired || (status == quote_status::open && !work.in_doubt)) {
        work.is_known(recovered_by::looking_up, delivery::refused,
                      error(errc::not_found, "the quote was not executed"));
    } else {
        work.is_known(recovered_by::looking_up, delivery::maybe_applied,
                      error(errc::not_found, "there is no transaction, and the state of the quote does not say why"));
    }
}

/// What there is under an externalId.
class customers_found {
public:
    std::string made;     ///< the id of the customer that the operation made
    bool another = false; ///< one that is older, or does not say how old it is
};

/// Throws the error of a read.
OMS_DECL boost::asio::awaitable<customers_found> find_customer(const recovery_work& work, std::string external_id)
{
    const auto begun = std::chrono::floor<std::chrono::microseconds>(work.entry.begun - clocks_differ);
    customers_found found;
    customer_filter filter;
    filter.limit(100).external_id(external_id);
    auto pages =
        list_all<customer>(work.core, &client_core::list_customers, std::move(filter), work.options, "/customers");
    while (std::optional<page<customer>> next = co_await pages.next()) {
        for (const customer& each : next->data) {
            if (each.external_id != external_id)
                continue;
            if (!each.created_at.absent() && each.created_at.time() >= begun) {
                found.made = each.id.str();
                co_return found;
            }
            found.another = true;
        }
    }
    co_return found;
}

OMS_DECL boost::asio::awaitable<void> look_up_customer(recovery_work& work)
{
    const result<customers_found> found = co_await as_result(find_customer(work, work.body_member("externalId")));
    if (!found) {
        work.is_known(recovered_by::looking_up, delivery::maybe_applied, found.error());
    } else if (!found->made.empty()) {
        work.is_known(recovered_by::looking_up, delivery::applied);
        co_await fetch_document(work, operations::get_customer, found->made);
    } else if (found->another || work.in_doubt) {
        work.is_known(recovered_by::looking_up, delivery::maybe_applied,
                      error(errc::not_found, "no customer with this externalId is known to be made by it"));
    } else {
        work.is_known(recovered_by::looking_up, delivery::refused,
                      error(errc::not_found, "there is no customer with this externalId"));
    }
}

/// Why an operation that is not sent again is not known.
OMS_DECL const char* why_nothing(const recovery_work& work) noexcept
{
    if (work.elsewhere)
        return "it was for another base URL, so it is not sent again, and nothing here says what became of it";
    if (work.in_doubt)
        return "its age is in doubt, so it is not sent again, and there is nothing to look it up by";
    return "too old to be sent again, and there is nothing to look it up by";
}

OMS_DECL bool has_quote(const recovery_work& work)
{
    return work.is(operations::create_transaction) && !work.body_member("quoteId").empty();
}

OMS_DECL boost::asio::awaitable<void> look_up(recovery_work& work)
{
    // An externalId is the caller's own, and may stand for somebody in each environment; a quote's id does not.
    const bool has_customer =
        !work.elsewhere && work.is(operations::create_customer) && !work.body_member("externalId").empty();
    if (has_quote(work))
        co_await look_up_transaction(work);
    else if (has_customer)
        co_await look_up_customer(work);
    else
        work.is_known(recovered_by::nothing, delivery::maybe_applied, error(errc::not_available, why_nothing(work)));
}

OMS_DECL boost::asio::awaitable<void> resend(recovery_work& work)
{
    call_ptr call = call_again(work);
    const result<raw_answer> answer = co_await as_result(perform_raw(work.channel, std::move(call)));
    if (answer) {
        work.is_known(recovered_by::resending, delivery::applied);
        work.operation.document = document_of(*answer);
        co_return;
    }
    const error& why = answer.error();
    const oms::delivery known = delivery_of_resend(why);
    // The service may have forgotten the key, and what refuses it now may be the effect of this very operation: its
    // quote is accepted, its money is spent.
    const bool may_be_itself = known == delivery::refused || why.server_code() == server_code::quote_already_accepted;
    if (may_be_itself && has_quote(work)) {
        co_await look_up(work);
        if (work.operation.delivery != delivery::refused)
            co_return;
    }
    work.is_known(recovered_by::resending, known, why);
}

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
