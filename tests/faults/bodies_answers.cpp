// What arrives as an answer and is not what it should be: F65 to F75, as a call sees it, and the same in a webhook.
#include "common/catch.hpp"
#include "scripted_client.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace {

using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;
using test::scripted_client;

std::string nested(std::size_t depth)
{
    return std::string(depth, '[') + std::string(depth, ']');
}

std::string customer_with(const std::string& member)
{
    return R"({"id":"cst_1","object":"customer","status":"active",)" + member + "}";
}

std::string quote_with(const std::string& amount)
{
    return R"({"id":"qt_1","type":"cryptoToCrypto","status":"open","source":{"amountGross":)" + amount + "}}";
}

oms::result<oms::customer> customer_of(const std::string& body, std::size_t depth = 64, int status = 200)
{
    oms::client_config config;
    config.limits.json_depth = depth;
    scripted_client stage(config);
    stage.wire->then(scripted_step::answer(status, body));
    return stage.run(stage.client->customers().get(oms::customer_id("cst_1")));
}

oms::result<oms::any_quote> quote_of(const std::string& body)
{
    scripted_client stage;
    stage.wire->then(scripted_step::answer(200, body));
    return stage.run(stage.client->quotes().get(oms::quote_id("qt_1")));
}

/// A creation that was answered with 201 and this; it was applied, whatever the answer looks like.
oms::error failed_creation(const std::string& body)
{
    scripted_client stage;
    stage.wire->then(scripted_step::answer(201, body).header("X-Request-Id", "req_7"));
    const auto options = oms::call_options().idempotency_key("order-789");
    const auto made = stage.run(stage.client->customers().create(oms::new_customer(), options));
    CHECK(stage.wire->requests.size() == 1);
    if (made)
        return {};
    CHECK(made.error().delivery() == delivery::applied);
    CHECK(made.error().idempotency_key() == "order-789");
    CHECK(made.error().request_id() == "req_7");
    CHECK(made.error().document() == body);
    return made.error();
}

/// The same body as the data of a signed event.
oms::result<oms::event> event_of(const std::string& body)
{
    const oms::webhook_secret secret("whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch());
    return oms::webhook_verifier(secret).verify(oms::sign(secret, now.count(), body), body);
}

oms::result<oms::event> event_with(const std::string& data)
{
    return event_of(R"({"id":"evt_1","event":"transaction.cryptoToCrypto.completed","data":)" + data + "}");
}

} // namespace

TEST_CASE("F65 A document that ends anywhere before its end is a decoding error of a call that was applied")
{
    const std::string whole = customer_with(R"("firstName":"Al\u00efce","metadata":{"n":[1,2.5e3,true,null]})");
    REQUIRE(customer_of(whole).has_value());
    for (std::size_t size = 1; size < whole.size(); ++size)
        CHECK(failed_creation(whole.substr(0, size)).code() == errc::decode_failed);
}

TEST_CASE("F66 A body beyond the limit ends the call with its own error, its key and the doubt")
{
    scripted_client stage;
    for (int i = 0; i != 3; ++i) {
        scripted_step step = scripted_step::failure(errc::body_too_large, exchange_phase::response_begun);
        step.result.response.status = 201;
        stage.wire->then(step);
    }
    const auto options = oms::call_options().idempotency_key("order-789");
    const auto made = stage.run(stage.client->customers().create(oms::new_customer(), options));
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().code() == errc::body_too_large);
    CHECK(made.error().http_status() == 201);
    CHECK(made.error().idempotency_key() == "order-789");
    CHECK(made.error().delivery() != delivery::not_sent);
    CHECK(made.error().delivery() != delivery::refused);
}

TEST_CASE("F67 Nesting beyond the limit is a decoding error, however deep it goes (E10)")
{
    CHECK(customer_of(customer_with("\"x\":" + nested(63))).has_value());
    for (const std::size_t deep : {std::size_t{64}, std::size_t{65}, std::size_t{100'000}, std::size_t{1'000'000}}) {
        const oms::error failure = failed_creation(customer_with("\"x\":" + nested(deep)));
        CHECK(failure.code() == errc::decode_failed);
        CHECK_THAT(failure.what(), ContainsSubstring("nested deeper than 64"));
        CHECK(failed_creation(std::string(deep, '[')).code() == errc::decode_failed);
        CHECK(failed_creation(std::string(deep * 5, '{')).code() == errc::decode_failed);
    }
    // An error body that goes too deep is kept as text, and the status decides.
    const auto refused = customer_of(R"({"code":"forbidden","x":)" + nested(100'000) + "}", 64, 403);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code() == errc::forbidden);
    CHECK(refused.error().server_message().size() == 2048);
}

TEST_CASE("F67 The same limit stands in the way of a webhook")
{
    CHECK(event_with("{\"id\":\"txn_1\",\"x\":" + nested(62) + "}").has_value());
    for (const std::size_t deep : {std::size_t{64}, std::size_t{100'000}}) {
        const auto refused = event_with("{\"id\":\"txn_1\",\"x\":" + nested(deep) + "}");
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().code() == errc::decode_failed);
    }
}

TEST_CASE("F67 The depth of answers is the configuration's, from 1 to 512, for error bodies, too (E10)")
{
    CHECK(customer_of(customer_with("\"x\":" + nested(2)), 3).has_value());
    const auto deeper = customer_of(customer_with("\"x\":" + nested(3)), 3);
    REQUIRE_FALSE(deeper.has_value());
    CHECK_THAT(deeper.error().what(), ContainsSubstring("nested deeper than 3"));
    CHECK(customer_of(customer_with("\"x\":" + nested(511)), 512).has_value());
    CHECK_FALSE(customer_of(customer_with("\"x\":" + nested(512)), 512).has_value());
    CHECK(customer_of(R"({"code":"made_up","x":)" + nested(2) + "}", 3, 400).error().server_code().text() == "made_up");
    CHECK(customer_of(R"({"code":"made_up","x":)" + nested(3) + "}", 3, 400).error().server_code().text() != "made_up");
    for (const std::size_t outside : {std::size_t{0}, std::size_t{513}, std::size_t(-1)}) {
        oms::client_config config;
        config.api_key = oms::secret(std::string("sk_sdbx_key"));
        config.api_secret = oms::secret(std::string("hunter2"));
        CHECK_NOTHROW(config.validate());
        config.limits.json_depth = outside;
        CHECK_THROWS_AS(config.validate(), oms::error);
    }
}

TEST_CASE("F68 A name that stands twice refuses the document, in an answer and in a webhook alike")
{
    for (const std::string twice : {R"({"id":"cst_1","status":"active","status":"inactive"})",
                                    R"({"id":"cst_1","status":"active","st\u0061tus":"x"})",
                                    R"({"id":"cst_1","status":"active","unknown":{"a":1,"a":1}})"}) {
        const oms::error failure = failed_creation(twice);
        CHECK(failure.code() == errc::decode_failed);
        CHECK_THAT(failure.what(), ContainsSubstring("twice"));
    }
    CHECK(quote_of(R"({"id":"qt_1","type":"cryptoToCrypto","source":{"amountGross":"1","amountGross":"100"}})")
              .error()
              .code() == errc::decode_failed);
    CHECK(
        event_with(R"({"id":"txn_1","type":"cryptoToCrypto","status":"failed","status":"completed"})").error().code() ==
        errc::decode_failed);
    CHECK(event_of(R"({"id":"evt_1","id":"evt_2","event":"x.y","data":{}})").error().code() == errc::decode_failed);
}

TEST_CASE("F69 Text that is not UTF-8 is an error that keeps the document; a webhook is not lost for it")
{
    for (const std::string bad : {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"",
                                  "\"\xe2\x82\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83dx\"", "\"\x01\""}) {
        CHECK(failed_creation(customer_with("\"firstName\":" + bad)).code() == errc::decode_failed);
        CHECK(failed_creation(customer_with("\"unknown\":" + bad)).code() == errc::decode_failed);
        const auto event = event_with("{\"id\":\"txn_1\",\"x\":" + bad + "}");
        if (bad == "\"\x01\"") { // no JSON at all
            CHECK(event.error().code() == errc::decode_failed);
        } else {
            REQUIRE(event.has_value());
            CHECK(event->id.view() == "evt_1");
            CHECK_THAT(std::string(event->document.view()), ContainsSubstring("\xef\xbf\xbd"));
        }
    }
    const std::string with_nul = customer_with("\"firstName\":\"a" + std::string(1, '\0') + "b\"");
    CHECK(failed_creation(with_nul).code() == errc::decode_failed);
    CHECK(failed_creation("\xef\xbb\xbf" + customer_with("\"a\":1")).code() == errc::decode_failed);
    CHECK(event_of("\xef\xbb\xbf{\"id\":\"evt_1\",\"event\":\"x.y\",\"data\":{}}").error().code() ==
          errc::decode_failed);
    const auto pair = customer_of(customer_with(R"("firstName":"\ud83d\ude00")"));
    REQUIRE(pair.has_value());
    CHECK(pair->first_name == "\xf0\x9f\x98\x80");
}

TEST_CASE("F70 An amount of any form but a plain decimal is an error that names its path (X5)")
{
    for (const std::string bad : {"\"1e2\"",  "\"1E-2\"", "1e2",    "\"NaN\"", "\"Infinity\"", "\"1,000.00\"", "\"+1\"",
                                  "\" 1\"",   "\"1 \"",   "\"\"",   "true",    "false",        "[]",           "{}",
                                  "\"0x10\"", "\".5\"",   "\"1.\"", "\"--1\"", "\"\\u0661\"",  "\"1.2.3\""}) {
        CAPTURE(bad);
        const auto read = quote_of(quote_with(bad));
        REQUIRE_FALSE(read.has_value());
        CHECK(read.error().code() == errc::decode_failed);
        CHECK_THAT(read.error().what(), ContainsSubstring("source.amountGross"));
        CHECK(read.error().document() == quote_with(bad));
    }
    const auto many = quote_of(quote_with("\"" + std::string(97, '7') + "\""));
    REQUIRE_FALSE(many.has_value());
    CHECK_THAT(std::string(many.error().document()), ContainsSubstring(std::string(97, '7')));
}

TEST_CASE("F70 An amount is read from its literal text, as a string or as a number, and null is none (X5)")
{
    const auto gross = [](const std::string& literal) {
        const auto read = quote_of(quote_with(literal));
        REQUIRE(read.has_value());
        return oms::common_of(*read).source.amount_gross;
    };
    CHECK(gross("\"100.00\"").str() == "100.00");
    CHECK(gross("100.00").str() == "100.00");
    CHECK(gross("0.1").str() == "0.1");
    CHECK(gross("\"0.000000000000000001\"").str() == "0.000000000000000001");
    CHECK(gross("12345678901234567890123456789012345678").str() == "12345678901234567890123456789012345678");
    CHECK(gross("\"" + std::string(96, '7') + "\"").str() == std::string(96, '7'));
    CHECK(gross("\"-0\"").is_zero());
    CHECK(gross("\"-0\"") == oms::decimal("0"));
    CHECK(gross("null").absent());
}

TEST_CASE("F71 An integer that is none, or does not fit, is never wrapped or cut")
{
    const auto exchange_with = [](const std::string& seconds) {
        scripted_client stage;
        for (int i = 0; i != 20; ++i)
            stage.wire->then_token(scripted_step::answer(
                200, R"({"accessToken":"t0ken","tokenType":"bearer","expiresIn":)" + seconds + "}"));
        stage.wire->then(scripted_step::answer(200, test::smallest_customer));
        return stage.run(stage.client->customers().get(oms::customer_id("cst_1")));
    };
    CHECK(exchange_with("3600").has_value());
    for (const std::string bad : {"9223372036854775808", "1e30", "3600.5", "\"soon\"", "true", "[3600]"}) {
        CAPTURE(bad);
        const auto got = exchange_with(bad);
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code() == errc::auth_unavailable);
        CHECK(got.error().delivery() == delivery::not_sent);
    }
}

TEST_CASE("F72 What a later version adds is fine, and a wrong type in a field that is read names its path")
{
    const auto later = customer_of(customer_with(R"("status2":"x","newThing":{"a":[1]},"nationality":null)"));
    REQUIRE(later.has_value());
    const auto unknown = customer_of(R"({"id":"cst_1","status":"brandNew","wallets":null})");
    REQUIRE(unknown.has_value());
    CHECK(unknown->status.text() == "brandNew");
    CHECK_FALSE(unknown->status == oms::customer_status::active);
    const oms::error wrong = failed_creation(R"({"id":"cst_1","wallets":[{"id":"wlt_1","balance":[]}]})");
    CHECK(wrong.code() == errc::decode_failed);
    CHECK_THAT(wrong.what(), ContainsSubstring("wallets[0].balance"));
}

TEST_CASE("F73 A time without a zone names its path, and others come out as UTC")
{
    const auto created = [](const std::string& text) {
        return customer_of(customer_with("\"createdAt\":\"" + text + "\""));
    };
    for (const std::string bad : {"2026-06-15T14:30:00", "2026-06-15", "yesterday", "2026-02-30T00:00:00Z", ""}) {
        CAPTURE(bad);
        const auto read = created(bad);
        REQUIRE_FALSE(read.has_value());
        CHECK_THAT(read.error().what(), ContainsSubstring("createdAt"));
    }
    CHECK(created("2026-06-15T16:30:00+02:00").value().created_at == oms::timestamp("2026-06-15T14:30:00Z"));
    CHECK(created("2026-06-15T14:30:00.123456789Z").has_value());
    CHECK(created("2026-12-31T23:59:60Z").value().created_at == oms::timestamp("2027-01-01T00:00:00Z"));
    CHECK(created("9999-12-31T23:59:59Z").has_value());
}

TEST_CASE("F74 Pages that lead nowhere or in a circle end the walk with an error, and nothing is read twice")
{
    const auto page = [](const std::string& id, const std::string& cursor) {
        return scripted_step::answer(200, R"({"data":[)" + (id.empty() ? "" : R"({"id":")" + id + R"("})") +
                                              R"(],"hasMore":true,"nextCursor":)" + cursor + "}");
    };
    const std::vector<std::vector<scripted_step>> walks{
        {page("cst_1", "\"a\""), page("cst_2", "\"a\"")},
        {page("cst_1", "\"a\""), page("cst_2", "\"b\""), page("cst_3", "\"a\"")},
        {page("cst_1", "null")},
        {page("cst_1", "\"\"")},
        {page("", "\"a\""), page("", "\"b\""), page("", "\"a\"")}};
    for (const auto& walk : walks) {
        scripted_client stage;
        for (const scripted_step& step : walk)
            stage.wire->then(step);
        auto pages = stage.client->customers().list();
        oms::errc why{};
        for (std::size_t i = 0; i <= walk.size() && why == oms::errc{}; ++i) {
            const auto next = stage.run(pages.next());
            if (!next)
                why = static_cast<oms::errc>(next.error().code().value());
        }
        CHECK(why == oms::errc::paging_loop);
        CHECK(stage.wire->requests.size() == walk.size());
    }
}

TEST_CASE("F75 The status decides what an answer is, whatever its body looks like")
{
    const oms::error inside = failed_creation(R"({"code":"insufficient_funds","message":"no","type":"unprocessable"})");
    CHECK(inside.code() == errc::decode_failed);
    CHECK(inside.server_code().empty());
    for (const int status : {400, 403, 404, 422}) {
        const auto refused = customer_of(test::smallest_customer, 64, status);
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().http_status() == status);
        CHECK(refused.error().delivery() == delivery::refused);
    }
}
