#pragma once

#include <oms/model/asset.hpp>
#include <oms/model/kind.hpp>
#include <oms/model/money.hpp>
#include <oms/model/reference.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/open_enum.hpp>
#include <oms/core/timestamp.hpp>

#include <optional>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// State of a cash-in (contract sections 9.2 and 13). An open set.
class cash_in_status : public open_enum<cash_in_status> {
public:
    using open_enum::open_enum;
    static const cash_in_status pending, processing, completed, failed, expired;
    static constexpr std::string_view known_values[] = {"pending", "processing", "completed", "failed", "expired"};
    /// `completed` or `failed`; an expired one can be refreshed.
    bool is_terminal() const noexcept { return text() == "completed" || text() == "failed"; }
    /// `completed`.
    bool is_success() const noexcept { return text() == "completed"; }
};
inline constexpr cash_in_status cash_in_status::pending{"pending"};
inline constexpr cash_in_status cash_in_status::processing{"processing"};
inline constexpr cash_in_status cash_in_status::completed{"completed"};
inline constexpr cash_in_status cash_in_status::failed{"failed"};
inline constexpr cash_in_status cash_in_status::expired{"expired"};

/// Detail of a cash-in's state (contract section 9.2). An open set.
class cash_in_sub_status : public open_enum<cash_in_sub_status> {
public:
    using open_enum::open_enum;
    static const cash_in_sub_status order_reserved, settled, cash_deposit_expired, cash_deposit_failed,
        provider_order_failed, provider_order_template_error;
    static constexpr std::string_view known_values[] = {"order_reserved",        "settled",
                                                        "cash_deposit_expired",  "cash_deposit_failed",
                                                        "provider_order_failed", "provider_order_template_error"};
};
inline constexpr cash_in_sub_status cash_in_sub_status::order_reserved{"order_reserved"};
inline constexpr cash_in_sub_status cash_in_sub_status::settled{"settled"};
inline constexpr cash_in_sub_status cash_in_sub_status::cash_deposit_expired{"cash_deposit_expired"};
inline constexpr cash_in_sub_status cash_in_sub_status::cash_deposit_failed{"cash_deposit_failed"};
inline constexpr cash_in_sub_status cash_in_sub_status::provider_order_failed{"provider_order_failed"};
inline constexpr cash_in_sub_status cash_in_sub_status::provider_order_template_error{"provider_order_template_error"};

/// The cash side of a cash-in (contract section 9.2). Amounts are estimates until the cash is deposited.
struct cash_in_source {
    oms::asset asset;
    std::optional<oms::network> network;
    std::optional<decimal> amount;
    std::optional<decimal> indicated_amount;
    std::optional<decimal> amount_gross;
    std::optional<decimal> amount_net;
    std::optional<oms::fees_deducted> fees_deducted;
    std::optional<std::string> email;
};

/// The crypto side of a cash-in (contract section 9.2).
struct cash_in_destination {
    std::optional<oms::asset> asset;
    std::optional<oms::network> network;
    std::optional<decimal> amount_gross;
    std::optional<decimal> amount_net;
    std::optional<oms::fees_deducted> fees_deducted;
    std::optional<wallet_reference> wallet;
};

/// Where the cash is paid, to show (contract section 9.2).
struct cash_in_location {
    std::optional<std::string> name;
    std::optional<std::string> address; ///< an answer with an object here is kept as its JSON text
};

/// What the end user shows at the counter (contract section 9.2).
struct cash_deposit_instructions {
    std::string code; ///< opaque text
    timestamp expires_at;
    std::optional<std::string> location_name;
    std::optional<std::string> location_address;
};

/// One line of the fee schedule (contract section 9.2).
struct fee_schedule_entry {
    std::string type; ///< `percentage` or `fixed`
    std::optional<decimal> rate;
    std::optional<decimal> amount;
};

/// The fees OMS takes (contract section 9.2).
struct fee_schedule {
    std::optional<std::string> fee_currency;
    std::vector<fee_schedule_entry> entries;
};

/// A code that takes cash at a shop and pays crypto (contract section 9.2).
struct cash_in {
    cash_in_id id;
    oms::customer_id customer_id;
    cash_in_status status;
    std::optional<cash_in_sub_status> sub_status;
    std::optional<movement_type> type;
    cash_in_source source;
    cash_in_destination destination;
    cash_reference cash;
    std::optional<cash_in_location> location;
    std::optional<cash_deposit_instructions> deposit_instructions;
    std::optional<fee_schedule> oms_fee_schedule;
    std::optional<fixed_side> fixed_amount_side;
    std::optional<oms::rates> rates;
    std::optional<bool> sponsor_gas;
    std::optional<decimal> sponsor_gas_cost; ///< USD
    std::vector<developer_fee> developer_fees;
    std::optional<json_text> metadata;
    std::optional<oms::transaction_id> transaction_id; ///< the created transaction
    timestamp created_at;
    timestamp updated_at;
    std::optional<timestamp> completed_at;
};

}} // namespace oms::v0_1
