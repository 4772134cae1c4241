#pragma once

#include <oms/webhook/diagnosis.hpp>

#include <oms/core/error.hpp>
#include <oms/webhook/signature.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {
namespace detail {

OMS_DECL bool signs(const webhook_secret& secret, const signature_header& header, std::string_view body)
{
    const sha256_digest expected = signature_of(secret, header.timestamp_digits, body);
    return std::any_of(header.signatures.begin(), header.signatures.end(),
                       [&](const sha256_digest& given) { return equal_in_constant_time(given, expected); });
}

OMS_DECL std::string diagnose_time(const webhook_verifier& verifier, std::int64_t stamp)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(verifier.options().now()).time_since_epoch().count();
    if (within_tolerance(stamp / 1000, now, verifier.options()))
        return "t is in milliseconds; it must be in seconds";
    if (stamp < now)
        return "signed too long ago: a replay, a delivery held up before it came here, or a clock that is fast here";
    return "signed in the future: the clock here is slow, or the sender's is fast";
}

OMS_DECL std::string without_carriage_returns(std::string_view body)
{
    std::string text{body};
    std::erase(text, '\r');
    return text;
}

OMS_DECL std::string with_carriage_returns(std::string_view body)
{
    std::string text;
    for (const char c : body) {
        if (c == '\n' && !text.ends_with('\r'))
            text += '\r';
        text += c;
    }
    return text;
}

/// The bodies that could have become this one on the way, and what would have happened to them.
OMS_DECL std::vector<std::pair<std::string, std::string_view>> bodies_before(std::string_view body)
{
    constexpr std::string_view mark = "\xef\xbb\xbf";
    std::vector<std::pair<std::string, std::string_view>> before;
    before.emplace_back(body, "");
    if (body.ends_with("\r\n"))
        before.emplace_back(body.substr(0, body.size() - 2), "the body won a line end at its end");
    if (body.ends_with('\n'))
        before.emplace_back(body.substr(0, body.size() - 1), "the body won a line end at its end");
    before.emplace_back(std::string{body} + "\n", "the body lost the line end at its end");
    before.emplace_back(std::string{body} + "\r\n", "the body lost the line end at its end");
    if (body.starts_with(mark))
        before.emplace_back(body.substr(mark.size()), "the body won a byte order mark");
    else
        before.emplace_back(std::string{mark} + std::string{body}, "the body lost its byte order mark");
    before.emplace_back(without_carriage_returns(body), "the line ends of the body were made CR LF");
    before.emplace_back(with_carriage_returns(body), "the line ends of the body were made LF");
    return before;
}

OMS_DECL std::optional<webhook_secret> in_form(const webhook_secret& given, secret_form form)
{
    try {
        return webhook_secret{given.text(), form};
    } catch (const error&) {
        return std::nullopt; // a text that cannot be of this form
    }
}

OMS_DECL std::string_view name_of(secret_form form) noexcept
{
    constexpr std::array<std::string_view, 3> names{"whole", "after_prefix", "decoded_hex"};
    return names[static_cast<std::size_t>(form)];
}

OMS_DECL std::string diagnose_mismatch(const webhook_verifier& verifier, const signature_header& header,
                                       std::string_view raw_body)
{
    if (header.signatures.empty())
        return "no v1 is 64 hexadecimal digits";
    const auto bodies = bodies_before(raw_body);
    for (const webhook_secret& given : verifier.secrets())
        for (const secret_form form :
             {given.form(), secret_form::whole, secret_form::after_prefix, secret_form::decoded_hex}) {
            const std::optional<webhook_secret> secret = in_form(given, form);
            if (!secret)
                continue;
            for (const auto& [body, change] : bodies) {
                if (!signs(*secret, header, body))
                    continue;
                std::string found{change};
                if (form != given.form())
                    found += (found.empty() ? "" : ", and ") + std::string{"the sender uses the secret in the form "} +
                             std::string{name_of(form)};
                return found;
            }
        }
    return "the body was changed on the way, for instance parsed and written again by a framework, or the secret is "
           "another subscription's";
}

} // namespace detail

OMS_DECL std::string diagnose(const webhook_verifier& verifier, std::string_view signature_header,
                              std::string_view raw_body)
{
    const result<signature_match> checked = verifier.check(signature_header, raw_body);
    if (checked)
        return {};
    const auto verdict = checked.error().code();
    if (verdict == errc::webhook_too_large)
        return "the body is over the limit of " + std::to_string(verifier.options().body_limit()) + " bytes";
    const result<detail::signature_header> header = detail::parse_signature_header(signature_header);
    if (!header)
        return header.error().what();
    return verdict == errc::timestamp_out_of_tolerance ? detail::diagnose_time(verifier, header->timestamp)
                                                       : detail::diagnose_mismatch(verifier, *header, raw_body);
}

}} // namespace oms::v0_1
