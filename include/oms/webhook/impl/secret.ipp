#pragma once

#include <oms/webhook/secret.hpp>

#include <oms/core/error.hpp>
#include <oms/webhook/hexadecimal.hpp>
#include <oms/webhook/hmac_sha256.hpp>

#include <algorithm>
#include <utility>

namespace oms { inline namespace v0_1 {
namespace detail {

OMS_DECL void check_secret_text(std::string_view text, std::string_view prefix, secret_form form)
{
    if (text.empty())
        throw error{errc::invalid_argument, "the webhook secret is empty"};
    if (text == prefix)
        throw error{errc::invalid_argument, "the webhook secret is the prefix whsec_ alone"};
    const bool unclean = std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= 0x20 || c == 0x7f; });
    if (unclean)
        throw error{errc::invalid_argument, "the webhook secret holds a space, a newline or another control character"};
    if (form != secret_form::whole && !text.starts_with(prefix))
        throw error{errc::invalid_argument, "this form of a webhook secret begins with whsec_"};
}

/// The keyed state for that form; whoever calls this has checked nothing yet.
OMS_DECL std::shared_ptr<const hmac_sha256> keyed_state(std::string_view text, secret_form form)
{
    constexpr std::string_view prefix = "whsec_";
    check_secret_text(text, prefix, form);
    if (form == secret_form::whole)
        return std::make_shared<hmac_sha256>(text);
    const std::string_view rest = text.substr(prefix.size());
    if (form == secret_form::after_prefix)
        return std::make_shared<hmac_sha256>(rest);

    sha256_digest key;
    const wiped_bytes wiped{key.data(), key.size()};
    if (!decode_hexadecimal(rest, key))
        throw error{errc::invalid_argument,
                    "the webhook secret does not have exactly 64 hexadecimal digits after whsec_"};
    return std::make_shared<hmac_sha256>(std::string_view{reinterpret_cast<const char*>(key.data()), key.size()});
}

} // namespace detail

OMS_DECL webhook_secret::webhook_secret(std::string_view text, secret_form form)
    : form_{form}, text_{std::make_shared<secret>(text)}, hmac_{detail::keyed_state(text, form)}
{
}

OMS_DECL webhook_secret::webhook_secret(const secret& text, secret_form form) : webhook_secret{text.reveal(), form} {}

OMS_DECL webhook_secret& webhook_secret::id(std::string text) &
{
    id_ = std::move(text);
    return *this;
}

OMS_DECL webhook_secret&& webhook_secret::id(std::string text) &&
{
    return std::move(id(std::move(text)));
}

}} // namespace oms::v0_1
