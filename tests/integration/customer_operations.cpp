#include "integration/operations.hpp"

#include <algorithm>

// The operations of contract sections 1.2, 4 and 5, against the emulator over TLS.

namespace {

using namespace test;
using oms::decimal;

} // namespace

TEST_CASE("createAccessToken: key and secret become one token for all calls (A1)")
{
    operations s;
    s.run(s.api.customers().get(s.alice.customer));
    s.run(s.api.customers().get(s.alice.customer));
    CHECK(s.answered("getCustomer", 200) == 2);
    CHECK(s.answered("createAccessToken", 200) == 2); // one for this client, one for the one that made Alice

    oms::client_config config = s.config();
    config.api_secret = oms::secret("not-it");
    CHECK(s.refusal(s.client(config).customers().get(s.alice.customer)).code() == oms::errc::credentials_rejected);
}

TEST_CASE("createCustomer: everything that may be returned comes back as it was written (B1)")
{
    operations s;
    oms::residential_address home;
    home.line1("350 Fifth Avenue").line2("Apt 21").city("New York").state("NY").country("US").zip_code("10118");
    const oms::identifying_information document(oms::identity_document::passport, "DE", oms::secret("C01X00T47"));
    oms::new_customer request;
    request.first_name("Bob").middle_name("K.").last_name("Keller").email("bob@example.com").phone("+12125550144");
    request.birth_date("1985-02-28").nationality("DE").ip_address("203.0.113.24").external_id("usr_67890");
    request.signed_agreement(true).residential_address(home).identifying_information(document);
    request.endorsement(oms::endorsement_name::crypto_custody).metadata(oms::json_object().add("plan", "starter"));
    oms::raw_answer answer;
    const oms::customer made = s.run(s.api.customers().create(request, oms::call_options().keep_answer(answer)));

    CHECK(made.first_name == "Bob");
    CHECK(made.middle_name == "K.");
    CHECK(made.last_name == "Keller");
    CHECK(made.email == "bob@example.com");
    CHECK(made.phone == "+12125550144");
    CHECK(made.nationality == "DE");
    CHECK(made.external_id == "usr_67890");
    CHECK(made.status == oms::customer_status::active);
    CHECK(made.signed_agreement);
    CHECK(made.signed_agreement_at);
    CHECK(made.metadata == oms::json_text(R"({"plan":"starter"})"));
    const auto pending = [](const oms::endorsement& one) {
        return one.status == oms::endorsement_status::pending;
    };
    CHECK(std::all_of(made.endorsements.begin(), made.endorsements.end(), pending));
    CHECK(made.endorsements.size() == 2); // basic comes with it
    for (const char* secret : {"C01X00T47", "203.0.113.24", "1985-02-28", "Fifth"})
        CHECK(answer.body().find(secret) == std::string_view::npos);
}

TEST_CASE("listCustomers: status, e-mail, external id and time choose (C6)")
{
    operations s;
    const oms::customer_id bob = s.make_person().customer;
    oms::customer_update named;
    named.email("bob@example.com").external_id("usr_2");
    const oms::timestamp created = s.run(s.api.customers().update(bob, named)).created_at;
    const oms::customer_id eve = s.make_person().customer;
    s.run(s.api.customers().remove(eve));

    const auto listed = [&](oms::customer_filter which) {
        return ids(s.all(s.api.customers().list(std::move(which))));
    };
    CHECK(listed(oms::customer_filter()) == names{eve.str(), bob.str(), s.alice.customer.str()});
    CHECK(listed(oms::customer_filter().limit(1)) == names{eve.str(), bob.str(), s.alice.customer.str()});
    CHECK(listed(oms::customer_filter().status(oms::customer_status::inactive)) == names{eve.str()});
    CHECK(listed(oms::customer_filter().email("bob@example.com")) == names{bob.str()});
    CHECK(listed(oms::customer_filter().external_id("usr_2")) == names{bob.str()});
    CHECK(listed(oms::customer_filter().created_before(created).external_id("usr_2")) == names{bob.str()});
    CHECK(listed(oms::customer_filter().created_after(oms::timestamp("2090-01-01T00:00:00Z"))).empty());
}

TEST_CASE("getCustomer: shows endorsements and wallets as they are now")
{
    operations s;
    const oms::customer seen = s.run(s.api.customers().get(s.alice.customer));
    CHECK(seen.has(oms::endorsement_name::basic));
    CHECK(seen.has(oms::endorsement_name::crypto_custody));
    CHECK(seen.has(oms::endorsement_name::usd));
    REQUIRE(seen.wallets.size() == 1);
    CHECK(seen.wallets.front().id == s.alice.wallet);
    CHECK(seen.wallets.front().balance == decimal("100"));
    const oms::error unknown = s.refusal(s.api.customers().get(oms::customer_id("cst_01H9Xa8F5dN6mP3q")));
    CHECK(unknown.code() == oms::errc::not_found);
}

TEST_CASE("updateCustomer: what is not named stays, what is cleared goes, what is set changes (B7)")
{
    operations s;
    oms::customer_update first;
    first.middle_name("M.").external_id("usr_1").metadata(oms::json_object().add("a", 1).add("b", 2));
    s.run(s.api.customers().update(s.alice.customer, first));
    oms::customer_update second;
    second.clear_middle_name().last_name("Nguyen").metadata(oms::json_object().add("c", 3));
    const oms::customer changed = s.run(s.api.customers().update(s.alice.customer, second));
    CHECK(changed.first_name == "Alice");
    CHECK(changed.external_id == "usr_1");
    CHECK_FALSE(changed.middle_name);
    CHECK(changed.last_name == "Nguyen");
    CHECK(changed.metadata == oms::json_text(R"({"c":3})"));
}

TEST_CASE("deleteCustomer: leaves an inactive customer who moves no money")
{
    operations s;
    CHECK(s.run(s.api.customers().remove(s.alice.customer)).status == oms::customer_status::inactive);
    CHECK(s.run(s.api.customers().get(s.alice.customer)).status == oms::customer_status::inactive);
    const oms::new_quote order(s.alice.customer, s.purse(), oms::to_address(outside, usdc, polygon),
                               oms::source_amount("1.00"));
    CHECK(s.refusal(s.api.quotes().create(order)).code() == oms::errc::forbidden);
}

TEST_CASE("getCustomerBalance: the worth of all wallets, in dollars or another currency (B2)")
{
    operations s;
    const oms::customer_balance dollars = s.run(s.api.customers().balance(s.alice.customer));
    CHECK(dollars.customer_id == s.alice.customer);
    CHECK(dollars.estimated_balance == decimal("100.00"));
    CHECK(dollars.estimated_balance_currency_code == "USD");
    REQUIRE(dollars.wallets.size() == 1);
    CHECK(dollars.wallets.front().balance == decimal("100.00"));
    const oms::customer_balance euros = s.run(s.api.customers().balance(s.alice.customer, "EUR"));
    CHECK(euros.estimated_balance == decimal("80.00"));
    CHECK(euros.estimated_balance_currency_code == "EUR");
}

TEST_CASE("listCustomerTransactions: every item tells the customer's role")
{
    operations s;
    const test::person bob = s.make_person();
    const oms::new_quote order(s.alice.customer, s.purse(), oms::to_wallet(bob.wallet, usdc, polygon),
                               oms::source_amount("10.00"));
    const auto between = s.run(s.api.transactions().execute(s.run(s.api.quotes().create(order))));
    const auto out = s.sent("5.00");

    const auto of_alice = s.all(s.api.customers().transactions(s.alice.customer));
    CHECK(ids(of_alice) == names{out.id.str(), between.id.str()});
    for (const oms::any_transaction& each : of_alice)
        CHECK(oms::common_of(each).role == oms::transaction_role::sender);
    oms::customer_transaction_filter one_a_page;
    one_a_page.limit(1).created_after(between.created_at).created_before(out.created_at);
    CHECK(ids(s.all(s.api.customers().transactions(s.alice.customer, one_a_page))) == ids(of_alice));
    const auto of_bob = s.all(s.api.customers().transactions(bob.customer));
    REQUIRE(of_bob.size() == 1);
    CHECK(oms::common_of(of_bob.front()).role == oms::transaction_role::recipient);
}

TEST_CASE("createWallet: gives an active wallet with an address (B1)")
{
    operations s;
    const oms::new_wallet request(oms::asset::usdt, oms::network::ethereum);
    const oms::wallet made = s.run(s.api.wallets().create(s.alice.customer, request));
    CHECK(made.customer_id == s.alice.customer);
    CHECK(made.asset == oms::asset::usdt);
    CHECK(made.chain == oms::network::ethereum);
    CHECK(made.status == oms::wallet_status::active);
    CHECK(made.type == oms::wallet_type::internal);
    CHECK(made.address.value().substr(0, 2) == "0x");
}

TEST_CASE("listCustomerWallets: the customer's wallets and nobody else's, newest first")
{
    operations s;
    s.make_person();
    const oms::wallet second = s.run(s.api.wallets().create(s.alice.customer, oms::new_wallet(usdc, polygon)));
    CHECK(ids(s.all(s.api.wallets().list(s.alice.customer))) == names{second.id.str(), s.alice.wallet.str()});
    const auto newest = s.all(s.api.wallets().list(s.alice.customer, oms::wallet_filter().limit(1)));
    CHECK(ids(newest) == names{second.id.str(), s.alice.wallet.str()});
}

TEST_CASE("getWalletBalance: the exact amount and what it is worth (B2)")
{
    operations s;
    s.fund(s.alice.wallet, "0.000001");
    const oms::wallet_balance now = s.run(s.api.wallets().balance(s.alice.wallet, "EUR"));
    CHECK(now.wallet_id == s.alice.wallet);
    CHECK(now.asset == usdc);
    CHECK(now.chain == polygon);
    CHECK(now.balance == decimal("100.000001"));
    CHECK(now.estimated_balance == decimal("80.00"));
    CHECK(now.estimated_balance_currency_code == "EUR");
}
