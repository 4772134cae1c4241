#pragma once

// Certificates made on the spot, good and bad ones.

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace net_test {

/// A certificate with its key, as PEM. The certificates of those who issued it may follow it.
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

namespace pem {

using bio = std::unique_ptr<BIO, int (*)(BIO*)>;
using key = std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)>;
using certificate = std::unique_ptr<X509, void (*)(X509*)>;

inline std::string all_of(const bio& text)
{
    char* data = nullptr;
    const long size = BIO_get_mem_data(text.get(), &data);
    return std::string(data, static_cast<std::size_t>(size));
}

inline std::string text(X509* x)
{
    const bio to(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(to.get(), x);
    return all_of(to);
}

inline std::string text(EVP_PKEY* k)
{
    const bio to(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PrivateKey(to.get(), k, nullptr, nullptr, 0, nullptr, nullptr);
    return all_of(to);
}

/// Of the first certificate in a text.
inline certificate read_certificate(const std::string& from)
{
    const bio in(BIO_new_mem_buf(from.data(), static_cast<int>(from.size())), BIO_free);
    return certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr), X509_free);
}

inline key read_key(const std::string& from)
{
    const bio in(BIO_new_mem_buf(from.data(), static_cast<int>(from.size())), BIO_free);
    return key(PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
}

} // namespace pem

/// The same key, encrypted.
inline std::string encrypted(const std::string& key, const std::string& password)
{
    const pem::bio to(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_PKCS8PrivateKey(to.get(), pem::read_key(key).get(), EVP_aes_128_cbc(), password.data(),
                                  static_cast<int>(password.size()), nullptr, nullptr);
    return pem::all_of(to);
}

/// The pin of RFC 7469 of a certificate: Base64, SHA-256, SubjectPublicKeyInfo.
inline std::string pin_of(const std::string& certificate)
{
    const pem::certificate x = pem::read_certificate(certificate);
    unsigned char* der = nullptr;
    const int size = i2d_PUBKEY(X509_get0_pubkey(x.get()), &der);
    unsigned char hash[EVP_MAX_MD_SIZE];
    EVP_Digest(der, static_cast<std::size_t>(size), hash, nullptr, EVP_sha256(), nullptr);
    OPENSSL_free(der);
    unsigned char base64[45];
    EVP_EncodeBlock(base64, hash, 32);
    return reinterpret_cast<const char*>(base64);
}

/// Lets a server show `own` in place of what it has.
inline void show(SSL_CTX* context, const identity& own)
{
    const pem::bio in(BIO_new_mem_buf(own.certificate.data(), static_cast<int>(own.certificate.size())), BIO_free);
    const pem::certificate first(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr), X509_free);
    SSL_CTX_use_certificate(context, first.get());
    SSL_CTX_use_PrivateKey(context, pem::read_key(own.key).get());
    SSL_CTX_clear_chain_certs(context);
    while (X509* const next = PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr))
        SSL_CTX_add0_chain_cert(context, next);
}

/// Who issues certificates: a root that trusts itself, or a certificate that another one issued.
class authority {
public:
    explicit authority(const char* name = "Test Root")
        : key_(new_key()), certificate_(make(key_.get(), nullptr, name, {}, "critical,CA:TRUE"))
    {
    }

    std::string pem() const { return pem::text(certificate_.get()); }

    identity issue(const certificate_terms& terms = {}) const
    {
        const pem::key key = new_key();
        return {pem::text(make(key.get(), this, "Test Server", terms, "critical,CA:FALSE").get()),
                pem::text(key.get())};
    }

    /// One below this one; with "critical,CA:FALSE" one that is not allowed to issue certificates and does all the
    /// same.
    authority subordinate(const char* name, const char* constraints = "critical,CA:TRUE") const
    {
        pem::key key = new_key();
        pem::certificate made = make(key.get(), this, name, {}, constraints);
        return authority(std::move(key), std::move(made));
    }

    /// This authority as a server that shows its own certificate.
    identity itself() const { return {pem(), pem::text(key_.get())}; }

    /// A list of revoked certificates (RFC 5280, section 5).
    std::string revoke(const std::vector<std::string>& certificates, long valid_from = -3600,
                       long valid_until = 86400) const
    {
        const std::unique_ptr<X509_CRL, void (*)(X509_CRL*)> list(X509_CRL_new(), X509_CRL_free);
        X509_CRL_set_version(list.get(), 1);
        X509_CRL_set_issuer_name(list.get(), X509_get_subject_name(certificate_.get()));
        const std::unique_ptr<ASN1_TIME, void (*)(ASN1_TIME*)> from(X509_gmtime_adj(nullptr, valid_from),
                                                                    ASN1_TIME_free);
        const std::unique_ptr<ASN1_TIME, void (*)(ASN1_TIME*)> until(X509_gmtime_adj(nullptr, valid_until),
                                                                     ASN1_TIME_free);
        X509_CRL_set1_lastUpdate(list.get(), from.get());
        X509_CRL_set1_nextUpdate(list.get(), until.get());
        for (const std::string& certificate : certificates) {
            X509_REVOKED* const entry = X509_REVOKED_new();
            X509_REVOKED_set_serialNumber(entry, X509_get_serialNumber(pem::read_certificate(certificate).get()));
            X509_REVOKED_set_revocationDate(entry, from.get());
            X509_CRL_add0_revoked(list.get(), entry);
        }
        X509_CRL_sort(list.get());
        X509_CRL_sign(list.get(), key_.get(), EVP_sha256());
        const pem::bio to(BIO_new(BIO_s_mem()), BIO_free);
        PEM_write_bio_X509_CRL(to.get(), list.get());
        return pem::all_of(to);
    }

    /// A server's certificate that nobody issued but its own key.
    static identity self_signed(const certificate_terms& terms = {})
    {
        const pem::key key = new_key();
        return {pem::text(make(key.get(), nullptr, "Test Server", terms, "critical,CA:FALSE").get()),
                pem::text(key.get())};
    }

private:
    authority(pem::key key, pem::certificate certificate) : key_(std::move(key)), certificate_(std::move(certificate))
    {
    }

    static pem::key new_key() { return pem::key(EVP_EC_gen("P-256"), EVP_PKEY_free); }

    static pem::certificate make(EVP_PKEY* key, const authority* issuer, const char* name,
                                 const certificate_terms& terms, const char* constraints)
    {
        pem::certificate made(X509_new(), X509_free);
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
        extend(x, by, NID_basic_constraints, constraints);
        if (std::string(constraints) == "critical,CA:FALSE")
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

    pem::key key_;
    pem::certificate certificate_;
};

} // namespace net_test
