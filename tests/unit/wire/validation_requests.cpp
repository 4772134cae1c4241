#include "problems.hpp"

#include <oms/core/error.hpp>
#include <oms/model/customer_update.hpp>
#include <oms/model/new_cash_in.hpp>
#include <oms/model/new_customer.hpp>
#include <oms/model/new_external_account.hpp>
#include <oms/model/new_quote.hpp>
#include <oms/model/new_route.hpp>
#include <oms/model/new_transaction.hpp>
#include <oms/model/new_webhook.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/token.hpp>
#include <oms/model/wallet.hpp>

using namespace oms::literals;
using fixture::paths;
using fixture::paths_of;
using fixture::problem_of;
using oms::checks;

namespace {

oms::from_wallet from()
{
    return {"wlt_1"_wlt, oms::asset::usdc, oms::network::polygon};
}

oms::to_wallet to()
{
    return {"wlt_2"_wlt, oms::asset::usdc, oms::network::polygon};
}

oms::new_quote<oms::crypto_to_crypto> quote(const oms::source_amount& amount)
{
    return {"cst_1"_cst, from(), to(), amount};
}

oms::new_quote_fields quote_fields()
{
    return quote(oms::source_amount("1")).fields();
}

/// A JSON object of so many members.
oms::json_text object_of(int members)
{
    oms::json_object made;
    for (int i = 0; i < members; ++i)
        made.add("key" + std::to_string(i), i);
    return made;
}

/// A JSON object nested so deep.
oms::json_text nested(int deep)
{
    std::string text;
    for (int i = 1; i < deep; ++i)
        text += "{\"a\":";
    text += "{}" + std::string(static_cast<std::size_t>(deep) - 1, '}');
    return oms::json_text(text);
}

} // namespace

TEST_CASE("A customer with the whole identifying set has no problem (B8)")
{
    const auto request =
        oms::new_customer()
            .first_name("Alice")
            .middle_name("")
            .last_name("Nguy\xE1\xBB\x85n")
            .email("alice@example.com")
            .phone("+12125550123")
            .birth_date("1990-04-12")
            .nationality("US")
            .ip_address("203.0.113.24")
            .external_id("usr_12345")
            .signed_agreement(true)
            .residential_address(
                oms::residential_address().line1("1 Main St").city("NYC").state("NY").country("US").zip_code("10001"))
            .identifying_information(
                oms::identifying_information(oms::identity_document::ssn, "US", oms::secret("987654321")))
            .endorsement(oms::endorsement_name::usd)
            .metadata(object_of(20));
    CHECK(paths_of(request) == paths{});
    CHECK(paths_of(oms::new_customer()) == paths{});
}

TEST_CASE("Every problem of a customer comes at once, each with its path (B8)")
{
    const auto request = oms::new_customer()
                             .phone("0722 000 000")
                             .birth_date("1971/09/01")
                             .nationality("kenyan")
                             .residential_address(oms::residential_address().country("UK"))
                             .identifying_information(oms::identifying_information(oms::identity_document::passport,
                                                                                   "KE", oms::secret("A1")))
                             .identifying_information(oms::identifying_information(oms::identity_document("licence"),
                                                                                   "Kenya", oms::secret()))
                             .endorsement(oms::endorsement_name::usd)
                             .endorsement(oms::endorsement_name("everything"))
                             .metadata(oms::json_text("[1]"));
    CHECK(paths_of(request) == paths{"phone", "birthDate", "nationality", "residentialAddress.country",
                                     "identifyingInformation[1].type", "identifyingInformation[1].issuingCountry",
                                     "identifyingInformation[1].number", "endorsements[1]", "metadata"});
    // What is left of them when the service's forms have moved on.
    CHECK(paths_of(request, checks::safety_only) == paths{"identifyingInformation[1].number", "metadata"});
}

TEST_CASE("Each rule of a customer accepts and refuses (B8)")
{
    using oms::new_customer;
    CHECK(problem_of(new_customer().phone("0722")) == "phone must be a phone number of the form +12125550123 (E.164)");
    CHECK(problem_of(new_customer().birth_date("1971-9-1")) == "birthDate must be a date of the form YYYY-MM-DD");
    CHECK(problem_of(new_customer().nationality("UK")) ==
          "nationality must be a country code of ISO 3166-1 alpha-2, such as US or GB");
    CHECK(problem_of(new_customer().endorsement(oms::endorsement_name("eur"))) ==
          "endorsements[0] must be basic, cryptoCustody or usd");
    CHECK(problem_of(new_customer().endorsement(oms::endorsement_name())) == "endorsements[0] must not be empty");
    CHECK(problem_of(new_customer().first_name("\xFF")) == "firstName must be text in UTF-8");
    CHECK(problem_of(new_customer().metadata(object_of(21))) == "metadata must have at most 20 members");
    CHECK(problem_of(new_customer().metadata(object_of(21)), checks::safety_only) == "none");
    for (const char* other : {"null", "[1]", "\"text\"", " 7", "true"})
        CHECK(problem_of(new_customer().metadata(oms::json_text(other)), checks::safety_only) ==
              "metadata must be a JSON object");
    CHECK(problem_of(new_customer().metadata(oms::json_text(" {}"))) == "none");
    CHECK(problem_of(new_customer().metadata(oms::json_text())) == "none");
    CHECK(problem_of(new_customer().metadata(nested(63))) == "none");
    CHECK(problem_of(new_customer().metadata(nested(64)), checks::safety_only) ==
          "metadata must not be nested deeper than 64 in all");

    oms::new_customer_fields robot;
    robot.type = oms::customer_type("robot");
    CHECK(problem_of(robot) == "type must be individual");
    CHECK(problem_of(robot, checks::safety_only) == "none");
    robot.type = oms::customer_type();
    CHECK(problem_of(robot, checks::safety_only) == "type is required");

    const oms::identifying_information without_type(oms::identity_document(), "US", oms::secret("1"));
    CHECK(problem_of(without_type, checks::safety_only) == "type is required");
    const oms::identifying_information without_country(oms::identity_document::ssn, "", oms::secret("1"));
    CHECK(problem_of(without_country, checks::safety_only) == "issuingCountry is required");
    const oms::identifying_information by_name(oms::identity_document::itin, "Kenya", oms::secret("1"));
    CHECK(problem_of(by_name, checks::safety_only) == "none");
}

TEST_CASE("A change of a customer is checked like a new one, and clears only what can be cleared (B8)")
{
    using oms::customer_update;
    CHECK(paths_of(customer_update()) == paths{});
    CHECK(paths_of(customer_update()
                       .clear_middle_name()
                       .clear_email()
                       .clear_phone()
                       .clear_external_id()
                       .clear_metadata()
                       .birth_date("1990-04-12")
                       .nationality("KE")) == paths{});
    CHECK(paths_of(customer_update()
                       .phone("1")
                       .birth_date("1")
                       .nationality("1")
                       .residential_address(oms::residential_address().country("Kenya"))
                       .identifying_information({oms::identity_document::ssn, "US", oms::secret()})
                       .endorsement(oms::endorsement_name("x"))
                       .metadata(object_of(21))) ==
          paths{"phone", "birthDate", "nationality", "residentialAddress.country", "identifyingInformation[0].number",
                "endorsements[0]", "metadata"});

    oms::customer_update_fields cleared;
    cleared.first_name = oms::patch<std::string>::cleared();
    cleared.signed_agreement = oms::patch<bool>::cleared();
    cleared.residential_address = oms::patch<oms::postal_address>::cleared();
    CHECK(paths_of(cleared) == paths{"firstName", "signedAgreement", "residentialAddress"});
    CHECK(oms::problems_of(cleared)[0].message == "cannot be cleared");
    CHECK(paths_of(cleared, checks::safety_only) == paths{});
}

TEST_CASE("A wallet needs an asset and a chain (B8)")
{
    CHECK(paths_of(oms::new_wallet(oms::asset::usdc, oms::network::polygon)) == paths{});
    CHECK(paths_of(oms::new_wallet(oms::asset("future"), oms::network("future"))) == paths{}); // never refuse a pair
    CHECK(paths_of(oms::new_wallet(oms::asset(), oms::network()), checks::safety_only) == paths{"asset", "chain"});
}

TEST_CASE("A quote has exactly one amount, present and above zero (B8)")
{
    CHECK(paths_of(quote(oms::source_amount("0.000001"))) == paths{});
    CHECK(problem_of(quote(oms::source_amount("0")), checks::safety_only) == "source.amount must be greater than zero");
    CHECK(problem_of(quote(oms::source_amount("0.00"))) == "source.amount must be greater than zero");
    CHECK(problem_of(quote(oms::source_amount("-1")), checks::safety_only) ==
          "source.amount must be greater than zero");
    CHECK(problem_of(quote(oms::source_amount{oms::decimal()}), checks::safety_only) ==
          "source.amount must not be empty");
    const oms::new_quote payout{"cst_1"_cst, from(),
                                oms::to_bank{"cpUsBank_1"_cpUsBank, oms::asset::usd, oms::network::ach},
                                oms::destination_amount{"0"}};
    CHECK(problem_of(payout) == "destination.amount must be greater than zero");

    oms::new_quote_fields order = quote_fields();
    order.destination.amount = oms::decimal("1");
    CHECK(problem_of(order, checks::safety_only) == "destination.amount cannot be together with source.amount");
    order.source.amount.reset();
    CHECK(problem_of(order) == "none");
    order.destination.amount.reset();
    CHECK(problem_of(order, checks::safety_only) == "source.amount is required, or destination.amount is");
}

TEST_CASE("A quote has exactly one destination, and ids that are there (B8)")
{
    const std::string rule = "destination.wallet must be exactly one of id, blockchainAddress and externalAccount";
    oms::new_quote_fields order = quote_fields();
    order.destination.wallet.blockchain_address = "0x1";
    CHECK(problem_of(order, checks::safety_only) == rule);
    order.destination.wallet.external_account = "cpBcAddr_1";
    CHECK(problem_of(order, checks::safety_only) == rule);
    order.destination.wallet = {};
    CHECK(problem_of(order, checks::safety_only) == rule);
    order.destination.wallet.external_account = "";
    CHECK(problem_of(order, checks::safety_only) == "destination.wallet.externalAccount must not be empty");
    order.destination.wallet.external_account = "ext_of_a_later_version";
    CHECK(problem_of(order) == "none");

    const oms::new_quote nowhere{"cst_1"_cst, from(), oms::to_address{"", oms::asset::usdc, oms::network::polygon},
                                 oms::source_amount{"1"}};
    CHECK(problem_of(nowhere, checks::safety_only) == "destination.wallet.blockchainAddress must not be empty");

    const oms::new_quote<oms::crypto_to_crypto> hollow{
        oms::customer_id(), oms::from_wallet{oms::wallet_id(), oms::asset(), oms::network()},
        oms::to_wallet{oms::wallet_id(), oms::asset(), oms::network()}, oms::source_amount{oms::decimal()}};
    CHECK(paths_of(hollow, checks::safety_only) == paths{"customerId", "source.walletId", "source.asset",
                                                         "source.network", "source.amount", "destination.asset",
                                                         "destination.network", "destination.wallet.id"});
    CHECK(problem_of(quote(oms::source_amount("1")).metadata(object_of(21))) ==
          "metadata must have at most 20 members");
}

TEST_CASE("A transaction needs the id of its quote (B8)")
{
    CHECK(paths_of(oms::transaction_hints().tags("payout").for_quote("qt_1"_qt)) == paths{});
    CHECK(paths_of(oms::transaction_hints().metadata(oms::json_text("[]")).for_quote(oms::quote_id())) ==
          paths{"quoteId", "metadata"});
}

TEST_CASE("A cash-in needs its customer, one destination and a location (B8)")
{
    const oms::new_cash_in good("cst_1"_cst, to(), "loc_1"_loc, "opaque");
    CHECK(paths_of(good) == paths{});
    oms::new_cash_in bad(oms::customer_id(), oms::to_address("", oms::asset::usdc, oms::network()),
                         oms::cash_location_id(), "");
    bad.indicated_amount(oms::decimal("0")).metadata(oms::json_text("1"));
    CHECK(paths_of(bad, checks::safety_only) == paths{"customerId", "source.indicatedAmount", "destination.network",
                                                      "destination.wallet.blockchainAddress", "cash.locationId",
                                                      "cash.locationReference", "metadata"});
    oms::new_cash_in estimate = good;
    CHECK(problem_of(estimate.indicated_amount(oms::decimal())) == "source.indicatedAmount must not be empty");
    CHECK(problem_of(estimate.indicated_amount(oms::decimal("-3"))) ==
          "source.indicatedAmount must be greater than zero");
    CHECK(problem_of(estimate.indicated_amount(oms::decimal("100.00"))) == "none");
}

TEST_CASE("A subscription has a URL with https and events that exist by form (B8)")
{
    using oms::new_webhook;
    const std::string secure = "url must be a URL with https, or with http on this machine";
    CHECK(problem_of(new_webhook("https://example.com/oms").event(oms::event_name::cash_in_completed)) == "none");
    CHECK(problem_of(new_webhook("http://127.0.0.1:8080/oms")) == "none");
    CHECK(problem_of(new_webhook("http://example.com"), checks::safety_only) == secure);
    CHECK(problem_of(new_webhook(""), checks::safety_only) == "url is required");
    const std::string prefix = "https://example.com/";
    const std::string longest = prefix + std::string(2048 - prefix.size(), 'a');
    CHECK(problem_of(new_webhook(longest)) == "none");
    CHECK(problem_of(new_webhook(longest + "a")) == "url must have at most 2048 characters");
    CHECK(problem_of(new_webhook(longest + "a"), checks::safety_only) == "none");

    const auto events =
        new_webhook("https://example.com").event("transaction.*.failed").event("*").event("").event("a..b");
    CHECK(paths_of(events) == paths{"events[1]", "events[2]", "events[3]"});
    CHECK(paths_of(events, checks::safety_only) == paths{"events[2]"});

    new_webhook many("https://example.com");
    for (int i = 0; i < 100; ++i)
        many.event("cashIn.completed");
    CHECK(problem_of(many) == "none");
    many.event("cashIn.completed");
    CHECK(problem_of(many) == "events must have at most 100 entries");
    CHECK(problem_of(many, checks::safety_only) == "none");

    using oms::webhook_update;
    CHECK(problem_of(webhook_update()) == "none");
    CHECK(problem_of(webhook_update().every_event().enabled(false)) == "none");
    CHECK(problem_of(webhook_update().url(""), checks::safety_only) == secure);
    CHECK(problem_of(webhook_update().url("ftp://example.com"), checks::safety_only) == secure);
    CHECK(problem_of(webhook_update().event("cashIn.completed").event("*")) ==
          "events[1] must be an event or a pattern of contract section 11");
    oms::webhook_update_fields cleared;
    cleared.url = oms::patch<std::string>::cleared();
    CHECK(problem_of(cleared) == "url cannot be cleared");
}

TEST_CASE("Simulations have amounts above zero and what the step before gave (B8)")
{
    CHECK(paths_of(oms::barcode_auth("ABC 123", oms::decimal("100.00"))) == paths{});
    CHECK(paths_of(oms::barcode_auth("", oms::decimal())) == paths{"code", "amount"});
    CHECK(problem_of(oms::barcode_auth("A", oms::decimal("0"))) == "amount must be greater than zero");

    CHECK(paths_of(oms::auth_commit(oms::barcode_authorization(), oms::decimal("-1")).customer_id(oms::customer_id()),
                   checks::safety_only) ==
          paths{"accountNumber", "accountReferenceNumber", "amount", "originalConfirmationId", "customerId"});
    oms::barcode_authorization step;
    step.account_number = "1";
    step.account_reference_number = "2";
    step.confirmation_id = "3";
    CHECK(paths_of(oms::auth_commit(step, oms::decimal("1")).customer_id("cst_1"_cst)) == paths{});

    const oms::virtual_account_transfer odd(oms::transfer_rail("teleport"), oms::decimal("0"));
    CHECK(paths_of(odd) == paths{"rail", "amount"});
    CHECK(paths_of(odd, checks::safety_only) == paths{"amount"});
    CHECK(paths_of(oms::virtual_account_transfer(oms::transfer_rail::wire_in, oms::decimal("1"))) == paths{});
    CHECK(problem_of(oms::deposit_address_transfer(oms::decimal())) == "amount is required");
    CHECK(problem_of(oms::deposit_address_transfer(oms::decimal("1")).sender_address("0x1")) == "none");
}

TEST_CASE("Virtual accounts and deposit addresses are checked in depth (B8)")
{
    CHECK(paths_of(oms::new_virtual_account(to()).developer_fee(oms::decimal("0.015"), "wlt_9"_wlt)) == paths{});
    const auto account = oms::new_virtual_account(oms::to_address("", oms::asset(), oms::network::polygon))
                             .source(oms::asset(), oms::network())
                             .developer_fee(oms::decimal("0"))
                             .developer_fee(oms::decimal("-0.1"), oms::wallet_id())
                             .accountholder_name(oms::accountholder_name("me"))
                             .metadata(object_of(21));
    CHECK(paths_of(account) == paths{"source.asset", "source.network", "destination.asset",
                                     "destination.wallet.blockchainAddress", "developerFees[1].rate",
                                     "developerFees[1].wallet.id", "accountholderName", "metadata"});
    CHECK(paths_of(account, checks::safety_only) == paths{"source.asset", "source.network", "destination.asset",
                                                          "destination.wallet.blockchainAddress",
                                                          "developerFees[1].rate", "developerFees[1].wallet.id"});
    CHECK(problem_of(oms::new_virtual_account(to()).accountholder_name(oms::accountholder_name("me"))) ==
          "accountholderName must be customer, oms or developer");

    oms::new_virtual_account_fields fee = oms::new_virtual_account(to()).fields();
    fee.developer_fees.push_back({"fixed", oms::decimal("1"), {}});
    CHECK(problem_of(fee) == "developerFees[0].type must be percentage");
    fee.developer_fees[0] = {"percentage", oms::decimal(), {}};
    CHECK(problem_of(fee, checks::safety_only) == "developerFees[0].rate is required");

    CHECK(paths_of(oms::new_deposit_address(oms::asset::usdc, oms::network::polygon, to()).label("Tips")) == paths{});
    CHECK(paths_of(oms::new_deposit_address(oms::asset(), oms::network::polygon, to())
                       .developer_fee(oms::decimal())
                       .metadata(oms::json_text("7"))) == paths{"source.asset", "developerFees[0].rate", "metadata"});
}

TEST_CASE("An external account has a network and bank details, and codes of ISO (B8)")
{
    const oms::json_text details(R"({"accountNumber":"000123456789"})");
    CHECK(paths_of(oms::new_external_account(oms::network::ach, details).country("US").currency("USD")) == paths{});
    const auto bad = oms::new_external_account(oms::network(), oms::json_text("[]")).country("UK").currency("usd");
    CHECK(paths_of(bad) == paths{"country", "currency", "network", "bankDetails"});
    CHECK(paths_of(bad, checks::safety_only) == paths{"network", "bankDetails"});
    CHECK(problem_of(oms::new_external_account(oms::network::ach, oms::json_text())) == "bankDetails is required");
    oms::external_account_schema schema; // that leaves country and currency out
    schema.network = oms::network::ach;
    CHECK(paths_of(oms::new_external_account(schema, details)) == paths{});
    CHECK(paths_of(oms::external_account_query("US", "USD")) == paths{});
    CHECK(paths_of(oms::external_account_query("kenyan", "shilling")) == paths{"country", "currency"});
    CHECK(paths_of(oms::external_account_query("kenyan", ""), checks::safety_only) == paths{"currency"});
}

TEST_CASE("A token needs key and secret (B8)")
{
    CHECK(paths_of(oms::token_request("sk_sdbx_1", oms::secret("s"))) == paths{});
    CHECK(paths_of(oms::token_request("", oms::secret())) == paths{"apiKey", "apiSecret"});
}

TEST_CASE("All problems become one error that was not sent, with a text that names fields and rules (B8)")
{
    const auto request = oms::new_customer().phone("0722-secret").birth_date("secret");
    const oms::error refused = oms::error_of(oms::problems_of(request));
    CHECK(refused.code() == oms::errc::invalid_argument);
    CHECK(refused.delivery() == oms::delivery::not_sent);
    REQUIRE(refused.details().size() == 2);
    CHECK(refused.details()[1].field == "birthDate");
    CHECK(refused.details()[1].message == "must be a date of the form YYYY-MM-DD");
    const std::string text = refused.what();
    CHECK(text.find("phone must be a phone number") != text.npos);
    CHECK(text.find("birthDate must be a date") != text.npos);
    CHECK(text.find("secret") == text.npos);

    oms::new_webhook hook("https://example.com");
    for (int i = 0; i < 14; ++i)
        hook.event("*");
    const oms::error many = oms::error_of(oms::problems_of(hook));
    CHECK(many.details().size() == 14);
    const std::string shown = many.what();
    CHECK(shown.find("events[9] must be") != shown.npos);
    CHECK(shown.find("events[10] must be") == shown.npos);
    CHECK(shown.find("and 4 more") != shown.npos);
}
