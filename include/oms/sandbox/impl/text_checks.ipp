#pragma once

#include <oms/sandbox/impl/text_checks.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL std::optional<std::string> not_empty(std::string_view text)
{
    if (text.empty())
        return "must not be empty";
    return std::nullopt;
}

OMS_DECL std::optional<std::string> is_asset_name(std::string_view text)
{
    if (text.empty() || text.size() > 32)
        return "must have 1 to 32 characters";
    return std::nullopt;
}

OMS_DECL std::optional<std::string> is_country(std::string_view text)
{
    const auto capital = [](char c) {
        return c >= 'A' && c <= 'Z';
    };
    if (text.size() != 2 || !capital(text[0]) || !capital(text[1]))
        return "must be an ISO 3166-1 alpha-2 country code";
    return std::nullopt;
}

OMS_DECL std::optional<std::string> is_currency(std::string_view text)
{
    const bool capitals = std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (text.size() != 3 || !capitals)
        return "must be an ISO 4217 currency code";
    return std::nullopt;
}

OMS_DECL std::optional<std::string> is_date(std::string_view text)
{
    const auto number = [&](std::size_t from, std::size_t count) {
        int value = 0;
        for (const char c : text.substr(from, count)) {
            if (c < '0' || c > '9')
                return -1;
            value = value * 10 + (c - '0');
        }
        return value;
    };
    if (text.size() == 10 && text[4] == '-' && text[7] == '-' && number(0, 4) >= 0 && number(5, 2) >= 0 &&
        number(8, 2) >= 0) {
        const std::chrono::year_month_day date{std::chrono::year{number(0, 4)},
                                               std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                               std::chrono::day{static_cast<unsigned>(number(8, 2))}};
        if (date.ok())
            return std::nullopt;
    }
    return "must be a date of the form YYYY-MM-DD";
}

OMS_DECL std::optional<std::string> is_email(std::string_view text)
{
    const std::size_t at = text.find('@');
    if (at == 0 || at == std::string_view::npos || at + 1 == text.size() || text.rfind('@') != at ||
        text.find_first_of(" \t\r\n") != std::string_view::npos)
        return "must be an e-mail address";
    return std::nullopt;
}

OMS_DECL std::optional<std::string> is_phone(std::string_view text)
{
    const bool digits = text.size() >= 3 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
                        text.find_first_not_of("0123456789", 1) == std::string_view::npos;
    if (!digits)
        return "must be an E.164 phone number";
    return std::nullopt;
}

OMS_DECL std::optional<decimal> positive_decimal(std::string_view text)
{
    const result<decimal> value = decimal::parse(text);
    if (!value)
        return std::nullopt;
    if (value->is_zero() || value->is_negative())
        return std::nullopt;
    return *value;
}

OMS_DECL bool has_too_many_digits(const decimal& amount)
{
    constexpr int most = 24;
    return amount.scale() > most || amount.digits() - amount.scale() > most;
}

}}} // namespace oms::v0_1::detail::emulation
