#pragma once

#include <oms/model/asset.hpp>
#include <oms/model/endorsement.hpp>
#include <oms/model/wallet.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/timestamp.hpp>

#include <optional>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// State of a customer (contract sections 4.2 and 13); an inactive one cannot create transactions. An open set.
class customer_status : public open_enum<customer_status> {
public:
    using open_enum::open_enum;
    static const customer_status active, inactive;
    static constexpr std::string_view known_values[] = {"active", "inactive"};
};
inline constexpr customer_status customer_status::active{"active"};
inline constexpr customer_status customer_status::inactive{"inactive"};

/// Kind of a customer (contract section 4.1): only individuals today. An open set.
class customer_type : public open_enum<customer_type> {
public:
    using open_enum::open_enum;
    static const customer_type individual;
    static constexpr std::string_view known_values[] = {"individual"};
};
inline constexpr customer_type customer_type::individual{"individual"};

/// A wallet as a customer's answer lists it (contract section 4.2).
struct customer_wallet {
    wallet_id id;
    std::optional<wallet_type> type;
    std::optional<std::string> address;
    std::optional<oms::network> network;
    std::optional<oms::asset> asset;
    std::optional<decimal> balance;
    std::optional<decimal> estimated_value_usd;
    std::optional<timestamp> created_at;
};

/// An end user of the integrator (contract section 4.2). Birth date, home address, IP address and identity documents
/// are never returned.
struct customer {
    customer_id id;
    customer_type type;
    std::optional<std::string> first_name;
    std::optional<std::string> middle_name;
    std::optional<std::string> last_name;
    std::optional<std::string> email;
    std::optional<std::string> phone;
    std::optional<std::string> nationality;
    std::optional<std::string> external_id;
    customer_status status;
    bool signed_agreement = false;
    std::optional<timestamp> signed_agreement_at;
    std::vector<customer_wallet> wallets;
    std::vector<endorsement> endorsements;
    std::optional<json_text> metadata;
    timestamp created_at;
    timestamp updated_at;

    /// Whether an endorsement of that name is `ACTIVE`; nothing else permits anything.
    bool has(const endorsement_name& name) const noexcept
    {
        for (const endorsement& each : endorsements)
            if (each.name == name && each.status == endorsement_status::active)
                return true;
        return false;
    }
};

/// What a customer owns, over all wallets (contract section 4.4).
struct customer_balance {
    oms::customer_id customer_id;
    decimal estimated_balance; ///< in `estimated_balance_currency_code`
    std::string estimated_balance_currency_code;
    std::vector<wallet_balance> wallets;
};

}} // namespace oms::v0_1
