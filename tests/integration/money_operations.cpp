#include "integration/operations.hpp"

// The operations of contract sections 7 and 8, against the emulator over TLS.

namespace {

using namespace test;
using namespace std::chrono_literals;
using oms::decimal;

} // namespace

TEST_CASE("createQuote: either side may be fixed, and the fees add up")
{
    operations s;
    oms::new_quote giving(s.alice.customer, s.purse(), oms::to_address(outside, usdc, polygon),
                          oms::source_amount("25.00"));
    giving.metadata(oms::json_object().add("orderId", "ord_789")).promo_code("WELCOME").sponsor_gas(true);
    const auto given = s.run(s.api.quotes().create(giving));
    CHECK(given.status == oms::quote_status::open);
    CHECK(given.fixed_amount_side == oms::fixed_side::source);
    CHECK(given.source.amount_gross == decimal("25.00"));
    CHECK(given.source.fees_deducted.gas.is_zero());
    CHECK(given.source.amount_net == given.source.amount_gross - given.source.fees_deducted.total);
    CHECK(given.destination.amount_gross == given.source.amount_net * given.rates.exchange_rate);
    CHECK(given.destination.wallet.value().blockchain_address == outside);
    CHECK(given.sponsor_gas == true);
    CHECK(given.metadata == oms::json_text(R"({"orderId":"ord_789"})"));
    CHECK(given.expires_at - given.created_at == 5min);

    const oms::new_quote taking(s.alice.customer, s.purse(), oms::to_address(outside, usdc, polygon),
                                oms::destination_amount("25.00"));
    const auto taken = s.run(s.api.quotes().create(taking));
    CHECK(taken.fixed_amount_side == oms::fixed_side::destination);
    CHECK(taken.destination.amount_net == decimal("25.00"));
    CHECK(taken.source.amount_gross > decimal("25.00"));
}

TEST_CASE("getQuote: follows a quote from open to accepted or expired")
{
    operations s;
    const auto used = s.quoted("10.00");
    const auto left = s.quoted("10.00");
    CHECK(s.run(s.api.quotes().get<oms::crypto_to_crypto>(used.id)).status == oms::quote_status::open);
    s.run(s.api.transactions().execute(used));
    s.advance(5min);
    const oms::any_quote accepted = s.run(s.api.quotes().get(used.id)), expired = s.run(s.api.quotes().get(left.id));
    CHECK(oms::common_of(accepted).status == oms::quote_status::accepted);
    CHECK(oms::common_of(expired).status == oms::quote_status::expired);
    CHECK(s.refusal(s.api.quotes().get<oms::crypto_to_fiat>(used.id)).code() == oms::errc::unexpected_kind);
}

TEST_CASE("createTransaction: moves the money of a quote once")
{
    operations s;
    const auto quoted = s.quoted("25.00");
    oms::transaction_hints hints;
    hints.device_fingerprint("fp_9c1d").metadata(oms::json_object().add("orderId", "ord_789"));
    hints.partner_transaction_id(9007199254740993).payment_method_id("pm_1").source_wallet_address(outside);
    hints.tags("payout").web_session_id("ws_51b2");
    const auto begun = s.run(s.api.transactions().execute(quoted, hints));
    CHECK(begun.status == oms::transaction_status::processing);
    CHECK(begun.quote_id == quoted.id);
    CHECK(begun.sender_customer_id == s.alice.customer);
    CHECK(begun.source.amount_gross == decimal("25.00"));
    CHECK(begun.metadata == oms::json_text(R"({"orderId":"ord_789"})"));
    CHECK(s.balance(s.alice.wallet) == decimal("75.00"));

    const oms::error again = s.refusal(s.api.transactions().execute(quoted));
    CHECK(again.server_code() == oms::server_code::quote_already_accepted);
    CHECK(s.balance(s.alice.wallet) == decimal("75.00"));
}

TEST_CASE("listTransactions: sender, recipient, status, type and time choose (C6)")
{
    operations s;
    const test::person bob = s.make_person();
    const oms::new_quote order(s.alice.customer, s.purse(), oms::to_wallet(bob.wallet, usdc, polygon),
                               oms::source_amount("10.00"));
    const auto to_bob = s.run(s.api.transactions().execute(s.run(s.api.quotes().create(order))));
    s.fail_next_transaction();
    const auto out = s.sent("5.00");

    const auto listed = [&](oms::transaction_filter which) {
        return ids(s.all(s.api.transactions().list(std::move(which))));
    };
    CHECK(listed(oms::transaction_filter()) == names{out.id.str(), to_bob.id.str()});
    CHECK(listed(oms::transaction_filter().recipient_customer_id(bob.customer)) == names{to_bob.id.str()});
    CHECK(listed(oms::transaction_filter().sender_customer_id(bob.customer)).empty());
    CHECK(listed(oms::transaction_filter().sender_customer_id(s.alice.customer)).size() == 2);
    CHECK(listed(oms::transaction_filter().status(oms::transaction_status::completed)).size() == 1);
    CHECK(listed(oms::transaction_filter().type(oms::movement_type::fiat_to_crypto)).empty());
    CHECK(listed(oms::transaction_filter().type(oms::movement_type::crypto_to_crypto).limit(1)).size() == 2);
    CHECK(listed(oms::transaction_filter().created_after(to_bob.created_at)).size() == 2);
    CHECK(listed(oms::transaction_filter().created_before(oms::timestamp("2020-01-01T00:00:00Z"))).empty());
}

TEST_CASE("getTransaction: shows one as a customer sees it")
{
    operations s;
    const test::person bob = s.make_person();
    const oms::new_quote order(s.alice.customer, s.purse(), oms::to_wallet(bob.wallet, usdc, polygon),
                               oms::source_amount("10.00"));
    const auto sent = s.run(s.api.transactions().execute(s.run(s.api.quotes().create(order))));
    const auto as = [&](const oms::transaction_perspective& seen_from) {
        return s.run(s.api.transactions().get<oms::crypto_to_crypto>(sent.id, seen_from)).role;
    };
    CHECK_FALSE(as(oms::transaction_perspective()));
    CHECK(as(oms::transaction_perspective().sender_customer_id(s.alice.customer)) == oms::transaction_role::sender);
    CHECK(as(oms::transaction_perspective().recipient_customer_id(bob.customer)) == oms::transaction_role::recipient);
    const oms::any_transaction seen = s.run(s.api.transactions().get(sent.id));
    CHECK(oms::status_of(seen).is_success());
    CHECK(std::get<oms::transaction<oms::crypto_to_crypto>>(seen).destination.wallet.value().id == bob.wallet);
}
