#pragma once

#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/refusal.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL refusal invalid_request(std::string_view message)
{
    return {400, "invalid_request", std::string(message), {}};
}

OMS_DECL refusal missing_field(std::vector<field_note> notes)
{
    return {400, "missing_field", "A required field is missing.", std::move(notes)};
}

OMS_DECL refusal invalid_field(std::vector<field_note> notes)
{
    return {400, "invalid_field", "A field has an invalid value.", std::move(notes)};
}

OMS_DECL refusal invalid_field(std::string_view field, std::string_view message)
{
    std::vector<field_note> notes;
    notes.push_back({std::string(field), std::string(message)});
    return invalid_field(std::move(notes));
}

OMS_DECL refusal key_required(std::string_view problem)
{
    return {400,
            "idempotency_key_required",
            "The Idempotency-Key header is required on this request.",
            {{"Idempotency-Key", std::string(problem)}}};
}

OMS_DECL refusal unauthorized(std::string_view message)
{
    return {401, "unauthorized", std::string(message), {}};
}

OMS_DECL refusal token_expired()
{
    return {401, "token_expired", "The access token has expired.", {}};
}

OMS_DECL refusal forbidden(std::string_view message)
{
    return {403, "forbidden", std::string(message), {}};
}

OMS_DECL refusal compliance_required()
{
    return {403,
            "compliance_required",
            "The customer has not completed identity verification.",
            {{"customerId", "endorsement basic is not ACTIVE"}}};
}

OMS_DECL refusal not_found()
{
    return {404, "not_found", "The resource does not exist.", {}};
}

OMS_DECL refusal idempotency_conflict()
{
    return {409, "idempotency_conflict", "This Idempotency-Key was used with a different request body.", {}};
}

OMS_DECL refusal idempotency_in_progress()
{
    return {409, "idempotency_in_progress", "A request with this Idempotency-Key is still being processed.", {}};
}

OMS_DECL refusal unprocessable(std::string_view code, std::string_view message, std::vector<field_note> notes)
{
    return {422, std::string(code), std::string(message), std::move(notes)};
}

OMS_DECL refusal endorsement_required(std::string_view name)
{
    return {422,
            "endorsement_required",
            "The customer lacks a required endorsement.",
            {{"customerId", "endorsement " + std::string(name) + " is not ACTIVE"}}};
}

OMS_DECL refusal rate_limited()
{
    return {429, "rate_limited", "Too many requests.", {}};
}

OMS_DECL refusal of_status(int status)
{
    switch (status) {
    case 400:
        return invalid_request("The request is not valid.");
    case 401:
        return unauthorized("The access token is missing or not valid.");
    case 403:
        return forbidden("This key may not perform the operation.");
    case 404:
        return not_found();
    case 409:
        return idempotency_conflict();
    case 422:
        return unprocessable("compliance_hold", "The payment is held for a compliance review.");
    case 429:
        return rate_limited();
    case 502:
    case 503:
    case 504:
        return {status, "unavailable", "The service is temporarily unavailable.", {}};
    default:
        return {status, "internal_error", "An unexpected error occurred.", {}};
    }
}

OMS_DECL std::string error_body(const refusal& problem, std::string_view request_id)
{
    std::string_view type = "api_error";
    switch (problem.status) {
    case 400:
        type = "invalid_request";
        break;
    case 401:
        type = "authentication";
        break;
    case 403:
        type = "permission";
        break;
    case 404:
        type = "not_found";
        break;
    case 409:
        type = "conflict";
        break;
    case 422:
        type = "unprocessable";
        break;
    case 429:
        type = "rate_limit";
        break;
    default:
        break;
    }
    json_writer out;
    out.open_object().text("code", problem.code).text("message", problem.message).text("type", type);
    if (!problem.details.empty()) {
        out.open_array("details");
        for (const field_note& note : problem.details)
            out.open_object().text("field", note.field).text("message", note.message).close_object();
        out.close_array();
    }
    return out.text("requestId", request_id).close_object().str();
}

}}} // namespace oms::v0_1::detail::emulation
