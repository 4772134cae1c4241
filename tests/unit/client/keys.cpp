#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/early_access.hpp>
#include <set>
#include <string>

namespace {

using namespace oms::literals;

const oms::to_wallet some_wallet{"wlt_1"_wlt, oms::asset::usdc, oms::network::polygon};

} // namespace

TEST_CASE("Every POST carries a key of its own, also one without a body (D1, X2)")
{
    pipeline_bench bench;
    const oms::client& client = *bench.client;
    const oms::decimal amount("50.00");
    oms::barcode_authorization authorization;
    authorization.account_number = "a";
    authorization.account_reference_number = "r";
    authorization.confirmation_id = "c";
    const oms::new_quote order{some_customer, oms::from_wallet{"wlt_1"_wlt, oms::asset::usdc, oms::network::polygon},
                               oms::to_wallet{"wlt_2"_wlt, oms::asset::usdc, oms::network::polygon},
                               oms::source_amount{"25.00"}};
    oms::quote<oms::crypto_to_crypto> quote;
    quote.id = "qt_1"_qt;

    // What comes back is not of interest: the answers decode or not, the requests are the point.
    const auto post = [&bench](auto call, bool has_body = true) {
        bench.wire->then(scripted_step::answer(403, "{}"));
        const std::size_t before = bench.wire->requests.size();
        const auto refused = bench.run(std::move(call));
        REQUIRE_FALSE(refused.has_value());
        INFO(refused.error().what());
        REQUIRE(bench.wire->requests.size() == before + 1);
        const oms::http_request& sent = bench.wire->requests.back();
        CAPTURE(sent.target);
        CHECK(sent.method == oms::http_method::post);
        CHECK(sent.body.empty() != has_body);
        CHECK(refused.error().idempotency_key() == sent.headers.find("Idempotency-Key"));
    };
    post(client.customers().create(oms::new_customer()));
    post(client.wallets().create(some_customer, oms::new_wallet(oms::asset::usdc, oms::network::polygon)));
    post(client.quotes().create(order));
    post(client.transactions().execute(quote));
    post(client.cash_ins().create(oms::new_cash_in(some_customer, some_wallet, "loc_1"_loc, "cmVm")));
    post(client.cash_ins().refresh("ci_1"_ci), false);
    post(client.webhooks().create(oms::new_webhook("https://example.com/oms")));
    post(client.simulate().barcode_auth(oms::barcode_auth("ABC 123", amount)));
    post(client.simulate().auth_commit(oms::auth_commit(authorization, amount)));
    post(client.simulate().virtual_account("va_1"_va,
                                           oms::virtual_account_transfer(oms::transfer_rail::ach_in, amount)));
    post(client.simulate().deposit_address("da_1"_da, oms::deposit_address_transfer(amount)));
    post(client.early_access().create_virtual_account(some_customer, oms::new_virtual_account(some_wallet)));
    post(client.early_access().create_deposit_address(
        some_customer, oms::new_deposit_address(oms::asset::usdc, oms::network::polygon, some_wallet)));
    post(client.early_access().create_external_account(
        some_customer,
        oms::new_external_account(oms::network("ach"), oms::json_object().add("routingNumber", "021000021"))));
    post(client.raw().post("/anything", oms::json_text()), false);

    std::set<std::string> keys;
    for (const auto& sent : bench.wire->requests)
        keys.emplace(sent.headers.find("Idempotency-Key").value_or(""));
    CHECK(keys.size() == bench.wire->requests.size());
    CHECK(keys.count("") == 0);
}
