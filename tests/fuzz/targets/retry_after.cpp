// Input: what now is, in a byte; the Date field, a line of its own; then one Retry-After field a line. Held against
// another reader of HTTP dates, written for this test: a list of words, and the calendar of the C library.
#include "fuzz/input_reader.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <oms/http/retry_after.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

namespace {

using std::chrono::sys_seconds;

constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> number(std::string_view text, std::size_t width)
{
    if (text.size() != width)
        return std::nullopt;
    int value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<int> month(std::string_view text)
{
    const auto found = std::find(std::begin(months), std::end(months), text);
    if (found == std::end(months))
        return std::nullopt;
    return static_cast<int>(found - std::begin(months));
}

bool is_day_name(std::string_view text)
{
    return text.size() >= 3 && text.find_first_not_of("abcdefghijklmnopqrstuvwxyzSMTWF") == text.npos;
}

std::vector<std::string_view> split(std::string_view text, char by)
{
    std::vector<std::string_view> parts;
    for (std::size_t end = 0; (end = text.find(by)) != text.npos; text.remove_prefix(end + 1))
        parts.push_back(text.substr(0, end));
    parts.push_back(text);
    return parts;
}

std::optional<sys_seconds> instant(std::optional<int> year, std::optional<int> month, std::optional<int> day,
                                   std::string_view clock)
{
    const std::vector<std::string_view> parts = split(clock, ':');
    if (!year || !month || !day || parts.size() != 3)
        return std::nullopt;
    const auto hour = number(parts[0], 2), minute = number(parts[1], 2), second = number(parts[2], 2);
    if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    std::tm calendar{};
    calendar.tm_year = *year - 1900;
    calendar.tm_mon = *month;
    calendar.tm_mday = *day;
    const std::time_t midnight = timegm(&calendar);
    if (calendar.tm_mday != *day || calendar.tm_mon != *month) // 31 April was made into 1 May
        return std::nullopt;
    return sys_seconds{std::chrono::seconds{midnight + *hour * 3600 + *minute * 60 + *second}};
}

std::optional<sys_seconds> naive_date(std::string_view text, int this_year)
{
    const std::vector<std::string_view> words = split(text, ' ');
    if (words[0].ends_with(',') && !is_day_name(words[0].substr(0, words[0].size() - 1)))
        return std::nullopt;
    if (words.size() == 6 && words[0].ends_with(',')) // Sun, 06 Nov 1994 08:49:37 GMT
        return words[5] == "GMT" ? instant(number(words[3], 4), month(words[2]), number(words[1], 2), words[4])
                                 : std::nullopt;
    if (words.size() == 4 && words[0].ends_with(',')) { // Sunday, 06-Nov-94 08:49:37 GMT
        const std::vector<std::string_view> date = split(words[1], '-');
        if (date.size() != 3 || words[3] != "GMT")
            return std::nullopt;
        std::optional<int> year = number(date[2], 2);
        if (year)
            *year += this_year / 100 * 100;
        if (year && *year > this_year + 50)
            *year -= 100;
        return instant(year, month(date[1]), number(date[0], 2), words[2]);
    }
    if (!is_day_name(words[0]))
        return std::nullopt;
    if (words.size() == 5) // Sun Nov 16 08:49:37 1994
        return instant(number(words[4], 4), month(words[1]), number(words[2], 2), words[3]);
    if (words.size() == 6 && words[2].empty()) // Sun Nov  6 08:49:37 1994
        return instant(number(words[5], 4), month(words[1]), number(words[3], 1), words[4]);
    return std::nullopt;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

std::optional<std::int64_t> naive_wait(std::string_view text, sys_seconds reference, int this_year)
{
    text = trimmed(text);
    if (!text.empty() && text.find_first_not_of("0123456789") == text.npos) {
        std::int64_t value = 0;
        for (const char c : text)
            value = std::min<std::int64_t>(60, value * 10 + (c - '0'));
        return value;
    }
    const std::optional<sys_seconds> date = naive_date(text, this_year);
    if (!date || *date <= reference)
        return std::nullopt;
    return std::min<std::int64_t>(60, (*date - reference).count());
}

/// As RFC 9110 section 5.6.7 wants it written.
std::string imf_fixdate(sys_seconds time)
{
    const std::time_t seconds = time.time_since_epoch().count();
    std::tm calendar{};
    gmtime_r(&seconds, &calendar);
    constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", days[calendar.tm_wday],
                  calendar.tm_mday, months[calendar.tm_mon].data(), calendar.tm_year + 1900, calendar.tm_hour,
                  calendar.tm_min, calendar.tm_sec);
    return text.data();
}

} // namespace

void fuzz::retry_after(std::string_view input)
{
    input_reader in(input);
    // 2026, and years at the turn of a century.
    constexpr struct {
        int year;
        std::int64_t begin;
    } times[] = {{2026, 1'767'225'600}, {2026, 1'781'534'200}, {2049, 2'493'072'000}, {2099, 4'070'908'799}};
    const auto& [this_year, begin] = times[in.byte() % std::size(times)];
    const sys_seconds now{std::chrono::seconds{begin}};

    oms::http_headers fields;
    const std::string_view date = in.line();
    if (!date.empty())
        fields.add_received("date", date);
    const std::optional<sys_seconds> sent = naive_date(trimmed(date), this_year);
    std::optional<std::int64_t> expected;
    while (!in.empty()) {
        const std::string_view field = in.line();
        fields.add_received("Retry-After", field);
        const std::optional<std::int64_t> wait = naive_wait(field, sent.value_or(now), this_year);
        if (wait)
            expected = std::min(*wait, expected.value_or(60));
    }

    const std::optional<std::chrono::seconds> read = oms::read_retry_after(fields, now);
    require(read.has_value() == expected.has_value(), "another reader agrees on whether there is a wait");
    require(!read || read->count() == *expected, "another reader finds the same wait");
    require(!read || (read->count() >= 0 && *read <= oms::longest_retry_after), "a wait has its limits");

    const std::optional<sys_seconds> as_date = oms::read_http_date(date, now);
    require(as_date == naive_date(date, this_year), "another reader finds the same date");
    if (as_date && as_date->time_since_epoch().count() <= 253'402'300'799) // a leap second may end year 9999
        require(oms::read_http_date(imf_fixdate(*as_date), now) == as_date, "a date that is printed reads as the same");
}
