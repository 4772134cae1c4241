#include "common/catch.hpp"

#include <oms/core/error.hpp>
#include <oms/http/headers.hpp>

#include <memory>
#include <string>
#include <string_view>

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

namespace {

std::shared_ptr<const oms::http_headers> shared_fields()
{
    oms::http_headers fields;
    fields.add("Host", "api.example.com").add("Authorization", "Bearer one");
    return std::make_shared<const oms::http_headers>(fields);
}

std::string lines(const oms::http_headers& headers)
{
    std::string text;
    headers.append_to(text);
    return text;
}

} // namespace

TEST_CASE("fields that many messages share stand in front of a message's own")
{
    oms::http_headers headers;
    headers.add("Accept", "application/json");
    headers.share(shared_fields());

    CHECK(headers.size() == 3);
    CHECK(headers[0].name == "Host");
    CHECK(headers[2].value == "application/json");
    CHECK(headers.find("authorization") == std::string_view("Bearer one"));
    CHECK(lines(headers) == "Host: api.example.com\r\nAuthorization: Bearer one\r\nAccept: application/json\r\n");
    CHECK(headers.bytes() == lines(headers).size());

    headers.share(nullptr);
    CHECK(headers.size() == 1);
}

TEST_CASE("what is removed from one message stays with the others that share it")
{
    const auto shared = shared_fields();
    oms::http_headers headers;
    headers.share(shared);
    headers.add("Accept", "application/json");
    headers.set("Authorization", "Bearer two");

    CHECK(lines(headers) == "Host: api.example.com\r\nAccept: application/json\r\nAuthorization: Bearer two\r\n");
    CHECK(shared->find("Authorization") == std::string_view("Bearer one"));
}

TEST_CASE("what is wiped is nowhere left in the memory of the fields")
{
    const std::string secret = "Bearer gTkQ8wZr3VxJmP6nB1cYhL0sDfUe4iOa";
    oms::http_headers headers;
    headers.reserve(400, 4);
    headers.add("Accept", "application/json").add("Authorization", secret);
    if (GENERATE(false, true))
        headers.add("X-Last", "a");
    const char* const memory = headers[0].name.data();
    headers.wipe("authorization");

    CHECK_FALSE(headers.find("Authorization").has_value());
    CHECK(headers.find("Accept") == std::string_view("application/json"));
    REQUIRE(headers[0].name.data() == memory);
    CHECK(std::string_view(memory, 400).find(secret.substr(7, 8)) == std::string_view::npos);
}

TEST_CASE("fields that share a secret are let go when it is wiped")
{
    oms::http_headers headers;
    headers.share(shared_fields());
    headers.add("Accept", "application/json");
    headers.wipe("Authorization");

    CHECK(headers.size() == 1);
    CHECK(headers.find("Accept").has_value());
}

TEST_CASE("fields that are cleared leave their memory to the next ones")
{
    oms::http_headers headers;
    headers.add("Content-Type", "application/json").add("Idempotency-Key", "f887977f-7347-43bd-b7ae-4e8d7d533be1");
    const std::size_t before = headers.capacity();
    const char* const memory = headers[0].name.data();
    headers.clear();
    CHECK(headers.empty());
    headers.add("Accept", "*/*");

    CHECK(headers.capacity() == before);
    CHECK(headers[0].name.data() == memory);
}

TEST_CASE("fields that were removed leave the places of the others as they were")
{
    oms::http_headers headers;
    headers.add("A", "1").add("B", "2").add("a", "3").add("C", "4");
    headers.erase("A");

    CHECK(lines(headers) == "B: 2\r\nC: 4\r\n");
    CHECK(headers.find("C") == std::string_view("4"));
    std::string names;
    for (const oms::http_header field : headers)
        names += field.name;
    CHECK(names == "BC");
}
