#pragma once

#include <oms/model/route.hpp>
#include <oms/model/transaction.hpp>

#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/timestamp.hpp>

#include <optional>
#include <string>

namespace oms { inline namespace v0_1 {

/// Whose name a virtual account carries (contract section 15.1). An open set.
class accountholder_name : public open_enum<accountholder_name> {
public:
    using open_enum::open_enum;
    static const accountholder_name customer, oms, developer;
    static constexpr std::string_view known_values[] = {"customer", "oms", "developer"};
};
inline constexpr accountholder_name accountholder_name::customer{"customer"};
inline constexpr accountholder_name accountholder_name::oms{"oms"};
inline constexpr accountholder_name accountholder_name::developer{"developer"};

/// A bank account number that feeds a wallet (contract section 15.1, early access): every deposit makes a
/// fiat_to_crypto transaction. It never expires.
struct virtual_account {
    virtual_account_id id;
    oms::customer_id customer_id;
    route_status status;
    std::optional<route_side> source;
    std::optional<oms::bank_details> bank_details; ///< what a payer needs to know
    std::optional<route_side> destination;
    std::optional<oms::accountholder_name> accountholder_name;
    std::optional<std::string> label;
    std::optional<std::string> bank_memo;
    std::optional<json_text> metadata;
    timestamp created_at;
};

}} // namespace oms::v0_1
