#pragma once

#include <oms/client/impl/journal_link.hpp>

#include <random>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL journal_link::journal_link(std::shared_ptr<oms::journal> journal, std::chrono::seconds resend_window)
    : journal_(std::move(journal)), resend_window_(resend_window)
{
    if (journal_) {
        std::random_device random;
        next_number_ = (std::uint64_t{random()} << 32) | random();
    }
}

OMS_DECL journal_entry journal_link::entry_of(prepared_call& call, const base_url& origin,
                                              std::chrono::system_clock::time_point now)
{
    journal_entry entry;
    entry.number = next_number_.fetch_add(1, std::memory_order_relaxed);
    entry.begun = now;
    entry.origin = origin.str();
    entry.method = to_string(call.op.method);
    entry.target = call.request.target.substr(origin.path_prefix().size());
    entry.path_template = call.path_template();
    entry.idempotency_key = call.key.str();
    entry.body = call.request.body;
    call.journaled = entry.number;
    return entry;
}

OMS_DECL std::optional<journal_outcome> journal_link::ended(const prepared_call& call) const noexcept
{
    if (!call.journaled)
        return std::nullopt;
    journal_outcome outcome;
    outcome.number = *call.journaled;
    outcome.delivery = call.in_flight.known();
    outcome.http_status = call.response().status;
    if (call.problem)
        outcome.http_status = call.problem->http_status();
    if (call.run.thrown && outcome.delivery != delivery::not_sent)
        return std::nullopt;
    if (is_without_effect(outcome.delivery))
        return outcome;
    journal_->end(outcome);
    return std::nullopt;
}

}}} // namespace oms::v0_1::detail
