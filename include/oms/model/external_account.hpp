#pragma once

#include <oms/config.hpp>
#include <oms/model/asset.hpp>
#include <oms/model/transaction.hpp>

#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/timestamp.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace oms { inline namespace v0_1 {

/// The id of an external account whose kind is known at run time. The first alternative also holds ids of prefixes
/// that this version does not know.
using any_external_account_id =
    std::variant<external_account_id, us_bank_account_id, intl_bank_account_id, debit_card_id, blockchain_account_id>;

/// The typed id in a text that came with an answer (`wallet_reference::external_account`, …): its prefix chooses the
/// alternative. Throws nothing but std::bad_alloc.
OMS_DECL any_external_account_id external_account_id_of(std::string_view text);

/// The text of the id. Lives as long as its argument.
OMS_DECL std::string_view text_of(const any_external_account_id& id) noexcept;
std::string_view text_of(const any_external_account_id&&) = delete;

namespace detail {
/// Whether the text begins like the id of an external account.
OMS_DECL bool is_external_account_id(std::string_view text) noexcept;
} // namespace detail

/// Kind of an external account (contract section 15.3). An open set.
class external_account_type : public open_enum<external_account_type> {
public:
    using open_enum::open_enum;
    static const external_account_type us_bank;
    static constexpr std::string_view known_values[] = {"usBank"};
};
inline constexpr external_account_type external_account_type::us_bank{"usBank"};

/// State of an external account (contract sections 15.3 and 16). An open set; only `verified` is documented.
class external_account_status : public open_enum<external_account_status> {
public:
    using open_enum::open_enum;
    static const external_account_status verified;
    static constexpr std::string_view known_values[] = {"verified"};
};
inline constexpr external_account_status external_account_status::verified{"verified"};

/// A destination that the customer owns outside OMS (contract section 15.3, early access).
struct external_account {
    any_external_account_id id;
    oms::customer_id customer_id;
    std::optional<external_account_type> type;
    std::optional<external_account_status> status;
    std::optional<oms::network> network;
    std::optional<oms::bank_details> bank_details; ///< masked
    std::optional<timestamp> created_at;
};

/// One field that the bank details of a rail need (contract section 15.3).
struct external_account_field {
    std::string name;
    std::optional<std::string> label;
    std::optional<std::string> type; ///< of JSON: `string`, `number`, …
    std::optional<bool> required;
    std::optional<std::string> pattern; ///< a regular expression of ECMAScript
    std::vector<std::string> values;    ///< `enum`: the values that are allowed; empty: any
};

/// What the bank details of one rail look like (contract section 15.3, early access).
struct external_account_schema {
    std::optional<external_account_type> type;
    std::string country;  ///< ISO 3166-1 alpha-2
    std::string currency; ///< ISO 4217
    oms::network network;
    std::vector<external_account_field> fields;
    json_text document; ///< as the service sent it: it may say more than this version knows
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/model/impl/external_account.ipp>
#endif
