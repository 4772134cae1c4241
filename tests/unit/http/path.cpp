#include "common/catch.hpp"

#include <oms/core/error.hpp>
#include <oms/http/path.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <string>

TEST_CASE("ids take their places in a path template")
{
    CHECK(oms::expand_path("/customers", {}) == "/customers");
    CHECK(oms::expand_path("/customers/{customerId}/wallets", {"cst_1"}) == "/customers/cst_1/wallets");
    CHECK(oms::expand_path("/a/{x}/b/{y}", {"1", "2"}) == "/a/1/b/2");
}

TEST_CASE("a path template wants exactly one value for each place")
{
    CHECK_THROWS_AS(oms::expand_path("/customers/{customerId}", {}), oms::error);
    CHECK_THROWS_AS(oms::expand_path("/customers", {"cst_1"}), oms::error);
    CHECK_THROWS_AS(oms::expand_path("/customers/{customerId", {"cst_1"}), oms::error);
}

TEST_CASE("F80 an id that no encoding makes safe in a path is refused (E14, X11)")
{
    const std::string bad = GENERATE(std::string(), std::string("."), std::string(".."));
    try {
        oms::expand_path("/customers/{customerId}", {bad});
        FAIL("was accepted");
    } catch (const oms::error& failure) {
        CHECK(failure.code() == oms::errc::invalid_id);
    }
}

TEST_CASE("F80 whatever an id holds, an independent parser sees one path segment and the id in it (E14, X11)")
{
    const std::string id =
        GENERATE(std::string("a/../b"), std::string("%2e%2e"), std::string("%2F"), std::string("\\"),
                 std::string("?x="), std::string("#"), std::string(";"), std::string("//evil"), std::string(" "),
                 std::string("\xe2\x80\xa5"), std::string("a b"), std::string("a\0b", 3), std::string("a\r\nb"),
                 std::string("cst_1:80@x"), std::string("..."), std::string("cpUsBank_9"), std::string("\xff"));
    const std::string path = oms::expand_path("/customers/{customerId}/balance", {id});

    const auto parsed = boost::urls::parse_origin_form(path);
    REQUIRE(parsed.has_value());
    const boost::urls::url_view url = parsed.value();
    CHECK_FALSE(url.has_query());
    REQUIRE(url.encoded_segments().size() == 3);
    auto segment = url.segments().begin();
    CHECK(*segment++ == "customers");
    CHECK(*segment++ == id);
    CHECK(*segment++ == "balance");
}

TEST_CASE("a query is written as in the contract's examples")
{
    oms::http_query query;
    CHECK(query.append_to("/transactions") == "/transactions");
    query.add("limit", "2").add("createdAfter", "2026-06-14T14:30:00Z");
    CHECK(query.str() == "limit=2&createdAfter=2026-06-14T14%3A30%3A00Z");
    CHECK(query.append_to("/transactions") == "/transactions?limit=2&createdAfter=2026-06-14T14%3A30%3A00Z");
}

TEST_CASE("no query value adds a parameter or a fragment")
{
    oms::http_query query;
    query.add("email", "a+b&limit=9#x=\xc3\xa9 @example.com");
    CHECK(query.str() == "email=a%2Bb%26limit%3D9%23x%3D%C3%A9%20%40example.com");
}
