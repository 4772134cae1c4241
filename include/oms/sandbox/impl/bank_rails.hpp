#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/call.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;

/// One field of the bank details of a rail: a string.
struct bank_field {
    std::string_view name;
    std::string_view label;
    bool required;
    std::string_view pattern; ///< a regular expression of ECMAScript; empty: any text
    std::string_view values;  ///< the allowed ones, between spaces; empty: any
};

/// A rail that pays out to bank accounts, and what it needs to know of one (contract 15.3).
struct bank_rail {
    std::string_view type;      ///< of the accounts it reaches: `usBank` or `intlBank`
    std::string_view countries; ///< between spaces
    std::string_view currency;
    std::string_view network;
    std::string_view number; ///< the field that tells accounts apart, which answers show masked
    std::span<const bank_field> fields;
};

/// Null when no bank account is reached by this network.
OMS_DECL const bank_rail* find_bank_rail(std::string_view network);
OMS_DECL bool serves_country(const bank_rail& rail, std::string_view country);

/// What is wrong with a value, or nothing.
OMS_DECL std::optional<std::string> problem_of(const bank_field& field, std::string_view value);

/// `rail` of a leg on a network of fiat money, as transactions name it (contract 8.2).
OMS_DECL std::string_view rail_name(std::string_view network);

OMS_DECL answer list_external_account_schemas(emulator& state, const call& request);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/bank_rails.ipp>
#endif
