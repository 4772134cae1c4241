#pragma once

namespace oms { inline namespace v0_1 { namespace detail {

/// The value of a hexadecimal digit in either case, 0 to 15; -1 for any other character.
constexpr int hexadecimal_digit(char c) noexcept
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

}}} // namespace oms::v0_1::detail
