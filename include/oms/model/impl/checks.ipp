#pragma once

#include <oms/model/checks.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/error.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/secret.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

[[noreturn]] OMS_DECL void refuse_argument(std::string_view field, std::string_view rule)
{
    throw error(errc::invalid_argument, std::string(field) + " " + std::string(rule));
}

OMS_DECL bool all_digits(std::string_view text)
{
    return text.find_first_not_of("0123456789") == text.npos;
}

OMS_DECL std::string checked_text(std::string_view field, std::string value)
{
    if (value.empty())
        refuse_argument(field, "must not be empty");
    return value;
}

OMS_DECL secret checked_secret(std::string_view field, secret value)
{
    if (value.empty())
        refuse_argument(field, "must not be empty");
    return value;
}

OMS_DECL std::string checked_date(std::string_view field, std::string value)
{
    const auto number = [&value](std::size_t at, std::size_t length) {
        int made = 0;
        for (std::size_t i = at; i < at + length; ++i)
            made = made * 10 + (value[i] - '0');
        return made;
    };
    const bool shaped =
        value.size() == 10 && value[4] == '-' && value[7] == '-' && all_digits(std::string_view(value).substr(0, 4)) &&
        all_digits(std::string_view(value).substr(5, 2)) && all_digits(std::string_view(value).substr(8, 2));
    bool good = false;
    if (shaped) {
        const int year = number(0, 4), month = number(5, 2), day = number(8, 2);
        const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        const int days[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        good = month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1];
    }
    if (!good)
        refuse_argument(field, "must be a date of the form YYYY-MM-DD");
    return value;
}

OMS_DECL std::string checked_country(std::string_view field, std::string value)
{
    const auto capital = [](char c) {
        return c >= 'A' && c <= 'Z';
    };
    if (value.size() != 2 || !capital(value[0]) || !capital(value[1]))
        refuse_argument(field, "must be a country of two capital letters (ISO 3166-1 alpha-2), such as US");
    return value;
}

OMS_DECL std::string checked_phone(std::string_view field, std::string value)
{
    // E.164: at most 15 digits, the first one not zero.
    const bool good = value.size() >= 3 && value.size() <= 16 && value[0] == '+' && value[1] != '0' &&
                      all_digits(std::string_view(value).substr(1));
    if (!good)
        refuse_argument(field, "must be a phone number of the form +12125550123 (E.164)");
    return value;
}

OMS_DECL decimal checked_amount(std::string_view field, decimal value)
{
    if (value.absent())
        refuse_argument(field, "must not be absent");
    if (value.is_zero() || value.is_negative())
        refuse_argument(field, "must be greater than zero");
    return value;
}

OMS_DECL json_text checked_metadata(json_text value)
{
    const std::size_t first = value.view().find_first_not_of(" \t\r\n");
    if (!value.empty() && value.view()[first] != '{')
        refuse_argument("metadata", "must be a JSON object");
    return value;
}

OMS_DECL int checked_limit(int value)
{
    if (value < 1 || value > 100)
        refuse_argument("limit", "must be 1 to 100");
    return value;
}

}}} // namespace oms::v0_1::detail
