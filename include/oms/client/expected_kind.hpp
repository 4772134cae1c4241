#pragma once

#include <oms/model/kind.hpp>

#include <type_traits>

namespace oms { inline namespace v0_1 {

/// Which kind of movement the type of the caller's result promises; `any` where the caller takes all of them.
///
/// The typed functions (`quotes().get<K>`, `transactions().execute`, …) hand it to `client_core`, which knows the raw
/// document of the answer and puts it into the error when the answer is of another kind.
enum class expected_kind { any, fiat_to_crypto, crypto_to_fiat, crypto_to_crypto };

/// The expectation of `quote<K>` and `transaction<K>`.
template <movement K>
inline constexpr expected_kind expected_kind_of = std::is_same_v<K, fiat_to_crypto>   ? expected_kind::fiat_to_crypto
                                                  : std::is_same_v<K, crypto_to_fiat> ? expected_kind::crypto_to_fiat
                                                                                      : expected_kind::crypto_to_crypto;

}} // namespace oms::v0_1
