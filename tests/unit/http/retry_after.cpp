#include "common/catch.hpp"

#include <oms/http/retry_after.hpp>

#include <boost/json.hpp>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace {

using std::chrono::seconds;

constexpr auto now = std::chrono::sys_days{std::chrono::year{2026} / 6 / 15} + std::chrono::hours{14};

std::optional<seconds> read(const std::string& value)
{
    oms::http_headers headers;
    headers.add_received("Retry-After", value);
    return oms::read_retry_after(headers, now);
}

} // namespace

TEST_CASE("F41 Retry-After in seconds is read (D11)")
{
    CHECK(read("7") == seconds{7});
    CHECK(read("  7 ") == seconds{7});
    CHECK(read("60") == seconds{60});
}

TEST_CASE("F42 all three forms of an HTTP date are read (D11, X13)")
{
    const auto expected = std::chrono::sys_days{std::chrono::year{1994} / 11 / 6} + std::chrono::hours{8} +
                          std::chrono::minutes{49} + seconds{37};
    CHECK(oms::read_http_date("Sun, 06 Nov 1994 08:49:37 GMT", now) == expected);
    CHECK(oms::read_http_date("Sunday, 06-Nov-94 08:49:37 GMT", now) == expected);
    CHECK(oms::read_http_date("Sun Nov  6 08:49:37 1994", now) == expected);

    CHECK(read("Mon, 15 Jun 2026 14:00:20 GMT") == seconds{20});
    CHECK(read("Monday, 15-Jun-26 14:00:20 GMT") == seconds{20});
    CHECK(read("Mon Jun 15 14:00:20 2026") == seconds{20});
}

TEST_CASE("F42 a Retry-After date is measured against the response's own Date, not a skewed local clock")
{
    oms::http_headers headers;
    headers.add_received("Date", "Mon, 15 Jun 2026 20:00:00 GMT");
    headers.add_received("Retry-After", "Mon, 15 Jun 2026 20:00:05 GMT");
    CHECK(oms::read_retry_after(headers, now) == seconds{5});
}

TEST_CASE("F43 garbage in Retry-After is ignored (D11, X13, X14)")
{
    const std::string value =
        GENERATE(std::string(""), std::string("soon"), std::string("1.5"), std::string("5s"), std::string("+5"),
                 std::string("0x5"), std::string("5 6"), std::string("Mon, 31 Feb 2026 14:00:20 GMT"),
                 std::string("Mon, 15 Jun 2026 25:00:20 GMT"), std::string("Mon, 15 Jun 2026 14:00:20"),
                 std::string("Mon, 15 Jun 2026 14:00:20 CET"), std::string("2026-06-15T14:00:20Z"),
                 std::string("Mon, 15 Jun 2026 14:00:20 GMT and more"), std::string("Mon, -5 Jun 2026 14:00:20 GMT"));
    CAPTURE(value);
    CHECK_FALSE(read(value).has_value());
}

TEST_CASE("F43 a Retry-After of zero asks for no wait of its own")
{
    CHECK(read("0") == seconds{0});
}

TEST_CASE("F44 an absurd Retry-After is cut to a minute (D11, X13, X14)")
{
    CHECK(read("61") == seconds{60});
    CHECK(read("1000000000000000000") == seconds{60});
    CHECK(read("99999999999999999999999999") == seconds{60});
    CHECK(read("Mon, 15 Jun 2099 14:00:20 GMT") == seconds{60});
}

TEST_CASE("F45 a negative or past Retry-After is ignored (D11, X13, X14)")
{
    CHECK_FALSE(read("-1").has_value());
    CHECK_FALSE(read("Mon, 15 Jun 2026 13:59:59 GMT").has_value());
}

TEST_CASE("F46 of several Retry-After fields the smallest readable one counts")
{
    oms::http_headers headers;
    headers.add_received("Retry-After", "soon");
    headers.add_received("Retry-After", "9");
    headers.add_received("Retry-After", "3");
    CHECK(oms::read_retry_after(headers, now) == seconds{3});
    CHECK_FALSE(oms::read_retry_after(oms::http_headers(), now).has_value());
}

TEST_CASE("F41 F42 F43 Retry-After is read as the contract's vectors say")
{
    std::ifstream file(OMS_FIXTURES "/contract/tolerance.json");
    const auto vectors = boost::json::parse(std::string{std::istreambuf_iterator<char>(file), {}});
    std::size_t seen = 0;
    for (const auto& example : vectors.at("cases").as_array()) {
        if (example.at("reads").as_string() != "RetryAfter")
            continue;
        ++seen;
        INFO(example.at("name"));
        oms::http_headers headers;
        if (const auto* given = example.as_object().if_contains("headers"))
            for (const auto& [name, value] : given->as_object())
                headers.add_received(std::string(name), std::string(value.as_string()));
        std::chrono::sys_seconds clock = now;
        if (const auto date = headers.find("Date"))
            clock = oms::read_http_date(*date, now).value();
        const auto wait = oms::read_retry_after(headers, clock);
        const auto& expected = example.at("expect").at("retryAfterSeconds");
        CHECK(wait.has_value() == !expected.is_null());
        if (wait && !expected.is_null())
            CHECK(wait->count() == expected.as_int64());
    }
    CHECK(seen == 4);
}
