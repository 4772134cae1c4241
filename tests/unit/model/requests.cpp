#include "common/catch.hpp"

#include <oms/core/error.hpp>
#include <oms/model/customer_update.hpp>
#include <oms/model/filter.hpp>
#include <oms/model/new_cash_in.hpp>
#include <oms/model/new_customer.hpp>
#include <oms/model/new_quote.hpp>
#include <oms/model/new_transaction.hpp>
#include <oms/model/new_webhook.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/token.hpp>

#include <type_traits>

using namespace oms::literals;
using Catch::Matchers::ContainsSubstring;

// GCC 12 destroys a temporary aggregate twice inside a co_await expression (PR 99576): no request is one.
template <class... Request>
inline constexpr bool none_is_an_aggregate = (!std::is_aggregate_v<Request> && ...);

static_assert(none_is_an_aggregate<
              oms::new_customer, oms::customer_update, oms::residential_address, oms::identifying_information,
              oms::new_wallet, oms::new_quote<oms::crypto_to_crypto>, oms::new_quote<oms::crypto_to_fiat>,
              oms::from_wallet, oms::to_wallet, oms::to_address, oms::to_saved_address, oms::to_bank, oms::to_card,
              oms::source_amount, oms::destination_amount, oms::transaction_hints, oms::new_cash_in,
              oms::cash_location_query, oms::new_webhook, oms::webhook_update, oms::barcode_auth, oms::auth_commit,
              oms::virtual_account_transfer, oms::deposit_address_transfer, oms::token_request, oms::list_filter,
              oms::customer_filter, oms::transaction_filter, oms::cash_in_filter, oms::transaction_perspective,
              oms::json_object, oms::json_text, oms::patch<std::string>>);

namespace {

template <class Make>
std::string refusal(Make make)
{
    try {
        make();
    } catch (const oms::error& refused) {
        CHECK(refused.code() == oms::errc::invalid_argument);
        CHECK(refused.delivery() == oms::delivery::not_sent);
        return refused.what();
    }
    FAIL("not refused");
    return {};
}

oms::from_wallet from()
{
    return {"wlt_1"_wlt, oms::asset::usdc, oms::network::polygon};
}

} // namespace

TEST_CASE("The type of the destination decides the kind of a quote")
{
    const oms::customer_id customer = "cst_1"_cst;
    const oms::new_quote send{customer, from(), oms::to_address{"0x1", oms::asset::usdc, oms::network::polygon},
                              oms::source_amount{"25.00"}};
    const oms::new_quote payout{customer, from(),
                                oms::to_bank{"cpUsBank_1"_cpUsBank, oms::asset::usd, oms::network::ach},
                                oms::destination_amount{"25.00"}};
    const oms::new_quote card{customer, from(), oms::to_card{"pmCard_1"_pmCard, oms::asset::usd, oms::network::card},
                              oms::destination_amount{"25.00"}};
    static_assert(std::is_same_v<decltype(send), const oms::new_quote<oms::crypto_to_crypto>>);
    static_assert(std::is_same_v<decltype(payout), const oms::new_quote<oms::crypto_to_fiat>>);
    static_assert(std::is_same_v<decltype(card)::kind, oms::crypto_to_fiat>);
    CHECK(send.fields().source.amount->str() == "25.00");
    CHECK_FALSE(send.fields().destination.amount);
    CHECK(payout.fields().destination.amount->str() == "25.00");
    CHECK_FALSE(payout.fields().source.amount);
    CHECK(payout.fields().destination.wallet.external_account == "cpUsBank_1");
}

TEST_CASE("An amount that cannot be sent is refused where it is written")
{
    CHECK_THAT(refusal([] { oms::source_amount("0.00"); }),
               ContainsSubstring("source.amount must be greater than zero"));
    CHECK_THAT(refusal([] { oms::source_amount("-1"); }), ContainsSubstring("greater than zero"));
    CHECK_THAT(refusal([] { oms::destination_amount{oms::decimal()}; }),
               ContainsSubstring("destination.amount must not be absent"));
    CHECK_THAT(refusal([] { oms::source_amount{oms::decimal()}; }),
               ContainsSubstring("source.amount must not be absent") && !ContainsSubstring("greater than zero"));
    CHECK_THROWS_AS(oms::source_amount("1,000"), oms::error);
    CHECK_THAT(refusal([] { oms::barcode_auth("ABC", oms::decimal("0")); }), ContainsSubstring("amount"));
    CHECK_THAT(refusal([] { oms::deposit_address_transfer(oms::decimal("0")); }), ContainsSubstring("amount"));
    CHECK_THAT(refusal([] { oms::virtual_account_transfer(oms::transfer_rail::ach_in, oms::decimal("-5")); }),
               ContainsSubstring("amount"));
    CHECK_THAT(refusal([] { oms::to_address("", oms::asset::usdc, oms::network::polygon); }),
               ContainsSubstring("blockchainAddress must not be empty"));
}

TEST_CASE("The frequent mistakes of onboarding are refused before sending, without repeating the value")
{
    for (const char* bad : {"1971/09/01", "1971-9-1", "01-09-1971", "1990-02-29", "1990-13-01", "1990-00-10",
                            "1990-01-32", "", "1990-04-12T00:00:00Z"}) {
        INFO(bad);
        CHECK_THAT(refusal([bad] { oms::new_customer().birth_date(bad); }),
                   ContainsSubstring("birthDate must be a date"));
    }
    CHECK_NOTHROW(oms::new_customer().birth_date("2000-02-29").birth_date("1990-12-31"));
    for (const char* bad : {"kenyan", "us", "USA", "", "U1"})
        CHECK_THAT(refusal([bad] { oms::new_customer().nationality(bad); }), ContainsSubstring("nationality"));
    for (const char* bad : {"kenyan", "us", "USA", "", "U1"})
        CHECK_THAT(refusal([bad] { oms::residential_address().country(bad); }),
                   ContainsSubstring("residentialAddress.country must be a country"));
    for (const char* bad : {"12125550123", "+0212555", "+1 212", "+", "", "+1234567890123456", "+1"})
        CHECK_THAT(refusal([bad] { oms::customer_update().phone(bad); }), ContainsSubstring("phone must be"));
    CHECK_THAT(refusal([] { oms::new_customer().phone("0722-secret"); }), !ContainsSubstring("secret"));
    CHECK_THAT(refusal([] { oms::identifying_information(oms::identity_document::ssn, "US", oms::secret()); }),
               ContainsSubstring("identifyingInformation.number must not be empty"));
    CHECK_THAT(refusal([] { oms::identifying_information(oms::identity_document::ssn, "usa", oms::secret("1")); }),
               ContainsSubstring("issuingCountry"));
    CHECK_THAT(refusal([] { oms::new_webhook(""); }), ContainsSubstring("url"));
}

template <class Amount>
concept made_of_zero = requires { Amount(0); };

TEST_CASE("An amount is not made of a literal 0, which would be a null pointer to text")
{
    STATIC_REQUIRE_FALSE(made_of_zero<oms::source_amount>);
    STATIC_REQUIRE_FALSE(made_of_zero<oms::destination_amount>);
}

TEST_CASE("Metadata is a JSON object, in every request that has it (contract section 1.7)")
{
    for (const char* other : {"null", "[1]", "\"text\"", " 7"}) {
        const oms::json_text value(other);
        INFO(other);
        const std::string expected = "metadata must be a JSON object";
        CHECK_THAT(refusal([&] { oms::new_customer().metadata(value); }), ContainsSubstring(expected));
        CHECK_THAT(refusal([&] { oms::customer_update().metadata(value); }), ContainsSubstring(expected));
        CHECK_THAT(refusal([&] { oms::transaction_hints().metadata(value); }), ContainsSubstring(expected));
        const oms::to_wallet to{"wlt_2"_wlt, oms::asset::usdc, oms::network::polygon};
        oms::new_quote quote("cst_1"_cst, from(), to, oms::source_amount{"1"});
        CHECK_THAT(refusal([&] { quote.metadata(value); }), ContainsSubstring(expected));
        oms::new_cash_in deposit("cst_1"_cst, to, "loc_1"_loc, "reference");
        CHECK_THAT(refusal([&] { deposit.metadata(value); }), ContainsSubstring(expected));
    }
    CHECK(oms::new_customer().metadata(oms::json_text(" {}")).fields().metadata->view() == " {}");
    CHECK(oms::new_customer().metadata(oms::json_text()).fields().metadata->empty());
}

TEST_CASE("Neither the API key nor its secret can be printed once they are in a request")
{
    const oms::token_request request("sk_sdbx_key", oms::secret("shown-once"));
    STATIC_REQUIRE(std::is_same_v<oms::secret, decltype(oms::token_request_fields::api_key)>);
    CHECK(request.fields().api_key == oms::secret("sk_sdbx_key"));
}

TEST_CASE("A subscription takes the constants of event names")
{
    const auto hook = oms::new_webhook("https://example.com").event(oms::event_name::cash_in_completed).event("x.y");
    CHECK(hook.fields().events == std::vector<std::string>{"cashIn.completed", "x.y"});
    const auto change = oms::webhook_update().event(oms::event_name::wallet_deposit_detected);
    CHECK(*change.fields().events.value() == std::vector<std::string>{"wallet.depositDetected"});
}

TEST_CASE("Setters chain on a temporary and on a named request")
{
    oms::new_customer request = oms::new_customer().first_name("Alice").last_name("Nguyen");
    request.first_name("Bob").endorsement(oms::endorsement_name::usd);
    CHECK(request.fields().first_name == "Bob");
    CHECK(request.fields().last_name == "Nguyen");
    CHECK(request.fields().endorsements.size() == 1);
    CHECK(request.fields().type == oms::customer_type::individual);
}

TEST_CASE("A patch is unchanged, cleared or set")
{
    oms::patch<std::string> each;
    CHECK(each.unchanged());
    CHECK_FALSE(each.value());
    each = std::string("x");
    CHECK_FALSE(each.unchanged());
    CHECK(*each.value() == "x");
    each = oms::patch<std::string>::cleared();
    CHECK(each.clears());
    CHECK_FALSE(each.unchanged());
    CHECK_FALSE(each.value());
}

TEST_CASE("Lists of a change are put together element by element and replace the old list")
{
    const auto change = oms::webhook_update().event("a.b").event("c.d");
    CHECK(*change.fields().events.value() == std::vector<std::string>{"a.b", "c.d"});
    CHECK(oms::webhook_update().event("a.b").every_event().fields().events.value()->empty());
}

TEST_CASE("A filter keeps its bounds, and a list goes one way at a time")
{
    CHECK_THAT(refusal([] { oms::list_filter().limit(0); }), ContainsSubstring("limit must be 1 to 100"));
    CHECK_THAT(refusal([] { oms::customer_filter().limit(101); }), ContainsSubstring("limit"));
    const auto filter = oms::transaction_filter()
                            .limit(100)
                            .status(oms::transaction_status::completed)
                            .starting_after("a")
                            .ending_before("b");
    CHECK(filter.fields().limit == 100);
    CHECK_FALSE(filter.fields().starting_after);
    CHECK(filter.fields().ending_before == "b");
}
