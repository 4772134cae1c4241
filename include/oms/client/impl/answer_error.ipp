#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/http/retry_after.hpp>
#include <oms/net/cause_category.hpp>
#include <oms/wire/error_body.hpp>

#include <boost/asio/error.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL errc errc_of_status(int status, bool in_progress) noexcept
{
    switch (status) {
    case 400:
        return errc::invalid_request;
    case 401:
        return errc::unauthorized;
    case 403:
        return errc::forbidden;
    case 404:
        return errc::not_found;
    case 409:
        return in_progress ? errc::idempotency_in_progress : errc::idempotency_conflict;
    case 422:
        return errc::unprocessable;
    case 429:
        return errc::rate_limited;
    case 502:
    case 503:
    case 504:
        return errc::unavailable;
    default:
        break;
    }
    if (status >= 300 && status <= 399)
        return errc::unexpected_redirect;
    return status >= 500 && status <= 599 ? errc::server_error : errc::unexpected_status;
}

// Scheme, host and port of an absolute URL; nothing of any other text, which may hold anything.
OMS_DECL std::string_view origin_of(std::string_view url) noexcept
{
    const std::size_t authority = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : url.npos;
    if (authority == url.npos)
        return {};
    const std::string_view origin = url.substr(0, url.find_first_of("/?#", authority));
    const bool is_host = origin.size() > authority && std::all_of(origin.begin(), origin.end(), [](char c) {
                             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
                                    c == ':' || c == '/' || c == '[' || c == ']';
                         });
    // A text without a dot or a colon may be anything, a token for instance, that stands where a host should.
    return is_host && origin.find_first_of(".:", authority) != origin.npos ? origin : std::string_view();
}

OMS_DECL error::builder answer_error(const http_response& response, std::size_t json_depth)
{
    server_error body = read_error_body(response.status, response.body, request_id_of(response), json_depth);
    const bool in_progress = body.code == server_code::idempotency_in_progress;
    error::builder failure(errc_of_status(response.status, in_progress));
    failure.http_status(response.status)
        .server_code(std::move(body.code))
        .server_type(std::move(body.type))
        .server_message(std::move(body.message))
        .details(std::move(body.details))
        .request_id(std::move(body.request_id))
        .document(response.body);
    if (const auto location = response.headers.find("Location"); location && response.status <= 399) {
        if (const std::string_view origin = origin_of(*location); !origin.empty())
            failure.cause_text("Location: " + std::string(origin));
    }
    return failure;
}

OMS_DECL error::builder exchange_error(const exchange_result& result)
{
    error::builder failure(result.failure);
    failure.cause(result.cause).cause_text(result.cause_text).http_status(result.response.status);
    if (const auto id = request_id_of(result.response); !id.empty())
        failure.request_id(std::string(id));
    return failure;
}

OMS_DECL bool is_stale_connection(const exchange_result& result) noexcept
{
    return result.failure == errc::connection_lost && result.reused_connection &&
           (result.phase == exchange_phase::not_connected || result.phase == exchange_phase::nothing_written);
}

OMS_DECL bool is_permanent_failure(const exchange_result& result) noexcept
{
    if (result.failure == errc::proxy_failed && result.cause.category() == proxy_category())
        return errc_of_status(result.cause.value(), false) != errc::unavailable;
    return result.failure == errc::dns_failed &&
           (result.cause == boost::asio::error::host_not_found || result.cause == boost::asio::error::no_data);
}

OMS_DECL std::string_view request_id_of(const http_response& response) noexcept
{
    for (const char* const name : {"X-Request-Id", "Request-Id", "X-Correlation-Id"}) {
        if (const auto id = response.headers.find(name); id && !id->empty())
            return *id;
    }
    return {};
}

OMS_DECL bool is_json_answer(const http_response& response) noexcept
{
    if (const auto encoding = response.headers.find("Content-Encoding");
        encoding && !encoding->empty() && !same_ignoring_case(*encoding, "identity"))
        return false;
    const auto type = response.headers.find("Content-Type");
    if (!type || type->empty())
        return true;
    std::string_view media = type->substr(0, type->find(';'));
    media = media.substr(0, media.find_last_not_of(" \t") + 1);
    constexpr std::string_view suffix = "+json";
    return same_ignoring_case(media, "application/json") ||
           (media.size() > suffix.size() && same_ignoring_case(media.substr(media.size() - suffix.size()), suffix));
}

OMS_DECL std::chrono::sys_seconds time_of_answer(const http_response& response,
                                                 std::chrono::system_clock::time_point now)
{
    if (const auto date = response.headers.find("Date")) {
        if (const auto sent = read_http_date(*date, now))
            return *sent;
    }
    return std::chrono::floor<std::chrono::seconds>(now);
}

}}} // namespace oms::v0_1::detail
