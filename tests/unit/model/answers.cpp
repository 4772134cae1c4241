#include "common/catch.hpp"

#include <oms/core/overloaded.hpp>
#include <oms/model/deposit_address.hpp>
#include <oms/model/event.hpp>
#include <oms/model/external_account.hpp>
#include <oms/model/page.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/token.hpp>
#include <oms/model/virtual_account.hpp>
#include <oms/model/webhook.hpp>

#include <type_traits>

using namespace oms::literals;

// Other completion tokens go through co_spawn, which needs a default value of every result.
template <class... Result>
inline constexpr bool all_are_default_constructible = (std::is_default_constructible_v<Result> && ...);
static_assert(all_are_default_constructible<
              oms::customer, oms::customer_balance, oms::wallet, oms::wallet_balance, oms::any_quote,
              oms::quote<oms::crypto_to_crypto>, oms::quote<oms::crypto_to_fiat>, oms::quote<oms::fiat_to_crypto>,
              oms::any_transaction, oms::transaction<oms::crypto_to_crypto>, oms::transaction<oms::crypto_to_fiat>,
              oms::transaction<oms::fiat_to_crypto>, oms::cash_in, oms::cash_location, oms::webhook,
              oms::webhook_created, oms::event, oms::page<oms::customer>, oms::access_token, oms::barcode_authorization,
              oms::commit_result, oms::virtual_account_transfer_result, oms::deposit_address_transfer_result,
              oms::virtual_account, oms::deposit_address, oms::external_account, oms::page<oms::virtual_account>,
              oms::page<oms::deposit_address>, oms::page<oms::external_account_schema>>);

// Members of one kind do not exist on another.
template <class T>
concept has_bank_details = requires(T t) { t.destination.bank_details; };
template <class T>
concept has_cash_in_id = requires(T t) { t.cash_in_id; };
template <class T>
concept has_cash_pickup = requires(T t) { t.cash_pickup; };
static_assert(has_bank_details<oms::transaction<oms::crypto_to_fiat>>);
static_assert(!has_bank_details<oms::transaction<oms::crypto_to_crypto>>);
static_assert(!has_bank_details<oms::transaction<oms::fiat_to_crypto>>);
static_assert(has_cash_in_id<oms::transaction<oms::fiat_to_crypto>>);
static_assert(!has_cash_in_id<oms::transaction<oms::crypto_to_crypto>>);
static_assert(!has_cash_pickup<oms::transaction<oms::crypto_to_crypto>>);

// The common part of a temporary would dangle.
template <class T>
concept has_id_of = requires(T&& t) { oms::id_of(std::forward<T>(t)); };
static_assert(has_id_of<oms::any_transaction&>);
static_assert(!has_id_of<oms::any_transaction>);
static_assert(!has_id_of<oms::any_quote>);

TEST_CASE("Id, state and common part are read from a transaction of any kind")
{
    oms::any_transaction any;
    CHECK(oms::id_of(any).empty());
    CHECK_FALSE(oms::status_of(any).is_success());
    any = [] {
        oms::transaction<oms::crypto_to_fiat> payout;
        payout.id = "txn_1"_txn;
        payout.status = oms::transaction_status::completed;
        return payout;
    }();
    CHECK(oms::id_of(any) == "txn_1"_txn);
    CHECK(oms::status_of(any).is_success());
    CHECK(&oms::common_of(any) == &std::get<oms::transaction<oms::crypto_to_fiat>>(any));
}

TEST_CASE("Only known states are terminal, and only completed is a success")
{
    CHECK(oms::transaction_status::completed.is_terminal());
    CHECK(oms::transaction_status::failed.is_terminal());
    CHECK_FALSE(oms::transaction_status::failed.is_success());
    for (const char* text : {"processing", "cashPickupReady", "awaitingAction", "settled", "Completed", ""}) {
        CHECK_FALSE(oms::transaction_status(text).is_terminal());
        CHECK_FALSE(oms::transaction_status(text).is_success());
    }
    CHECK_FALSE(oms::cash_in_status::expired.is_terminal());
    CHECK(oms::cash_in_status::completed.is_success());
}

TEST_CASE("Only an active endorsement permits anything")
{
    oms::customer customer;
    for (const auto& status : {oms::endorsement_status::pending, oms::endorsement_status::rejected,
                               oms::endorsement_status::needs_action, oms::endorsement_status("FUTURE")}) {
        customer.endorsements = {{oms::endorsement_name::usd, status, {}, {}}};
        CHECK_FALSE(customer.has(oms::endorsement_name::usd));
    }
    customer.endorsements = {{oms::endorsement_name::usd, oms::endorsement_status::active, {}, {}}};
    CHECK(customer.has(oms::endorsement_name::usd));
    CHECK_FALSE(customer.has(oms::endorsement_name::basic));
}

TEST_CASE("An event's payload is one of five families")
{
    const oms::event event;
    CHECK(std::variant_size_v<decltype(event.payload)> == 5);
    const bool unknown = std::visit(oms::overloaded{[](const oms::transaction_event&) { return false; },
                                                    [](const oms::endorsement_event&) { return false; },
                                                    [](const oms::cash_in_event&) { return false; },
                                                    [](const oms::wallet_event&) { return false; },
                                                    [](const oms::unknown_event&) {
                                                        return true;
                                                    }},
                                    event.payload);
    CHECK(unknown);
}

TEST_CASE("Every constant of an open enum is among its known values")
{
    CHECK(oms::asset::mxn.known());
    CHECK(oms::network::us_bank.known());
    CHECK(oms::movement_type_of<oms::crypto_to_fiat>.text() == "cryptoToFiat");
    CHECK(oms::movement_type_of<oms::fiat_to_crypto> == oms::movement_type::fiat_to_crypto);
    CHECK(oms::movement_type_of<oms::crypto_to_crypto>.known());
    CHECK(oms::cash_in_sub_status::provider_order_template_error.known());
    CHECK(oms::rail::international_wire.known());
    CHECK(oms::event_name::transaction_crypto_to_crypto_under_review.known());
    CHECK(oms::event_name::cash_in_completed.known());
    CHECK(oms::event_name::wallet_deposit_detected.known());
    CHECK(oms::event_name::transaction_status_changed.known());
    CHECK(oms::event_name::cash_in_created.known());
    CHECK(oms::event_name::cash_in_expired.known());
    CHECK(oms::event_name::endorsement_updated.known());
    CHECK(oms::event_name::endorsement_active.known());
    CHECK(oms::event_name::wallet_provisioned.known());
    CHECK(oms::transaction_status::awaiting_action.known());
    CHECK(oms::side_type::bank_us.known());
    CHECK(oms::precursor_type::deposit_address.known());
    CHECK(oms::route_status::provisioned.known());
    CHECK(oms::external_account_status::verified.known());
}

TEST_CASE("Text of an enumeration that this version does not know is kept as it is, and compares by it")
{
    const oms::precursor_type later("payroll");
    CHECK_FALSE(later.known());
    CHECK(later.text() == "payroll");
    CHECK(later != oms::precursor_type::quote);
    CHECK(later == oms::precursor_type("payroll"));
    CHECK(oms::side_type("WalletOms") != oms::side_type::wallet_oms);
}

TEST_CASE("The id of an external account is typed by its prefix, whatever follows it (B1)")
{
    CHECK(oms::external_account_id_of("cpUsBank_01H9Xe7V5xD3pF8m").index() == 1);
    CHECK(oms::external_account_id_of("cpIntlBank_1").index() == 2);
    CHECK(oms::external_account_id_of("pmCard_1").index() == 3);
    CHECK(oms::external_account_id_of("cpBcAddr_1").index() == 4);
    for (const char* other : {"ext_1", "cpusbank_1", "something", ""}) {
        const auto id = oms::external_account_id_of(other);
        CHECK(id.index() == 0);
        CHECK(oms::text_of(id) == other);
    }
}
