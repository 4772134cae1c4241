// The customer operations of contract section 3, against examples/operation.*.json (F72, acceptance: fixtures).
#include "fixture.hpp"

#include <oms/model/customer_update.hpp>
#include <oms/model/new_customer.hpp>
#include <oms/model/page.hpp>
#include <oms/wire/codec.hpp>

using namespace oms::literals;
using fixture::operation;
using fixture::value_of;

TEST_CASE("createCustomer: the whole identifying set is written and the customer is read")
{
    const operation example("createCustomer");
    const oms::new_customer request = oms::new_customer()
                                          .first_name("Alice")
                                          .last_name("Nguyen")
                                          .email("alice@example.com")
                                          .phone("+12125550123")
                                          .birth_date("1990-04-12")
                                          .nationality("US")
                                          .ip_address("203.0.113.24")
                                          .external_id("usr_12345")
                                          .signed_agreement(true)
                                          .residential_address(oms::residential_address()
                                                                   .line1("350 Fifth Avenue")
                                                                   .line2("Apt 21")
                                                                   .city("New York")
                                                                   .state("NY")
                                                                   .country("US")
                                                                   .zip_code("10118"))
                                          .identifying_information(oms::identifying_information(
                                              oms::identity_document::ssn, "US", oms::secret("987654321")))
                                          .endorsement(oms::endorsement_name::crypto_custody)
                                          .endorsement(oms::endorsement_name::usd)
                                          .metadata(oms::json_object().add("plan", "starter"));
    fixture::check_request(example, oms::encode(request));

    const auto customer = value_of(oms::decode<oms::customer>(example.answer_text()));
    CHECK(customer.id == "cst_01H9Xa8F5dN6mP3q"_cst);
    CHECK(customer.type == oms::customer_type::individual);
    CHECK(customer.first_name == "Alice");
    CHECK_FALSE(customer.middle_name);
    CHECK(customer.status == oms::customer_status::active);
    CHECK(customer.signed_agreement);
    CHECK(customer.signed_agreement_at->str() == "2026-06-15T14:30:00Z");
    CHECK(customer.wallets.empty());
    REQUIRE(customer.endorsements.size() == 3);
    CHECK(customer.endorsements[0].name == oms::endorsement_name::basic);
    CHECK(customer.endorsements[0].status == oms::endorsement_status::pending);
    CHECK(customer.endorsements[0].requirements->complete == std::vector<std::string>{"name", "residentialAddress"});
    CHECK_FALSE(customer.has(oms::endorsement_name::basic));
    CHECK(customer.metadata->view() == R"({"plan":"starter"})");
    CHECK(customer.created_at.str() == "2026-06-15T14:30:00Z");
}

TEST_CASE("updateCustomer: what is set is written and nothing else (B7)")
{
    const operation example("updateCustomer");
    const oms::customer_update request = oms::customer_update()
                                             .phone("+12125550188")
                                             .residential_address(oms::residential_address()
                                                                      .line1("11 Wall Street")
                                                                      .city("New York")
                                                                      .state("NY")
                                                                      .country("US")
                                                                      .zip_code("10005"))
                                             .endorsement(oms::endorsement_name::usd);
    fixture::check_request(example, oms::encode(request));

    const auto customer = value_of(oms::decode<oms::customer>(example.answer_text()));
    CHECK(customer.phone == "+12125550188");
    CHECK(customer.has(oms::endorsement_name::crypto_custody));
    CHECK_FALSE(customer.has(oms::endorsement_name::usd));
    REQUIRE(customer.wallets.size() == 1);
    CHECK(customer.wallets[0].id == "wlt_01H9Xb3K7nM2pQ4r"_wlt);
    CHECK(customer.wallets[0].type == oms::wallet_type::custodial);
    CHECK(customer.wallets[0].network == oms::network::polygon);
    CHECK(customer.wallets[0].balance->str() == "1234.56");
}

TEST_CASE("A change of a customer keeps apart what is unchanged, cleared and set (B7)")
{
    CHECK(oms::encode(oms::customer_update()) == "{}");
    CHECK(oms::encode(oms::customer_update().clear_email().clear_metadata().first_name("")) ==
          R"({"firstName":"","email":null,"metadata":null})");
    CHECK(oms::encode(oms::customer_update().clear_middle_name().clear_phone().clear_external_id()) ==
          R"({"middleName":null,"phone":null,"externalId":null})");
    CHECK(oms::encode(oms::customer_update().clear_phone().phone("+12125550188")) == R"({"phone":"+12125550188"})");
    CHECK(oms::encode(oms::customer_update().signed_agreement(false)) == R"({"signedAgreement":false})");

    const auto read = value_of(oms::decode<oms::customer_update_fields>(R"({"email":null,"phone":"+1"})"));
    CHECK(read.email.clears());
    CHECK(*read.phone.value() == "+1");
    CHECK(read.first_name.unchanged());
}

TEST_CASE("getCustomer, deleteCustomer: the customer is read")
{
    const auto found = value_of(oms::decode<oms::customer>(operation("getCustomer").answer_text()));
    CHECK(found.id == "cst_01H9Xa8F5dN6mP3q"_cst);
    CHECK(found.has(oms::endorsement_name::basic));

    const auto gone = value_of(oms::decode<oms::customer>(operation("deleteCustomer").answer_text()));
    CHECK(gone.status == oms::customer_status::inactive);
}

TEST_CASE("listCustomers: the page is read, its cursor under the name that this list has")
{
    const operation example("listCustomers");
    REQUIRE(example.answer().as_object().contains("cursor"));
    const auto page = value_of(oms::decode<oms::page<oms::customer>>(example.answer_text()));
    REQUIRE_FALSE(page.data.empty());
    CHECK(page.data.size() == example.answer().at("data").as_array().size());
    CHECK(page.data[0].id.view() == std::string_view(example.answer().at("data").at(0).at("id").as_string()));
    CHECK(page.has_more == example.answer().at("hasMore").as_bool());
    CHECK(page.next_cursor == std::string(example.answer().at("cursor").as_string()));
    CHECK_FALSE(page.previous_cursor);
}

TEST_CASE("getCustomerBalance: totals and wallets are read")
{
    const auto balance = value_of(oms::decode<oms::customer_balance>(operation("getCustomerBalance").answer_text()));
    CHECK(balance.customer_id == "cst_01H9Xa8F5dN6mP3q"_cst);
    CHECK(balance.estimated_balance.str() == "2109.56");
    CHECK(balance.estimated_balance_currency_code == "USD");
    REQUIRE(balance.wallets.size() == 2);
    CHECK(balance.wallets[1].wallet_id == "wlt_01H9Xf6T2wR8kL5c"_wlt);
    CHECK(balance.wallets[1].asset == oms::asset::eth);
    CHECK(balance.wallets[1].balance.str() == "0.25");
    CHECK(balance.wallets[1].estimated_balance->str() == "875.00");
}

TEST_CASE("listCustomerTransactions: every item carries the customer's role and is of its own kind")
{
    const auto page =
        value_of(oms::decode<oms::page<oms::any_transaction>>(operation("listCustomerTransactions").answer_text()));
    REQUIRE(page.data.size() == 2);
    CHECK(oms::common_of(page.data[0]).role == oms::transaction_role::both);
    CHECK(oms::common_of(page.data[1]).role == oms::transaction_role::sender);
    CHECK(std::holds_alternative<oms::transaction<oms::fiat_to_crypto>>(page.data[0]));
    CHECK(std::holds_alternative<oms::transaction<oms::crypto_to_crypto>>(page.data[1]));
    CHECK_FALSE(page.has_more);
    CHECK(page.next_cursor);
    CHECK(page.previous_cursor);
}
