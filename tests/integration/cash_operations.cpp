#include "integration/operations.hpp"

#include <algorithm>

// The operations of contract section 9, against the emulator over TLS.

namespace {

using namespace test;
using namespace std::chrono_literals;
using oms::decimal;

} // namespace

TEST_CASE("createCashIn: gives a deposit code for the shop, and an estimate")
{
    operations s;
    const oms::cash_in made = s.prepared("200.00");
    CHECK(made.status == oms::cash_in_status::pending);
    CHECK(made.customer_id == s.alice.customer);
    CHECK(made.source.asset == oms::asset::usd);
    CHECK(made.source.indicated_amount == decimal("200.00"));
    CHECK(made.destination.amount_net == decimal("196.50")); // less 1.5 % and 0.50
    CHECK(made.cash.location_id == s.shop().id);
    CHECK_FALSE(made.deposit_instructions.value().code.empty());
    CHECK(made.deposit_instructions->expires_at - made.created_at == 1h);
    CHECK(made.metadata == oms::json_text(R"({"till":4})"));
    CHECK_FALSE(made.transaction_id);
}

TEST_CASE("listCashIns: customer, status and time choose (C6)")
{
    operations s;
    const oms::cash_in first = s.prepared("20.00");
    s.advance(2h);
    const oms::cash_in second = s.prepared("20.00");
    const auto listed = [&](oms::cash_in_filter which) {
        return ids(s.all(s.api.cash_ins().list(std::move(which))));
    };
    CHECK(listed(oms::cash_in_filter().customer_id(s.alice.customer).limit(1)) ==
          names{second.id.str(), first.id.str()});
    CHECK(listed(oms::cash_in_filter().customer_id(oms::customer_id("cst_01H9Xa8F5dN6mP3q"))).empty());
    CHECK(listed(oms::cash_in_filter().status(oms::cash_in_status::expired)) == names{first.id.str()});
    CHECK(listed(oms::cash_in_filter().created_after(second.created_at)) == names{second.id.str()});
    CHECK(listed(oms::cash_in_filter().created_before(first.created_at)) == names{first.id.str()});
}

TEST_CASE("getCashIn: follows a deposit to the transaction that it became")
{
    operations s;
    const oms::cash_in made = s.prepared("100.00");
    CHECK(s.run(s.api.cash_ins().get(made.id)).status == oms::cash_in_status::pending);
    const oms::auth_commit commit(s.authorized(made, "100.00"), decimal("100.00"));
    s.run(s.api.simulate().auth_commit(commit));
    const oms::cash_in paid = s.run(s.api.cash_ins().get(made.id));
    CHECK(paid.status.is_success());
    const auto funding = s.run(s.api.transactions().get<oms::fiat_to_crypto>(paid.transaction_id.value()));
    CHECK(funding.cash_in_id == made.id);
    CHECK(s.balance(s.alice.wallet) == decimal("198.00"));
}

TEST_CASE("refreshCashIn: replaces the code of a pending or an expired cash-in")
{
    operations s;
    const oms::cash_in made = s.prepared("100.00");
    s.advance(2h);
    CHECK(s.run(s.api.cash_ins().get(made.id)).status == oms::cash_in_status::expired);
    const oms::cash_in fresh = s.run(s.api.cash_ins().refresh(made.id));
    CHECK(fresh.id == made.id);
    CHECK(fresh.status == oms::cash_in_status::pending);
    CHECK(fresh.deposit_instructions.value().code != made.deposit_instructions.value().code);
    const oms::barcode_auth old_code(made.deposit_instructions->code, decimal("100.00"));
    CHECK(s.refusal(s.api.simulate().barcode_auth(old_code)).http_status() >= 400);
    CHECK(s.authorized(fresh, "100.00").response_code == "00");
}

TEST_CASE("listCashLocations: the shops of a provider, nearest first")
{
    operations s;
    oms::cash_location_query nearby("greendot", 38.495133, -121.505336);
    for (const oms::cash_flow& flow : std::vector{oms::cash_flow::cash_in, oms::cash_flow::cash_out}) {
        const oms::page<oms::cash_location> shops = s.run(s.api.cash_locations().find(nearby.flow(flow)));
        REQUIRE(shops.data.size() > 1);
        const auto nearer = [](const oms::cash_location& a, const oms::cash_location& b) {
            return a.distance_miles.value() < b.distance_miles.value();
        };
        CHECK(std::is_sorted(shops.data.begin(), shops.data.end(), nearer));
        CHECK(shops.data.front().provider == "greendot");
        CHECK(shops.data.front().address.country == "US");
        CHECK(shops.data.front().limits.value().minimum == decimal("20.00"));
        CHECK_FALSE(shops.data.front().reference.empty());
    }
    CHECK(s.run(s.api.cash_locations().find(nearby.flow(oms::cash_flow("sideways")))).data.empty());
}

TEST_CASE("simulateBarcodeAuth: a code is scanned at the counter (H5)")
{
    operations s;
    const oms::cash_in made = s.prepared("100.00");
    const oms::barcode_authorization authorized = s.authorized(made, "80.00");
    CHECK(authorized.authorized_amount == decimal("80.00"));
    CHECK(authorized.response_code == "00");
    CHECK_FALSE(authorized.confirmation_id.empty());
    CHECK(s.refusal(s.api.simulate().barcode_auth(oms::barcode_auth("NOT A CODE", decimal("80.00")))).code() ==
          oms::errc::not_found);
    const oms::barcode_auth too_much(made.deposit_instructions->code, decimal("5000.00"));
    CHECK(s.refusal(s.api.simulate().barcode_auth(too_much)).server_code() == oms::server_code::limit_exceeded);
}

TEST_CASE("simulateAuthCommit: the cash is handed in, with or without a code (H5)")
{
    operations s;
    oms::auth_commit commit(s.authorized(s.prepared("100.00"), "100.00"), decimal("100.00"));
    commit.customer_id(s.alice.customer).description("Sandbox cash deposit");
    const oms::commit_result committed = s.run(s.api.simulate().auth_commit(commit));
    CHECK(committed.authorized_amount == decimal("100.00"));
    CHECK(committed.response_code == "00");
    CHECK(s.refusal(s.api.simulate().auth_commit(commit)).code() == oms::errc::invalid_request);

    oms::barcode_authorization elsewhere;
    elsewhere.account_number = elsewhere.account_reference_number = elsewhere.confirmation_id = "unknown";
    oms::auth_commit minimal(elsewhere, decimal("50.00"));
    minimal.customer_id(s.alice.customer);
    s.run(s.api.simulate().auth_commit(minimal));
    const auto funded =
        s.all(s.api.transactions().list(oms::transaction_filter().type(oms::movement_type::fiat_to_crypto)));
    CHECK(funded.size() == 2);
    CHECK(s.balance(s.alice.wallet) == decimal("246.75")); // 98.00 and 48.75 more
}
