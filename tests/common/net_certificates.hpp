#pragma once

// Certificates made on the spot, good and bad ones.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace net_test {

/// A certificate with its key, as PEM.
struct identity {
    std::string certificate;
    std::string key;
};

/// What a certificate says. The names are those of OpenSSL: "DNS:localhost,IP:127.0.0.1".
struct certificate_terms {
    std::string names = "DNS:localhost,IP:127.0.0.1";
    long valid_from = -3600;
    long valid_until = 86400;
};

/// A certificate authority that trusts itself.
class authority {
public:
    authority() : key_(EVP_EC_gen("P-256"), EVP_PKEY_free), certificate_(make(key_.get(), nullptr, "Test Root", {})) {}

    std::string pem() const { return text(certificate_.get()); }

    identity issue(const certificate_terms& terms = {}) const
    {
        const key_handle key(EVP_EC_gen("P-256"), EVP_PKEY_free);
        return {text(make(key.get(), this, "Test Server", terms).get()), text(key.get())};
    }

private:
    using key_handle = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
    using certificate_handle = std::unique_ptr<X509, void (*)(X509*)>;

    static certificate_handle make(EVP_PKEY* key, const authority* issuer, const char* name,
                                   const certificate_terms& terms)
    {
        certificate_handle made(X509_new(), X509_free);
        X509* const x = made.get();
        static long serial = 1;
        X509_set_version(x, 2);
        ASN1_INTEGER_set(X509_get_serialNumber(x), ++serial);
        X509_gmtime_adj(X509_getm_notBefore(x), terms.valid_from);
        X509_gmtime_adj(X509_getm_notAfter(x), terms.valid_until);
        X509_set_pubkey(x, key);
        X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
                                   reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
        X509* const by = issuer ? issuer->certificate_.get() : x;
        X509_set_issuer_name(x, X509_get_subject_name(by));
        extend(x, by, NID_basic_constraints, issuer ? "critical,CA:FALSE" : "critical,CA:TRUE");
        if (issuer)
            extend(x, by, NID_subject_alt_name, terms.names.c_str());
        if (X509_sign(x, issuer ? issuer->key_.get() : key, EVP_sha256()) == 0)
            throw std::runtime_error("signing a test certificate");
        return made;
    }

    static void extend(X509* x, X509* issuer, int what, const char* value)
    {
        X509V3_CTX context;
        X509V3_set_ctx_nodb(&context);
        X509V3_set_ctx(&context, issuer, x, nullptr, nullptr, 0);
        X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, what, value);
        X509_add_ext(x, extension, -1);
        X509_EXTENSION_free(extension);
    }

    static std::string read_all(BIO* bio)
    {
        char* data = nullptr;
        const long size = BIO_get_mem_data(bio, &data);
        std::string all(data, static_cast<std::size_t>(size));
        BIO_free(bio);
        return all;
    }

    static std::string text(X509* x)
    {
        BIO* const bio = BIO_new(BIO_s_mem());
        PEM_write_bio_X509(bio, x);
        return read_all(bio);
    }

    static std::string text(EVP_PKEY* key)
    {
        BIO* const bio = BIO_new(BIO_s_mem());
        PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
        return read_all(bio);
    }

    key_handle key_;
    certificate_handle certificate_;
};

} // namespace net_test
