#pragma once

#include <oms/config.hpp>
#include <oms/core/errc.hpp>
#include <oms/core/error.hpp>

#include <cstddef>
#include <iterator>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

// What logs, metrics and traces may show of a call. It is an allow list: each text is one of this library's or of the
// contract's. What a request or an answer brought along is never passed on, but for request ids, which have a form of
// their own, and on request the idempotency key.

/// An operation of contract section 3, or `other` for paths that a program wrote itself (`client.raw()`), which may
/// hold anything.
struct shown_operation {
    std::string_view method;
    std::string_view path;
};

inline constexpr std::string_view other_path = "other";

inline constexpr shown_operation shown_operations[] = {
    {"POST", "/auth/token"},
    {"POST", "/customers"},
    {"GET", "/customers"},
    {"GET", "/customers/{customerId}"},
    {"PATCH", "/customers/{customerId}"},
    {"DELETE", "/customers/{customerId}"},
    {"GET", "/customers/{customerId}/balance"},
    {"GET", "/customers/{customerId}/transactions"},
    {"POST", "/customers/{customerId}/wallets"},
    {"GET", "/customers/{customerId}/wallets"},
    {"GET", "/wallets/{walletId}/balance"},
    {"POST", "/quotes"},
    {"GET", "/quotes/{quoteId}"},
    {"POST", "/transactions"},
    {"GET", "/transactions"},
    {"GET", "/transactions/{transactionId}"},
    {"POST", "/cash-ins"},
    {"GET", "/cash-ins"},
    {"GET", "/cash-ins/{cashInId}"},
    {"POST", "/cash-ins/{cashInId}/refresh"},
    {"GET", "/cash-locations"},
    {"POST", "/webhooks"},
    {"GET", "/webhooks"},
    {"GET", "/webhooks/{webhookId}"},
    {"PATCH", "/webhooks/{webhookId}"},
    {"DELETE", "/webhooks/{webhookId}"},
    {"POST", "/cash-ins/simulate/barcode-auth"},
    {"POST", "/cash-ins/simulate/auth-commit"},
    {"POST", "/virtual-accounts/{virtualAccountId}/simulate"},
    {"POST", "/deposit-addresses/{depositAddressId}/simulate"},
    {"GET", "/external-accounts/schemas"},
    {"POST", "/customers/{customerId}/external-accounts"},
    {"POST", "/customers/{customerId}/virtual-accounts"},
    {"GET", "/customers/{customerId}/virtual-accounts"},
    {"POST", "/customers/{customerId}/deposit-addresses"},
    {"GET", "/customers/{customerId}/deposit-addresses"},
    {"GET", other_path},
    {"POST", other_path},
    {"PUT", other_path},
    {"PATCH", other_path},
    {"DELETE", other_path},
    {"_OTHER", other_path},
};

inline constexpr std::size_t shown_operation_count = std::size(shown_operations);

/// Place in shown_operations of a call.
OMS_DECL std::size_t shown_operation_of(std::string_view method, std::string_view path_template) noexcept;

/// Place in shown_operations of the first operation with this path template, whatever its method, or with `other`.
OMS_DECL std::size_t shown_template_of(std::string_view path_template) noexcept;

/// The error code's name; `unknown` for codes that are no errc.
OMS_DECL std::string_view shown_name(const error& failure) noexcept;

/// Place of an error code, below error_place_count; 0 for `unknown`.
inline constexpr std::size_t error_place_count = static_cast<std::size_t>(errc::webhook_too_large) + 1;
OMS_DECL std::size_t error_place(const error& failure) noexcept;

/// The `code` of an error answer when the contract has it; `unknown` for another one, empty without one.
OMS_DECL std::string_view shown_server_code(const error& failure) noexcept;

/// A request id of the usual form, or nothing; nothing either for one that repeats the idempotency key of its call,
/// which a service may take for its id.
OMS_DECL std::string_view shown_request_id(std::string_view request_id, std::string_view key) noexcept;

/// The header fields by which the service announces a change.
inline constexpr std::string_view shown_fields[] = {"Deprecation", "Sunset", "other"};

/// Place in shown_fields of a name.
OMS_DECL std::size_t shown_field_of(std::string_view name) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/observe/impl/shown.ipp>
#endif
