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

OMS_DECL journal_entry journal_link::entry_of(prepared_call& call, std::string_view path_prefix,
                                              std::chrono::system_clock::time_point now)
{
    journal_entry entry;
    entry.number = next_number_.fetch_add(1, std::memory_order_relaxed);
    entry.begun = now;
    entry.method = to_string(call.op.method);
    entry.target = call.request.target.substr(path_prefix.size());
    entry.path_template = call.path_template();
    entry.idempotency_key = call.key.str();
    entry.body = call.request.body;
    call.journaled = entry.number;
    return entry;
}

OMS_DECL bool is_own_error(const std::exception_ptr& thrown) noexcept
{
    try {
        std::rethrow_exception(thrown);
    } catch (const error&) {
        return true;
    } catch (...) {
        return false;
    }
}

OMS_DECL void journal_link::ended(const prepared_call& call, const std::exception_ptr& thrown) const noexcept
{
    if (!call.journaled)
        return;
    journal_outcome outcome;
    outcome.number = *call.journaled;
    outcome.delivery = call.in_flight.known();
    outcome.http_status = call.response.status;
    if (call.problem)
        outcome.http_status = call.problem->http_status();
    if (thrown && outcome.delivery != delivery::not_sent && !is_own_error(thrown))
        return;
    journal_->end(outcome);
}

}}} // namespace oms::v0_1::detail
