#pragma once

#include <oms/config.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// What a server certificate of the emulator says. Chainable; the defaults are what a client accepts.
class certificate_options {
public:
    certificate_options() {}

    /// The names and addresses it is valid for; without any: `localhost`, `127.0.0.1` and `::1`.
    certificate_options& host(std::string name_or_address)
    {
        hosts_.push_back(std::move(name_or_address));
        return *this;
    }

    /// The time it is valid in, for tests with an expired or a future one. Default: from a day ago for a year.
    certificate_options& valid(std::chrono::system_clock::time_point from, std::chrono::system_clock::time_point until)
    {
        from_ = from;
        until_ = until;
        return *this;
    }

    const std::vector<std::string>& hosts() const { return hosts_; }
    std::chrono::system_clock::time_point from() const { return from_; }
    std::chrono::system_clock::time_point until() const { return until_; }

private:
    std::vector<std::string> hosts_;
    std::chrono::system_clock::time_point from_ = std::chrono::system_clock::now() - std::chrono::hours{24};
    std::chrono::system_clock::time_point until_ = std::chrono::system_clock::now() + std::chrono::hours{24 * 365};
};

/// A server certificate with its own certificate authority, made on the spot: both have fresh P-256 keys that exist
/// nowhere else, so trusting the authority means trusting this one emulator.
class certificate {
public:
    /// Makes both. Throws std::runtime_error when OpenSSL fails or a host is neither a name nor an address.
    OMS_DECL explicit certificate(const certificate_options& options = certificate_options());

    /// The certificate of the authority, PEM: what a client is told to trust.
    const std::string& ca_pem() const { return ca_pem_; }

    /// The certificate of the server, PEM, signed by the authority.
    const std::string& pem() const { return pem_; }

    /// The private key of the server certificate, PEM.
    const std::string& key_pem() const { return key_pem_; }

private:
    std::string ca_pem_;
    std::string pem_;
    std::string key_pem_;
};

}}} // namespace oms::v0_1::sandbox

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/certificate.ipp>
#endif
