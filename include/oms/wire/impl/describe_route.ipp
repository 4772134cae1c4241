#pragma once

#include <oms/wire/impl/describe_route.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void set_wallet(std::optional<route_side>& destination, std::optional<wallet_id>& wallet)
{
    if (!wallet)
        return;
    if (!destination)
        destination.emplace();
    if (!destination->wallet)
        destination->wallet.emplace();
    fill(destination->wallet->id, wallet);
}

}}} // namespace oms::v0_1::detail
