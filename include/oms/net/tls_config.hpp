#pragma once

#include <oms/core/secret.hpp>

#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// Whom a TLS connection trusts. The certificate chain and the host name are always verified, TLS 1.2 is the least, and
/// its cipher suites are those with forward secrecy and authenticated encryption (RFC 9325, section 4.2): nothing here
/// or anywhere else weakens that.
///
/// Without `ca_file` and `ca_pem` the system's roots are trusted: those of the file and the directories that OpenSSL is
/// built for, and if there are none, the bundle of one of the well-known places of Linux and BSD systems. As with all
/// programs that use OpenSSL, the environment variables SSL_CERT_FILE and SSL_CERT_DIR name others in place of that
/// file and these directories. Where one of them is set, no other bundle is looked for: `make_client` throws
/// `errc::invalid_config` when there is no root to be found.
///
/// A certificate that is refused ends a call with `errc::tls_failed`; nothing of it was sent, and it is not tried
/// again. `error::cause()` then is of the category `certificate_category()` and says why.
class tls_config {
public:
    tls_config() {}

    /// Path of a PEM file of root certificates, trusted in place of the system's.
    std::string ca_file;

    /// PEM text of root certificates, trusted in place of the system's; together with `ca_file`, both are trusted.
    std::string ca_pem;

    /// PEM text of revocation lists (RFC 5280, section 5). Empty: revocation is not checked. Otherwise every
    /// certificate of the server's chain is looked up in the list of its issuer, and is refused when it stands there,
    /// or when this text holds no list of that issuer that is in date.
    std::string crl_pem;

    /// The certificate that this client shows when the server asks for one, PEM, followed by its intermediate
    /// certificates; and its private key, PEM, encrypted with `client_key_password` if that is not empty. Both or none.
    /// A server that wants one and gets none, or not one that it accepts, ends a call with
    /// `errc::client_certificate_required`; nothing was sent.
    std::string client_certificate_pem;
    secret client_key_pem;
    secret client_key_password;

    /// Pins: one of these keys has to be in the verified chain, or the connection is refused with
    /// `errc::pin_mismatch`, before anything is sent. Each is the SHA-256 hash of a SubjectPublicKeyInfo in Base64
    /// (RFC 7469, section 2.4). Empty: any trusted chain will do; otherwise at least two, so that one is the backup for
    /// the day the key changes.
    std::vector<std::string> pins;
};

}} // namespace oms::v0_1
