#pragma once

#include <oms/net/impl/public_key_pins.hpp>

#include <oms/core/error.hpp>

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <openssl/x509.h>

#include <algorithm>
#include <optional>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// 32 bytes from the one Base64 text there is of them.
OMS_DECL std::optional<public_key_pins::fingerprint> read_pin(std::string_view text)
{
    std::array<unsigned char, 44> base64;
    std::array<unsigned char, 33> bytes;
    std::array<unsigned char, 45> again;
    if (text.size() != base64.size())
        return std::nullopt;
    std::copy(text.begin(), text.end(), base64.begin());
    if (EVP_DecodeBlock(bytes.data(), base64.data(), static_cast<int>(base64.size())) != 33)
        return std::nullopt;
    EVP_EncodeBlock(again.data(), bytes.data(), 32); // OpenSSL's reader overlooks blanks and spare bits
    if (!std::equal(base64.begin(), base64.end(), again.begin()))
        return std::nullopt;
    public_key_pins::fingerprint pin;
    std::copy_n(bytes.begin(), pin.size(), pin.begin());
    return pin;
}

OMS_DECL public_key_pins::public_key_pins(const std::vector<std::string>& pins)
{
    for (const std::string& text : pins) {
        const auto pin = read_pin(text);
        if (!pin)
            throw error(errc::invalid_config, "pins: each has to be the Base64 of the 32 bytes of a SHA-256 hash");
        if (std::find(pins_.begin(), pins_.end(), *pin) == pins_.end())
            pins_.push_back(*pin);
    }
    if (pins_.size() == 1)
        throw error(errc::invalid_config, "pins: at least two different ones are needed, so that one is a backup");
}

OMS_DECL std::optional<public_key_pins::fingerprint> fingerprint_of(const X509* certificate)
{
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate), &der);
    if (size <= 0)
        return std::nullopt;
    public_key_pins::fingerprint hash;
    SHA256(der, static_cast<std::size_t>(size), hash.data());
    OPENSSL_free(der);
    return hash;
}

OMS_DECL bool public_key_pins::match(STACK_OF(X509) * chain) const
{
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        const auto key = fingerprint_of(sk_X509_value(chain, i));
        if (key && std::find(pins_.begin(), pins_.end(), *key) != pins_.end())
            return true;
    }
    return false;
}

/// In place of OpenSSL's own verification of a chain: that, then the pins.
OMS_DECL int verify_with_pins(X509_STORE_CTX* chain, void* pins)
{
    const int verified = X509_verify_cert(chain);
    if (verified <= 0 || static_cast<const public_key_pins*>(pins)->match(X509_STORE_CTX_get0_chain(chain)))
        return verified;
    X509_STORE_CTX_set_error(chain, X509_V_ERR_APPLICATION_VERIFICATION);
    return 0;
}

OMS_DECL void public_key_pins::guard(SSL_CTX* context) const
{
    if (!empty())
        SSL_CTX_set_cert_verify_callback(context, verify_with_pins, const_cast<public_key_pins*>(this));
}

}}} // namespace oms::v0_1::detail
