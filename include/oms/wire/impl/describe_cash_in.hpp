#pragma once

#include <oms/wire/impl/describe_money.hpp>
#include <oms/wire/impl/description.hpp>

#include <oms/model/cash_in.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <std::same_as<cash_in_source> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&T::asset>},
        {"network", member<&T::network>},
        {"amount", member<&T::amount>},
        {"indicatedAmount", member<&T::indicated_amount>},
        {"amountGross", member<&T::amount_gross>},
        {"amountNet", member<&T::amount_net>},
        {"feesDeducted", member<&T::fees_deducted>},
        {"email", member<&T::email>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<cash_in_destination> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"asset", member<&T::asset>},
        {"network", member<&T::network>},
        {"amountGross", member<&T::amount_gross>},
        {"amountNet", member<&T::amount_net>},
        {"feesDeducted", member<&T::fees_deducted>},
        {"wallet", member<&T::wallet>},
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

template <std::same_as<cash_in_location> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"name", member<&T::name>},
        {"address", member_as<&T::address, text_or_json::codec>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<cash_deposit_instructions> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"code", member<&T::code>},
        {"expiresAt", member<&T::expires_at>},
        {"locationName", member<&T::location_name>},
        {"locationAddress", member_as<&T::location_address, text_or_json::codec>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<fee_schedule_entry> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"type", member<&T::type>},
        {"rate", member<&T::rate>},
        {"amount", member<&T::amount>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<fee_schedule> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"feeCurrency", member<&T::fee_currency>},
        {"entries", member<&T::entries>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<cash_in> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>, {}, rule::required},
        {"customerId", member<&T::customer_id>},
        {"status", member<&T::status>},
        {"subStatus", member<&T::sub_status>},
        {"type", member<&T::type>},
        {"source", member<&T::source>},
        {"destination", member<&T::destination>},
        {"cash", member<&T::cash>},
        {"location", member<&T::location>},
        {"depositInstructions", member<&T::deposit_instructions>},
        {"omsFeeSchedule", member<&T::oms_fee_schedule>},
        {"fixedAmountSide", member<&T::fixed_amount_side>},
        {"rates", member<&T::rates>},
        {"sponsorGas", member<&T::sponsor_gas>},
        {"sponsorGasCost", member<&T::sponsor_gas_cost>},
        {"developerFees", member<&T::developer_fees>, {}, rule::omitted_when_empty},
        {"metadata", member<&T::metadata>},
        {"transactionId", member<&T::transaction_id>, {"transaction"}},
        {"createdAt", member<&T::created_at>},
        {"updatedAt", member<&T::updated_at>},
        {"completedAt", member<&T::completed_at>},
    };
    // clang-format on
    static constexpr description value{fields, "cashIn"};
};

}}} // namespace oms::v0_1::detail
