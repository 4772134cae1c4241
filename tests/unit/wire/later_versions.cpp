// Quotes and transactions as later versions of the API shape them (contract section 16).
#include "fixture.hpp"

#include <oms/model/page.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/transaction.hpp>
#include <oms/wire/codec.hpp>

using namespace oms::literals;
using Catch::Matchers::ContainsSubstring;
using fixture::value_of;

namespace {

std::string later_transaction()
{
    const boost::json::value vectors = fixture::load("tolerance.json");
    for (const auto& example : vectors.at("cases").as_array())
        if (example.at("name").as_string() == "transaction-later-shape")
            return std::string(example.at("rawBody").as_string());
    throw std::logic_error("no such vector");
}

const std::string pricing =
    R"("pricing":{"source":{"asset":"usdc","amountGross":"250.00","amountNet":"248.00",
                            "feesDeducted":{"developer":"0","gas":"0","oms":"2.00","total":"2.00"}},
                  "destination":{"asset":"usd","amountGross":"248.00","amountNet":"247.00",
                                 "feesDeducted":{"developer":"0","gas":"0","oms":"1.00","total":"1.00"}},
                  "exchangeRate":"1.0","effectiveRate":"0.988","pair":"usdc/usd","fixedAmountSide":"source",
                  "sponsorGas":true,"sponsorGasCost":"0.07"})";

// A transaction between two sides, with more members.
std::string between(const std::string& sides, const std::string& more = {})
{
    return R"({"id":"txn_1","sourceToDestination":")" + sides + '"' + (more.empty() ? "" : "," + more) + "}";
}

oms::any_transaction read(const std::string& body)
{
    return value_of(oms::decode<oms::any_transaction>(body));
}

template <class K>
oms::transaction<K> read_as(const std::string& body)
{
    const auto any = read(body);
    REQUIRE(std::holds_alternative<oms::transaction<K>>(any));
    return std::get<oms::transaction<K>>(any);
}

std::string reversed(const std::string& body)
{
    const boost::json::object all = boost::json::parse(body).as_object();
    std::string made;
    for (const auto& [name, value] : all)
        made = boost::json::serialize(boost::json::value(name)) + ":" + boost::json::serialize(value) +
               (made.empty() ? "" : ",") + made;
    return "{" + made + "}";
}

} // namespace

TEST_CASE("A transaction of a later version is read through the accessors of this one")
{
    const auto payout = read_as<oms::crypto_to_fiat>(later_transaction());
    CHECK(payout.type == oms::movement_type::crypto_to_fiat);
    CHECK(payout.status == oms::transaction_status::completed);
    CHECK(payout.quote_id == "qt_01kv5wsceffg898v46endkvd8w"_qt);
    CHECK(payout.source.wallet_id == "wlt_01kv5vmjfhfv28qm4t5k3ec45d"_wlt);
    CHECK(payout.source.amount_gross->str() == "250.00");
    CHECK(payout.source.amount_net->str() == "248.00");
    CHECK(payout.source.fees_deducted->oms.str() == "2.00");
    CHECK(payout.destination.external_account_id == "ext_01kv5wrh2ze8fsye65c8dy4vbf");
    CHECK(payout.destination.amount_net->str() == "248.00");
    CHECK(payout.destination.network == oms::network::ach);
    CHECK(payout.rates->exchange_rate.str() == "1.0");
    CHECK(payout.rates->effective_rate.str() == "0.992");
    CHECK(payout.rates->pair == "usdc/usd");
    CHECK(payout.fixed_amount_side == oms::fixed_side::source);
    CHECK(payout.sponsor_gas == false);
    CHECK(payout.sponsor_gas_cost->str() == "0");
}

TEST_CASE("What only later versions say has members of its own")
{
    const auto payout = read_as<oms::crypto_to_fiat>(later_transaction());
    CHECK(payout.customer_id == "cst_01kv5v6gvnf3tvbxygg7m08syh"_cst);
    CHECK_FALSE(payout.sender_customer_id);
    CHECK(payout.source_to_destination == "walletCrypto->bankUs");
    CHECK(payout.precursor->type == oms::precursor_type::quote);
    CHECK(payout.precursor->id == "qt_01kv5wsceffg898v46endkvd8w");
    CHECK(payout.estimated_arrival->str() == "2026-06-16T15:30:00Z");
    CHECK(payout.source.type == oms::side_type::wallet_crypto);
    CHECK(payout.source.category == "crypto");
    CHECK(payout.source.id.empty());
    CHECK(payout.destination.type == oms::side_type::bank_us);
    CHECK(payout.destination.id.empty());
}

TEST_CASE("A later transaction is written under the names of v0.9, and nothing of it is lost on the way back")
{
    const auto payout = read_as<oms::crypto_to_fiat>(later_transaction());
    const std::string written = oms::encode(payout);
    const auto document = boost::json::parse(written);
    CHECK(document.at("type") == "cryptoToFiat");
    CHECK(document.at("quoteId") == "qt_01kv5wsceffg898v46endkvd8w");
    CHECK(document.at("source").at("walletId") == "wlt_01kv5vmjfhfv28qm4t5k3ec45d");
    CHECK(document.at("source").at("amountGross") == "250.00");
    CHECK(document.at("rates").at("pair") == "usdc/usd");
    CHECK(document.at("destination").at("externalAccountId") == "ext_01kv5wrh2ze8fsye65c8dy4vbf");
    CHECK_FALSE(document.as_object().contains("pricing"));
    CHECK(oms::encode(value_of(oms::decode<oms::any_transaction>(written))) == written);
}

TEST_CASE("A later transaction reads the same whatever the order of its members")
{
    const std::string body = later_transaction();
    REQUIRE(reversed(body) != body);
    CHECK(oms::encode(read(reversed(body))) == oms::encode(read(body)));
}

TEST_CASE("The kind is read from both sides where it is beyond doubt, and never guessed")
{
    const auto kind = [](const std::string& sides, const std::string& more = {}) {
        const auto any = read(between(sides, more));
        CHECK(oms::common_of(any).source_to_destination == sides);
        return any.index();
    };
    CHECK(kind("walletOms->walletCrypto") == 3);
    CHECK(kind("walletCrypto->walletOms") == 3);
    CHECK(kind("walletCrypto->bankUs") == 2);
    CHECK(kind("walletOms->bankIntl") == 2);
    CHECK(kind("walletOms->cardDebit") == 2);
    CHECK(kind("walletOms->cash") == 2);
    CHECK(kind("bankUs->walletOms") == 1);
    CHECK(kind("cash->walletCrypto") == 1);
    for (const std::string doubtful :
         {"walletMobileMoney->walletOms", "walletOms->walletMobileMoney", "bankUs->bankUs", "cash->bankUs",
          "cardDebit->walletOms", "walletOms->", "->walletOms", "walletOms", "->", "walletOms->counterparty",
          "wallets->bankUs", "cashback->walletOms", "walletOms->walletOms->bankUs", "WalletOms->bankUs",
          "walletOms-> bankUs", "bank_us->walletOms"}) {
        INFO(doubtful);
        CHECK(kind(doubtful) == 0);
    }
    CHECK(kind("walletCrypto->bankUs", R"("source":{"category":"fiat"})") == 0);
    CHECK(kind("walletCrypto->bankUs", R"("destination":{"category":"crypto"})") == 0);
    CHECK(kind("walletCrypto->bankUs", R"("source":{"category":"stablecoin"},"destination":{"category":"fiat"})") == 2);
    CHECK(kind("walletLater->bankUs", R"("source":{"category":"crypto"})") == 2);
}

TEST_CASE("Without a word on both sides together, the type of each tells the kind")
{
    const auto sides = [](const std::string& from, const std::string& to) {
        return R"({"id":"txn_1","source":{"type":")" + from + R"("},"destination":{"type":")" + to + "\"}}";
    };
    const auto payout = read_as<oms::crypto_to_fiat>(sides("walletOms", "bankUs"));
    CHECK(payout.type == oms::movement_type::crypto_to_fiat);
    CHECK_FALSE(payout.source_to_destination);
    CHECK(read(sides("walletOms", "")).index() == 0);
    CHECK(read(sides("walletOms", "stock")).index() == 0);

    const auto refused = oms::decode<oms::transaction<oms::crypto_to_crypto>>(sides("walletOms", "bankUs"));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code() == oms::errc::unexpected_kind);
}

TEST_CASE("A kind that is said wins over the sides, and one that is not known stays unknown")
{
    CHECK(read(between("walletCrypto->bankUs", R"("type":"cryptoToCrypto")")).index() == 3);
    CHECK(read(between("walletCrypto->bankUs", R"("type":"stockToCrypto")")).index() == 0);
}

TEST_CASE(
    "A transaction of unknown kind is never a success of a known one, and keeps its document and its amounts (B5)")
{
    const std::string body =
        between("counterparty->bankUs", R"("status":"completed","precursor":{"id":"qt_1","type":"quote"},)" + pricing);
    const auto any = read(body);
    const auto& unknown = std::get<oms::unknown_transaction>(any);
    CHECK(unknown.document.view() == body);
    CHECK(oms::encode(any) == body);
    CHECK(unknown.type.empty());
    CHECK(unknown.quote_id == "qt_1"_qt);
    CHECK(unknown.source.amount_net->str() == "248.00");
    CHECK(unknown.rates->pair == "usdc/usd");
}

TEST_CASE("A typed read takes a later document of its kind and refuses one of another or of a doubtful kind")
{
    using payout = oms::transaction<oms::crypto_to_fiat>;
    CHECK(value_of(oms::decode<payout>(between("walletCrypto->bankUs"))).type == oms::movement_type::crypto_to_fiat);
    for (const std::string other : {"walletOms->walletOms", "walletOms->counterparty"}) {
        const auto refused = oms::decode<payout>(between(other));
        REQUIRE(refused.has_error());
        CHECK(refused.error().code() == oms::errc::unexpected_kind);
        CHECK(refused.error().delivery() == oms::delivery::applied);
        CHECK(refused.error().document() == between(other));
    }
}

TEST_CASE("Amounts and rates that stand where v0.9 has them win over pricing, whatever comes first")
{
    const std::string own =
        R"("source":{"amountGross":"1.00","feesDeducted":{"total":"9"}},"rates":{"exchangeRate":"7"},
                               "sponsorGas":false)";
    for (const std::string& body :
         {between("walletOms->walletOms", own + "," + pricing), between("walletOms->walletOms", pricing + "," + own)}) {
        const auto sent = read_as<oms::crypto_to_crypto>(body);
        CHECK(sent.source.amount_gross->str() == "1.00");
        CHECK(sent.source.amount_net->str() == "248.00");
        CHECK(sent.source.fees_deducted->total.str() == "9");
        CHECK(sent.source.fees_deducted->oms.absent());
        CHECK(sent.rates->exchange_rate.str() == "7");
        CHECK(sent.rates->effective_rate.absent());
        CHECK(sent.sponsor_gas == false);
        CHECK(sent.destination.amount_net->str() == "247.00");
        CHECK(sent.destination.asset == oms::asset::usd);
    }
}

TEST_CASE("Amounts of pricing in another asset than the side's are not taken for amounts of the side")
{
    const auto sent = read_as<oms::crypto_to_crypto>(
        between("walletOms->walletOms", R"("source":{"asset":"usdt"},"destination":{"asset":"usd"},)" + pricing));
    CHECK(sent.source.asset == oms::asset::usdt);
    CHECK_FALSE(sent.source.amount_gross);
    CHECK_FALSE(sent.source.fees_deducted);
    CHECK(sent.destination.amount_net->str() == "247.00");
}

TEST_CASE("An empty block where v0.9 has fees and rates says nothing: pricing does")
{
    const auto sent = read_as<oms::crypto_to_crypto>(
        between("walletOms->walletOms", R"("rates":{},"source":{"feesDeducted":{}},)" + pricing));
    CHECK(sent.rates->exchange_rate.str() == "1.0");
    CHECK(sent.source.fees_deducted->total.str() == "2.00");
}

TEST_CASE("Pricing may be in part, empty or null")
{
    const auto sent = read_as<oms::crypto_to_crypto>(
        between("walletOms->walletOms", R"("pricing":{"source":null,"destination":{"amountNet":"1"}})"));
    CHECK_FALSE(sent.source.amount_gross);
    CHECK_FALSE(sent.rates);
    CHECK(sent.destination.amount_net->str() == "1");
    CHECK_FALSE(read_as<oms::crypto_to_crypto>(between("walletOms->walletOms", R"("pricing":null)")).rates);
    CHECK_FALSE(read_as<oms::crypto_to_crypto>(between("walletOms->walletOms", R"("pricing":{})")).rates);
}

TEST_CASE("A wrong kind of value inside pricing names its path")
{
    const auto refused = oms::decode<oms::page<oms::any_transaction>>(
        R"({"data":[{"id":"txn_1","type":"cryptoToFiat","pricing":{"destination":{"feesDeducted":{"gas":false}}}}]})");
    REQUIRE(refused.has_error());
    CHECK_THAT(refused.error().what(), ContainsSubstring("data[0].pricing.destination.feesDeducted.gas: expected a "
                                                         "decimal in a string, found a boolean"));
}

TEST_CASE("The id of a typed side is found where v0.9 has it, when its kind is beyond doubt")
{
    const auto payout = [](const std::string& destination) {
        return read_as<oms::crypto_to_fiat>(between("walletOms->bankUs", R"("destination":)" + destination))
            .destination;
    };
    for (const std::string id : {"ext_1", "cpUsBank_1", "cpIntlBank_1", "pmCard_1"})
        CHECK(payout(R"({"type":"bankUs","id":")" + id + "\"}").external_account_id == id);
    CHECK(payout(R"({"type":"cash","cashLocationId":"loc_1"})").cash->location_id == "loc_1"_loc);
    CHECK(payout(R"({"type":"cash","id":"loc_1"})").cash->location_id == "loc_1"_loc);

    const auto crypto = [](const std::string& destination) {
        return read_as<oms::crypto_to_crypto>(between("walletOms->walletCrypto", R"("destination":)" + destination))
            .destination;
    };
    CHECK(crypto(R"({"type":"walletCrypto","id":"wlt_1"})").wallet->id == "wlt_1"_wlt);
    CHECK(crypto(R"({"type":"walletCrypto","id":"cpBcAddr_1"})").wallet->external_account == "cpBcAddr_1");
    CHECK(crypto(R"({"type":"walletOms","id":"some-wallet"})").wallet->id->view() == "some-wallet");
}

TEST_CASE("An id of a typed side that could be anything stays what it was")
{
    const auto sent = read_as<oms::crypto_to_crypto>(between(
        "walletCrypto->walletCrypto", R"("source":{"type":"walletCrypto","id":"cpty_1","cashLocationId":"loc_1"},
                                         "destination":{"type":"walletCrypto","id":"cpty_2"})"));
    CHECK_FALSE(sent.source.wallet_id);
    CHECK(sent.source.id == "cpty_1");
    CHECK(sent.source.cash_location_id == "loc_1"_loc);
    CHECK_FALSE(sent.destination.wallet);
    CHECK(sent.destination.id == "cpty_2");
    CHECK(boost::json::parse(oms::encode(sent)).at("destination").at("id") == "cpty_2");
}

TEST_CASE("The id that v0.9 has in its own place wins over that of the typed side")
{
    const auto sent = read_as<oms::crypto_to_crypto>(
        between("walletOms->walletOms", R"("source":{"id":"wlt_later","walletId":"wlt_1"},
                                           "destination":{"wallet":{"walletId":"wlt_2"},"id":"wlt_later"})"));
    CHECK(sent.source.wallet_id == "wlt_1"_wlt);
    CHECK(sent.destination.wallet->id == "wlt_2"_wlt);
    CHECK(sent.destination.id == "wlt_later");

    const auto payout = read_as<oms::crypto_to_fiat>(
        between("walletOms->bankUs", R"("destination":{"externalAccountId":"cpUsBank_1","id":"ext_later"})"));
    CHECK(payout.destination.external_account_id == "cpUsBank_1");
    CHECK_FALSE(payout.destination.wallet);
    CHECK(payout.destination.id == "ext_later");

    const auto any = value_of(oms::decode<oms::any_quote>(
        R"({"id":"qt_1","type":"cryptoToCrypto","source":{"id":"wlt_later","walletId":"wlt_1"}})"));
    const auto& quote = std::get<oms::quote<oms::crypto_to_crypto>>(any);
    CHECK(quote.source.wallet_id == "wlt_1"_wlt);
    CHECK(quote.source.id == "wlt_later");
}

TEST_CASE("What a transaction came from is found under the name of its type")
{
    const auto came_from = [](const std::string& type, const std::string& id) {
        return R"("precursor":{"type":")" + type + R"(","id":")" + id + "\"}";
    };
    const auto cash = read_as<oms::fiat_to_crypto>(between("cash->walletOms", came_from("cashIn", "ci_1")));
    CHECK(cash.cash_in_id == "ci_1"_ci);
    CHECK_FALSE(cash.virtual_account_id);
    CHECK_FALSE(cash.quote_id);
    const auto bank = read_as<oms::fiat_to_crypto>(between("bankUs->walletOms", came_from("virtualAccount", "va_1")));
    CHECK(bank.virtual_account_id == "va_1"_va);
    const auto paid = read_as<oms::crypto_to_fiat>(between("walletOms->bankUs", came_from("depositAddress", "da_1")));
    CHECK(paid.deposit_address_id == "da_1"_da);
    const auto sent =
        read_as<oms::crypto_to_crypto>(between("walletOms->walletOms", came_from("depositAddress", "da_1")));
    CHECK(sent.deposit_address_id == "da_1"_da);

    const auto else_where =
        read_as<oms::crypto_to_crypto>(between("walletOms->walletOms", came_from("payroll", "pr_1")));
    CHECK_FALSE(else_where.quote_id);
    CHECK_FALSE(else_where.precursor->type.known());
    CHECK(else_where.precursor->id == "pr_1");
    CHECK(read_as<oms::crypto_to_crypto>(
              between("walletOms->walletOms", R"("quoteId":"qt_1",)" + came_from("quote", "qt_2")))
              .quote_id == "qt_1"_qt);
}

TEST_CASE("An asynchronous failure of a later version is read in full, in part or as text (contract 8.2)")
{
    const auto error = [](const std::string& value) {
        return read_as<oms::crypto_to_fiat>(between("walletOms->bankUs", R"("error":)" + value)).error;
    };
    const auto whole = error(R"({"code":"payout_returned","occurredAt":"2026-06-16T15:29:50Z","recoverable":true})");
    CHECK(whole->code == "payout_returned");
    CHECK(whole->occurred_at->str() == "2026-06-16T15:29:50Z");
    CHECK(whole->recoverable == true);
    CHECK_FALSE(whole->message);
    CHECK(error(R"("payout_returned")")->code == "payout_returned");
    CHECK(error("{}").has_value());
    CHECK_FALSE(error("null"));
}

TEST_CASE("A quote of a later version is read through the accessors of this one")
{
    const std::string body = R"({"id":"qt_1","object":"quote","customerId":"cst_1","status":"open",
        "sourceToDestination":"walletCrypto->bankUs","createdAt":"2026-06-15T15:03:20Z","expiresAt":"2026-06-15T15:08:20Z",
        "source":{"type":"walletCrypto","category":"crypto","id":"wlt_1","asset":"usdc","network":"polygon"},
        "destination":{"type":"bankUs","category":"fiat","id":"ext_1","asset":"usd","network":"ach"},)" +
                             pricing + "}";
    for (const std::string& document : {body, reversed(body)}) {
        const auto any = value_of(oms::decode<oms::any_quote>(document));
        const auto& quote = std::get<oms::quote<oms::crypto_to_fiat>>(any);
        CHECK(quote.type == oms::movement_type::crypto_to_fiat);
        CHECK(quote.customer_id == "cst_1"_cst);
        CHECK(quote.source.wallet_id == "wlt_1"_wlt);
        CHECK(quote.source.amount_gross.str() == "250.00");
        CHECK(quote.source.fees_deducted.total.str() == "2.00");
        CHECK(quote.destination.wallet->external_account == "ext_1");
        CHECK(quote.destination.asset == oms::asset::usd);
        CHECK(quote.destination.amount_net.str() == "247.00");
        CHECK(quote.destination.type == oms::side_type::bank_us);
        CHECK(quote.rates.effective_rate.str() == "0.988");
        CHECK(quote.fixed_amount_side == oms::fixed_side::source);
        CHECK(quote.sponsor_gas == true);
        CHECK(quote.sponsor_gas_cost->str() == "0.07");
        CHECK(quote.source_to_destination == "walletCrypto->bankUs");
        const std::string written = oms::encode(quote);
        CHECK(boost::json::parse(written).at("source").at("amountNet") == "248.00");
        CHECK(oms::encode(value_of(oms::decode<oms::any_quote>(written))) == written);
    }
}

TEST_CASE("A later quote to cash names the location, and one of doubtful kind keeps its document")
{
    const auto any = value_of(oms::decode<oms::any_quote>(
        R"({"id":"qt_1","sourceToDestination":"walletOms->cash","destination":{"type":"cash","cashLocationId":"loc_1"}})"));
    CHECK(std::get<oms::quote<oms::crypto_to_fiat>>(any).destination.cash->location_id == "loc_1"_loc);

    const std::string body = R"({"id":"qt_1","sourceToDestination":"walletOms->stock",)" + pricing + "}";
    const auto doubtful = value_of(oms::decode<oms::any_quote>(body));
    const auto& unknown = std::get<oms::unknown_quote>(doubtful);
    CHECK(unknown.document.view() == body);
    CHECK(unknown.source.amount_net.str() == "248.00");
}
