#pragma once

#include <oms/net/impl/trust_store.hpp>

#include <oms/core/error.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL pem_text read_pem(std::string_view pem)
{
    return pem_text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
}

OMS_DECL bool pem_ended_well() noexcept
{
    const bool well = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    ERR_clear_error();
    return well;
}

OMS_DECL int no_password(char*, int, int, void*) noexcept
{
    return -1;
}

OMS_DECL void trust_file(SSL_CTX* context, const std::string& path)
{
    if (SSL_CTX_load_verify_file(context, path.c_str()) == 1)
        return;
    ERR_clear_error();
    throw error(errc::invalid_config, "ca_file: no certificate can be read from " + path);
}

OMS_DECL void trust_text(SSL_CTX* context, const std::string& pem)
{
    X509_STORE* const store = SSL_CTX_get_cert_store(context);
    const pem_text text = read_pem(pem);
    std::size_t found = 0;
    while (X509* const certificate = PEM_read_bio_X509(text.get(), nullptr, no_password, nullptr)) {
        X509_STORE_add_cert(store, certificate);
        X509_free(certificate);
        ++found;
    }
    if (!pem_ended_well() || found == 0)
        throw error(errc::invalid_config, "ca_pem: not a list of certificates in PEM form");
}

OMS_DECL void check_revocation(SSL_CTX* context, const std::string& pem)
{
    X509_STORE* const store = SSL_CTX_get_cert_store(context);
    const pem_text text = read_pem(pem);
    std::size_t found = 0;
    while (X509_CRL* const list = PEM_read_bio_X509_CRL(text.get(), nullptr, no_password, nullptr)) {
        X509_STORE_add_crl(store, list);
        X509_CRL_free(list);
        ++found;
    }
    if (!pem_ended_well() || found == 0)
        throw error(errc::invalid_config, "crl_pem: not a list of revocation lists in PEM form");
    X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
}

/// What an environment variable says, or null. As OpenSSL itself: a program with more rights than its caller does not
/// listen to the caller's environment.
OMS_DECL const char* chosen_place(const char* variable)
{
#if defined(__GLIBC__) && defined(_GNU_SOURCE)
    return ::secure_getenv(variable);
#else
    return std::getenv(variable);
#endif
}

OMS_DECL system_roots usual_system_roots()
{
    system_roots places;
    const char* const file = chosen_place(X509_get_default_cert_file_env());
    places.file = file ? file : X509_get_default_cert_file();
    const char* const chosen_directories = chosen_place(X509_get_default_cert_dir_env());
    std::string_view directories = chosen_directories ? chosen_directories : X509_get_default_cert_dir();
    while (!directories.empty()) {
        const std::string_view next = directories.substr(0, directories.find(':'));
        if (!next.empty())
            places.directories.emplace_back(next);
        directories.remove_prefix(std::min(next.size() + 1, directories.size()));
    }
    if (file)
        places.chosen_by = X509_get_default_cert_file_env();
    if (chosen_directories)
        places.chosen_by += (file ? " and " : "") + std::string(X509_get_default_cert_dir_env());
    if (!places.chosen_by.empty())
        return places;
    places.bundles = {
        "/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Alpine, Arch
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora, RHEL
        "/etc/pki/tls/certs/ca-bundle.crt",                  // older Fedora, RHEL
        "/etc/ssl/ca-bundle.pem",                            // openSUSE
        "/etc/ssl/cert.pem",                                 // Alpine, macOS, BSD
        "/usr/local/etc/ssl/cert.pem",                       // FreeBSD
        "/etc/pki/tls/cacert.pem"                            // OpenELEC
    };
    return places;
}

/// Whether OpenSSL would find the certificate of this file: it looks for the hash of the subject, a dot and a number.
OMS_DECL bool is_hashed_certificate(const std::filesystem::path& path)
{
    const std::string name = path.filename().string();
    constexpr std::string_view hexadecimal = "0123456789abcdef";
    if (name.size() < 10 || name[8] != '.' || name.find_first_not_of(hexadecimal) != 8 ||
        name.find_first_not_of("0123456789", 9) != std::string::npos)
        return false;
    const pem_text file(BIO_new_file(path.c_str(), "r"), BIO_free);
    const std::unique_ptr<X509, void (*)(X509*)> certificate(
        file ? PEM_read_bio_X509_AUX(file.get(), nullptr, no_password, nullptr) : nullptr, X509_free);
    return certificate && X509_subject_name_hash(certificate.get()) == std::strtoul(name.c_str(), nullptr, 16);
}

OMS_DECL bool holds_hashed_certificates(const std::string& directory)
{
    std::error_code unreadable;
    for (std::filesystem::directory_iterator entry(directory, unreadable), end; !unreadable && entry != end;
         entry.increment(unreadable))
        if (is_hashed_certificate(entry->path()))
            return true;
    return false;
}

// A directory is read during handshakes, so here it only has to be seen that there is something to read.
OMS_DECL void trust_system(SSL_CTX* context, const system_roots& places)
{
    bool found = SSL_CTX_load_verify_file(context, places.file.c_str()) == 1;
    for (const std::string& directory : places.directories)
        if (holds_hashed_certificates(directory))
            found |= SSL_CTX_load_verify_dir(context, directory.c_str()) == 1;
    for (const std::string& bundle : places.bundles)
        found = found || SSL_CTX_load_verify_file(context, bundle.c_str()) == 1;
    ERR_clear_error();
    if (found)
        return;
    const std::string where =
        places.chosen_by.empty() ? "in this system's usual places" : "where " + places.chosen_by + " would have them";
    throw error(errc::invalid_config, "no root certificates " + where +
                                          ": set tls.ca_file, or OMS_CA_FILE where the "
                                          "configuration is read from the environment");
}

}}} // namespace oms::v0_1::detail
