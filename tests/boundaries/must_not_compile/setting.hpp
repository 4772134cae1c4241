// What the cases of cases.txt talk about.
#include <oms/client/client_config.hpp>
#include <oms/http/retry_verdict.hpp>
#include <oms/oms.hpp>
#include <oms/webhook/endpoint.hpp>
#include <oms/webhook/router.hpp>
#include <oms/webhook/verifier.hpp>

#include <iostream>
#include <map>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>

using namespace oms::literals;
using namespace std::chrono_literals;

extern const oms::client client;
extern const oms::client_config config;

extern const oms::customer_id customer;
extern const oms::wallet_id wallet;
extern const oms::quote_id quote;
extern const oms::transaction_id transaction;
extern const oms::cash_in_id cash_in;
extern const oms::cash_location_id location;
extern const oms::webhook_id hook;
extern const oms::virtual_account_id account;
extern const oms::deposit_address_id address;
extern const oms::us_bank_account_id bank;
extern const oms::debit_card_id card;

extern const oms::from_wallet source;
extern const oms::to_address destination;
extern const oms::new_quote<oms::crypto_to_crypto> order;
extern const oms::any_quote some_quote;
extern const oms::unknown_quote strange_quote;
extern const oms::quote<oms::crypto_to_crypto> send_quote;
extern const oms::quote<oms::crypto_to_fiat> payout;
extern const oms::transaction<oms::fiat_to_crypto> funded;
extern const oms::transaction<oms::crypto_to_fiat> paid_out;
extern const oms::transaction<oms::crypto_to_crypto> sent;
extern const oms::decimal amount;
extern const oms::secret number;
extern const oms::webhook_secret signing;
extern oms::webhook_router router;
extern const oms::webhook_verifier verifier;
