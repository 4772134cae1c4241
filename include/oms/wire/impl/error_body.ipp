#pragma once

#include <oms/wire/error_body.hpp>

#include <oms/core/json_reader.hpp>

#include <algorithm>
#include <optional>
#include <string>

namespace oms { inline namespace v0_1 {

namespace detail {

/// What an error body says, before the status fills the gaps.
struct error_words {
    std::string code, type, message, request_id;
    std::string plain;  // `error` as text
    std::string detail; // of problem details
    std::string title;
    std::vector<field_problem> details;
};

// A member of another kind than expected is passed over: an error body is never itself an error.
OMS_DECL void read_words(json_reader& in, std::string& out)
{
    if (in.peek() == json_kind::string)
        out = in.string();
    else
        in.skip();
}

OMS_DECL void read_messages(json_reader& in, std::string& out)
{
    if (in.peek() != json_kind::array)
        return read_words(in, out);
    for (in.begin_array(); in.next_element();) {
        std::string each;
        read_words(in, each);
        if (!each.empty())
            out += (out.empty() ? "" : "; ") + each;
    }
}

/// `#/source/amount` (RFC 6901, as RFC 9457 points with it) as the contract writes paths: `source.amount`.
OMS_DECL std::string field_of_pointer(std::string_view pointer)
{
    if (pointer.starts_with('#'))
        pointer.remove_prefix(1);
    if (pointer.starts_with('/'))
        pointer.remove_prefix(1);
    std::string field(pointer);
    std::replace(field.begin(), field.end(), '/', '.');
    return field;
}

/// `details` of the contract, or `errors` of problem details.
OMS_DECL void read_details(json_reader& in, std::vector<field_problem>& out)
{
    if (in.peek() != json_kind::array)
        return in.skip();
    for (in.begin_array(); in.next_element();) {
        field_problem& each = out.emplace_back();
        if (in.peek() != json_kind::object) {
            read_words(in, each.message);
            continue;
        }
        std::string_view name;
        for (in.begin_object(); in.next_member(name);) {
            if (name == "field") {
                read_words(in, each.field);
            } else if (name == "message" || name == "detail") {
                read_words(in, each.message);
            } else if (name == "pointer") {
                read_words(in, each.field);
                each.field = field_of_pointer(each.field);
            } else {
                in.skip();
            }
        }
    }
}

OMS_DECL void read_error_object(json_reader& in, error_words& out, bool may_nest)
{
    std::string_view name;
    for (in.begin_object(); in.next_member(name);) {
        if (name == "code")
            read_words(in, out.code);
        else if (name == "type")
            read_words(in, out.type);
        else if (name == "message")
            read_messages(in, out.message);
        else if (name == "details" || name == "errors")
            read_details(in, out.details);
        else if (name == "requestId")
            read_words(in, out.request_id);
        else if (name == "detail")
            read_words(in, out.detail);
        else if (name == "title")
            read_words(in, out.title);
        else if (name == "error" && may_nest && in.peek() == json_kind::object)
            read_error_object(in, out, false);
        else if (name == "error")
            read_words(in, out.plain);
        else
            in.skip();
    }
}

struct status_words {
    server_code code;
    std::string_view type;
};

OMS_DECL status_words words_of_status(int status)
{
    switch (status) {
    case 401:
        return {server_code::unauthorized, "authentication"};
    case 403:
        return {server_code::forbidden, "permission"};
    case 404:
        return {server_code::not_found, "not_found"};
    case 409:
        return {server_code::idempotency_conflict, "conflict"};
    case 422:
        return {server_code::invalid_request, "unprocessable"};
    case 429:
        return {server_code::rate_limited, "rate_limit"};
    case 502:
    case 503:
    case 504:
        return {server_code::unavailable, "api_error"};
    default:
        if (status >= 500)
            return {server_code::internal_error, "api_error"};
        return {server_code::invalid_request, "invalid_request"};
    }
}

/// At most 2,048 bytes, not cut inside a character.
OMS_DECL std::string clipped(std::string_view body)
{
    constexpr std::size_t most = 2048;
    if (body.size() <= most)
        return std::string(body);
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(body[end]) & 0xC0) == 0x80)
        --end;
    return std::string(body.substr(0, end));
}

} // namespace detail

OMS_DECL server_error read_error_body(int status, std::string_view body, std::string_view header_request_id,
                                      std::size_t depth)
{
    detail::error_words words;
    detail::json_reader in(body, depth);
    const bool is_object = in.peek() == detail::json_kind::object;
    if (is_object)
        detail::read_error_object(in, words, true);
    in.finish();
    if (!is_object || in.failed()) {
        words = {};
        words.message = detail::clipped(body);
    }

    server_error made;
    const detail::status_words otherwise = detail::words_of_status(status);
    const bool is_uri = words.type.find(':') != words.type.npos; // RFC 9457: not a type of ours
    made.type = words.type.empty() || is_uri ? std::string(otherwise.type) : std::move(words.type);
    for (std::string* each : {&words.message, &words.detail, &words.plain, &words.title})
        if (made.message.empty())
            made.message = std::move(*each);
    if (!words.code.empty())
        made.code = server_code(words.code);
    else if (made.message == "provider account not provisioned")
        made.code = server_code::provider_account_not_provisioned;
    else
        made.code = otherwise.code;
    made.details = std::move(words.details);
    made.request_id = words.request_id.empty() ? std::string(header_request_id) : std::move(words.request_id);
    return made;
}

}} // namespace oms::v0_1
