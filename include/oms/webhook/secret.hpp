#pragma once

#include <oms/config.hpp>
#include <oms/core/secret.hpp>

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

namespace detail {
class hmac_sha256;
}

/// Which bytes of a webhook secret are the HMAC key (contract section 12.4).
enum class secret_form : std::uint8_t {
    whole,        ///< the UTF-8 bytes of the whole `whsec_…` text; the default
    after_prefix, ///< the UTF-8 bytes after `whsec_`
    decoded_hex   ///< the 32 bytes that the 64 hexadecimal digits after `whsec_` stand for
};

/// The secret of one webhook subscription, as the create answer gave it, ready to sign and to verify with.
///
/// Copies are cheap and share one keyed state; a `const` secret may be used by any number of threads. It cannot be
/// printed. The memory that held its text and key is wiped when the last copy goes.
class webhook_secret {
public:
    /// Throws `error{errc::invalid_argument}` when the text is empty, is the prefix alone, or holds a space or a
    /// control character (a newline left over from a file); for `after_prefix` also when the prefix is missing, for
    /// `decoded_hex` when the prefix is missing or is not followed by exactly 64 hexadecimal digits.
    explicit webhook_secret(std::string_view text, secret_form form = secret_form::whole);

    /// The same, from the `secret` of the create answer.
    explicit webhook_secret(const secret& text, secret_form form = secret_form::whole);

    /// A name of your choice for reports (the subscription's id, a date), so that a rotation can be followed: a
    /// verifier says which of its secrets matched. Not secret; empty by default.
    webhook_secret& id(std::string text) &;
    webhook_secret&& id(std::string text) &&;
    const std::string& id() const noexcept { return id_; }

    secret_form form() const noexcept { return form_; }

    const secret& text() const noexcept { return *text_; }              // for the diagnosis
    const detail::hmac_sha256& hmac() const noexcept { return *hmac_; } // for sign and for the verifier

    template <class Char, class Traits>
    friend detail::secrets_are_never_printed operator<<(std::basic_ostream<Char, Traits>&,
                                                        const webhook_secret&) = delete;

private:
    std::string id_;
    secret_form form_;
    std::shared_ptr<const secret> text_;
    std::shared_ptr<const detail::hmac_sha256> hmac_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/secret.ipp>
#endif
