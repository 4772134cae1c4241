#pragma once

#include <oms/http/retry_after.hpp>

#include <algorithm>
#include <charconv>

namespace oms { inline namespace v0_1 {

namespace detail {

/// Takes an HTTP date apart from the left. Every step says whether the text went on as expected.
class http_date_reader {
public:
    explicit http_date_reader(std::string_view text) noexcept : rest_(text) {}

    bool literal(std::string_view expected) noexcept
    {
        if (!rest_.starts_with(expected))
            return false;
        rest_.remove_prefix(expected.size());
        return true;
    }

    bool number(std::size_t width, int& value) noexcept
    {
        if (rest_.size() < width)
            return false;
        const char* const end = rest_.data() + width;
        if (rest_[0] == '-' || std::from_chars(rest_.data(), end, value).ptr != end)
            return false;
        rest_.remove_prefix(width);
        return true;
    }

    /// The day of asctime: two places, a blank in front of a single digit.
    bool padded_day(int& value) noexcept { return literal(" ") ? number(1, value) : number(2, value); }

    bool month(int& value) noexcept
    {
        constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
        const auto at = rest_.size() < 3 ? std::string_view::npos : names.find(rest_.substr(0, 3));
        if (at == std::string_view::npos || at % 3 != 0)
            return false;
        value = static_cast<int>(at / 3) + 1;
        rest_.remove_prefix(3);
        return true;
    }

    bool time(int& hour, int& minute, int& second) noexcept
    {
        return number(2, hour) && literal(":") && number(2, minute) && literal(":") && number(2, second);
    }

    bool weekday(std::string_view after) noexcept
    {
        const auto end = std::min(rest_.find_first_not_of("abcdefghijklmnopqrstuvwxyzSMTWF"), rest_.size());
        rest_.remove_prefix(end);
        return end >= 3 && literal(after);
    }

    bool finished() const noexcept { return rest_.empty(); }

private:
    std::string_view rest_;
};

OMS_DECL int calendar_year(std::chrono::system_clock::time_point time) noexcept
{
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time));
    return static_cast<int>(date.year());
}

OMS_DECL std::string_view trimmed_field_value(std::string_view text) noexcept
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Whole seconds, clamped; a number beyond 64 bits is still a number.
OMS_DECL std::optional<std::chrono::seconds> read_wait_seconds(std::string_view text) noexcept
{
    const auto is_digit = [](char c) {
        return c >= '0' && c <= '9';
    };
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_digit))
        return std::nullopt;
    std::int64_t value = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
    if (parsed.ec != std::errc())
        return longest_retry_after;
    return std::min(std::chrono::seconds(value), longest_retry_after);
}

} // namespace detail

OMS_DECL std::optional<std::chrono::sys_seconds> read_http_date(std::string_view text,
                                                                std::chrono::system_clock::time_point now)
{
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;

    const auto imf_fixdate = [&](detail::http_date_reader in) {
        return in.weekday(", ") && in.number(2, day) && in.literal(" ") && in.month(month) && in.literal(" ") &&
               in.number(4, year) && in.literal(" ") && in.time(hour, minute, second) && in.literal(" GMT") &&
               in.finished();
    };
    const auto rfc850 = [&](detail::http_date_reader in) {
        if (!(in.weekday(", ") && in.number(2, day) && in.literal("-") && in.month(month) && in.literal("-") &&
              in.number(2, year) && in.literal(" ") && in.time(hour, minute, second) && in.literal(" GMT") &&
              in.finished()))
            return false;
        // RFC 9110: a year that appears to be more than 50 years in the future is one of the past century.
        const int this_year = detail::calendar_year(now);
        year += this_year - this_year % 100;
        if (year > this_year + 50)
            year -= 100;
        return true;
    };
    const auto asctime = [&](detail::http_date_reader in) {
        return in.weekday(" ") && in.month(month) && in.literal(" ") && in.padded_day(day) && in.literal(" ") &&
               in.time(hour, minute, second) && in.literal(" ") && in.number(4, year) && in.finished();
    };

    const detail::http_date_reader reader(text);
    if (!imf_fixdate(reader) && !rfc850(reader) && !asctime(reader))
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60)
        return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second);
}

OMS_DECL std::optional<std::chrono::seconds> read_retry_after(const http_headers& headers,
                                                              std::chrono::system_clock::time_point now)
{
    auto reference = std::chrono::floor<std::chrono::seconds>(now);
    if (const auto date = headers.find("Date")) {
        if (const auto sent = read_http_date(detail::trimmed_field_value(*date), now))
            reference = *sent;
    }

    std::optional<std::chrono::seconds> smallest;
    for (const std::string_view field : headers.find_all("Retry-After")) {
        const std::string_view text = detail::trimmed_field_value(field);
        std::optional<std::chrono::seconds> wait = detail::read_wait_seconds(text);
        if (!wait) {
            const auto date = read_http_date(text, now);
            if (date && *date > reference)
                wait = std::min(std::chrono::seconds(*date - reference), longest_retry_after);
        }
        if (wait && (!smallest || *wait < *smallest))
            smallest = wait;
    }
    return smallest;
}

}} // namespace oms::v0_1
