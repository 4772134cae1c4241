#pragma once

#include <oms/wire/impl/description.hpp>
#include <oms/wire/impl/problem_list.hpp>

#include <oms/model/address.hpp>
#include <oms/model/external_account.hpp>
#include <oms/model/money.hpp>
#include <oms/model/reference.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <std::same_as<fees_deducted> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"developer", member<&T::developer>},
        {"gas", member<&T::gas>},
        {"oms", member<&T::oms>},
        {"total", member<&T::total>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<rates> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"exchangeRate", member<&T::exchange_rate>},
        {"effectiveRate", member<&T::effective_rate>},
        {"pair", member<&T::pair>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<wallet_reference> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", sent<&T::id>, {"walletId", "wallet"}},
        {"blockchainAddress", sent<&T::blockchain_address>, format::not_empty},
        {"externalAccount", sent<&T::external_account>, {"externalAccountId"}, rule::none, format::not_empty},
    };
    // clang-format on
    static void exactly_one(const void* reference, problem_list& found)
    {
        const auto& to = *static_cast<const wallet_reference*>(reference);
        if (to.id.has_value() + to.blockchain_address.has_value() + to.external_account.has_value() != 1)
            found.add({}, "must be exactly one of id, blockchainAddress and externalAccount");
    }
    // A plain string is the id of an OMS wallet, or of an external account.
    static void read_string(void* object, std::string_view text)
    {
        auto& reference = *static_cast<wallet_reference*>(object);
        if (is_external_account_id(text))
            reference.external_account = std::string(text);
        else
            reference.id = wallet_id::from_answer(text);
    }
    static constexpr description value = checked_by(&exactly_one, {fields, {}, nullptr, nullptr, &read_string});
};

template <std::same_as<developer_fee> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>},
        {"amount", member<&T::amount>},
        {"flatFee", member<&T::flat_fee>},
        {"percentage", member<&T::percentage>},
        {"wallet", member<&T::wallet>},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<cash_reference> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"locationId", sent<&T::location_id>, {"cashLocationId"}, rule::required_to_send},
        {"locationReference", sent<&T::location_reference>, {"cashLocationReference"}, rule::required_to_send},
    };
    // clang-format on
    static constexpr description value{fields};
};

template <std::same_as<postal_address> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"line1", sent<&T::line1>},
        {"line2", sent<&T::line2>},
        {"city", sent<&T::city>},
        {"state", sent<&T::state>},
        {"country", sent<&T::country>, format::country},
        {"zipCode", sent<&T::zip_code>},
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
