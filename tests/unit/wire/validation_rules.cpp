#include "fixture.hpp"

#include <oms/core/json_string.hpp>
#include <oms/wire/impl/code_list.hpp>
#include <oms/wire/impl/format.hpp>

#include <set>
#include <string>

namespace rules = oms::detail;

TEST_CASE("A date is a day of the calendar, written YYYY-MM-DD (B8)")
{
    for (const char* good : {"1990-04-12", "2000-02-29", "2024-02-29", "1990-12-31", "0001-01-01", "9999-12-31"}) {
        INFO(good);
        CHECK(rules::is_date(good));
    }
    for (const char* bad :
         {"1971/09/01",           "1971-9-1",   "01-09-1971",      "1990-02-29", "1900-02-29", "2100-02-29",
          "1990-13-01",           "1990-00-10", "1990-01-00",      "1990-01-32", "1990-04-31", "",
          "1990-04-12T00:00:00Z", "1990-04-1 ", " 990-04-12",      "19900412",   "----------", "1-90-04-12",
          "1990-04--1",           "+990-04-12", "199\xD9\xA0-04-1"}) {
        INFO(bad);
        CHECK_FALSE(rules::is_date(bad));
    }
}

TEST_CASE("A country is one of the 249 codes of ISO 3166-1 alpha-2, or XK (B8)")
{
    for (const char* good : {"US", "GB", "KE", "DE", "NG", "AD", "ZW", "XK", "SS", "CW", "AX"}) {
        INFO(good);
        CHECK(rules::is_country(good));
    }
    for (const char* bad :
         {"UK", "kenyan", "us", "USA", "", "U1", "U", "EU", "AN", "YU", "AA", "ZZ", "XX", "SU", "U S"}) {
        INFO(bad);
        CHECK_FALSE(rules::is_country(bad));
    }
    int countries = 0;
    for (char first = 'A'; first <= 'Z'; ++first)
        for (char second = 'A'; second <= 'Z'; ++second)
            countries += rules::is_country(std::string{first, second});
    CHECK(countries == 249 + 1);
}

TEST_CASE("A currency is an active code of ISO 4217 (B8)")
{
    for (const char* good :
         {"USD", "EUR", "GBP", "BRL", "INR", "MXN", "KES", "JPY", "AED", "ZWG", "XCG", "VES", "SLE"}) {
        INFO(good);
        CHECK(rules::is_currency(good));
    }
    for (const char* bad :
         {"usd", "US", "USDC", "", "DEM", "FRF", "HRK", "ZWL", "SLL", "VEF", "AAA", "ZZZ", "BTC", "U$D"}) {
        INFO(bad);
        CHECK_FALSE(rules::is_currency(bad));
    }
}

TEST_CASE("A phone number is of E.164 (B8)")
{
    for (const char* good : {"+12125550123", "+254722000000", "+123456789012345", "+12"}) {
        INFO(good);
        CHECK(rules::is_phone(good));
    }
    for (const char* bad : {"12125550123", "+0212555", "+1 212", "+", "", "+1234567890123456", "+1", "+1-212", "00441",
                            "+1212555012x", "++12125550123"}) {
        INFO(bad);
        CHECK_FALSE(rules::is_phone(bad));
    }
}

TEST_CASE("Event patterns are valid as the contract's vectors say (B8)")
{
    int seen = 0;
    const boost::json::value vectors = fixture::load("event-patterns.json");
    for (const auto& each : vectors.at("cases").as_array()) {
        const std::string pattern(each.at("pattern").as_string());
        INFO(pattern);
        CHECK(rules::is_event_pattern(pattern) == each.at("valid").as_bool());
        ++seen;
    }
    CHECK(seen == 20);
    for (const char* good : {"cashIn.completed", "a.b", "*.*", "deposit_address.crypto_deposit.needs_attribution"})
        CHECK(rules::is_event_pattern(good));
    for (const char* bad :
         {".", "a.", ".a", "a..b", "**.a", "a.b*", "a b.c", "a.b\n", "transaction", "caf\xC3\xA9.x"}) {
        INFO(bad);
        CHECK_FALSE(rules::is_event_pattern(bad));
    }
    CHECK(rules::is_event_pattern(std::string(126, 'a') + ".b"));
    CHECK_FALSE(rules::is_event_pattern(std::string(127, 'a') + ".b"));
}

TEST_CASE("Deliveries go to a URL with https, or with http on this machine (B8)")
{
    for (const char* good : {"https://hooks.example.com/oms", "HTTPS://example.com", "https://example.com:8443/a?b=c#d",
                             "https://[2001:db8::1]/", "https://user:secret@example.com/", "http://localhost:8080/hook",
                             "http://LocalHost/", "http://127.0.0.1/x", "http://[::1]:9/x", "http://127.8.0.1",
                             "https://xn--bcher-kva.example/"}) {
        INFO(good);
        CHECK(rules::is_delivery_url(good));
    }
    for (const char* bad : {"",
                            "http://example.com/",
                            "ftp://example.com",
                            "https://",
                            "https:///path",
                            "https://:443/",
                            "example.com",
                            "https:/example.com",
                            "//example.com",
                            " https://example.com",
                            "https://exa mple.com",
                            "https://example.com/\n",
                            "http://localhost.example.com/",
                            "http://localhost@example.com/",
                            "http://127.0.0.1.example.com/",
                            "http://localhost\\@example.com/",
                            "https://b\xC3\xBC"
                            "cher.example/",
                            "javascript:alert(1)",
                            "http://example.com#@localhost/",
                            "http://example.com/@localhost",
                            "http://[::1].example.com/"}) {
        INFO(bad);
        CHECK_FALSE(rules::is_delivery_url(bad));
    }
}

TEST_CASE("Text of a request is UTF-8, of RFC 3629 (B8)")
{
    for (const char* good : {"", "plain", "Nguy\xE1\xBB\x85n", "\xF0\x9F\x92\xB8", "\xF4\x8F\xBF\xBF"})
        CHECK(rules::is_utf8(good));
    for (const char* bad : {"\xFF", "\xC3", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "abc\x80", "\xE1\xBB"})
        CHECK_FALSE(rules::is_utf8(bad));
}
