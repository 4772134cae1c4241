#pragma once

#include <oms/core/id.hpp>
#include <oms/core/open_enum.hpp>

#include <string>

namespace oms { inline namespace v0_1 {

/// What stands on one side of a movement, in later versions of the API (contract section 16). An open set.
class side_type : public open_enum<side_type> {
public:
    using open_enum::open_enum;
    static const side_type wallet_oms, wallet_crypto, bank_us;
    static constexpr std::string_view known_values[] = {"walletOms", "walletCrypto", "bankUs"};
};
inline constexpr side_type side_type::wallet_oms{"walletOms"};
inline constexpr side_type side_type::wallet_crypto{"walletCrypto"};
inline constexpr side_type side_type::bank_us{"bankUs"};

/// What later versions of the API say about a side (contract section 16). v0.9 says none of it: all is empty then.
///
/// Ids whose kind is beyond doubt are found where v0.9 has them, in `wallet_id`, `wallet`, `external_account_id` and
/// `cash`; here are those that have no such place.
struct typed_side {
    // Plain, not std::optional: every file that uses a client would compile one for each type.
    side_type type;
    std::string category; ///< `crypto`, `fiat`, …
    std::string id;
    oms::cash_location_id cash_location_id;
};

}} // namespace oms::v0_1
