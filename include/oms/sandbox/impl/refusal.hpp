#pragma once

#include <oms/config.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// One offending field or parameter of a request.
struct field_note {
    std::string field;
    std::string message;
};

/// An error answer of contract 1.6, thrown by whoever finds the reason.
struct refusal {
    int status;
    std::string code;
    std::string message;
    std::vector<field_note> details;
};

OMS_DECL refusal invalid_request(std::string_view message);
OMS_DECL refusal missing_field(std::vector<field_note> notes);
OMS_DECL refusal invalid_field(std::vector<field_note> notes);
OMS_DECL refusal invalid_field(std::string_view field, std::string_view message);
OMS_DECL refusal key_required(std::string_view problem);
OMS_DECL refusal unauthorized(std::string_view message);
OMS_DECL refusal token_expired();
OMS_DECL refusal forbidden(std::string_view message);
OMS_DECL refusal compliance_required();
OMS_DECL refusal not_found();
OMS_DECL refusal idempotency_conflict();
OMS_DECL refusal idempotency_in_progress();
/// 422 with this code.
OMS_DECL refusal unprocessable(std::string_view code, std::string_view message, std::vector<field_note> notes = {});
OMS_DECL refusal endorsement_required(std::string_view name);
OMS_DECL refusal rate_limited();
/// The contract's error for a status, when nothing more is known.
OMS_DECL refusal of_status(int status);

/// The body: `type` follows from the status.
OMS_DECL std::string error_body(const refusal& problem, std::string_view request_id);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/refusal.ipp>
#endif
