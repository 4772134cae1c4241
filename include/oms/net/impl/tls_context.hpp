#pragma once

#include <oms/config.hpp>
#include <oms/net/impl/session_cache.hpp>
#include <oms/net/tls_config.hpp>

#include <boost/asio/ssl/context.hpp>

#include <initializer_list>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// The TLS side of one origin: whom to trust, which name to demand, which sessions to resume. Built once and then
/// constant, but for the sessions.
class tls_context {
public:
    /// Throws `error{errc::invalid_config}` when a certificate of `config` cannot be read, or when `config` names none
    /// and the system has none in the usual places.
    tls_context(const tls_config& config, std::string host);
    tls_context(const tls_context&) = delete;
    tls_context& operator=(const tls_context&) = delete;

    boost::asio::ssl::context& native() noexcept { return context_; }

    /// Prepares one connection before its handshake: SNI, the name its certificate has to carry, a session to resume.
    /// False when OpenSSL ran out of memory.
    bool prepare(SSL* connection);

private:
    void trust_system();
    void trust_file(const std::string& path);
    void trust_text(const std::string& pem);

    session_cache sessions_; // before the context, which holds its address
    boost::asio::ssl::context context_;
    std::string host_;
    bool host_is_address_;
};

/// Where systems keep their bundle of root certificates, tried when the OpenSSL build's own places are empty.
OMS_DECL std::initializer_list<const char*> well_known_bundles() noexcept;

/// Why the handshake of `connection` failed, in words.
OMS_DECL std::string handshake_problem(SSL* connection, const boost::system::error_code& failure);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/tls_context.ipp>
#endif
