#pragma once

#include <oms/config.hpp>
#include <oms/core/secret.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// Where a webhook_listener listens, and what it puts up with; every setter returns the object. The constructor of the
/// listener checks them all.
class listener_options {
public:
    listener_options() = default;

    /// The address to listen on: IPv4 or IPv6, `0.0.0.0` or `::` for all. `127.0.0.1` by default.
    listener_options& address(std::string text);

    /// The TCP port; 0, the default, lets the system choose one.
    listener_options& port(std::uint16_t number);

    /// The one path that deliveries come to, as it stands in the request line: `/oms/webhooks`. `/` by default. Any
    /// other path is answered 404; a query is passed over.
    listener_options& path(std::string absolute);

    /// Serves TLS 1.2 and newer: PEM text of the certificate followed by its intermediate certificates, and of its
    /// private key, not encrypted. Without this it serves plain HTTP, for a proxy in front of it that ends TLS.
    listener_options& tls(std::string certificate_chain_pem, secret private_key_pem);

    /// The most bytes of a request line and header fields; more is answered 431. 8 KiB by default. The limit of the
    /// body is that of the verifier which the endpoint has when the listener is made.
    listener_options& head_limit(std::size_t bytes);

    /// How long a head, and a body, may take to arrive, each; longer is answered 408. 10 s by default. The first also
    /// limits the TLS handshake and the wait for the first request, which end without an answer.
    listener_options& head_timeout(std::chrono::milliseconds limit);
    listener_options& body_timeout(std::chrono::milliseconds limit);

    /// How long a connection may stay open between two requests. 60 s by default.
    listener_options& idle_timeout(std::chrono::milliseconds limit);

    /// The most connections at a time, 1000 by default. Further ones wait in the system's queue, unanswered, until one
    /// ends. To make room, one that is idle between two requests is closed; when there is none, the oldest of those
    /// that have sent nothing of a request for half a second.
    listener_options& max_connections(std::size_t count);

    /// How long stop() lets running requests go on, before they are cut. 10 s by default; 0 cuts them at once.
    listener_options& grace(std::chrono::milliseconds limit);

    /// Told of each request that is refused before there is a delivery to judge, with the status of the answer (400,
    /// 404, 408, 413, 431) and the reason, for the operator's log; and of each TLS handshake that failed, with status
    /// 0, since that has no answer. Called from the threads of the listener; must not block; what it throws is ignored.
    /// What was judged is told to `endpoint_options::observe`.
    listener_options& on_refusal(std::function<void(int status, std::string_view reason)> observer);

    const std::string& address() const noexcept { return address_; }
    std::uint16_t port() const noexcept { return port_; }
    const std::string& path() const noexcept { return path_; }
    bool tls() const noexcept { return tls_; }
    const std::string& certificate_chain_pem() const noexcept { return certificate_chain_pem_; }
    const secret& private_key_pem() const noexcept { return private_key_pem_; }
    std::size_t head_limit() const noexcept { return head_limit_; }
    std::chrono::milliseconds head_timeout() const noexcept { return head_timeout_; }
    std::chrono::milliseconds body_timeout() const noexcept { return body_timeout_; }
    std::chrono::milliseconds idle_timeout() const noexcept { return idle_timeout_; }
    std::size_t max_connections() const noexcept { return max_connections_; }
    std::chrono::milliseconds grace() const noexcept { return grace_; }
    const std::function<void(int, std::string_view)>& on_refusal() const noexcept { return on_refusal_; }

private:
    std::string address_ = "127.0.0.1";
    std::uint16_t port_ = 0;
    std::string path_ = "/";
    bool tls_ = false;
    std::string certificate_chain_pem_;
    secret private_key_pem_;
    std::size_t head_limit_ = 8 * 1024;
    std::chrono::milliseconds head_timeout_{10'000};
    std::chrono::milliseconds body_timeout_{10'000};
    std::chrono::milliseconds idle_timeout_{60'000};
    std::size_t max_connections_ = 1000;
    std::chrono::milliseconds grace_{10'000};
    std::function<void(int, std::string_view)> on_refusal_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/listener_options.ipp>
#endif
