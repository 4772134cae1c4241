#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/operation.hpp>
#include <oms/client/impl/token_exchange.hpp>
#include <oms/client/token_state.hpp>
#include <oms/core/json_string.hpp>
#include <oms/core/server_text.hpp>
#include <oms/http/attempt.hpp>
#include <oms/http/retry_after.hpp>
#include <oms/model/token.hpp>
#include <oms/wire/codec.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// The body of the exchange. Not by the JSON library, which frees memory without wiping it.
OMS_DECL std::string exchange_body(const api_credentials& with)
{
    std::string body;
    // Enough for a text that is escaped throughout: memory that is left behind by growing would not be wiped either.
    body.reserve(64 + 6 * (with.api_key.reveal().size() + with.api_secret.reveal().size()));
    body += R"({"apiKey":)";
    append_json_string(body, with.api_key.reveal());
    body += R"(,"apiSecret":)";
    append_json_string(body, with.api_secret.reveal());
    body += '}';
    return body;
}

OMS_DECL http_request token_request(const base_url& origin, const api_credentials& with, std::string_view user_agent)
{
    http_request request(operations::create_access_token.method, origin.target(operations::create_access_token.path));
    request.headers.add("Host", origin.host_header());
    request.headers.add("User-Agent", user_agent);
    request.headers.add("Accept", "application/json");
    request.headers.add("Content-Type", "application/json");
    request.body = exchange_body(with);
    return request;
}

OMS_DECL token_exchange_end token_exchange_end::granted(secret token, std::chrono::steady_clock::time_point asked,
                                                        std::chrono::seconds lifetime)
{
    token_exchange_end end;
    end.how = kind::granted;
    end.token = std::move(token);
    end.asked = asked;
    end.lifetime = lifetime;
    return end;
}

OMS_DECL token_exchange_end token_exchange_end::failed(error why, std::optional<std::chrono::seconds> asked_wait)
{
    token_exchange_end end;
    end.how = kind::failed;
    end.failure = std::move(why);
    end.asked_wait = asked_wait;
    return end;
}

OMS_DECL token_exchange_end token_exchange_end::refused(error why, std::chrono::seconds cached_for)
{
    token_exchange_end end;
    end.how = kind::refused;
    end.failure = std::move(why);
    end.cached_for = cached_for;
    return end;
}

OMS_DECL token_exchange_end read_failure(const exchange_result& result)
{
    error why = exchange_error(result).text("while asking for an access token");
    const bool may_pass = is_transient_failure(result.failure) || result.failure == errc::deadline_exceeded ||
                          result.failure == errc::pool_timeout || result.failure == errc::pool_full;
    if (may_pass && !is_permanent_failure(result))
        return token_exchange_end::failed(std::move(why));
    return token_exchange_end::refused(std::move(why), token_state::failure_cache);
}

// The service may repeat what it was sent, which is the key and the secret.
OMS_DECL error::builder told_refusal(const http_response& response, const api_credentials& sent)
{
    const error told = answer_error(response);
    const auto harmless = [&sent](std::string_view text) {
        return text.find(sent.api_key.reveal()) == text.npos && text.find(sent.api_secret.reveal()) == text.npos;
    };
    error::builder kept = told.edit().details({}).document({});
    if (!harmless(told.server_code().text()))
        kept.server_code(std::string_view());
    if (!harmless(told.server_type()))
        kept.server_type({});
    if (!harmless(told.server_message()))
        kept.server_message({});
    if (!harmless(told.cause_text()))
        kept.cause_text({});
    if (!is_request_id(told.request_id()) || !harmless(told.request_id()))
        kept.request_id({});
    return kept;
}

OMS_DECL token_exchange_end read_refusal(const http_response& response, const api_credentials& sent,
                                         std::chrono::system_clock::time_point now)
{
    error::builder why = told_refusal(response, sent);
    why.text("while asking for an access token");
    const auto asked_wait = read_retry_after(response.headers, now);
    if (asked_wait)
        why.retry_after(*asked_wait);

    if (response.status == 401 || response.status == 403)
        return token_exchange_end::refused(why.code(errc::credentials_rejected), token_state::credentials_cache);
    if (is_transient_status(response.status, false))
        return token_exchange_end::failed(why, asked_wait);
    if (response.status >= 400)
        why.code(errc::auth_unavailable);
    return token_exchange_end::refused(why, token_state::failure_cache);
}

OMS_DECL token_exchange_end read_grant(const http_response& response, std::chrono::steady_clock::time_point asked,
                                       std::chrono::system_clock::time_point now)
{
    // Never with the document: it may hold a token.
    const auto unreadable = [&](errc code, const char* text) {
        return token_exchange_end::refused(error::builder(code).http_status(response.status).text(text),
                                           token_state::failure_cache);
    };
    if (!is_json_answer(response))
        return unreadable(errc::unexpected_content, "the answer of /auth/token is not JSON");
    result<access_token> read = decode<access_token>(response.body);
    if (!read)
        return unreadable(errc::auth_unavailable, "the answer of /auth/token cannot be read");
    access_token& answer = *read;
    if (!answer.token_type.empty() && !same_ignoring_case(answer.token_type, "bearer"))
        return unreadable(errc::auth_unavailable, "/auth/token gave a token of another type than bearer");
    if (!is_token_text(answer.token.reveal()))
        return unreadable(errc::auth_unavailable, "/auth/token gave a token that must not stand in a header");

    std::optional<std::chrono::seconds> left;
    if (!answer.expires_at.absent()) {
        const auto expires = std::chrono::floor<std::chrono::seconds>(answer.expires_at.time());
        left = expires - time_of_answer(response, now);
    }
    return token_exchange_end::granted(std::move(answer.token), asked, token_lifetime(answer.expires_in, left));
}

OMS_DECL token_exchange_end read_token_exchange(const exchange_result& result, const api_credentials& sent,
                                                std::chrono::steady_clock::time_point asked,
                                                std::chrono::system_clock::time_point now)
{
    if (result.failure != errc{})
        return read_failure(result);
    if (result.response.status < 200 || result.response.status > 299)
        return read_refusal(result.response, sent, now);
    return read_grant(result.response, asked, now);
}

}}} // namespace oms::v0_1::detail
