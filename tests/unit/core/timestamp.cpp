#include <oms/core/timestamp.hpp>

#include "common/catch.hpp"
#include "refusal.hpp"

#include <cmath>
#include <ctime>
#include <random>
#include <sstream>

namespace {

using namespace std::chrono_literals;
using oms::timestamp;

TEST_CASE("a timestamp prints in UTC with the fraction as given (B6)")
{
    for (const std::string_view text :
         {"2026-06-15T14:30:00Z", "2026-06-15T14:30:00.1Z", "2026-06-15T14:30:00.120Z", "2026-06-15T14:30:00.000000Z",
          "2026-06-15T14:30:00.123456789Z", "1969-12-31T23:59:59.999999999Z", "2024-02-29T00:00:00Z"}) {
        const timestamp time{text};
        CHECK(time.str() == text);
        std::ostringstream out;
        out << time;
        CHECK(out.str() == text);
    }
}

TEST_CASE("F73: offsets are converted to UTC (B6)", "[F73]")
{
    CHECK(timestamp{"2026-06-15T16:30:00+02:00"}.str() == "2026-06-15T14:30:00Z");
    CHECK(timestamp{"2026-06-15T09:00:00.5-05:30"}.str() == "2026-06-15T14:30:00.5Z");
    CHECK(timestamp{"2026-01-01T00:30:00+0100"}.str() == "2025-12-31T23:30:00Z");
    CHECK(timestamp{"2026-06-15T14:30:00+00:00"}.str() == "2026-06-15T14:30:00Z");
    CHECK(timestamp{"2026-06-15T14:30:00-00:00"} == timestamp{"2026-06-15T14:30:00Z"});
}

TEST_CASE("F73: small letters and a space in place of T are read", "[F73]")
{
    CHECK(timestamp{"2026-06-15t14:30:00z"}.str() == "2026-06-15T14:30:00Z");
    CHECK(timestamp{"2026-06-15 14:30:00Z"}.str() == "2026-06-15T14:30:00Z");
}

TEST_CASE("F73: nine digits of a fraction count, more are cut off", "[F73]")
{
    const timestamp fine{"2026-06-15T14:30:00.123456789Z"};
    CHECK(fine.subsecond() == 123'456'789ns);
    CHECK(fine.time().time_since_epoch() % 1s == 123'456us);
    CHECK(timestamp{"2026-06-15T14:30:00.1234567899999999Z"}.str() == "2026-06-15T14:30:00.123456789Z");
    CHECK(timestamp{"2026-06-15T14:30:00.1234567891Z"} == fine);
    CHECK(timestamp{"2026-06-15T14:30:00.123456788Z"} < fine);
}

TEST_CASE("F73: a leap second is the first second of the next day", "[F73]")
{
    CHECK(timestamp{"2016-12-31T23:59:60Z"}.str() == "2017-01-01T00:00:00Z");
    CHECK(timestamp{"2016-12-31T23:59:60.25Z"}.str() == "2017-01-01T00:00:00.25Z");
    CHECK(timestamp{"2017-01-01T01:59:60+02:00"}.str() == "2017-01-01T00:00:00Z");
    CHECK(timestamp::parse("2016-12-31T22:59:60Z").has_error());
    CHECK(timestamp::parse("2016-12-31T23:58:60Z").has_error());
    CHECK(timestamp::parse("2016-12-31T23:59:61Z").has_error());
    CHECK(timestamp::parse("9999-12-31T23:59:60Z").has_error());
}

TEST_CASE("F73: the years 0000 to 9999 are read, and nothing beyond them in UTC (B6)", "[F73]")
{
    CHECK(timestamp{"0000-01-01T00:00:00Z"}.str() == "0000-01-01T00:00:00Z");
    CHECK(timestamp{"0000-01-01T00:00:00Z"}.unix_seconds() == -62'167'219'200);
    CHECK(timestamp{"9999-12-31T23:59:59.999999999Z"}.str() == "9999-12-31T23:59:59.999999999Z");
    CHECK(timestamp{"9999-12-31T23:59:59Z"} > timestamp{"0000-01-01T00:00:00Z"});
    CHECK(timestamp::parse("0000-01-01T00:00:00+00:01").has_error());
    CHECK(timestamp::parse("9999-12-31T23:59:59-00:01").has_error());
    CHECK(timestamp{"0000-02-29T00:00:00Z"}.str() == "0000-02-29T00:00:00Z");
}

TEST_CASE("F73: a date-time without a zone is an error, and so is what is none", "[F73]")
{
    using namespace std::string_view_literals;
    const std::string_view texts[] = {
        ""sv,
        "2026-06-15T14:30:00"sv,
        "2026-06-15T14:30:00.5"sv,
        "2026-06-15"sv,
        "14:30:00Z"sv,
        "2026-06-15T14:30Z"sv,
        "2026-06-15T14:30:00.Z"sv,
        "2026-06-15T14:30:00,5Z"sv,
        "2026-06-15T14:30:00ZZ"sv,
        " 2026-06-15T14:30:00Z"sv,
        "2026-06-15T14:30:00Z "sv,
        "2026-06-15T14:30:00Z\0"sv,
        "2026-6-15T14:30:00Z"sv,
        "26-06-15T14:30:00Z"sv,
        "12026-06-15T14:30:00Z"sv,
        "-026-06-15T14:30:00Z"sv,
        "2026-02-29T00:00:00Z"sv,
        "2026-00-01T00:00:00Z"sv,
        "2026-13-01T00:00:00Z"sv,
        "2026-06-00T00:00:00Z"sv,
        "2026-06-31T00:00:00Z"sv,
        "2026-06-15T24:00:00Z"sv,
        "2026-06-15T14:60:00Z"sv,
        "2026-06-15T14:30:00+24:00"sv,
        "2026-06-15T14:30:00+02:60"sv,
        "2026-06-15T14:30:00+02"sv,
        "2026-06-15T14:30:00+2:00"sv,
        "2026-06-15T14:30:00UTC"sv,
        "2026/06/15T14:30:00Z"sv,
        "20260615T143000Z"sv,
        "1781533800"sv,
        "null"sv,
    };
    for (const std::string_view text : texts) {
        CAPTURE(text);
        const oms::result<timestamp> parsed = timestamp::parse(text);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().code() == oms::errc::invalid_timestamp);
        CHECK(parsed.error().document() == text);
        CHECK(code_of([&] { timestamp{text}; }) == oms::errc::invalid_timestamp);
    }
}

TEST_CASE("an absent timestamp prints as nothing and refuses to be used")
{
    const timestamp absent;
    const timestamp present{"2026-06-15T14:30:00Z"};
    CHECK(absent.absent());
    CHECK_FALSE(present.absent());
    CHECK(absent.str().empty());
    CHECK(code_of([&] { static_cast<void>(absent == present); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(present == absent); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent < present); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(present < absent); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent - present); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(present - absent); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent.time()); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent.unix_seconds()); }) == oms::errc::absent_value);
    CHECK(code_of([&] { static_cast<void>(absent.subsecond()); }) == oms::errc::absent_value);
}

TEST_CASE("a timestamp of a clock prints with the digits of the clock's unit (B6)")
{
    const auto second = std::chrono::sys_seconds(1'781'533'800s);
    CHECK(timestamp{second}.str() == "2026-06-15T14:30:00Z");
    CHECK(timestamp{second + 5ms}.str() == "2026-06-15T14:30:00.005Z");
    CHECK(timestamp{second + 5us}.str() == "2026-06-15T14:30:00.000005Z");
    CHECK(timestamp{second + 5ns}.str() == "2026-06-15T14:30:00.000000005Z");
    CHECK(timestamp{std::chrono::sys_days(std::chrono::January / 2 / 1970)}.str() == "1970-01-02T00:00:00Z");
    CHECK(timestamp{std::chrono::sys_time<std::chrono::milliseconds>(-1ms)}.str() == "1969-12-31T23:59:59.999Z");
    CHECK(timestamp{second + 5us}.time() == second + 5us);
    CHECK(timestamp{second} == timestamp{second + 0ns});
    CHECK(code_of([] { timestamp{std::chrono::sys_seconds(253'402'300'800s)}; }) == oms::errc::invalid_timestamp);
    CHECK(code_of([] { timestamp{std::chrono::sys_seconds(-62'167'219'201s)}; }) == oms::errc::invalid_timestamp);
}

TEST_CASE("a point in time far outside the years is refused, and the ends of a clock's range are read exactly")
{
    using hours = std::chrono::sys_time<std::chrono::hours>;
    using fractional = std::chrono::sys_time<std::chrono::duration<double>>;
    CHECK(code_of([] { timestamp{std::chrono::sys_days::max()}; }) == oms::errc::invalid_timestamp);
    CHECK(code_of([] { timestamp{hours::min()}; }) == oms::errc::invalid_timestamp);
    CHECK(code_of([] { timestamp{fractional(std::chrono::duration<double>(std::nan("")))}; }) ==
          oms::errc::invalid_timestamp);
    const auto first = std::chrono::sys_time<std::chrono::nanoseconds>::min();
    CHECK(timestamp{first}.str() == "1677-09-21T00:12:43.145224192Z");
    CHECK(timestamp{std::chrono::sys_time<std::chrono::nanoseconds>::max()}.str() == "2262-04-11T23:47:16.854775807Z");
}

TEST_CASE("timestamps subtract to the microsecond, over the whole range")
{
    CHECK(timestamp{"2026-06-15T14:30:01.5Z"} - timestamp{"2026-06-15T14:30:00Z"} == 1'500ms);
    CHECK(timestamp{"2026-06-15T14:30:00Z"} - timestamp{"2026-06-15T14:30:01Z"} == -1s);
    CHECK(timestamp{"9999-12-31T23:59:59Z"} - timestamp{"0000-01-01T00:00:00Z"} == 315'569'519'999s);
}

TEST_CASE("calendar and clock agree with the system's gmtime for random instants")
{
    std::mt19937_64 random{20260615};
    std::uniform_int_distribution<std::int64_t> any_second{-62'167'219'200, 253'402'300'799};
    for (int i = 0; i != 5'000; ++i) {
        const std::time_t second = static_cast<std::time_t>(any_second(random));
        std::tm parts{};
        REQUIRE(::gmtime_r(&second, &parts) != nullptr);
        char text[64];
        std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900, parts.tm_mon + 1,
                      parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
        REQUIRE(timestamp{text}.unix_seconds() == second);
        REQUIRE(timestamp{std::chrono::sys_seconds(std::chrono::seconds(second))}.str() == text);
    }
}

} // namespace
