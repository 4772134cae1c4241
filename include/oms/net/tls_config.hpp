#pragma once

#include <oms/core/secret.hpp>

#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// Whom a TLS connection trusts. The certificate chain and the host name are always verified, TLS 1.2 is the least:
/// nothing here or anywhere else weakens that.
class tls_config {
public:
    tls_config() {}

    /// Path of a PEM file of root certificates, trusted in place of the system's.
    std::string ca_file;

    /// PEM text of root certificates, trusted in place of the system's; together with `ca_file`, both are trusted.
    std::string ca_pem;

    /// The certificate that this client shows when the server asks for one, PEM, followed by its intermediate
    /// certificates; and its private key, PEM, encrypted with `client_key_password` if that is not empty. Both or none.
    std::string client_certificate_pem;
    secret client_key_pem;
    secret client_key_password;

    /// Pins: one of these keys has to be in the verified chain, or the connection is refused with
    /// `errc::pin_mismatch`. Each is the SHA-256 hash of a SubjectPublicKeyInfo in Base64 (RFC 7469, section 2.4).
    /// Empty: any trusted chain will do; otherwise at least two, so that one is the backup for the day the key changes.
    std::vector<std::string> pins;
};

}} // namespace oms::v0_1
