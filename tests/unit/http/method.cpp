#include "common/catch.hpp"

#include <oms/http/method.hpp>
#include <oms/http/repeat_rule.hpp>

TEST_CASE("Every method has its name in a request line")
{
    using oms::http_method;
    CHECK(to_string(http_method::get) == "GET");
    CHECK(to_string(http_method::post) == "POST");
    CHECK(to_string(http_method::put) == "PUT");
    CHECK(to_string(http_method::patch) == "PATCH");
    CHECK(to_string(http_method::del) == "DELETE");
}

TEST_CASE("PUT is repeated like POST: under its key, and without one only when it was not heard (D1, D8)")
{
    using oms::http_method;
    using oms::repeat_rule;
    for (const http_method method : {http_method::post, http_method::put}) {
        CHECK(repeat_rule_of(method, true) == repeat_rule::with_key);
        CHECK(repeat_rule_of(method, false) == repeat_rule::unheard);
    }
    CHECK(repeat_rule_of(http_method::patch, false) == repeat_rule::unheard);
    CHECK(repeat_rule_of(http_method::get, false) == repeat_rule::freely);
    CHECK(repeat_rule_of(http_method::del, false) == repeat_rule::deletion);
}
