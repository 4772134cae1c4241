#pragma once

#include <oms/core/timestamp.hpp>

namespace oms { inline namespace v0_1 {

namespace detail {

inline constexpr std::int64_t first_second_of_year_0 = -62'167'219'200;
inline constexpr std::int64_t last_second_of_year_9999 = 253'402'300'799;

/// Reads the parts of a date-time from the left; once something does not fit, `fits` stays false.
struct date_time_scanner {
    std::string_view rest;
    bool fits = true;

    static bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
    bool next_is(char c) const noexcept { return !rest.empty() && rest.front() == c; }
    bool next_is_digit() const noexcept { return !rest.empty() && is_digit(rest.front()); }

    char take_any() noexcept
    {
        if (rest.empty()) {
            fits = false;
            return 0;
        }
        const char c = rest.front();
        rest.remove_prefix(1);
        return c;
    }

    void take(char c) noexcept { fits &= take_any() == c; }

    int digit() noexcept
    {
        const char c = take_any();
        fits &= is_digit(c);
        return is_digit(c) ? c - '0' : 0;
    }

    int two_digits() noexcept
    {
        const int tens = digit();
        return tens * 10 + digit();
    }
};

OMS_DECL error not_a_timestamp(std::string_view text)
{
    return error(errc::invalid_timestamp, {}, text);
}

OMS_DECL void append_number(std::string& text, std::int64_t value, int digits)
{
    text.append(static_cast<std::size_t>(digits), '0');
    for (std::size_t at = text.size(); digits != 0; --digits, value /= 10)
        text[--at] = static_cast<char>('0' + value % 10);
}

} // namespace detail

OMS_DECL timestamp::timestamp(std::string_view text)
{
    detail::parser::read_or_throw(*this, text);
}

OMS_DECL timestamp::timestamp(std::int64_t seconds, std::int64_t nanoseconds, int fraction_digits)
    : seconds_(seconds), nanoseconds_(static_cast<std::int32_t>(nanoseconds)),
      fraction_digits_(static_cast<std::int8_t>(fraction_digits)), absent_(false)
{
    if (seconds < detail::first_second_of_year_0 || seconds > detail::last_second_of_year_9999)
        throw error(errc::invalid_timestamp);
}

OMS_DECL void timestamp::check_years(std::chrono::duration<double> since_1970)
{
    // The exact limits are the constructor's; this one also refuses what is no number.
    if (!(since_1970.count() > detail::first_second_of_year_0 - 2.0 &&
          since_1970.count() < detail::last_second_of_year_9999 + 2.0))
        throw error(errc::invalid_timestamp);
}

OMS_DECL bool timestamp::read(std::string_view text, error& why)
{
    using namespace std::chrono;

    detail::date_time_scanner scan{text};
    const int century = scan.two_digits();
    const int year_number = century * 100 + scan.two_digits();
    scan.take('-');
    const int month_number = scan.two_digits();
    scan.take('-');
    const int day_number = scan.two_digits();
    const char separator = scan.take_any();
    scan.fits &= separator == 'T' || separator == 't' || separator == ' ';
    const int hour = scan.two_digits();
    scan.take(':');
    const int minute = scan.two_digits();
    scan.take(':');
    const int second = scan.two_digits();

    std::int32_t fraction = 0;
    int fraction_digits = 0;
    if (scan.next_is('.')) {
        scan.take('.');
        do {
            const int digit = scan.digit();
            if (fraction_digits < 9) {
                fraction = fraction * 10 + digit;
                ++fraction_digits;
            }
        } while (scan.fits && scan.next_is_digit());
        for (int i = fraction_digits; i != 9; ++i)
            fraction *= 10;
    }

    int offset_minutes = 0;
    bool offset_fits = true;
    const char zone = scan.take_any();
    if (zone == '+' || zone == '-') {
        const int offset_hour = scan.two_digits();
        if (scan.next_is(':'))
            scan.take(':');
        const int offset_minute = scan.two_digits();
        offset_fits = offset_hour <= 23 && offset_minute <= 59;
        offset_minutes = (offset_hour * 60 + offset_minute) * (zone == '-' ? -1 : 1);
    } else {
        scan.fits &= zone == 'Z' || zone == 'z';
    }

    if (!scan.fits || !scan.rest.empty())
        return why = detail::not_a_timestamp(text), false;
    const year_month_day date{year(year_number), month(static_cast<unsigned>(month_number)),
                              day(static_cast<unsigned>(day_number))};
    if (!date.ok() || hour > 23 || minute > 59 || second > 60 || !offset_fits)
        return why = detail::not_a_timestamp(text), false;

    const sys_seconds time = sys_days(date) + hours(hour) + minutes(minute - offset_minutes) + seconds(second);
    const bool is_leap_second = second == 60;
    if (is_leap_second && time != floor<days>(time))
        return why = detail::not_a_timestamp(text), false;
    const std::int64_t count = time.time_since_epoch().count();
    if (count < detail::first_second_of_year_0 || count > detail::last_second_of_year_9999)
        return why = detail::not_a_timestamp(text), false;
    *this = timestamp(count, fraction, fraction_digits);
    return true;
}

OMS_DECL std::chrono::sys_time<std::chrono::microseconds> timestamp::time() const
{
    using namespace std::chrono;
    present();
    return sys_seconds(seconds(seconds_)) + floor<microseconds>(nanoseconds(nanoseconds_));
}

OMS_DECL std::int64_t timestamp::unix_seconds() const
{
    return present().seconds_;
}

OMS_DECL std::chrono::nanoseconds timestamp::subsecond() const
{
    return std::chrono::nanoseconds(present().nanoseconds_);
}

OMS_DECL std::string timestamp::str() const
{
    using namespace std::chrono;
    if (absent_)
        return {};
    const sys_seconds time{seconds(seconds_)};
    const sys_days midnight = floor<days>(time);
    const year_month_day date(midnight);
    const hh_mm_ss clock(time - midnight);

    std::string text;
    detail::append_number(text, static_cast<int>(date.year()), 4);
    text += '-';
    detail::append_number(text, static_cast<unsigned>(date.month()), 2);
    text += '-';
    detail::append_number(text, static_cast<unsigned>(date.day()), 2);
    text += 'T';
    detail::append_number(text, clock.hours().count(), 2);
    text += ':';
    detail::append_number(text, clock.minutes().count(), 2);
    text += ':';
    detail::append_number(text, clock.seconds().count(), 2);
    if (fraction_digits_ != 0) {
        text += '.';
        detail::append_number(text, nanoseconds_, 9);
        text.resize(text.size() - static_cast<std::size_t>(9 - fraction_digits_));
    }
    text += 'Z';
    return text;
}

OMS_DECL std::weak_ordering timestamp::compare(const timestamp& other) const
{
    present();
    other.present();
    if (seconds_ != other.seconds_)
        return seconds_ <=> other.seconds_;
    return nanoseconds_ <=> other.nanoseconds_;
}

OMS_DECL const timestamp& timestamp::present() const
{
    if (absent_)
        throw error(errc::absent_value);
    return *this;
}

}} // namespace oms::v0_1
