#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// Says what is wrong with a text, or nothing.
using text_check = std::optional<std::string> (*)(std::string_view);

OMS_DECL std::optional<std::string> not_empty(std::string_view text);
OMS_DECL std::optional<std::string> is_asset_name(std::string_view text);
OMS_DECL std::optional<std::string> is_country(std::string_view text);
OMS_DECL std::optional<std::string> is_currency(std::string_view text);
OMS_DECL std::optional<std::string> is_date(std::string_view text);
OMS_DECL std::optional<std::string> is_email(std::string_view text);
OMS_DECL std::optional<std::string> is_phone(std::string_view text);

/// A decimal above zero, or nothing.
OMS_DECL std::optional<decimal> positive_decimal(std::string_view text);

/// More than 24 digits on either side of the point: with fewer no price and no sum of amounts overflows a decimal.
OMS_DECL bool has_too_many_digits(const decimal& amount);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/text_checks.ipp>
#endif
