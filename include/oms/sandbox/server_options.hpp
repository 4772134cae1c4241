#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/certificate.hpp>
#include <oms/sandbox/settings.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// How an emulator is reached. Chainable; the defaults suit a test: HTTPS on a free loopback port with a certificate
/// made at start.
class server_options {
public:
    server_options() {}

    /// The TCP port; 0, the default, lets the system choose a free one.
    server_options& port(std::uint16_t number)
    {
        port_ = number;
        return *this;
    }

    /// Plain HTTP instead of HTTPS.
    server_options& http(bool plain = true)
    {
        http_ = plain;
        return *this;
    }

    /// The rules behind it: keys, fees, lifetimes, clock, delivery times.
    server_options& settings(sandbox::settings rules)
    {
        settings_ = std::move(rules);
        return *this;
    }

    /// A certificate of the caller, for tests with an expired one or another host's. Default: a good one.
    server_options& certificate(sandbox::certificate chain)
    {
        certificate_ = std::move(chain);
        return *this;
    }

    /// The PEM certificates that https receivers of webhooks are verified against. Default: the system's.
    server_options& webhook_ca_pem(std::string pem)
    {
        webhook_ca_pem_ = std::move(pem);
        return *this;
    }

    /// How long a connection may wait for its next request before the server closes it; 60 s by default.
    server_options& idle_limit(std::chrono::milliseconds limit)
    {
        idle_limit_ = limit;
        return *this;
    }

    std::uint16_t port() const { return port_; }
    bool http() const { return http_; }
    const sandbox::settings& settings() const { return settings_; }
    const std::optional<sandbox::certificate>& certificate() const { return certificate_; }
    const std::string& webhook_ca_pem() const { return webhook_ca_pem_; }
    std::chrono::milliseconds idle_limit() const { return idle_limit_; }

private:
    std::uint16_t port_ = 0;
    bool http_ = false;
    sandbox::settings settings_;
    std::optional<sandbox::certificate> certificate_;
    std::string webhook_ca_pem_;
    std::chrono::milliseconds idle_limit_{60'000};
};

}}} // namespace oms::v0_1::sandbox
