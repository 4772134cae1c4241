// Webhook deliveries of contract section 12, against examples/event.v0.9.*.json.
#include "fixture.hpp"

#include <oms/wire/codec.hpp>
#include <oms/wire/event.hpp>

#include <filesystem>

using namespace oms::literals;
using fixture::value_of;

namespace {

std::string raw_body(const std::string& file)
{
    return std::string(fixture::load(file).at("delivery").at("rawBody").as_string());
}

oms::event event_of(const std::string& name)
{
    return value_of(oms::decode_event(raw_body("event.v0.9." + name + ".json")));
}

} // namespace

TEST_CASE("Every v0.9 event becomes its typed alternative, with id, name and time (G8)")
{
    std::size_t seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(OMS_FIXTURES) + "/contract")) {
        const std::string file = entry.path().filename().string();
        if (!file.starts_with("event.v0.9."))
            continue;
        ++seen;
        INFO(file);
        const std::string body = raw_body(file);
        const boost::json::value expected = boost::json::parse(body);
        const auto event = value_of(oms::decode_event(body));
        CHECK(event.id.view() == std::string_view(expected.at("id").as_string()));
        CHECK(event.name.text() == std::string_view(expected.at("event").as_string()));
        CHECK(event.name.known());
        CHECK(event.created_at.str() == std::string_view(expected.at("createdAt").as_string()));
        CHECK(event.api_version == "v0.9");
        CHECK_FALSE(event.sequence);
        CHECK(event.document.view() == body);
        const std::string_view object = expected.at("data").at("object").as_string();
        CHECK(event.payload.index() == (object == "transaction" ? 1u
                                        : object == "customer"  ? 2u
                                        : object == "cashIn"    ? 3u
                                                                : 4u));
    }
    CHECK(seen == 15);
}

TEST_CASE("No field of a transaction in an event is lost between reading and writing")
{
    for (const std::string name : {"transaction.fiatToCrypto.completed", "transaction.cryptoToFiat.completed",
                                   "transaction.cryptoToFiat.failed", "transaction.cryptoToCrypto.failed"}) {
        INFO(name);
        const auto event = event_of(name);
        const auto& payload = std::get<oms::transaction_event>(event.payload);
        CHECK(boost::json::parse(oms::encode(payload.transaction)) ==
              fixture::without_nulls(boost::json::parse(event.document.view()).at("data")));
    }
}

TEST_CASE("A payout's event shows where the money went and why it failed")
{
    const auto event = event_of("transaction.cryptoToFiat.failed");
    const auto& any = std::get<oms::transaction_event>(event.payload).transaction;
    const auto& payout = std::get<oms::transaction<oms::crypto_to_fiat>>(any);
    CHECK(oms::id_of(any) == "txn_01kv5wfpmden0tamth2ytmd88v"_txn);
    CHECK(payout.status == oms::transaction_status::failed);
    CHECK(payout.error->code == "payout_returned");
    CHECK(payout.error->occurred_at->str() == "2026-06-16T15:29:50Z");
    CHECK(payout.error->recoverable == false);
    CHECK(payout.destination.external_account_id == "cpUsBank_01H9Xe7V5xD3pF8m");
    CHECK(payout.destination.bank_details->account_number == "****6789");
    CHECK(payout.destination.owner->address->zip_code == "10118");
    CHECK_FALSE(payout.destination.owner->tax_id);
    CHECK(payout.destination.wallet->external_account == "cpUsBank_01H9Xe7V5xD3pF8m");
}

TEST_CASE("A cash funding's event names the cash-in that created the transaction")
{
    const auto event = event_of("transaction.fiatToCrypto.completed");
    const auto& any = std::get<oms::transaction_event>(event.payload).transaction;
    const auto& funding = std::get<oms::transaction<oms::fiat_to_crypto>>(any);
    CHECK(funding.cash_in_id == "ci_01H9Xc5P8rT4vW6y"_ci);
    CHECK_FALSE(funding.quote_id);
    CHECK(funding.source.rail == oms::rail::cash);
    CHECK(funding.destination.wallet->id == "wlt_01H9Xb3K7nM2pQ4r"_wlt);
}

TEST_CASE("The events of customers, cash-ins and wallets carry their resource")
{
    const auto granted = event_of("customer.endorsement.granted");
    CHECK(std::get<oms::endorsement_event>(granted.payload).customer.id == "cst_01H9Xa8F5dN6mP3q"_cst);
    CHECK(std::get<oms::endorsement_event>(granted.payload).customer.has(oms::endorsement_name::basic));

    const auto deposited = event_of("cashIn.completed");
    CHECK(std::get<oms::cash_in_event>(deposited.payload).cash_in.status.is_success());
    CHECK(std::get<oms::cash_in_event>(deposited.payload).name.text() == "cashIn.completed");

    const auto detected = event_of("wallet.depositDetected");
    const auto& wallet = std::get<oms::wallet_event>(detected.payload);
    CHECK(wallet.wallet.id == "wlt_01H9Xb3K7nM2pQ4r"_wlt);
    CHECK(wallet.deposit->amount.str() == "25.00");
    CHECK(wallet.deposit->detected_at->str() == "2026-06-15T14:41:40Z");
}

TEST_CASE("A wallet event without a deposit is still a wallet event")
{
    const auto event = value_of(oms::decode_event(
        R"({"id":"evt_1","event":"wallet.depositDetected","createdAt":"2026-06-15T14:36:40Z","data":{"id":"wlt_1"}})"));
    CHECK_FALSE(std::get<oms::wallet_event>(event.payload).deposit);
}

TEST_CASE("An event this version does not know is kept with its data as sent (G8, F72)")
{
    const auto event =
        value_of(oms::decode_event(R"({"id":"evt_1","event":"future.thing.happened","sequence":7,"data":{"x": 1}})"));
    const auto& unknown = std::get<oms::unknown_event>(event.payload);
    CHECK_FALSE(unknown.name.known());
    CHECK(unknown.data.view() == R"({"x": 1})");
    CHECK(event.sequence == 7);
    CHECK(event.created_at.absent());
}

TEST_CASE("A known event whose resource has another shape is kept raw and can be read as a model later")
{
    const auto kept = [](std::string_view name, std::string_view data) {
        return value_of(oms::decode_event("{\"id\":\"evt_1\",\"event\":\"" + std::string(name) +
                                          "\",\"data\":" + std::string(data) + "}"));
    };
    CHECK(std::holds_alternative<oms::unknown_event>(kept("cashIn.completed", "{}").payload));
    CHECK(std::holds_alternative<oms::unknown_event>(kept("cashIn.completed", "null").payload));
    CHECK(std::holds_alternative<oms::unknown_event>(
        kept("transaction.cryptoToCrypto.completed", R"({"id":"txn_1","type":"cryptoToCrypto","source":[]})").payload));
    CHECK(std::holds_alternative<oms::unknown_event>(
        kept("endorsement.active", R"({"object":"endorsement","id":"x","name":"usd"})").payload));

    const auto odd = kept("cashIn.completed", R"({"object":"wallet","id":"wlt_1"})");
    const auto& unknown = std::get<oms::unknown_event>(odd.payload);
    CHECK(value_of(unknown.as<oms::wallet>()).id == "wlt_1"_wlt);
    CHECK(unknown.as<oms::any_quote>().has_value());
    CHECK(unknown.as<oms::page<oms::wallet>>().value().data.empty());
    CHECK(oms::unknown_event{}.as<oms::wallet>().has_error());
}

TEST_CASE("An endorsement that comes alone becomes a customer of that id with that one endorsement (contract 16)")
{
    const auto event = value_of(oms::decode_event(raw_body("event.v0.11.endorsement.active.json")));
    const auto& changed = std::get<oms::endorsement_event>(event.payload);
    CHECK(changed.name.text() == "endorsement.active");
    CHECK(changed.customer.id == "cst_01kv5v6gvnf3tvbxygg7m08syh"_cst);
    CHECK(changed.customer.has(oms::endorsement_name::usd));
    REQUIRE(changed.customer.endorsements.size() == 1);
    CHECK(changed.customer.endorsements[0].requirements->complete == std::vector<std::string>{"identityVerification"});
}

TEST_CASE("An endorsement that does not say what it is never passes its own id off as a customer's")
{
    const auto event = value_of(oms::decode_event(
        R"({"id":"whd_1","event":"endorsement.updated",
            "data":{"id":"end_1","customerId":"cst_1","name":"usd","status":"PENDING"}})"));
    const auto& changed = std::get<oms::endorsement_event>(event.payload);
    CHECK(changed.customer.id == "cst_1"_cst);
    CHECK(changed.customer.status.empty());
    REQUIRE(changed.customer.endorsements.size() == 1);
    CHECK_FALSE(changed.customer.has(oms::endorsement_name::usd));
}

TEST_CASE("What is no envelope is an error that carries the body (F65)")
{
    for (const std::string_view body :
         {"", "nonsense", "[]", "{}", R"({"id":"evt_1","data":{}})", R"({"event":"cashIn.completed","data":{}})",
          R"({"id":"evt_1","event":7})", R"({"id":7,"event":"a.b"})",
          R"({"id":"evt_1","event":"a.b","data":{"x":1,"x":2}})", R"({"id":"evt_1","event":"a.b","sequence":[1,2})"}) {
        INFO(body);
        const auto read = oms::decode_event(body);
        REQUIRE(read.has_error());
        CHECK(read.error().code() == oms::errc::decode_failed);
        CHECK(read.error().document() == body);
    }
}

TEST_CASE("A member of the envelope that nothing depends on is read as absent when it is of another kind (F71, F72)")
{
    const auto event = value_of(oms::decode_event(
        R"({"id":"whd_1","event":"cashIn.completed","object":7,"createdAt":"yesterday","apiVersion":11,"eventId":{},
            "occurredAt":[1],"sequence":1.5,"data":{"id":"ci_1"}})"));
    CHECK(event.id.view() == "whd_1");
    CHECK(event.created_at.absent());
    CHECK(event.api_version.empty());
    CHECK_FALSE(event.event_id);
    CHECK_FALSE(event.occurred_at);
    CHECK_FALSE(event.sequence);
    CHECK(std::get<oms::cash_in_event>(event.payload).cash_in.id == "ci_1"_ci);
    CHECK(boost::json::parse(event.document.view()).at("sequence") == 1.5);
}

TEST_CASE("The sequence of a resource is read as a number and as the text of one, and never wraps (F71)")
{
    const auto sequence = [](const std::string& value) {
        return value_of(oms::decode_event(R"({"id":"whd_1","event":"a.b","sequence":)" + value + "}")).sequence;
    };
    CHECK(sequence("4") == 4);
    CHECK(sequence("\"4\"") == 4);
    CHECK(sequence("9223372036854775807") == 9223372036854775807);
    for (const std::string none :
         {"9223372036854775808", "\"9223372036854775808\"", "4.0", "\"four\"", "\"\"", "true", "null"})
        CHECK_FALSE(sequence(none));
}

TEST_CASE("The envelope of a later version is recognised by itself (contract 16)")
{
    const auto event = value_of(oms::decode_event(raw_body("event.v0.11.transaction.statusChanged.json")));
    CHECK(event.id.view() == "whd_01kv5y60b8esmttrq5a07knb8f");
    CHECK(event.name == oms::event_name::transaction_status_changed);
    CHECK(event.name.known());
    CHECK(event.event_id == "evt_01kv5y60b8esmttrq5a07knb8f"_evt);
    CHECK(event.created_at.str() == "2026-06-16T15:30:01Z");
    CHECK(event.occurred_at->str() == "2026-06-16T15:30:00Z");
    CHECK(event.sequence == 4);
    CHECK(event.api_version.empty());
    const auto& any = std::get<oms::transaction_event>(event.payload).transaction;
    const auto& payout = std::get<oms::transaction<oms::crypto_to_fiat>>(any);
    CHECK(payout.status == oms::transaction_status::awaiting_action);
    CHECK_FALSE(payout.status.is_terminal());
    CHECK(payout.quote_id == "qt_01kv5wsceffg898v46endkvd8w"_qt);
    CHECK(payout.source.amount_gross->str() == "250.00");
}

TEST_CASE("The name of an event is read from event, else eventType, else type")
{
    const auto name = [](const std::string& members) {
        return std::string(value_of(oms::decode_event(R"({"id":"evt_1",)" + members + "}")).name.text());
    };
    CHECK(name(R"("type":"c.d","eventType":"b.c","event":"a.b")") == "a.b");
    CHECK(name(R"("type":"c.d","eventType":"b.c")") == "b.c");
    CHECK(name(R"("type":"c.d","eventType":null,"event":null)") == "c.d");
}

TEST_CASE("The resources of early access are read out of their events with as<T>()")
{
    const auto data = [](const std::string& name) {
        const auto event = value_of(oms::decode_event(raw_body("event.v0.11." + name + ".json")));
        return std::get<oms::unknown_event>(event.payload);
    };
    const auto account = value_of(data("virtualAccount.statusChanged").as<oms::virtual_account>());
    CHECK(account.id == "va_01kv5y36gkepdvnf5smrs5rf83"_va);
    CHECK(account.status == oms::route_status::frozen);
    CHECK(account.bank_details->routing_number == "021000021");
    const auto address = value_of(data("depositAddress.active").as<oms::deposit_address>());
    CHECK(address.source->deposit_instructions->asset == oms::asset::usdt);
    const auto external = value_of(data("externalAccount.created").as<oms::external_account>());
    CHECK(std::get<oms::external_account_id>(external.id) == "ext_01kv5wrh2ze8fsye65c8dy4vbf"_ext);
    CHECK(external.type->text() == "bankUs");
    CHECK(external.status->text() == "pending");
    CHECK(value_of(data("webhook.test").as<oms::webhook>()).id == "whk_01kv5wgepqe3c9e04t7kwt5n6d"_whk);
    CHECK(data("counterparty.statusChanged").as<oms::wallet>().has_value());
}

TEST_CASE("F69 Text that is no Unicode does not cost an event: it is read with replacement characters (G8)")
{
    const auto cash_in = [](const std::string& note) {
        return R"({"id":"evt_1","event":"cashIn.completed","createdAt":"2026-06-15T14:36:40Z","data":{"id":"ci_1",)"
               R"("object":"cashIn","status":"completed","metadata":{"note":")" +
               note + R"("}}})";
    };
    for (const auto& [sent, read] : std::vector<std::pair<std::string, std::string>>{
             {R"(x\ud83dy)", "x\uFFFDy"},                   // a character cut in two
             {R"(\udca9)", "\uFFFD"},                       // its other half
             {R"(\ud83d\ud83d\udca9)", "\uFFFD\U0001F4A9"}, // half, then a whole one
             {R"(\ud83d\u0041)", "\uFFFD"
                                 "A"},
             {"a\xC3", "a\uFFFD"},
             {"\xFF\xFE"
              "b",
              "\uFFFD\uFFFD"
              "b"},
             {R"(\\ud83d\ud83d)", R"(\ud83d)"
                                  "\uFFFD"}, // the first is no escape
         }) {
        CAPTURE(sent);
        const auto event = value_of(oms::decode_event(cash_in(sent)));
        CHECK(event.id.view() == "evt_1");
        const auto* typed = std::get_if<oms::cash_in_event>(&event.payload);
        REQUIRE(typed != nullptr);
        CHECK(typed->cash_in.status == oms::cash_in_status::completed);
        const boost::json::value document = boost::json::parse(event.document.view());
        CHECK(std::string_view(document.at("data").at("metadata").at("note").as_string()) == read);
    }
    // What is no JSON stays none.
    for (const std::string& body : {cash_in("\x01"), cash_in(R"(\ud83)"), cash_in(R"(\x)"), std::string("\xFF{}")})
        CHECK_FALSE(oms::decode_event(body).has_value());
}
