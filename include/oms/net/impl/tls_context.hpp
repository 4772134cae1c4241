#pragma once

#include <oms/config.hpp>
#include <oms/net/impl/public_key_pins.hpp>
#include <oms/net/impl/session_cache.hpp>
#include <oms/net/tls_config.hpp>

#include <openssl/ssl.h>

#include <cstddef>
#include <memory>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

struct tls_context_release {
    void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
};

/// The TLS side of one origin: whom to trust, which name to demand, what to show, which sessions to resume. Built once
/// and then constant, but for the sessions.
class tls_context {
public:
    /// Keeps at most `sessions` sessions for resumption. Throws `error{errc::invalid_config}` that names the member of
    /// `config` that cannot be used; `ca_file` when it names no roots and the system has none in the usual places.
    /// `std::bad_alloc` without memory.
    tls_context(const tls_config& config, std::string host, std::size_t sessions);
    tls_context(const tls_context&) = delete;
    tls_context& operator=(const tls_context&) = delete;

    SSL_CTX* native() noexcept { return context_.get(); }

    /// Prepares one connection before its handshake: SNI, the name its certificate has to carry, a session to resume.
    /// False when OpenSSL ran out of memory.
    bool prepare(SSL* connection);

private:
    public_key_pins pins_; // these two before the context, which holds their addresses
    session_cache sessions_;
    std::unique_ptr<SSL_CTX, tls_context_release> context_;
    std::string host_;
    bool host_is_address_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/tls_context.ipp>
#endif
