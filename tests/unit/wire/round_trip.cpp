// One description serves both directions: what an example answer says is read and written back, field by field.
#include "fixture.hpp"

#include <oms/model/cash_location.hpp>
#include <oms/model/deposit_address.hpp>
#include <oms/model/external_account.hpp>
#include <oms/model/page.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/token.hpp>
#include <oms/model/virtual_account.hpp>
#include <oms/model/webhook.hpp>
#include <oms/wire/codec.hpp>

namespace {

template <class T>
void check_round_trip(const std::string& name)
{
    INFO(name);
    boost::json::value answer = fixture::operation(name).answer();
    const auto read = fixture::value_of(oms::decode<T>(boost::json::serialize(answer)));
    if (auto* page = answer.if_object(); page && page->contains("cursor")) {
        page->emplace("nextCursor", page->at("cursor"));
        page->erase("cursor");
    }
    CHECK(boost::json::parse(oms::encode(read)) == fixture::without_nulls(answer));
}

} // namespace

TEST_CASE("No field of an example answer is lost between reading and writing")
{
    check_round_trip<oms::access_token>("createAccessToken");
    check_round_trip<oms::customer>("createCustomer");
    check_round_trip<oms::page<oms::customer>>("listCustomers");
    check_round_trip<oms::customer>("getCustomer");
    check_round_trip<oms::customer>("updateCustomer");
    check_round_trip<oms::customer>("deleteCustomer");
    check_round_trip<oms::customer_balance>("getCustomerBalance");
    check_round_trip<oms::page<oms::any_transaction>>("listCustomerTransactions");
    check_round_trip<oms::wallet>("createWallet");
    check_round_trip<oms::page<oms::wallet>>("listCustomerWallets");
    check_round_trip<oms::wallet_balance>("getWalletBalance");
    check_round_trip<oms::any_quote>("createQuote");
    check_round_trip<oms::quote<oms::crypto_to_crypto>>("getQuote");
    check_round_trip<oms::any_transaction>("createTransaction");
    check_round_trip<oms::page<oms::any_transaction>>("listTransactions");
    check_round_trip<oms::transaction<oms::crypto_to_crypto>>("getTransaction");
    check_round_trip<oms::cash_in>("createCashIn");
    check_round_trip<oms::page<oms::cash_in>>("listCashIns");
    check_round_trip<oms::cash_in>("getCashIn");
    check_round_trip<oms::cash_in>("refreshCashIn");
    check_round_trip<oms::page<oms::cash_location>>("listCashLocations");
    check_round_trip<oms::webhook_created>("createWebhook");
    check_round_trip<oms::page<oms::webhook>>("listWebhooks");
    check_round_trip<oms::webhook>("getWebhook");
    check_round_trip<oms::webhook>("updateWebhook");
    check_round_trip<oms::barcode_authorization>("simulateBarcodeAuth");
    check_round_trip<oms::commit_result>("simulateAuthCommit");
    check_round_trip<oms::virtual_account_transfer_result>("simulateVirtualAccountTransfer");
    check_round_trip<oms::deposit_address_transfer_result>("simulateDepositAddressTransfer");
    check_round_trip<oms::page<oms::external_account_schema>>("listExternalAccountSchemas");
    check_round_trip<oms::external_account>("createExternalAccount");
    check_round_trip<oms::virtual_account>("createVirtualAccount");
    check_round_trip<oms::page<oms::virtual_account>>("listVirtualAccounts");
    check_round_trip<oms::deposit_address>("createDepositAddress");
    check_round_trip<oms::page<oms::deposit_address>>("listDepositAddresses");
}
