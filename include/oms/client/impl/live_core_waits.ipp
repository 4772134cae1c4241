#pragma once

#include <oms/client/impl/live_core.hpp>
#include <oms/client/impl/send_flow.hpp>
#include <oms/client/impl/wait_loop.hpp>
#include <oms/client/impl/wait_targets.hpp>
#include <oms/wire/validate.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

// What takes more than one request. It is made of calls of this core, which it keeps until it has ended.

OMS_DECL boost::asio::awaitable<any_transaction> live_core::wait_transaction(transaction_id id,
                                                                             transaction_condition enough,
                                                                             std::chrono::milliseconds at_most,
                                                                             expected_kind kind, call_options options)
{
    awaited_transaction target(shared_from_this(), std::move(id), std::move(enough), kind);
    return wait_for(channel_, std::move(target), at_most, std::move(options));
}

OMS_DECL boost::asio::awaitable<cash_in> live_core::wait_cash_in(cash_in_id id, std::chrono::milliseconds at_most,
                                                                 call_options options)
{
    awaited_cash_in target(shared_from_this(), std::move(id));
    return wait_for(channel_, std::move(target), at_most, std::move(options));
}

/// A wait for an endorsement without a name would never end.
OMS_DECL boost::asio::awaitable<endorsement> refuse_nameless_wait()
{
    throw error_of({{"name", "is required"}});
    co_return endorsement();
}

OMS_DECL boost::asio::awaitable<endorsement> live_core::wait_endorsement(customer_id id, endorsement_name name,
                                                                         std::chrono::milliseconds at_most,
                                                                         call_options options)
{
    if (name.empty())
        return refuse_nameless_wait();
    awaited_endorsement target(shared_from_this(), std::move(id), std::move(name));
    return wait_for(channel_, std::move(target), at_most, std::move(options));
}

OMS_DECL void live_core::notify(const event& verified)
{
    channel_->waits.tell(verified);
}

OMS_DECL boost::asio::awaitable<any_send_outcome> live_core::send(new_quote_fields order, expected_kind kind,
                                                                  send_approval approve, call_options options)
{
    return send_flow(shared_from_this(), channel_->time, std::move(order), kind, std::move(approve),
                     std::move(options));
}

}}} // namespace oms::v0_1::detail
