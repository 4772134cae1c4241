// What decode refuses and what it lets pass: F65 to F73.
#include "fixture.hpp"

#include <oms/model/cash_location.hpp>
#include <oms/model/external_account.hpp>
#include <oms/model/new_customer.hpp>
#include <oms/model/new_route.hpp>
#include <oms/model/page.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/token.hpp>
#include <oms/model/virtual_account.hpp>
#include <oms/model/webhook.hpp>
#include <oms/wire/codec.hpp>

#include <limits>

using Catch::Matchers::ContainsSubstring;
using fixture::value_of;

namespace {

template <class T>
std::string failure_of(std::string_view body, oms::errc expected = oms::errc::decode_failed)
{
    const auto read = oms::decode<T>(body);
    REQUIRE(read.has_error());
    CHECK(read.error().code() == expected);
    CHECK(read.error().delivery() == oms::delivery::applied);
    CHECK(read.error().document() == body);
    return read.error().what();
}

std::string balance(std::string_view amount)
{
    return R"({"walletId":"wlt_1","balance":)" + std::string(amount) + "}";
}

} // namespace

TEST_CASE("A value of the wrong kind is an error that names its path and both kinds (F72)")
{
    const std::string_view body =
        R"({"data":[{"id":"txn_1","type":"cryptoToCrypto"},{"id":"txn_2","type":"fiatToCrypto","source":{"amountNet":[]}}]})";
    CHECK_THAT(failure_of<oms::page<oms::any_transaction>>(body),
               ContainsSubstring("data[1].source.amountNet: expected a decimal in a string, found an array"));
    CHECK_THAT(failure_of<oms::customer>(R"({"id":"cst_1","firstName":7})"),
               ContainsSubstring("firstName: expected a string, found a number"));
    CHECK_THAT(failure_of<oms::customer>(R"({"id":"cst_1","endorsements":{"a":1}})"),
               ContainsSubstring("endorsements: expected an array, found an object"));
    CHECK_THAT(failure_of<oms::customer>(R"({"id":"cst_1","endorsements":[7]})"),
               ContainsSubstring("endorsements[0]: expected an object, found a number"));
    CHECK_THAT(failure_of<oms::customer>(R"({"id":"cst_1","signedAgreement":"yes"})"),
               ContainsSubstring("signedAgreement: expected a boolean, found a string"));
    CHECK_THAT(failure_of<oms::customer>("[]"), ContainsSubstring("expected an object, found an array"));
    CHECK_THAT(failure_of<oms::customer>(R"({"id":"cst_1","createdAt":"2026-06-15T14:30:00"})"),
               ContainsSubstring("createdAt: expected a date and time of RFC 3339"));
}

TEST_CASE("The path of a decoding error goes through lists, objects in objects and the kinds of movements (F70, F72)")
{
    CHECK_THAT(
        failure_of<oms::page<oms::any_transaction>>(
            R"({"data":[{"id":"txn_1"},{"id":"txn_2"},{"id":"txn_3"},{"id":"txn_4","source":{"amountNet":{}}}]})"),
        ContainsSubstring("data[3].source.amountNet: expected a decimal in a string, found an object"));
    CHECK_THAT(failure_of<oms::page<oms::any_quote>>(
                   R"({"data":[{"id":"qt_1","type":"cryptoToFiat","destination":{"cash":{"locationId":[]}}}]})"),
               ContainsSubstring("data[0].destination.cash.locationId: expected a string, found an array"));
    CHECK_THAT(failure_of<oms::quote<oms::crypto_to_crypto>>(
                   R"({"id":"qt_1","developerFees":[{"id":"a"},{"wallet":{"id":null,"walletId":5}}]})"),
               ContainsSubstring("developerFees[1].wallet.walletId: expected a string, found a number"));
    CHECK_THAT(
        failure_of<oms::customer>(R"({"id":"cst_1","endorsements":["basic",{"requirements":{"missing":["a",true]}}]})"),
        ContainsSubstring("endorsements[1].requirements.missing[1]: expected a string, found a boolean"));
    CHECK_THAT(failure_of<oms::cash_in>(R"({"id":"ci_1","omsFeeSchedule":{"entries":[{"amount":"1,5"}]}})"),
               ContainsSubstring("omsFeeSchedule.entries[0].amount: expected a decimal, found a string that is none"));
    CHECK_THAT(failure_of<oms::page<oms::external_account_schema>>(R"({"data":[{"fields":[{"enum":[null,7]}]}]})"),
               ContainsSubstring("data[0].fields[0].enum[1]: expected a string, found a number"));
    CHECK_THAT(failure_of<oms::virtual_account>(R"({"id":"va_1","depositInstructions":"none"})"),
               ContainsSubstring("depositInstructions: expected an object, found a string"));
    CHECK_THAT(failure_of<oms::page<oms::wallet>>(R"([{"id":"wlt_1"},{"id":{}}])"),
               ContainsSubstring("[1].id: expected a string, found an object"));
}

TEST_CASE("A point on earth with one coordinate alone is none, never one on the equator (contract 9.4)")
{
    const auto location = [](const std::string& coordinates) {
        return value_of(oms::decode<oms::cash_location>(R"({"id":"loc_1","coordinates":)" + coordinates + "}"));
    };
    CHECK(location(R"({"latitude":38.5,"longitude":-121.5})").coordinates->longitude == -121.5);
    CHECK(location(R"({"latitude":0,"longitude":0})").coordinates->latitude == 0);
    for (const std::string none : {"null", "{}", R"({"latitude":38.5})", R"({"latitude":null,"longitude":-121.5})"}) {
        const auto read = location(none);
        CHECK_FALSE(read.coordinates);
        CHECK_THAT(oms::encode(read), !ContainsSubstring("coordinates"));
    }
    CHECK_FALSE(value_of(oms::decode<oms::cash_location>(R"({"id":"loc_1"})")).coordinates);
    CHECK_THAT(failure_of<oms::cash_location>(R"({"id":"loc_1","coordinates":{"latitude":"north"}})"),
               ContainsSubstring("coordinates.latitude: expected a number, found a string that is none"));
}

TEST_CASE("Nothing that the server wrote stands in the text of a decoding error")
{
    const std::string text =
        failure_of<oms::customer>(R"({"id":"cst_1","metadata":{"alice@example.com":1,"alice@example.com":2}})");
    CHECK_THAT(text, ContainsSubstring("metadata: the same name stands twice"));
    CHECK_THAT(text, !ContainsSubstring("alice"));
    CHECK_THAT(failure_of<oms::wallet_balance>(balance("\"hunter2\"")), !ContainsSubstring("hunter2"));
}

TEST_CASE("Absent and null are the same, and only the id of a resource must be there (F72)")
{
    const auto customer = value_of(oms::decode<oms::customer>(
        R"({"id":"cst_1","object":null,"type":null,"status":null,"wallets":null,"endorsements":null,"metadata":null,
            "signedAgreement":null,"createdAt":null})"));
    CHECK(customer.status.empty());
    CHECK(customer.wallets.empty());
    CHECK_FALSE(customer.metadata);
    CHECK(customer.created_at.absent());
    CHECK_THAT(failure_of<oms::customer>("{}"), ContainsSubstring("expected a member \"id\", found none"));
    CHECK_THAT(failure_of<oms::customer>(R"({"id":null})"), ContainsSubstring("\"id\""));
    CHECK_THAT(failure_of<oms::page<oms::wallet>>(R"({"data":[{"asset":"usdc"}]})"), ContainsSubstring("data[0]"));
}

TEST_CASE("A null among the elements of a list is passed over (contract section 1.7)")
{
    const auto read = value_of(oms::decode<oms::customer>(R"({"id":"cst_1","endorsements":[null,"usd",null]})"));
    REQUIRE(read.endorsements.size() == 1);
    CHECK(read.has(oms::endorsement_name::usd));
    CHECK(value_of(oms::decode<oms::page<oms::customer>>(R"({"data":[null]})")).data.empty());
}

TEST_CASE("The wallet of a developer fee is an object, and its plain id is read as well (contract 7.2)")
{
    const auto wallet_of = [](const std::string& wallet) {
        const auto read = value_of(oms::decode<oms::quote<oms::crypto_to_crypto>>(
            R"({"id":"qt_1","developerFees":[{"id":"fee_1","wallet":)" + wallet + "}]}"));
        return read.developer_fees.at(0).wallet->id->str();
    };
    CHECK(wallet_of(R"({"id":"wlt_1"})") == "wlt_1");
    CHECK(wallet_of(R"("wlt_1")") == "wlt_1");
}

TEST_CASE("An empty id is no id")
{
    CHECK_THAT(failure_of<oms::customer>(R"({"id":""})"), ContainsSubstring("expected a member \"id\", found none"));
}

TEST_CASE("Unknown members of any depth are skipped and unknown values are kept (F72)")
{
    const auto quote = value_of(oms::decode<oms::quote<oms::crypto_to_crypto>>(
        R"({"new":{"a":[1,{"b":null}],"c":"\u0041"},"id":"unusual-prefix-1","status":"paused","source":{"asset":"doge",
            "more":[[]]}})"));
    CHECK(quote.id.view() == "unusual-prefix-1");
    CHECK(quote.status.text() == "paused");
    CHECK_FALSE(quote.status.known());
    CHECK(quote.source.asset.text() == "doge");
}

TEST_CASE("Amounts are read exactly, from strings and from the literal text of numbers (X5, F70)")
{
    const auto amount = [](std::string_view text) {
        return value_of(oms::decode<oms::wallet_balance>(balance(text))).balance;
    };
    CHECK(amount("\"100.00\"").str() == "100.00");
    CHECK(amount("12.50").str() == "12.50");
    CHECK(amount("0.1000000000000000055511151231257827").str() == "0.1000000000000000055511151231257827");
    CHECK(amount("123456789012345678901234567890").str() == "123456789012345678901234567890");
    CHECK(amount("-0") == oms::decimal("0"));
    CHECK(amount("null").absent());
    for (const std::string_view bad : {"1e2", "\"1e2\"", "\"NaN\"", "\"1,000.00\"", "\"+1\"", "\" 1\"", "\"\"", "true",
                                       "{}", "\"1.\"", "\".5\"", "\"0x10\""}) {
        INFO(bad);
        CHECK_THAT(failure_of<oms::wallet_balance>(balance(bad)), ContainsSubstring("balance: expected a decimal"));
    }
    failure_of<oms::wallet_balance>(balance("\"" + std::string(97, '9') + "\""));
    CHECK(amount("\"" + std::string(96, '9') + "\"").str().size() == 96);
}

TEST_CASE("Times are read with fractions and offsets, printed in UTC, and never guessed (B6, F73)")
{
    const auto time = [](const std::string& text) {
        const std::string body = R"({"id":"cst_1","createdAt":")" + text + "\"}";
        return boost::json::parse(oms::encode(value_of(oms::decode<oms::customer>(body)))).at("createdAt").as_string();
    };
    CHECK(time("2026-06-15T14:30:00Z") == "2026-06-15T14:30:00Z");
    CHECK(time("2026-06-15T16:30:00+02:00") == "2026-06-15T14:30:00Z");
    CHECK(time("2026-06-15T14:30:00.123456Z") == "2026-06-15T14:30:00.123456Z");
    for (const std::string bad : {"2026-06-15T14:30:00", "2026-06-15", "2026-13-01T00:00:00Z", "15.06.2026", ""})
        CHECK_THAT(failure_of<oms::customer>(R"({"id":"cst_1","createdAt":")" + bad + "\"}"),
                   ContainsSubstring("createdAt: expected a date and time of RFC 3339, found a string that is none"));
    CHECK_THAT(failure_of<oms::customer>(R"({"id":"cst_1","createdAt":1781534200})"),
               ContainsSubstring("createdAt: expected a string, found a number"));
}

TEST_CASE("Integers never wrap (F71)")
{
    const auto expires_in = [](std::string_view literal) {
        return R"({"accessToken":"t","expiresIn":)" + std::string(literal) + "}";
    };
    CHECK(value_of(oms::decode<oms::access_token>(expires_in("9223372036854775807"))).expires_in ==
          9223372036854775807);
    CHECK(value_of(oms::decode<oms::access_token>(expires_in("-1"))).expires_in == -1);
    for (const std::string_view bad : {"9223372036854775808", "1.0", "1e3", "\"3600\"", "true"}) {
        INFO(bad);
        CHECK_THAT(failure_of<oms::access_token>(expires_in(bad)), ContainsSubstring("expiresIn: expected"));
    }
}

TEST_CASE("A name that stands twice is refused, wherever it is (F68)")
{
    failure_of<oms::wallet_balance>(R"({"balance":"1","balance":"2"})");
    failure_of<oms::customer>(R"({"id":"cst_1","id":"cst_1"})");
    failure_of<oms::customer>(R"({"id":"cst_1","unknown":[{"a":1,"\u0061":2}]})");
    failure_of<oms::quote<oms::crypto_to_crypto>>(R"({"id":"q","source":{"amountNet":"1","amountNet":"1"}})");
}

TEST_CASE("Of a name and its tolerated forms the name wins, whatever the order")
{
    const auto first = [](std::string_view members) {
        return value_of(oms::decode<oms::wallet_balance>("{" + std::string(members) + "}")).balance.str();
    };
    CHECK(first(R"("balance":"1","amount":"2")") == "1");
    CHECK(first(R"("amount":"2","balance":"1")") == "1");
    CHECK(first(R"("amount":"3","displayBalance":"2")") == "2");
    CHECK(first(R"("balance":null,"amount":"2")") == "2");
}

TEST_CASE("What is not JSON is refused with the document attached (F65, F67, F69)")
{
    for (const std::string& bad : std::vector<std::string>{
             "", " ", R"({"id":"cst_1")", R"({"id":"cst_1"} x)", "\xEF\xBB\xBF{\"id\":\"cst_1\"}",
             "{\"id\":\"cst_\xFF\"}", R"({"id":"cst_1","x":"\ud800"})",
             std::string("{\"id\":\"cst_1\",\"x\":\"\0\"}", 22), R"({"id":"cst_1",})", R"({'id':'cst_1'})",
             R"({"id":"cst_1","x":NaN})", std::string(100'000, '[') + std::string(100'000, ']'),
             std::string(100'000, '{'), R"({"id":"cst_1","x":)" + std::string(100'000, '[')}) {
        INFO(bad.substr(0, 40));
        failure_of<oms::customer>(bad);
    }
    CHECK_THAT(failure_of<oms::customer>(R"({"id":"cst_\u0000"})"), ContainsSubstring("id: a NUL character"));
    CHECK(value_of(oms::decode<oms::customer>(R"({"id":"cst_1","metadata":"\u0000"})")).metadata->view() ==
          R"("\u0000")");
}

TEST_CASE("An answer of another kind than the type promises is an error of its own")
{
    const std::string_view body = R"({"id":"qt_1","type":"cryptoToFiat","destination":{"wallet":7}})";
    CHECK_THAT(failure_of<oms::quote<oms::crypto_to_crypto>>(body, oms::errc::unexpected_kind),
               ContainsSubstring("expected cryptoToCrypto"));
    failure_of<oms::transaction<oms::fiat_to_crypto>>(R"({"id":"txn_1","type":"crypto\u0054oCrypto"})",
                                                      oms::errc::unexpected_kind);
    failure_of<oms::transaction<oms::fiat_to_crypto>>(R"({"id":"txn_1","type":"later"})", oms::errc::unexpected_kind);
    CHECK(value_of(oms::decode<oms::quote<oms::crypto_to_crypto>>(R"({"id":"qt_1"})")).type.empty());
}

TEST_CASE("The kind of any quote and any transaction follows from its type, wherever that stands")
{
    const auto quote = [](std::string_view body) {
        return value_of(oms::decode<oms::any_quote>(body));
    };
    CHECK(quote(R"({"id":"qt_1","type":"fiatToCrypto"})").index() == 1);
    CHECK(quote(R"({"id":"qt_1","type":"cryptoToFiat","destination":{"cash":{"locationId":"loc_1"}}})").index() == 2);
    CHECK(quote(R"({"destination":{"type":"fiatToCrypto"},"id":"qt_1","type":"cryptoToCrypto"})").index() == 3);
    const auto later = quote(R"( {"id":"qt_1","type":"stockToCrypto","x":[1, 2]} )");
    CHECK(std::get<oms::unknown_quote>(later).type.text() == "stockToCrypto");
    CHECK(std::get<oms::unknown_quote>(later).document.view() == R"({"id":"qt_1","type":"stockToCrypto","x":[1, 2]})");
    CHECK(quote(R"({"id":"qt_1"})").index() == 0);
    failure_of<oms::any_quote>(R"({"id":"qt_1","type":7})");
}

TEST_CASE("A list may be a bare array, and its cursor may have either name")
{
    const auto bare = value_of(oms::decode<oms::page<oms::webhook>>(R"([{"id":"whk_1"},{"id":"whk_2"}])"));
    CHECK(bare.data.size() == 2);
    CHECK_FALSE(bare.has_more);
    CHECK(value_of(oms::decode<oms::page<oms::webhook>>(R"({"data":[],"cursor":"a","nextCursor":"b"})")).next_cursor ==
          "b");
}

TEST_CASE("Text of a user that is not UTF-8 is refused before it is sent, by the name of its member")
{
    const auto code_of = [](const oms::new_customer& request) {
        try {
            oms::encode(request);
        } catch (const oms::error& refused) {
            CHECK_THAT(refused.what(), ContainsSubstring("firstName: text that is not UTF-8") ||
                                           ContainsSubstring("metadata: nested deeper than 64"));
            CHECK(refused.delivery() == oms::delivery::not_sent);
            return refused.code();
        }
        return boost::system::error_code();
    };
    CHECK(code_of(oms::new_customer().first_name("\xFF")) == oms::errc::invalid_argument);
    const oms::json_text deep("{\"x\":" + std::string(63, '[') + std::string(63, ']') + "}");
    CHECK(code_of(oms::new_customer().metadata(deep)) == oms::errc::invalid_argument);
    CHECK(code_of(oms::new_customer().first_name("\xC3\x89mile\n\"")) == boost::system::error_code());
}

TEST_CASE("A request without what the contract requires of it is refused before it is sent, never sent in part")
{
    const auto refusal = [](const auto& request) -> std::string {
        try {
            return "written: " + oms::encode(request);
        } catch (const oms::error& refused) {
            CHECK(refused.code() == oms::errc::invalid_argument);
            return refused.what();
        }
    };
    const oms::customer_id customer{"cst_1"};
    const oms::from_wallet from{oms::wallet_id{"wlt_1"}, oms::asset::usdc, oms::network::polygon};
    const oms::to_wallet to{oms::wallet_id{"wlt_2"}, oms::asset::usdc, oms::network::polygon};
    const oms::to_wallet nowhere{oms::wallet_id{}, oms::asset::usdc, oms::network::polygon};
    const oms::from_wallet from_none{oms::wallet_id{}, oms::asset::usdc, oms::network::polygon};
    const oms::source_amount amount{"1"};

    CHECK_THAT(refusal(oms::new_quote{oms::customer_id{}, from, to, amount}),
               ContainsSubstring("customerId must not be empty"));
    CHECK_THAT(refusal(oms::new_quote{customer, from_none, to, amount}),
               ContainsSubstring("source.walletId must not be empty"));
    CHECK_THAT(refusal(oms::new_quote{customer, from, nowhere, amount}),
               ContainsSubstring("destination.wallet must not be empty"));
    CHECK_THAT(refusal(oms::transaction_hints().for_quote(oms::quote_id{})),
               ContainsSubstring("quoteId must not be empty"));
    CHECK_THAT(refusal(oms::new_wallet{oms::asset{}, oms::network::polygon}),
               ContainsSubstring("asset must not be empty"));
    CHECK_THAT(refusal(oms::auth_commit{oms::barcode_authorization{}, oms::decimal{"1"}}),
               ContainsSubstring("accountNumber must not be empty"));
    CHECK_THAT(refusal(oms::new_cash_in{customer, nowhere, oms::cash_location_id{"loc_1"}, "reference"}),
               ContainsSubstring("destination.wallet must not be empty"));
}

TEST_CASE("What is missing in a document that is written is named with its whole path")
{
    const auto refusal = [](const auto& value) -> std::string {
        try {
            return "written: " + oms::encode(value);
        } catch (const oms::error& refused) {
            return refused.what();
        }
    };
    oms::page<oms::any_transaction> page;
    page.data.resize(2);
    page.data[0] = value_of(oms::decode<oms::any_transaction>(R"({"id":"txn_1","type":"cryptoToCrypto"})"));
    page.data[1] = oms::transaction<oms::crypto_to_fiat>();
    CHECK_THAT(refusal(page), ContainsSubstring("data[1].id must not be empty"));

    oms::new_virtual_account_fields account;
    account.source = {oms::asset::usd, oms::network::us_bank};
    account.destination.asset = oms::asset::usdc;
    CHECK_THAT(refusal(account), ContainsSubstring("destination.network must not be empty"));
    account.destination.network = oms::network::polygon;
    account.destination.wallet.id = oms::wallet_id{"wlt_1"};
    account.developer_fees = {{"percentage", oms::decimal{"0.1"}, {}}, {"percentage", {}, {}}};
    CHECK_THAT(refusal(account), ContainsSubstring("developerFees[1].rate must not be empty"));
}

TEST_CASE("A number that is not finite is not written, and the error names its path")
{
    oms::transaction<oms::crypto_to_fiat> paid;
    paid.id = oms::transaction_id{"txn_1"};
    paid.cash_pickup.emplace().location.emplace().coordinates.emplace();
    paid.cash_pickup->location->coordinates->latitude = std::numeric_limits<double>::infinity();
    try {
        oms::encode(paid);
        FAIL("written");
    } catch (const oms::error& refused) {
        CHECK(refused.code() == oms::errc::invalid_argument);
        CHECK_THAT(refused.what(), ContainsSubstring("cashPickup.location.coordinates"));
        CHECK_THAT(refused.what(), ContainsSubstring("must be a finite number"));
    }
}

TEST_CASE("What nests too deep all in all is not written, and text with more brackets than levels is")
{
    const auto written = [](const std::string& metadata) {
        oms::transaction<oms::crypto_to_crypto> sent;
        sent.id = oms::transaction_id{"txn_1"};
        sent.metadata = oms::json_text(metadata);
        return oms::encode(sent);
    };
    const auto nested = [](std::size_t depth) {
        return R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
    };
    CHECK_THAT(written(nested(63)), ContainsSubstring(nested(63)));
    CHECK_THROWS_AS(written(nested(64)), oms::error);
    std::string wide = R"({"a":["[[{{[[{{")";
    for (int i = 0; i < 100; ++i)
        wide += ",[{}]";
    CHECK_THAT(written(wide + "]}"), ContainsSubstring(wide));
}

TEST_CASE("An answer that is cut anywhere is refused, never read in part (F65)")
{
    const std::string whole = fixture::operation("listCustomerTransactions").answer_text();
    REQUIRE(oms::decode<oms::page<oms::any_transaction>>(whole).has_value());
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto read = oms::decode<oms::page<oms::any_transaction>>(std::string_view(whole).substr(0, length));
        if (read.has_value() || read.error().code() != oms::errc::decode_failed)
            FAIL("cut after " << length << " bytes");
    }
}

TEST_CASE("Cash that is ready to be collected is read with code, place and point on earth (contract 8.2)")
{
    const auto payout = value_of(oms::decode<oms::transaction<oms::crypto_to_fiat>>(
        R"({"id":"txn_1","type":"cryptoToFiat","status":"cashPickupReady","depositInstructions":{"exactAmount":"25.10"},
            "destination":{"cash":{"cashLocationId":"loc_1","locationReference":"r"}},
            "cashPickup":{"amount":"50.00","asset":"usd","cashCode":"12 34","phoneRequired":true,
                          "location":{"name":"Shop","coordinates":{"latitude":38.5,"longitude":"-121.5"}}}})"));
    CHECK(payout.status == oms::transaction_status::cash_pickup_ready);
    CHECK(payout.deposit_instructions->exact_amount->str() == "25.10");
    CHECK(payout.destination.cash->location_id.view() == "loc_1");
    CHECK(payout.cash_pickup->cash_code == "12 34");
    CHECK(payout.cash_pickup->phone_required == true);
    CHECK(payout.cash_pickup->location->coordinates->latitude == 38.5);
    CHECK(payout.cash_pickup->location->coordinates->longitude == -121.5);
}
