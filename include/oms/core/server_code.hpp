#pragma once

#include <oms/core/open_enum.hpp>

namespace oms { inline namespace v0_1 {

/// The `code` of an error answer (contract 1.6): what a program branches on, before the HTTP status.
///
/// An open enum: the service may send others. Compare with `failure.server_code() == server_code::quote_expired`.
class server_code : public open_enum<server_code> {
public:
    using open_enum::open_enum;

    // 400
    static const server_code invalid_request, missing_field, invalid_field, idempotency_key_required;
    // 401
    static const server_code unauthorized, token_expired;
    // 403
    static const server_code forbidden, compliance_required;
    // 404
    static const server_code not_found;
    // 409
    static const server_code idempotency_conflict, idempotency_in_progress;
    // 422
    static const server_code quote_expired, quote_already_accepted, insufficient_funds, endorsement_required,
        provider_account_not_provisioned, limit_exceeded, compliance_hold;
    // 429
    static const server_code rate_limited;
    // 5xx
    static const server_code internal_error, unavailable;

    static constexpr std::string_view known_values[] = {
        "invalid_request",
        "missing_field",
        "invalid_field",
        "idempotency_key_required",
        "unauthorized",
        "token_expired",
        "forbidden",
        "compliance_required",
        "not_found",
        "idempotency_conflict",
        "idempotency_in_progress",
        "quote_expired",
        "quote_already_accepted",
        "insufficient_funds",
        "endorsement_required",
        "provider_account_not_provisioned",
        "limit_exceeded",
        "compliance_hold",
        "rate_limited",
        "internal_error",
        "unavailable",
    };
};

inline constexpr server_code server_code::invalid_request{"invalid_request"};
inline constexpr server_code server_code::missing_field{"missing_field"};
inline constexpr server_code server_code::invalid_field{"invalid_field"};
inline constexpr server_code server_code::idempotency_key_required{"idempotency_key_required"};
inline constexpr server_code server_code::unauthorized{"unauthorized"};
inline constexpr server_code server_code::token_expired{"token_expired"};
inline constexpr server_code server_code::forbidden{"forbidden"};
inline constexpr server_code server_code::compliance_required{"compliance_required"};
inline constexpr server_code server_code::not_found{"not_found"};
inline constexpr server_code server_code::idempotency_conflict{"idempotency_conflict"};
inline constexpr server_code server_code::idempotency_in_progress{"idempotency_in_progress"};
inline constexpr server_code server_code::quote_expired{"quote_expired"};
inline constexpr server_code server_code::quote_already_accepted{"quote_already_accepted"};
inline constexpr server_code server_code::insufficient_funds{"insufficient_funds"};
inline constexpr server_code server_code::endorsement_required{"endorsement_required"};
inline constexpr server_code server_code::provider_account_not_provisioned{"provider_account_not_provisioned"};
inline constexpr server_code server_code::limit_exceeded{"limit_exceeded"};
inline constexpr server_code server_code::compliance_hold{"compliance_hold"};
inline constexpr server_code server_code::rate_limited{"rate_limited"};
inline constexpr server_code server_code::internal_error{"internal_error"};
inline constexpr server_code server_code::unavailable{"unavailable"};

}} // namespace oms::v0_1
