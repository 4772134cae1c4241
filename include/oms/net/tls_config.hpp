#pragma once

#include <string>

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
};

}} // namespace oms::v0_1
