#pragma once

#include <oms/webhook/hmac_sha256.hpp>

#include <oms/core/error.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <new>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void hmac_sha256::free_context::operator()(evp_md_ctx_st* context) const noexcept
{
    EVP_MD_CTX_free(context);
}

OMS_DECL hmac_sha256::hmac_sha256(std::string_view key)
{
    constexpr std::size_t block_size = 64;
    std::array<char, block_size> block{};
    const wiped_bytes wiped{block.data(), block.size()};
    if (key.size() <= block_size) {
        std::copy(key.begin(), key.end(), block.begin());
    } else {
        const context hashed = keyed_context(key);
        finish(hashed, reinterpret_cast<unsigned char*>(block.data()));
    }

    const std::string_view padded{block.data(), block.size()};
    for (char& byte : block)
        byte = static_cast<char>(byte ^ 0x36);
    inner_ = keyed_context(padded);
    for (char& byte : block)
        byte = static_cast<char>(byte ^ 0x36 ^ 0x5c);
    outer_ = keyed_context(padded);
}

OMS_DECL hmac_sha256::~hmac_sha256()
{
    EVP_MD_CTX_free(spare_.load());
}

OMS_DECL wiped_bytes::~wiped_bytes()
{
    OPENSSL_cleanse(bytes_, size_);
}

OMS_DECL sha256_digest hmac_sha256::of(std::initializer_list<std::string_view> parts) const
{
    sha256_digest digest;
    context hash = borrow();
    start_from(inner_, hash);
    for (const std::string_view part : parts)
        absorb(hash, part);
    finish(hash, digest.data());

    start_from(outer_, hash);
    absorb(hash, {reinterpret_cast<const char*>(digest.data()), digest.size()});
    finish(hash, digest.data());
    give_back(std::move(hash));
    return digest;
}

// Threads that code at the same moment do not wait for each other: who finds no spare context makes one, and whose
// place is taken frees what was there.

OMS_DECL hmac_sha256::context hmac_sha256::borrow() const
{
    context spare{spare_.exchange(nullptr, std::memory_order_acquire)};
    return spare ? std::move(spare) : new_context();
}

OMS_DECL void hmac_sha256::give_back(context used) const noexcept
{
    const context other{spare_.exchange(used.release(), std::memory_order_acq_rel)};
}

OMS_DECL hmac_sha256::context hmac_sha256::new_context()
{
    context made{EVP_MD_CTX_new()};
    if (!made)
        throw std::bad_alloc{};
    return made;
}

OMS_DECL hmac_sha256::context hmac_sha256::keyed_context(std::string_view block)
{
    context made = new_context();
    if (EVP_DigestInit_ex(made.get(), EVP_sha256(), nullptr) != 1 ||
        EVP_DigestUpdate(made.get(), block.data(), block.size()) != 1)
        throw error{errc::not_available, "OpenSSL gave no SHA-256: it does not offer it here, or memory ran out"};
    return made;
}

// With a sound source and SHA-256 at hand, what remains to fail in these three is memory.

OMS_DECL void hmac_sha256::start_from(const context& keyed, const context& hash)
{
    if (EVP_MD_CTX_copy_ex(hash.get(), keyed.get()) != 1)
        throw std::bad_alloc{};
}

OMS_DECL void hmac_sha256::absorb(const context& hash, std::string_view bytes)
{
    if (EVP_DigestUpdate(hash.get(), bytes.data(), bytes.size()) != 1)
        throw std::bad_alloc{};
}

OMS_DECL void hmac_sha256::finish(const context& hash, unsigned char* digest)
{
    if (EVP_DigestFinal_ex(hash.get(), digest, nullptr) != 1)
        throw std::bad_alloc{};
}

OMS_DECL bool equal_in_constant_time(const sha256_digest& left, const sha256_digest& right) noexcept
{
    return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}}} // namespace oms::v0_1::detail
