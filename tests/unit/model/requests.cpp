#include "common/catch.hpp"

#include <oms/core/error.hpp>
#include <oms/model/customer_update.hpp>
#include <oms/model/filter.hpp>
#include <oms/model/new_cash_in.hpp>
#include <oms/model/new_customer.hpp>
#include <oms/model/new_external_account.hpp>
#include <oms/model/new_quote.hpp>
#include <oms/model/new_route.hpp>
#include <oms/model/new_transaction.hpp>
#include <oms/model/new_webhook.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/token.hpp>

#include <type_traits>

using namespace oms::literals;

// GCC 12 destroys a temporary aggregate twice inside a co_await expression (PR 99576): no request is one.
template <class... Request>
inline constexpr bool none_is_an_aggregate = (!std::is_aggregate_v<Request> && ...);

static_assert(none_is_an_aggregate<
              oms::new_customer, oms::customer_update, oms::residential_address, oms::identifying_information,
              oms::new_wallet, oms::new_quote<oms::crypto_to_crypto>, oms::new_quote<oms::crypto_to_fiat>,
              oms::from_wallet, oms::to_wallet, oms::to_address, oms::to_saved_address, oms::to_bank, oms::to_card,
              oms::source_amount, oms::destination_amount, oms::transaction_hints, oms::new_cash_in,
              oms::cash_location_query, oms::new_webhook, oms::webhook_update, oms::barcode_auth, oms::auth_commit,
              oms::virtual_account_transfer, oms::deposit_address_transfer, oms::new_virtual_account,
              oms::new_deposit_address, oms::new_external_account, oms::external_account_query, oms::token_request,
              oms::wallet_filter, oms::webhook_filter, oms::customer_transaction_filter, oms::virtual_account_filter,
              oms::deposit_address_filter, oms::customer_filter, oms::transaction_filter, oms::cash_in_filter,
              oms::transaction_perspective, oms::json_object, oms::json_text, oms::patch<std::string>>);

// Money that arrives at a virtual account ends in crypto.
static_assert(std::is_constructible_v<oms::new_virtual_account, const oms::to_saved_address&>);
static_assert(!std::is_constructible_v<oms::new_virtual_account, const oms::to_bank&>);
static_assert(!std::is_constructible_v<oms::new_virtual_account, const oms::to_card&>);

namespace {

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

    // Ids of later versions do not tell the kind: the destination does.
    const oms::new_quote later{customer, from(), oms::to_bank{"ext_1"_ext, oms::asset::usd, oms::network::ach},
                               oms::destination_amount{"25.00"}};
    static_assert(std::is_same_v<decltype(later)::kind, oms::crypto_to_fiat>);
    CHECK(later.fields().destination.wallet.external_account == "ext_1");
}

TEST_CASE("Setters and constructors of requests throw nothing: what is wrong is collected by the call (B8)")
{
    const oms::to_wallet to{"wlt_2"_wlt, oms::asset::usdc, oms::network::polygon};
    CHECK_NOTHROW(oms::source_amount("0.00"));
    CHECK_NOTHROW(oms::source_amount("-1"));
    CHECK_NOTHROW(oms::source_amount{oms::decimal()});
    CHECK_NOTHROW(oms::destination_amount{oms::decimal()});
    CHECK_NOTHROW(oms::to_address("", oms::asset::usdc, oms::network::polygon));
    CHECK_NOTHROW(oms::barcode_auth("", oms::decimal("0")));
    CHECK_NOTHROW(oms::auth_commit(oms::barcode_authorization(), oms::decimal()));
    CHECK_NOTHROW(oms::virtual_account_transfer(oms::transfer_rail("teleport"), oms::decimal("-5")));
    CHECK_NOTHROW(oms::deposit_address_transfer(oms::decimal()));
    CHECK_NOTHROW(oms::new_customer().birth_date("1971/09/01").nationality("kenyan").phone("0722"));
    CHECK_NOTHROW(oms::customer_update().birth_date("x").nationality("x").phone("x").metadata(oms::json_text("7")));
    CHECK_NOTHROW(oms::residential_address().country("UK"));
    CHECK_NOTHROW(oms::identifying_information(oms::identity_document(), "", oms::secret()));
    CHECK_NOTHROW(oms::new_webhook("").event(""));
    CHECK_NOTHROW(oms::webhook_update().url("ftp://"));
    CHECK_NOTHROW(oms::new_cash_in("cst_1"_cst, to, "loc_1"_loc, "").indicated_amount(oms::decimal("0")));
    CHECK_NOTHROW(oms::transaction_hints().metadata(oms::json_text("[]")));
    CHECK_NOTHROW(oms::wallet_filter().limit(0).created_after(oms::timestamp()));
}

TEST_CASE("Types refuse what is none of theirs where it is written: a decimal, an id, JSON")
{
    const auto code_of = [](const auto& make) {
        try {
            make();
        } catch (const oms::error& refused) {
            return refused.code();
        }
        return boost::system::error_code();
    };
    CHECK(code_of([] { oms::source_amount("abc"); }) == oms::errc::invalid_decimal);
    CHECK(code_of([] { oms::destination_amount("1,000"); }) == oms::errc::invalid_decimal);
    CHECK(code_of([] { oms::customer_id("wlt_1"); }) == oms::errc::invalid_id);
    CHECK(code_of([] { oms::new_customer().metadata(oms::json_text("{")); }) == oms::errc::invalid_json);
}

template <class Amount>
concept made_of_zero = requires { Amount(0); };

TEST_CASE("An amount is not made of a literal 0, which would be a null pointer to text")
{
    STATIC_REQUIRE_FALSE(made_of_zero<oms::source_amount>);
    STATIC_REQUIRE_FALSE(made_of_zero<oms::destination_amount>);
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

TEST_CASE("A patch is unchanged, cleared or set (B7)")
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

TEST_CASE("A list goes one way at a time: the later cursor takes the earlier one back")
{
    const auto filter = oms::transaction_filter()
                            .limit(100)
                            .status(oms::transaction_status::completed)
                            .starting_after("a")
                            .ending_before("b");
    CHECK(filter.fields().limit == 100);
    CHECK_FALSE(filter.fields().starting_after);
    CHECK(filter.fields().ending_before == "b");
}
