#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/impl/extra_field.hpp>

#include <string>
#include <string_view>

namespace {

using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using oms::json_text;

/// `body` with the field, or why not.
std::string with_field(std::string body, std::string_view path, std::string_view value)
{
    const std::string_view fault = oms::detail::add_field(body, path, value);
    return fault.empty() ? body : std::string(fault);
}

} // namespace

TEST_CASE("An extra field is put into the body, at the top and inside of what is sent (B9)")
{
    CHECK(with_field("{}", "a", "1") == R"({"a":1})");
    CHECK(with_field(R"({"b":2})", "a", R"({"x":[]})") == R"({"b":2,"a":{"x":[]}})");
    CHECK(with_field(R"({"b":{"c":2},"d":3})", "b.a", "1") == R"({"b":{"c":2,"a":1},"d":3})");
    CHECK(with_field(R"({"b":{}})", "b.a", "1") == R"({"b":{"a":1}})");
    CHECK(with_field(R"({"b":2})", "x.y.z", "null") == R"({"b":2,"x":{"y":{"z":null}}})");
    CHECK(with_field(R"({ "b" : { "c" : 2 } , "d" : [ 3 ] } )", "b.a", "1") ==
          R"({ "b" : { "c" : 2 ,"a":1} , "d" : [ 3 ] } )");
    CHECK(with_field(R"({"b":1})", "a\"b", "1") == R"({"b":1,"a\"b":1})");
    CHECK(with_field(R"({"\u0061":{}})", "a.b", "1") == R"({"\u0061":{"b":1}})");
}

TEST_CASE("An extra field never takes the place of what is sent (B9)")
{
    CHECK(with_field(R"({"a":1})", "a", "2") == "is sent already");
    CHECK(with_field(R"({"\u0061":1})", "a", "2") == "is sent already");
    CHECK(with_field(R"({"b":{"a":null}})", "b.a", "2") == "is sent already");
    const std::string no_object = "cannot be added: a part of its path is sent, and is no object";
    CHECK(with_field(R"({"a":1})", "a.b", "2") == no_object);
    CHECK(with_field(R"({"a":[{}]})", "a.b", "2") == no_object);
    CHECK(with_field(R"({"a":null})", "a.b", "2") == no_object);
    CHECK(with_field("[]", "a", "2") == no_object);
    std::string deep = "a";
    for (int i = 0; i < 63; ++i)
        deep += ".a";
    CHECK(with_field("{}", deep, "1").starts_with("{"));
    CHECK(with_field("{}", deep + ".a", "1").starts_with("cannot be added"));
    CHECK(with_field("{}", "caf\xE9", "1").starts_with("cannot be added"));
}

TEST_CASE("Extra fields and parameters go with a typed call, byte for byte the same in every attempt (B9, B12)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::failure(errc::connection_lost, oms::exchange_phase::fully_written));
    bench.wire->then(scripted_step::answer(201, quote_body));
    const auto made = bench.run(
        bench.client->quotes().create(small_order(), oms::call_options()
                                                         .extra_field("riskHint", json_text(R"("low")"))
                                                         .extra_field("source.route", json_text("[1.50, 2e3]"))
                                                         .extra_field("later.first", json_text("1"))
                                                         .extra_field("later.second", json_text("2"))
                                                         .extra_parameter("dryRun", "yes & no")
                                                         .extra_parameter("tag", "a")
                                                         .extra_parameter("tag", "b")));
    REQUIRE(made.has_value());

    const auto& sent = bench.wire->requests;
    REQUIRE(sent.size() == 3);
    CHECK(sent[0].target == "/v0.9/quotes?dryRun=yes%20%26%20no&tag=a&tag=b");
    CHECK_THAT(sent[0].body, ContainsSubstring(R"("route":[1.50, 2e3]})") && ContainsSubstring(R"("riskHint":"low")") &&
                                 ContainsSubstring(R"("later":{"first":1,"second":2}})"));
    CHECK_NOTHROW(json_text(sent[0].body));
    for (const auto& each : sent) {
        CHECK(each.body == sent[0].body);
        CHECK(each.target == sent[0].target);
        CHECK(each.headers.find("Idempotency-Key") == sent[0].headers.find("Idempotency-Key"));
    }
}

TEST_CASE("A POST without a body gets one for its extra fields (B9)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, R"({"id":"ci_1","status":"created"})"));
    const auto options = oms::call_options().extra_field("reason", json_text(R"("moved")"));
    CHECK(bench.run(bench.client->cash_ins().refresh(oms::cash_in_id{"ci_1"}, options)).has_value());
    REQUIRE(bench.wire->requests.size() == 1);
    CHECK(bench.wire->requests[0].body == R"({"reason":"moved"})");
    CHECK(bench.wire->requests[0].headers.find("Content-Type") == "application/json");
}

TEST_CASE("Extra parameters go with a list, page by page (B9)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, R"({"data":[],"hasMore":false})"));
    auto pages = bench.client->customers().list(oms::customer_filter().limit(2),
                                                oms::call_options().extra_parameter("sort", "name"));
    CHECK(bench.run(pages.next()).has_value());
    CHECK(bench.wire->requests.at(0).target == "/v0.9/customers?limit=2&sort=name");
}

TEST_CASE("Everything wrong with extra fields and parameters comes in one error, and nothing is sent (B9, B8)")
{
    pipeline_bench bench;
    const auto refused = [&bench](auto call) {
        const auto outcome = bench.run(std::move(call));
        REQUIRE_FALSE(outcome.has_value());
        CHECK(outcome.error().code() == errc::invalid_argument);
        CHECK(outcome.error().delivery() == delivery::not_sent);
        std::string fields;
        const oms::error failure = outcome.error(); // given by value: a loop over its details() would outlive it
        for (const auto& each : failure.details())
            fields += each.field + ": " + each.message + "\n";
        return fields;
    };
    CHECK(refused(bench.client->quotes().create(small_order(), oms::call_options()
                                                                   .extra_field("customerId", json_text("1"))
                                                                   .extra_field("new.one", json_text("1"))
                                                                   .extra_field("new.one", json_text("2"))
                                                                   .extra_field("customerId.x", json_text("3")))) ==
          "customerId: is sent already\nnew.one: is sent already\n"
          "customerId.x: cannot be added: a part of its path is sent, and is no object\n");
    CHECK(refused(bench.client->customers().get(some_customer, oms::call_options().extra_field("a", json_text("1")))) ==
          "a: cannot be added: GET and DELETE have no body\n");
    CHECK(refused(bench.client->customers()
                      .list(oms::customer_filter().limit(2),
                            oms::call_options().extra_parameter("limit", "5000").extra_parameter("status", "any"))
                      .next()) == "limit: is sent already\n");
    CHECK(refused(bench.client->raw().get("/a?l%69mit=2", oms::call_options().extra_parameter("limit", "3"))) ==
          "limit: is sent already\n");
    CHECK(bench.wire->requests.empty());
    CHECK(bench.wire->token_requests.empty());
}

TEST_CASE("An extra field or parameter that cannot be is refused where it is written (B9)")
{
    const auto refuses = [](auto write) {
        try {
            write();
        } catch (const oms::error& failure) {
            return failure.code() == errc::invalid_argument;
        }
        return false;
    };
    for (const char* const path : {"", ".", ".a", "a.", "a..b"}) {
        CAPTURE(path);
        CHECK(refuses([path] { oms::call_options().extra_field(path, json_text("1")); }));
    }
    CHECK(refuses([] { oms::call_options().extra_field("a", json_text()); }));
    CHECK(refuses([] { oms::call_options().extra_parameter("", "1"); }));
}

TEST_CASE("Options that were copied do not share what is added later (B9, C1)")
{
    const auto base = oms::call_options().extra_field("a", json_text("1"));
    auto more = base;
    more.extra_field("b", json_text("2"));
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, "{}"));
    bench.wire->then(scripted_step::answer(200, "{}"));
    CHECK(bench.run(bench.client->raw().post("/x", json_text(), base)).has_value());
    CHECK(bench.run(bench.client->raw().post("/x", json_text(), more)).has_value());
    CHECK(bench.wire->requests.at(0).body == R"({"a":1})");
    CHECK(bench.wire->requests.at(1).body == R"({"a":1,"b":2})");
}
