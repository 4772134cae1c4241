// Wallets, quotes and transactions of contract section 3, against examples/operation.*.json.
#include "fixture.hpp"

#include <oms/model/new_quote.hpp>
#include <oms/model/new_transaction.hpp>
#include <oms/model/page.hpp>
#include <oms/model/quote.hpp>
#include <oms/wire/codec.hpp>

using namespace oms::literals;
using fixture::operation;
using fixture::value_of;

TEST_CASE("createWallet: asset and chain are written and the wallet is read")
{
    const operation example("createWallet");
    fixture::check_request(example, oms::encode(oms::new_wallet(oms::asset::usdc, oms::network::polygon)));
    const auto wallet = value_of(oms::decode<oms::wallet>(example.answer_text()));
    CHECK(wallet.id == "wlt_01H9Xb3K7nM2pQ4r"_wlt);
    CHECK(wallet.customer_id == "cst_01H9Xa8F5dN6mP3q"_cst);
    CHECK(wallet.address == "0xbe2eda905d6bf027781577d670a52db29a109778");
    CHECK(wallet.asset == oms::asset::usdc);
    CHECK(wallet.chain == oms::network::polygon);
    CHECK(wallet.status == oms::wallet_status::active);
    CHECK(wallet.type == oms::wallet_type::internal);
    CHECK(wallet.updated_at.str() == "2026-06-15T14:31:00Z");
}

TEST_CASE("listCustomerWallets: the page of wallets is read")
{
    const operation example("listCustomerWallets");
    const auto page = value_of(oms::decode<oms::page<oms::wallet>>(example.answer_text()));
    CHECK(page.data.size() == example.answer().at("data").as_array().size());
    CHECK(page.data.at(0).asset == oms::asset::usdc);
}

TEST_CASE("getWalletBalance: the balance is read to the last digit")
{
    const auto balance = value_of(oms::decode<oms::wallet_balance>(operation("getWalletBalance").answer_text()));
    CHECK(balance.wallet_id == "wlt_01H9Xb3K7nM2pQ4r"_wlt);
    CHECK(balance.chain == oms::network::polygon);
    CHECK(balance.balance.str() == "1234.56");
    CHECK(balance.estimated_balance->str() == "1234.56");
    CHECK(balance.estimated_balance_currency_code == "USD");
}

TEST_CASE("createQuote: a send to an address is written and the typed quote is read")
{
    const operation example("createQuote");
    const auto order =
        oms::new_quote{
            "cst_01H9Xa8F5dN6mP3q"_cst,
            oms::from_wallet{"wlt_01H9Xb3K7nM2pQ4r"_wlt, oms::asset::usdc, oms::network::polygon},
            oms::to_address{"0x20f26aaa9d070e73d6432c839a37ed1b24087c3a", oms::asset::usdc, oms::network::polygon},
            oms::source_amount{"100.00"}}
            .metadata(oms::json_object().add("orderId", "ord_789"))
            .sponsor_gas(false);
    fixture::check_request(example, oms::encode(order));

    const auto quote = value_of(oms::decode<oms::quote<oms::crypto_to_crypto>>(example.answer_text()));
    CHECK(quote.id == "qt_01kv5vfttke7kbces9gqte20g2"_qt);
    CHECK(quote.type == oms::movement_type::crypto_to_crypto);
    CHECK(quote.status == oms::quote_status::open);
    CHECK(quote.source.wallet_id == "wlt_01H9Xb3K7nM2pQ4r"_wlt);
    CHECK(quote.source.amount_gross.str() == "100.00");
    CHECK(quote.source.fees_deducted.developer.str() == "0.20");
    CHECK(quote.source.fees_deducted.gas.str() == "0.03");
    CHECK(quote.source.fees_deducted.oms.str() == "0.35");
    CHECK(quote.source.fees_deducted.total.str() == "0.58");
    CHECK(quote.destination.amount_net.str() == "99.42");
    CHECK(quote.destination.wallet->blockchain_address == "0x20f26aaa9d070e73d6432c839a37ed1b24087c3a");
    CHECK_FALSE(quote.destination.wallet->id);
    CHECK(quote.fixed_amount_side == oms::fixed_side::source);
    CHECK(quote.rates.effective_rate.str() == "0.9942");
    CHECK(quote.rates.pair == "usdc/usdc");
    CHECK(quote.sponsor_gas == false);
    CHECK(quote.sponsor_gas_cost->str() == "0");
    CHECK(quote.expires_at.str() == "2026-06-15T14:40:00Z");
}

TEST_CASE("Each destination of a quote is written under its own name")
{
    const auto written = [](const auto& destination) {
        const oms::new_quote order{"cst_1"_cst, oms::from_wallet{"wlt_1"_wlt, oms::asset::usdc, oms::network::polygon},
                                   destination, oms::destination_amount{"7"}};
        return boost::json::parse(oms::encode(order)).at("destination");
    };
    using boost::json::parse;
    CHECK(written(oms::to_wallet{"wlt_2"_wlt, oms::asset::usdc, oms::network::polygon}) ==
          parse(R"({"asset":"usdc","network":"polygon","amount":"7","wallet":{"id":"wlt_2"}})"));
    CHECK(written(oms::to_saved_address{"cpBcAddr_2"_cpBcAddr, oms::asset::usdc, oms::network::polygon}) ==
          parse(R"({"asset":"usdc","network":"polygon","amount":"7","wallet":{"externalAccount":"cpBcAddr_2"}})"));
    CHECK(written(oms::to_bank{"cpUsBank_2"_cpUsBank, oms::asset::usd, oms::network::ach}) ==
          parse(R"({"asset":"usd","network":"ach","amount":"7","wallet":{"externalAccount":"cpUsBank_2"}})"));
    CHECK(written(oms::to_bank{"cpIntlBank_2"_cpIntlBank, oms::asset::eur, oms::network::sepa}) ==
          parse(R"({"asset":"eur","network":"sepa","amount":"7","wallet":{"externalAccount":"cpIntlBank_2"}})"));
    CHECK(written(oms::to_card{"pmCard_2"_pmCard, oms::asset::usd, oms::network::card}) ==
          parse(R"({"asset":"usd","network":"card","amount":"7","wallet":{"externalAccount":"pmCard_2"}})"));
}

TEST_CASE("getQuote: the quote is read as any quote and as a typed one")
{
    const std::string answer = operation("getQuote").answer_text();
    const auto any = value_of(oms::decode<oms::any_quote>(answer));
    REQUIRE(std::holds_alternative<oms::quote<oms::crypto_to_crypto>>(any));
    CHECK(oms::id_of(any) == value_of(oms::decode<oms::quote<oms::crypto_to_crypto>>(answer)).id);
}

TEST_CASE("createTransaction: quote and hints are written and the transaction is read")
{
    const operation example("createTransaction");
    const oms::transaction_hints hints = oms::transaction_hints()
                                             .metadata(oms::json_object().add("orderId", "ord_789"))
                                             .partner_transaction_id(123)
                                             .tags("payout");
    fixture::check_request(example, oms::encode(hints.for_quote("qt_01kv5vfttke7kbces9gqte20g2"_qt)));

    const auto sent = value_of(oms::decode<oms::transaction<oms::crypto_to_crypto>>(example.answer_text()));
    CHECK(sent.id == "txn_01kv5w3kjsfd7rt2rdsfw9gn11"_txn);
    CHECK(sent.status == oms::transaction_status::processing);
    CHECK_FALSE(sent.status.is_terminal());
    CHECK(sent.sub_status == "fundsPulled");
    CHECK(sent.quote_id == "qt_01kv5vfttke7kbces9gqte20g2"_qt);
    CHECK(sent.sender_customer_id == "cst_01H9Xa8F5dN6mP3q"_cst);
    CHECK_FALSE(sent.recipient_customer_id);
    CHECK(sent.source.wallet_id == "wlt_01H9Xb3K7nM2pQ4r"_wlt);
    CHECK(sent.source.rail == oms::rail::crypto);
    CHECK(sent.source.amount_gross->str() == "100.00");
    CHECK(sent.source.fees_deducted->total.str() == "0.58");
    CHECK(sent.destination.wallet->blockchain_address == "0x20f26aaa9d070e73d6432c839a37ed1b24087c3a");
    CHECK_FALSE(sent.destination.tx_hash);
    CHECK_FALSE(sent.error);
    CHECK_FALSE(sent.completed_at);
}

TEST_CASE("getTransaction: the completed transaction is read from the sender's side")
{
    const auto any = value_of(oms::decode<oms::any_transaction>(operation("getTransaction").answer_text()));
    const auto& done = std::get<oms::transaction<oms::crypto_to_crypto>>(any);
    CHECK(oms::id_of(any) == "txn_01kv5w3kjsfd7rt2rdsfw9gn11"_txn);
    CHECK(oms::status_of(any).is_success());
    CHECK(done.role == oms::transaction_role::sender);
    CHECK(done.destination.tx_hash == "0xfe4e81941656e60cc5d0665eb71bd6a945225fefda070124efbc38f365bd3944");
    CHECK(done.completed_at->str() == "2026-06-15T14:36:20Z");
}

TEST_CASE("listTransactions: the page is read")
{
    const auto page =
        value_of(oms::decode<oms::page<oms::any_transaction>>(operation("listTransactions").answer_text()));
    REQUIRE(page.data.size() == 2);
    CHECK(page.has_more);
    CHECK(page.next_cursor == "dHhuOnR4bl8wMWt2NXcza2pzZmQ3cnQycmRzZnc5Z24xMQ");
    CHECK(page.previous_cursor == "dHhuOnR4bl8wMUg5WGg3TTNjWTVmSzh3");
}
