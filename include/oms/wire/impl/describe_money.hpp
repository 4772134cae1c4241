#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/model/address.hpp>
#include <oms/model/money.hpp>
#include <oms/model/reference.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<fees_deducted> {
    // clang-format off
    static constexpr field fields[] = {
        {"developer", member<&fees_deducted::developer>},
        {"gas", member<&fees_deducted::gas>},
        {"oms", member<&fees_deducted::oms>},
        {"total", member<&fees_deducted::total>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<rates> {
    // clang-format off
    static constexpr field fields[] = {
        {"exchangeRate", member<&rates::exchange_rate>},
        {"effectiveRate", member<&rates::effective_rate>},
        {"pair", member<&rates::pair>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<wallet_reference> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&wallet_reference::id>, {"walletId", "wallet"}},
        {"blockchainAddress", member<&wallet_reference::blockchain_address>},
        {"externalAccount", member<&wallet_reference::external_account>, {"externalAccountId"}},
    };
    // clang-format on
    // A plain string is the id of an OMS wallet.
    static void read_string(void* reference, std::string_view text)
    {
        static_cast<wallet_reference*>(reference)->id = wallet_id::from_answer(text);
    }
    static constexpr description value{fields, {}, nullptr, nullptr, &read_string};
};

template <>
struct described<developer_fee> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&developer_fee::id>},
        {"amount", member<&developer_fee::amount>},
        {"flatFee", member<&developer_fee::flat_fee>},
        {"percentage", member<&developer_fee::percentage>},
        {"wallet", member<&developer_fee::wallet>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<cash_reference> {
    // clang-format off
    static constexpr field fields[] = {
        {"locationId", member<&cash_reference::location_id>, {"cashLocationId"}},
        {"locationReference", member<&cash_reference::location_reference>, {"cashLocationReference"}},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <>
struct described<postal_address> {
    // clang-format off
    static constexpr field fields[] = {
        {"line1", member<&postal_address::line1>},
        {"line2", member<&postal_address::line2>},
        {"city", member<&postal_address::city>},
        {"state", member<&postal_address::state>},
        {"country", member<&postal_address::country>},
        {"zipCode", member<&postal_address::zip_code>},
    };
    // clang-format on
    // One line of text in place of the address is its first line.
    static void read_string(void* address, std::string_view text)
    {
        static_cast<postal_address*>(address)->line1 = std::string(text);
    }
    static constexpr description value{fields, {}, nullptr, nullptr, &read_string};
};

}}} // namespace oms::v0_1::detail
