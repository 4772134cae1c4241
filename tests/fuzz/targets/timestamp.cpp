// Input: a text that may be a date-time. Held against another reader of RFC 3339, written for this test: field by field
// at fixed places, the calendar counted in months and leap years.
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <oms/core/timestamp.hpp>

#include <optional>
#include <string>

namespace {

struct instant {
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    int fraction_digits = 0;
};

bool digits_at(std::string_view text, std::size_t at, std::size_t count, int& value)
{
    value = 0;
    for (std::size_t i = at; i != at + count; ++i) {
        if (i >= text.size() || text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    return true;
}

bool is_one_of(std::string_view text, std::size_t at, std::string_view set)
{
    return at < text.size() && set.find(text[at]) != set.npos;
}

bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int days_of_month(int year, int month)
{
    constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
}

std::int64_t days_since_1970(int year, int month, int day)
{
    // Leap years before `year`, year 0 among them.
    const auto leaps = [](std::int64_t y) {
        return y <= 0 ? 0 : (y - 1) / 4 - (y - 1) / 100 + (y - 1) / 400 + 1;
    };
    std::int64_t days = 365 * (std::int64_t{year} - 1970) + leaps(year) - leaps(1970);
    for (int m = 1; m != month; ++m)
        days += days_of_month(year, m);
    return days + day - 1;
}

std::optional<instant> naive(std::string_view text)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    if (!digits_at(text, 0, 4, year) || !is_one_of(text, 4, "-") || !digits_at(text, 5, 2, month) ||
        !is_one_of(text, 7, "-") || !digits_at(text, 8, 2, day) || !is_one_of(text, 10, "Tt ") ||
        !digits_at(text, 11, 2, hour) || !is_one_of(text, 13, ":") || !digits_at(text, 14, 2, minute) ||
        !is_one_of(text, 16, ":") || !digits_at(text, 17, 2, second))
        return std::nullopt;
    if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month) || hour > 23 || minute > 59 ||
        second > 60)
        return std::nullopt;

    instant found;
    std::string_view rest = text.substr(19);
    if (rest.starts_with('.')) {
        rest.remove_prefix(1);
        std::string digits(rest.substr(0, rest.find_first_not_of("0123456789")));
        if (digits.empty())
            return std::nullopt;
        rest.remove_prefix(digits.size());
        found.fraction_digits = static_cast<int>(digits.size() < 9 ? digits.size() : 9);
        digits.resize(9, '0');
        found.nanoseconds = std::stoll(digits);
    }

    int offset_hour = 0, offset_minute = 0;
    if (rest != "Z" && rest != "z") {
        if (!is_one_of(rest, 0, "+-") || !digits_at(rest, 1, 2, offset_hour))
            return std::nullopt;
        const std::size_t colon = is_one_of(rest, 3, ":") ? 1 : 0;
        if (!digits_at(rest, 3 + colon, 2, offset_minute) || rest.size() != 5 + colon || offset_hour > 23 ||
            offset_minute > 59)
            return std::nullopt;
    }
    const int offset = (offset_hour * 60 + offset_minute) * (rest.front() == '-' ? -60 : 60);
    found.seconds = days_since_1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
    if (second == 60 && found.seconds % 86400 != 0)
        return std::nullopt;
    if (found.seconds < days_since_1970(0, 1, 1) * 86400 ||
        found.seconds > days_since_1970(9999, 12, 31) * 86400 + 86399)
        return std::nullopt;
    return found;
}

} // namespace

void fuzz::timestamp(std::string_view input)
{
    const oms::result<oms::timestamp> read = oms::timestamp::parse(input);
    const std::optional<instant> expected = naive(input);
    require(read.has_value() == expected.has_value(), "another reader agrees on what is a date-time");
    if (!read) {
        require(read.error().code() == oms::errc::invalid_timestamp, "a refusal is invalid_timestamp");
        require(read.error().document() == input, "a refusal has the text");
        return;
    }
    require(read->unix_seconds() == expected->seconds, "another reader finds the same second");
    require(read->subsecond().count() == expected->nanoseconds, "another reader finds the same fraction");
    require(read->time() == std::chrono::sys_time<std::chrono::microseconds>{std::chrono::microseconds{
                                expected->seconds * 1'000'000 + expected->nanoseconds / 1000}},
            "time() is both, to the microsecond");

    const std::string printed = read->str();
    const std::size_t fraction = static_cast<std::size_t>(expected->fraction_digits);
    require(printed.size() == 20 + (fraction == 0 ? 0 : fraction + 1), "it prints as many digits as it was given");
    const oms::timestamp again(printed);
    require(again == *read && again.str() == printed, "what is printed reads as the same");
}
