#pragma once

#include <oms/webhook/receive.hpp>

#include <oms/webhook/signature.hpp>
#include <oms/wire/event.hpp>

#include <algorithm>
#include <utility>

namespace oms { inline namespace v0_1 {
namespace detail {

/// ASCII only, whatever the locale: field names and media types (RFC 9110 sections 5.1 and 8.3.1).
OMS_DECL bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept
{
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
}

/// `application/json`, whatever parameters follow it.
OMS_DECL bool is_json(std::string_view content_type) noexcept
{
    const std::string_view media_type = content_type.substr(0, content_type.find(';'));
    return equal_ignoring_case(without_spaces_and_tabs_around(media_type), "application/json");
}

/// Not compressed.
OMS_DECL bool is_identity(std::string_view content_encoding) noexcept
{
    return content_encoding.empty() || equal_ignoring_case(content_encoding, "identity");
}

template <class Received>
Received refused_webhook(int status, error problem)
{
    Received refused;
    refused.status = status;
    refused.problem = std::move(problem);
    return refused;
}

} // namespace detail

OMS_DECL webhook_request& webhook_request::method(std::string_view name) noexcept
{
    method_ = name;
    return *this;
}

OMS_DECL webhook_request& webhook_request::header(std::string_view name, std::string_view value) noexcept
{
    if (detail::equal_ignoring_case(name, webhook_signature_header)) {
        signature_repeated_ = signature_repeated_ || signature_.has_value();
        signature_ = value;
    } else if (detail::equal_ignoring_case(name, "Content-Type")) {
        if (!content_type_ || detail::is_json(*content_type_)) // of several lines a wrong one stays
            content_type_ = detail::without_spaces_and_tabs_around(value);
    } else if (detail::equal_ignoring_case(name, "Content-Encoding")) {
        if (detail::is_identity(content_encoding_))
            content_encoding_ = detail::without_spaces_and_tabs_around(value);
    }
    return *this;
}

OMS_DECL webhook_request& webhook_request::body(std::string_view raw) noexcept
{
    body_ = raw;
    return *this;
}

template <std::same_as<received_webhook> Received>
Received receive(const webhook_verifier& verifier, const webhook_request& request)
{
    if (request.method() != "POST")
        return detail::refused_webhook<Received>(405, error{errc::invalid_argument, "a webhook is delivered by POST"});
    if (request.body().size() > verifier.options().body_limit())
        return detail::refused_webhook<Received>(413, error{errc::webhook_too_large});
    if (!detail::is_json(request.content_type()))
        return detail::refused_webhook<Received>(415, error{errc::unexpected_content, "a webhook is application/json"});
    if (!detail::is_identity(request.content_encoding()))
        return detail::refused_webhook<Received>(415, error{errc::unexpected_content, "a webhook is not compressed"});
    if (request.signature_repeated())
        return detail::refused_webhook<Received>(400,
                                                 error{errc::malformed_header, "the header is there more than once"});
    if (!request.signature())
        return detail::refused_webhook<Received>(400, error{errc::malformed_header, "no Webhook-Signature line came"});

    result<signature_match> match = verifier.check(*request.signature(), request.body());
    if (!match)
        return detail::refused_webhook<Received>(400, match.error());
    result<event> read = decode_event(request.body());
    if (!read)
        return detail::refused_webhook<Received>(400, read.error());

    Received received;
    received.status = 204;
    received.event = std::move(*read);
    received.signature = std::move(*match);
    return received;
}

#ifdef OMS_SEPARATE_COMPILATION
template received_webhook receive(const webhook_verifier&, const webhook_request&);
#endif

}} // namespace oms::v0_1
