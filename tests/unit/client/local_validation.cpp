#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace {

using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;

/// The fields that a call was refused for, sorted; nothing was sent for it.
template <class T>
std::vector<std::string> refused_fields(pipeline_bench& bench, boost::asio::awaitable<T> call)
{
    const auto outcome = bench.run(std::move(call));
    REQUIRE_FALSE(outcome.has_value());
    CHECK(outcome.error().code() == errc::invalid_argument);
    CHECK(outcome.error().delivery() == delivery::not_sent);
    CHECK(outcome.error().attempts() == 0);
    CHECK(bench.wire->requests.empty());
    CHECK(bench.wire->token_requests.empty());
    std::vector<std::string> fields;
    const oms::error refused = outcome.error();
    for (const auto& each : refused.details()) {
        CHECK_FALSE(each.message.empty());
        fields.push_back(each.field);
    }
    std::sort(fields.begin(), fields.end());
    return fields;
}

using fields = std::vector<std::string>;

} // namespace

TEST_CASE("Every problem of a path, a query and a body comes in one error, and nothing is sent (B8)")
{
    pipeline_bench bench;
    CHECK(refused_fields(bench, bench.client->customers().update(
                                    oms::customer_id(), oms::customer_update().phone("12").birth_date("1990-02-30"))) ==
          fields{"birthDate", "customerId", "phone"});
    CHECK(refused_fields(
              bench, bench.client->customers()
                         .transactions(oms::customer_id::from_answer(".."), oms::customer_transaction_filter().limit(0))
                         .next()) == fields{"customerId", "limit"});
    CHECK(refused_fields(bench, bench.client->wallets().create(oms::customer_id(),
                                                               oms::new_wallet(oms::asset(), oms::network()))) ==
          fields{"asset", "chain", "customerId"});
}

TEST_CASE("An id that is no path segment is refused under the name that the contract gives it (B8, E14, F80)")
{
    pipeline_bench bench;
    oms::client& client = *bench.client;
    for (const char* const text : {"", ".", ".."}) {
        CAPTURE(text);
        CHECK(refused_fields(bench, client.customers().get(oms::customer_id::from_answer(text))) ==
              fields{"customerId"});
        CHECK(refused_fields(bench, client.wallets().balance(oms::wallet_id::from_answer(text))) == fields{"walletId"});
        CHECK(refused_fields(bench, client.quotes().get(oms::quote_id::from_answer(text))) == fields{"quoteId"});
        CHECK(refused_fields(bench, client.transactions().get(oms::transaction_id::from_answer(text))) ==
              fields{"transactionId"});
        CHECK(refused_fields(bench, client.cash_ins().refresh(oms::cash_in_id::from_answer(text))) ==
              fields{"cashInId"});
        CHECK(refused_fields(bench, client.webhooks().remove(oms::webhook_id::from_answer(text))) ==
              fields{"webhookId"});
    }
}

TEST_CASE("An id of any other text is one segment of the path (E14, F80)")
{
    struct row {
        const char* id;
        const char* segment;
    };
    for (const row& each : {row{"a/../b", "a%2F..%2Fb"}, row{"%2e%2e", "%252e%252e"}, row{"?x=", "%3Fx%3D"},
                            row{"#", "%23"}, row{"//evil", "%2F%2Fevil"}, row{"a b\r\n", "a%20b%0D%0A"},
                            row{"..;", "..%3B"}, row{"\xE2\x80\xA4", "%E2%80%A4"}}) {
        CAPTURE(each.id);
        pipeline_bench bench;
        bench.wire->then(scripted_step::answer(200, customer_body));
        CHECK(bench.run(bench.client->customers().get(oms::customer_id::from_answer(each.id))).has_value());
        CHECK(bench.wire->requests.at(0).target == std::string("/v0.9/customers/") + each.segment);
    }
}

TEST_CASE("The error of a request that is not sent names operation, fields and key, and no value (B8, F84)")
{
    pipeline_bench bench;
    const auto made =
        bench.run(bench.client->customers().create(oms::new_customer().phone("call Alice").birth_date("yesterday"),
                                                   oms::call_options().idempotency_key("order-789")));
    REQUIRE_FALSE(made.has_value());
    CHECK(made.error().method() == "POST");
    CHECK(made.error().path_template() == "/customers");
    CHECK(made.error().idempotency_key() == "order-789");
    CHECK_THAT(made.error().what(), ContainsSubstring("phone") && ContainsSubstring("birthDate") &&
                                        ContainsSubstring("not_sent") && !ContainsSubstring("Alice") &&
                                        !ContainsSubstring("yesterday"));
    const oms::error failure = made.error(); // given by value: a loop over its details() would outlive it
    for (const auto& each : failure.details())
        CHECK_THAT(each.message, !ContainsSubstring("Alice") && !ContainsSubstring("yesterday"));
}

TEST_CASE("Format checks are switched off for one call or for a client, and on again for one call (B8, C1)")
{
    pipeline_bench bench;
    const auto newer = oms::new_customer().phone("tel:12").birth_date("around 1990");
    CHECK(refused_fields(bench, bench.client->customers().create(newer)) == fields{"birthDate", "phone"});
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(bench.client->customers().create(newer, oms::call_options().format_checks(false))).has_value());
    CHECK_THAT(bench.wire->requests.at(0).body, ContainsSubstring("around 1990"));

    bench.config.format_checks = false;
    bench.renew_client();
    CHECK(refused_fields(bench, bench.client->customers().create(newer, oms::call_options().format_checks(true))) ==
          fields{"birthDate", "phone"});
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(bench.client->customers().create(newer)).has_value());
    bench.wire->then(scripted_step::answer(200, R"({"customerId":"cst_1","estimatedBalance":"1.00"})"));
    CHECK(bench.run(bench.client->customers().balance(oms::customer_id{"cst_1"}, "euro")).has_value());
    CHECK(bench.wire->requests.at(1).target == "/v0.9/customers/cst_1/balance?estimatedBalanceCurrencyCode=euro");
}

TEST_CASE("What keeps a call safe is checked with the format checks off too (B8)")
{
    pipeline_bench bench;
    bench.config.format_checks = false;
    bench.renew_client();
    CHECK(refused_fields(bench, bench.client->customers().get(oms::customer_id())) == fields{"customerId"});
    CHECK(refused_fields(bench, bench.client->webhooks().create(oms::new_webhook("http://example.com/oms"))) ==
          fields{"url"});
    CHECK(refused_fields(bench, bench.client->raw().get("/../x")) == fields{"path"});
    const oms::new_quote order{
        oms::customer_id{"cst_1"}, oms::from_wallet{oms::wallet_id{"wlt_1"}, oms::asset::usdc, oms::network::polygon},
        oms::to_wallet{oms::wallet_id{"wlt_2"}, oms::asset::usdc, oms::network::polygon}, oms::source_amount{"0.00"}};
    CHECK(refused_fields(bench, bench.client->quotes().create(order)) == fields{"source.amount"});
}

TEST_CASE("The currency of a balance is an ISO 4217 code (B8)")
{
    pipeline_bench bench;
    for (const char* const currency : {"usd", "US", "DOLLAR", "U\r\n"}) {
        CHECK(refused_fields(bench, bench.client->customers().balance(oms::customer_id{"cst_1"}, currency)) ==
              fields{"estimatedBalanceCurrencyCode"});
        CHECK(refused_fields(bench, bench.client->wallets().balance(oms::wallet_id{"wlt_1"}, currency)) ==
              fields{"estimatedBalanceCurrencyCode"});
    }
}
