#pragma once

#include <oms/config.hpp>
#include <oms/core/result.hpp>
#include <oms/webhook/hmac_sha256.hpp>
#include <oms/webhook/secret.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 {

/// The header that carries the signature of a delivery (contract section 12.4).
inline constexpr std::string_view webhook_signature_header = "Webhook-Signature";

/// The header value `t=<unix seconds>,v1=<lower-case hex>` for these exact body bytes: HMAC-SHA256 of the digits of
/// `t`, a dot and the body. What a sender does, and what a test of a receiver needs.
///
/// Throws `error{errc::invalid_argument}` when `unix_seconds` is negative. Thread-safe.
OMS_DECL std::string sign(const webhook_secret& secret, std::int64_t unix_seconds, std::string_view body);

namespace detail {

inline constexpr std::size_t signature_header_limit = 8 * 1024;
inline constexpr std::size_t signature_element_limit = 64;

/// The signatures of a header. Those of two secrets, as while one is rotated, need no memory of their own.
class signature_list {
public:
    void push_back(const sha256_digest& signature);
    const sha256_digest* begin() const noexcept { return more_.empty() ? two_.data() : more_.data(); }
    const sha256_digest* end() const noexcept { return begin() + count_; }
    std::size_t size() const noexcept { return count_; }
    bool empty() const noexcept { return count_ == 0; }
    const sha256_digest& operator[](std::size_t place) const noexcept { return begin()[place]; }
    friend bool operator==(const signature_list& left, const signature_list& right) noexcept
    {
        return std::equal(left.begin(), left.end(), right.begin(), right.end());
    }

private:
    std::array<sha256_digest, 2> two_{};
    std::size_t count_ = 0;
    std::vector<sha256_digest> more_; // all of them, when they are more than two
};

/// What stands in a Webhook-Signature header; views into it.
struct signature_header {
    std::string_view timestamp_digits; // as sent: they are part of the signed text
    std::int64_t timestamp = 0;        // Unix seconds
    signature_list signatures;         // the `v1` values that are 64 hexadecimal digits; the others never match
};

/// Reads a header by the letter of contract section 12.4. Says what is malformed, also beyond 8 KiB or 64 elements, so
/// that nothing is hashed for a header that no honest sender makes; empty when nothing is.
OMS_DECL std::string_view read_signature_header(std::string_view header, signature_header& read);

/// The same; the error is `errc::malformed_header`.
template <std::same_as<signature_header> Header = signature_header>
result<Header> parse_signature_header(std::string_view header);

OMS_DECL std::string_view without_spaces_and_tabs_around(std::string_view text) noexcept;

/// Whether one of the signatures is `expected`. Each is compared in constant time; the time tells how many there are,
/// and for a good header which one was good.
OMS_DECL bool carries(const signature_header& header, const sha256_digest& expected) noexcept;

/// The code that a `v1` must equal.
OMS_DECL sha256_digest signature_of(const webhook_secret& secret, std::string_view timestamp_digits,
                                    std::string_view body);

} // namespace detail
}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/signature.ipp>
#endif
