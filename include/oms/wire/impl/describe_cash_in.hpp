#pragma once

#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/cash_in.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<cash_in_source> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&cash_in_source::asset>},
        {"network", member<&cash_in_source::network>},
        {"amount", member<&cash_in_source::amount>},
        {"indicatedAmount", member<&cash_in_source::indicated_amount>},
        {"amountGross", member<&cash_in_source::amount_gross>},
        {"amountNet", member<&cash_in_source::amount_net>},
        {"feesDeducted", member<&cash_in_source::fees_deducted>},
        {"email", member<&cash_in_source::email>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<cash_in_destination> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&cash_in_destination::asset>},
        {"network", member<&cash_in_destination::network>},
        {"amountGross", member<&cash_in_destination::amount_gross>},
        {"amountNet", member<&cash_in_destination::amount_net>},
        {"feesDeducted", member<&cash_in_destination::fees_deducted>},
        {"wallet", member<&cash_in_destination::wallet>},
    };
    // clang-format on
    static constexpr description value{fields};
};

/// One line of text; an object in its place is kept as its JSON text (contract section 9.2).
struct text_or_json {
    static void read(json_reader& in, void* value)
    {
        auto& text = *static_cast<std::optional<std::string>*>(value);
        if (in.peek() == json_kind::string)
            text = std::string(read_text(in));
        else
            text = std::string(in.raw());
    }
    static constexpr value_codec codec{&read, &values<std::optional<std::string>>::write};
};

template <>
struct described<cash_in_location> {
    // clang-format off
    static constexpr field fields[] = {
        {"name", member<&cash_in_location::name>},
        {"address", member_as<&cash_in_location::address, text_or_json::codec>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<cash_deposit_instructions> {
    // clang-format off
    static constexpr field fields[] = {
        {"code", member<&cash_deposit_instructions::code>},
        {"expiresAt", member<&cash_deposit_instructions::expires_at>},
        {"locationName", member<&cash_deposit_instructions::location_name>},
        {"locationAddress", member_as<&cash_deposit_instructions::location_address, text_or_json::codec>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<fee_schedule_entry> {
    // clang-format off
    static constexpr field fields[] = {
        {"type", member<&fee_schedule_entry::type>},
        {"rate", member<&fee_schedule_entry::rate>},
        {"amount", member<&fee_schedule_entry::amount>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<fee_schedule> {
    // clang-format off
    static constexpr field fields[] = {
        {"feeCurrency", member<&fee_schedule::fee_currency>},
        {"entries", member<&fee_schedule::entries>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<cash_in> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&cash_in::id>, {}, rule::required},
        {"customerId", member<&cash_in::customer_id>},
        {"status", member<&cash_in::status>},
        {"subStatus", member<&cash_in::sub_status>},
        {"type", member<&cash_in::type>},
        {"source", member<&cash_in::source>},
        {"destination", member<&cash_in::destination>},
        {"cash", member<&cash_in::cash>},
        {"location", member<&cash_in::location>},
        {"depositInstructions", member<&cash_in::deposit_instructions>},
        {"omsFeeSchedule", member<&cash_in::oms_fee_schedule>},
        {"fixedAmountSide", member<&cash_in::fixed_amount_side>},
        {"rates", member<&cash_in::rates>},
        {"sponsorGas", member<&cash_in::sponsor_gas>},
        {"sponsorGasCost", member<&cash_in::sponsor_gas_cost>},
        {"developerFees", member<&cash_in::developer_fees>, {}, rule::omitted_when_empty},
        {"metadata", member<&cash_in::metadata>},
        {"transactionId", member<&cash_in::transaction_id>, {"transaction"}},
        {"createdAt", member<&cash_in::created_at>},
        {"updatedAt", member<&cash_in::updated_at>},
        {"completedAt", member<&cash_in::completed_at>},
    };
    // clang-format on
    static constexpr description value{fields, "cashIn"};
};

}}} // namespace oms::v0_1::detail
