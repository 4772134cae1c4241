#pragma once

#include <oms/sandbox/impl/access.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL answer create_access_token(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const auto key = fields.text("apiKey", presence::required, not_empty);
    const auto secret = fields.text("apiSecret", presence::required, not_empty);
    fields.finish();
    body.check();
    const auto& accepted = state.settings.credentials;
    const auto match = std::find_if(accepted.begin(), accepted.end(), [&](const sandbox::credential& credential) {
        return credential.api_key == *key && credential.api_secret == *secret;
    });
    if (match == accepted.end())
        throw unauthorized("The API key or its secret is not valid.");

    // Expired ones are remembered for a day, so that they are answered as expired and not as unknown.
    std::erase_if(state.tokens,
                  [&](const auto& token) { return token.second.expires_at + std::chrono::hours{24} <= request.at; });
    const instant expires_at = request.at + state.settings.token_lifetime;
    const std::string token = state.ids.token();
    state.tokens[token] = token_grant{match->account, match->read_only, expires_at};
    json_writer out;
    out.open_object()
        .text("accessToken", token)
        .text("tokenType", "bearer")
        .raw("expiresIn", std::to_string(state.settings.token_lifetime.count()))
        .text("expiresAt", iso_text(expires_at))
        .close_object();
    return {200, out.str()};
}

OMS_DECL const token_grant& authorized(const emulator& state, std::optional<std::string_view> authorization, instant at)
{
    constexpr std::string_view scheme = "bearer ";
    const auto same = [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
    };
    const bool bearer = authorization && authorization->size() > scheme.size() &&
                        std::equal(scheme.begin(), scheme.end(), authorization->begin(),
                                   [&](char wanted, char given) { return same(given, wanted); });
    if (!bearer)
        throw unauthorized("The access token is missing or not valid.");
    const auto found = state.tokens.find(authorization->substr(scheme.size()));
    if (found == state.tokens.end())
        throw unauthorized("The access token is missing or not valid.");
    if (at >= found->second.expires_at)
        throw token_expired();
    return found->second;
}

OMS_DECL void rate_limit::set(int requests, std::chrono::milliseconds window)
{
    requests_ = requests;
    window_ = window;
    admitted_.clear();
}

OMS_DECL std::optional<std::int64_t> rate_limit::admit(std::string_view account, instant at)
{
    if (requests_ <= 0)
        return std::nullopt;
    std::deque<instant>& times = admitted_[std::string(account)];
    while (!times.empty() && times.front() + window_ <= at)
        times.pop_front();
    if (times.size() < static_cast<std::size_t>(requests_)) {
        times.push_back(at);
        return std::nullopt;
    }
    const auto wait = std::chrono::ceil<std::chrono::seconds>(times.front() + window_ - at);
    return std::max<std::int64_t>(1, wait.count());
}

OMS_DECL std::string_view only_value(const http_headers& headers, std::string_view name)
{
    const std::vector<std::string_view> values = headers.find_all(name);
    return values.size() == 1 ? values.front() : std::string_view();
}

OMS_DECL bool is_own_name(std::string_view authority)
{
    for (const std::string_view own : {"localhost", "127.0.0.1", "[::1]"})
        if (authority.starts_with(own)) {
            const std::string_view port = authority.substr(own.size());
            return port.empty() ||
                   (port.size() > 1 && port[0] == ':' && port.find_first_not_of("0123456789", 1) == port.npos);
        }
    return false;
}

OMS_DECL bool is_of_another_origin(const http_headers& headers)
{
    if (!headers.find("Origin"))
        return false;
    const std::string_view host = only_value(headers, "Host"), origin = only_value(headers, "Origin");
    const std::size_t scheme = origin.find("://");
    const bool web = origin.starts_with("http:") || origin.starts_with("https:");
    return !is_own_name(host) || !web || scheme == origin.npos || origin.substr(scheme + 3) != host;
}

}}} // namespace oms::v0_1::detail::emulation
