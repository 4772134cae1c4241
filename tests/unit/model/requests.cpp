#include "../../common/catch.hpp"

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
    CHECK_THAT(refusal([] { oms::destination_amount{oms::decimal()}; }), ContainsSubstring("destination.amount"));
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
    for (const char* bad : {"12125550123", "+0212555", "+1 212", "+", "", "+1234567890123456", "+1"})
        CHECK_THAT(refusal([bad] { oms::customer_update().phone(bad); }), ContainsSubstring("phone must be"));
    CHECK_THAT(refusal([] { oms::new_customer().phone("0722-secret"); }), !ContainsSubstring("secret"));
    CHECK_THAT(refusal([] { oms::identifying_information(oms::identity_document::ssn, "US", oms::secret()); }),
               ContainsSubstring("identifyingInformation.number must not be empty"));
    CHECK_THAT(refusal([] { oms::identifying_information(oms::identity_document::ssn, "usa", oms::secret("1")); }),
               ContainsSubstring("issuingCountry"));
    CHECK_THAT(refusal([] { oms::new_webhook(""); }), ContainsSubstring("url"));
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
