#pragma once

#include <oms/config.hpp>
#include <oms/webhook/hmac_sha256.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// 32 bytes as 64 lower-case digits.
OMS_DECL std::string to_hexadecimal(const sha256_digest& bytes);

/// False unless `text` is exactly 64 hexadecimal digits of either case; `bytes` are then of no meaning.
OMS_DECL bool decode_hexadecimal(std::string_view text, sha256_digest& bytes) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/hexadecimal.ipp>
#endif
