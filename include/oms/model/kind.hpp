#pragma once

#include <oms/core/open_enum.hpp>

#include <type_traits>

namespace oms { inline namespace v0_1 {

/// The three kinds of movement, as tags: `quote<crypto_to_crypto>`, `transaction<fiat_to_crypto>`.
struct fiat_to_crypto {};
struct crypto_to_fiat {};
struct crypto_to_crypto {};

/// One of the three tags.
template <class K>
concept movement =
    std::is_same_v<K, fiat_to_crypto> || std::is_same_v<K, crypto_to_fiat> || std::is_same_v<K, crypto_to_crypto>;

/// The kind of a quote or transaction as the API names it in `type` (contract sections 7.2 and 8.2). An open set.
class movement_type : public open_enum<movement_type> {
public:
    using open_enum::open_enum;
    static const movement_type fiat_to_crypto, crypto_to_fiat, crypto_to_crypto;
    static constexpr std::string_view known_values[] = {"fiatToCrypto", "cryptoToFiat", "cryptoToCrypto"};
};
inline constexpr movement_type movement_type::fiat_to_crypto{"fiatToCrypto"};
inline constexpr movement_type movement_type::crypto_to_fiat{"cryptoToFiat"};
inline constexpr movement_type movement_type::crypto_to_crypto{"cryptoToCrypto"};

/// The API's name of a tag.
template <movement K>
inline constexpr movement_type movement_type_of = movement_type::crypto_to_crypto;
template <>
inline constexpr movement_type movement_type_of<fiat_to_crypto> = movement_type::fiat_to_crypto;
template <>
inline constexpr movement_type movement_type_of<crypto_to_fiat> = movement_type::crypto_to_fiat;

}} // namespace oms::v0_1
