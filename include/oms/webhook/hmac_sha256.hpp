#pragma once

#include <oms/config.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string_view>

struct evp_md_ctx_st; // OpenSSL's EVP_MD_CTX

namespace oms { inline namespace v0_1 { namespace detail {

using sha256_digest = std::array<unsigned char, 32>;

/// HMAC-SHA256 (RFC 2104) under one key.
///
/// The key is absorbed once, by the constructor; each message starts from copies of the two keyed SHA-256 states.
/// `of` may be called from any number of threads at the same time. No key is kept, and the states are wiped when they
/// go.
class hmac_sha256 {
public:
    /// Any key, also an empty one. Throws std::bad_alloc, and `error{errc::not_available}` when OpenSSL refuses
    /// SHA-256.
    explicit hmac_sha256(std::string_view key);
    hmac_sha256(const hmac_sha256&) = delete;
    hmac_sha256& operator=(const hmac_sha256&) = delete;
    ~hmac_sha256();

    /// The code of the concatenated parts. Throws std::bad_alloc alone.
    sha256_digest of(std::initializer_list<std::string_view> parts) const;

private:
    struct free_context {
        void operator()(evp_md_ctx_st* context) const noexcept;
    };
    using context = std::unique_ptr<evp_md_ctx_st, free_context>;

    context borrow() const;
    void give_back(context used) const noexcept;
    static context new_context();
    static context keyed_context(std::string_view block);
    static void start_from(const context& keyed, const context& hash);
    static void absorb(const context& hash, std::string_view bytes);
    static void finish(const context& hash, unsigned char* digest);

    context inner_;
    context outer_;
    mutable std::atomic<evp_md_ctx_st*> spare_{nullptr}; // to work in: what the last code left behind
};

/// Wipes bytes of a key when the scope ends, however it does.
class wiped_bytes {
public:
    wiped_bytes(void* bytes, std::size_t size) noexcept : bytes_{bytes}, size_{size} {}
    wiped_bytes(const wiped_bytes&) = delete;
    wiped_bytes& operator=(const wiped_bytes&) = delete;
    ~wiped_bytes();

private:
    void* bytes_;
    std::size_t size_;
};

/// Compares all 32 bytes whatever they hold, so that its time tells nothing.
OMS_DECL bool equal_in_constant_time(const sha256_digest& left, const sha256_digest& right) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/hmac_sha256.ipp>
#endif
