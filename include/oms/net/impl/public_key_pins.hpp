#pragma once

#include <oms/config.hpp>

#include <openssl/ssl.h>

#include <array>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// The keys of which one has to be in a verified chain (RFC 7469, section 2.6). Constant after construction.
class public_key_pins {
public:
    using fingerprint = std::array<unsigned char, 32>; ///< SHA-256 of a SubjectPublicKeyInfo

    /// Throws `error{errc::invalid_config}` unless there are none, or at least two different ones, each the Base64 of
    /// 32 bytes.
    explicit public_key_pins(const std::vector<std::string>& pins);

    bool empty() const noexcept { return pins_.empty(); }
    bool match(STACK_OF(X509) * chain) const;

    /// Makes the check part of the verification of every chain in `context`, so that it fails the handshake, and no
    /// session of a server that was refused is ever there to be resumed. `this` has to outlive the context.
    void guard(SSL_CTX* context) const;

private:
    std::vector<fingerprint> pins_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/public_key_pins.ipp>
#endif
