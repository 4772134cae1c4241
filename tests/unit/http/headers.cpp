#include "common/catch.hpp"

#include <oms/core/error.hpp>
#include <oms/http/headers.hpp>

#include <string>

TEST_CASE("header fields are found whatever the case of their name")
{
    oms::http_headers headers;
    headers.add("X-Request-Id", "req_1").add("Accept", "application/json");

    CHECK(headers.find("x-request-id") == std::string_view("req_1"));
    CHECK(headers.find("ACCEPT") == std::string_view("application/json"));
    CHECK_FALSE(headers.find("Accept-Charset").has_value());
}

TEST_CASE("setting a header field replaces all of its name")
{
    oms::http_headers headers;
    headers.add_received("Authorization", "Bearer one");
    headers.add_received("authorization", "Bearer two");
    headers.set("Authorization", "Bearer three");

    REQUIRE(headers.size() == 1);
    CHECK(headers.find("Authorization") == std::string_view("Bearer three"));
}

TEST_CASE("F76 a header value that could split the message is refused before it is written (E13, X26)")
{
    const std::string bad = GENERATE(std::string("a\rb"), std::string("a\nb"), std::string("a\r\n b"),
                                     std::string("a\0b", 3), std::string("a\x7f"), std::string("caf\xc3\xa9"),
                                     std::string(" leading"), std::string("trailing\t"), std::string("\x01"));
    oms::http_headers headers;
    try {
        headers.add("X-Note", bad);
        FAIL("was accepted");
    } catch (const oms::error& failure) {
        CHECK(failure.code() == oms::errc::invalid_argument);
        CHECK(failure.delivery() == oms::delivery::not_sent);
        CHECK(std::string(failure.what()).find(bad) == std::string::npos);
    }
    CHECK(headers.empty());
}

TEST_CASE("F76 a header name that is no token is refused (E13)")
{
    const std::string bad = GENERATE(std::string(), std::string("a b"), std::string("a:"), std::string("a\r\nb"),
                                     std::string("\xc3\xa9"), std::string("a\0", 2));
    oms::http_headers headers;
    CHECK_THROWS_AS(headers.add(bad, "value"), oms::error);
}

TEST_CASE("what a peer sent is kept as it is")
{
    oms::http_headers headers;
    headers.add_received("X-Odd", "caf\xc3\xa9");
    headers.add_received("x-odd", "");

    CHECK(headers.find_all("X-Odd").size() == 2);
    CHECK(headers.find("X-Odd") == std::string_view("caf\xc3\xa9"));
}
