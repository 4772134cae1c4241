#include "common/catch.hpp"

#include <oms/client/client_config.hpp>
#include <oms/client/early_access.hpp>
#include <oms/oms.hpp>
#include <oms/webhook/verifier.hpp>

#include <type_traits>

// GCC 12 destroys temporary aggregates twice inside a co_await expression (PR 99576), so nothing that users write
// there may be one: requests, their parts, filters, options, handles, configuration.

namespace {

template <class... T>
constexpr bool none_is_an_aggregate = (!std::is_aggregate_v<T> && ...);

} // namespace

TEST_CASE("No type that a caller writes as an argument is an aggregate")
{
    STATIC_REQUIRE(none_is_an_aggregate<oms::new_customer, oms::customer_update, oms::residential_address,
                                        oms::identifying_information, oms::new_wallet>);
    STATIC_REQUIRE(none_is_an_aggregate<oms::new_quote<oms::crypto_to_crypto>, oms::new_quote<oms::crypto_to_fiat>,
                                        oms::from_wallet, oms::to_wallet, oms::to_address, oms::to_saved_address,
                                        oms::to_bank, oms::to_card, oms::source_amount, oms::destination_amount,
                                        oms::transaction_hints, oms::transaction_perspective>);
    STATIC_REQUIRE(none_is_an_aggregate<oms::new_cash_in, oms::cash_location_query, oms::new_webhook,
                                        oms::webhook_update, oms::barcode_auth, oms::auth_commit,
                                        oms::virtual_account_transfer, oms::deposit_address_transfer>);
    STATIC_REQUIRE(
        none_is_an_aggregate<oms::customer_filter, oms::customer_transaction_filter, oms::wallet_filter,
                             oms::transaction_filter, oms::cash_in_filter, oms::webhook_filter,
                             oms::virtual_account_filter, oms::deposit_address_filter, oms::external_account_query>);
    STATIC_REQUIRE(none_is_an_aggregate<oms::new_external_account, oms::new_virtual_account, oms::new_deposit_address,
                                        oms::raw_request, oms::raw_answer>);
    STATIC_REQUIRE(none_is_an_aggregate<oms::call_options, oms::retry_policy, oms::client_config, oms::tls_config,
                                        oms::pool_config, oms::timeouts, oms::response_limits, oms::verifier_options>);
    STATIC_REQUIRE(none_is_an_aggregate<oms::client, oms::customers, oms::wallets, oms::quotes, oms::transactions,
                                        oms::cash_ins, oms::cash_locations, oms::webhooks, oms::simulate,
                                        oms::early_access, oms::flows, oms::raw, oms::pager<oms::customer>>);
    STATIC_REQUIRE(none_is_an_aggregate<oms::quote<oms::crypto_to_crypto>, oms::transaction<oms::fiat_to_crypto>,
                                        oms::transaction<oms::crypto_to_fiat>, oms::transaction<oms::crypto_to_crypto>,
                                        oms::unknown_quote, oms::unknown_transaction>);
    STATIC_REQUIRE(none_is_an_aggregate<oms::customer_id, oms::decimal, oms::timestamp, oms::secret, oms::json_text,
                                        oms::idempotency_key, oms::asset, oms::network, oms::webhook_secret>);
}

TEST_CASE("Every result can be default-constructed, as other completion tokens need it")
{
    STATIC_REQUIRE(std::is_default_constructible_v<oms::customer>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::customer_balance>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::wallet>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::wallet_balance>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::any_quote>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::quote<oms::crypto_to_fiat>>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::any_transaction>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::transaction<oms::fiat_to_crypto>>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::cash_in>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::page<oms::cash_location>>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::webhook_created>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::commit_result>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::raw_answer>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::page<oms::external_account_schema>>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::external_account>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::virtual_account>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::deposit_address>);
    STATIC_REQUIRE(std::is_default_constructible_v<oms::send_outcome<oms::crypto_to_crypto>>);
}
