#pragma once

#include <oms/net/impl/client_identity.hpp>

#include <oms/core/error.hpp>
#include <oms/net/impl/trust_store.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL error refused_identity(const char* what)
{
    const char* const reason = ERR_reason_error_string(ERR_peek_last_error());
    std::string text = what;
    if (reason)
        text.append(" (").append(reason).append(")");
    ERR_clear_error();
    return error(errc::invalid_config, text);
}

/// The password of the key, for OpenSSL.
OMS_DECL int give_password(char* space, int size, int, void* password) noexcept
{
    const std::string_view text = static_cast<const secret*>(password)->reveal();
    if (text.empty() || text.size() > static_cast<std::size_t>(size))
        return -1;
    std::memcpy(space, text.data(), text.size());
    return static_cast<int>(text.size());
}

OMS_DECL void use_certificate_chain(SSL_CTX* context, const std::string& pem)
{
    const pem_text text = read_pem(pem);
    std::size_t read = 0;
    while (X509* const certificate = PEM_read_bio_X509(text.get(), nullptr, no_password, nullptr)) {
        const bool used = read++ == 0 ? SSL_CTX_use_certificate(context, certificate) == 1
                                      : SSL_CTX_add1_chain_cert(context, certificate) == 1;
        X509_free(certificate);
        if (!used)
            throw refused_identity("client_certificate_pem: OpenSSL refuses the certificate");
    }
    if (!pem_ended_well() || read == 0)
        throw refused_identity("client_certificate_pem: not a list of certificates in PEM form");
}

OMS_DECL void use_client_certificate(SSL_CTX* context, const tls_config& config)
{
    if (config.client_certificate_pem.empty() && config.client_key_pem.empty()) {
        if (!config.client_key_password.empty())
            throw error(errc::invalid_config, "client_key_password: there is no client_key_pem that it belongs to");
        return;
    }
    if (config.client_key_pem.empty())
        throw error(errc::invalid_config, "client_key_pem: the key of client_certificate_pem is missing");
    if (config.client_certificate_pem.empty())
        throw error(errc::invalid_config, "client_certificate_pem: the certificate of client_key_pem is missing");

    ERR_clear_error();
    use_certificate_chain(context, config.client_certificate_pem);
    const pem_text text = read_pem(config.client_key_pem.reveal());
    secret password = config.client_key_password;
    const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(
        PEM_read_bio_PrivateKey(text.get(), nullptr, give_password, &password), EVP_PKEY_free);
    if (!key)
        throw refused_identity("client_key_pem: no private key can be read, or client_key_password does not open it");
    if (X509_check_private_key(SSL_CTX_get0_certificate(context), key.get()) != 1)
        throw refused_identity("client_key_pem: not the key of client_certificate_pem");
    if (SSL_CTX_use_PrivateKey(context, key.get()) != 1)
        throw refused_identity("client_key_pem: OpenSSL refuses the key");
}

OMS_DECL int certificate_request_index()
{
    static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

// OpenSSL asks for the certificate to show when a server requests one, whether there is one or not.
OMS_DECL void note_certificate_requests(SSL_CTX* context)
{
    const auto noted = [](SSL* connection, void*) {
        return SSL_set_ex_data(connection, certificate_request_index(), connection);
    };
    SSL_CTX_set_cert_cb(context, noted, nullptr);
}

OMS_DECL bool certificate_requested(const SSL* connection)
{
    return SSL_get_ex_data(connection, certificate_request_index()) != nullptr;
}

}}} // namespace oms::v0_1::detail
