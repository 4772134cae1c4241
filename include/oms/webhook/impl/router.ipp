#pragma once

#include <oms/webhook/router.hpp>

#include <oms/core/error.hpp>

#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::size_t family_of(std::string_view name) noexcept
{
    if (name.starts_with("transaction."))
        return place_of_family<transaction_event>;
    if (name.starts_with("customer.endorsement.") || name.starts_with("endorsement."))
        return place_of_family<endorsement_event>;
    if (name.starts_with("cashIn."))
        return place_of_family<cash_in_event>;
    if (name.starts_with("wallet."))
        return place_of_family<wallet_event>;
    return place_of_family<unknown_event>;
}

OMS_DECL void throw_registered_twice(std::string_view what)
{
    throw error{errc::invalid_argument, "a webhook router has a handler already for " + std::string{what}};
}

OMS_DECL void throw_never_comes(std::string_view name)
{
    throw error{errc::invalid_argument, name.empty()
                                            ? "a webhook handler is registered for an empty name"
                                            : "what this webhook handler takes never comes as " + std::string{name}};
}

OMS_DECL void throw_empty_handler()
{
    throw error{errc::invalid_argument, "a webhook handler is an empty function"};
}

}}} // namespace oms::v0_1::detail
