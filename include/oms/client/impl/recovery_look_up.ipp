#pragma once

#include <oms/client/as_result.hpp>
#include <oms/client/impl/pipeline.hpp>
#include <oms/client/impl/recovery_look_up.hpp>
#include <oms/client/list_source.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace oms { inline namespace v0_1 { namespace detail {

/// Puts the document of what was found into the operation; an operation that was applied is so without it too.
OMS_DECL boost::asio::awaitable<void> fetch_document(recovery_work& work, operation what, std::string id)
{
    call_ptr call = call_shelf::make(shelf_of(work.channel), what, work.options, without_format_checks(*work.channel));
    call->path({id});
    const result<raw_answer> answer = co_await as_result(perform_raw(work.channel, std::move(call)));
    if (answer)
        work.keep_document(*answer);
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

OMS_DECL boost::asio::awaitable<void> look_up(recovery_work& work)
{
    // An externalId is the caller's own, and may stand for somebody in each environment; a quote's id does not.
    const bool has_customer =
        !work.elsewhere && work.is(operations::create_customer) && !work.body_member("externalId").empty();
    if (work.has_quote())
        co_await look_up_transaction(work);
    else if (has_customer)
        co_await look_up_customer(work);
    else
        work.is_known(recovered_by::nothing, delivery::maybe_applied, error(errc::not_available, why_nothing(work)));
}

}}} // namespace oms::v0_1::detail
