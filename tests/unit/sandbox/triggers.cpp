#include "bench.hpp"

#include <oms/core/error.hpp>
#include <oms/model/event.hpp>
#include <oms/webhook/verifier.hpp>
#include <oms/wire/event.hpp>

#include "common/catch.hpp"

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

using namespace std::chrono_literals;
using oms::sandbox::event_envelope;

namespace {

/// A delivery of the contract's examples.
struct event_example {
    std::string name;
    event_envelope envelope;
    bool compliance;
    std::string body;
};

std::vector<event_example> examples()
{
    std::vector<event_example> all;
    for (const auto& entry : std::filesystem::directory_iterator(OMS_FIXTURES "/contract")) {
        const std::string file = entry.path().filename();
        if (file.rfind("event.v", 0) != 0)
            continue;
        std::ifstream in(entry.path());
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        all.push_back({json_at(text, "event"),
                       json_at(text, "apiVersion") == "v0.9" ? event_envelope::v0_9 : event_envelope::v0_11,
                       json_at(text, "complianceOnly") == "true", json_at(text, "delivery.rawBody")});
    }
    return all;
}

std::vector<std::string> members(const std::string& body)
{
    std::vector<std::string> names;
    const boost::json::value document = boost::json::parse(body);
    for (const auto& member : document.as_object())
        names.emplace_back(member.key());
    std::sort(names.begin(), names.end());
    return names;
}

struct subscriber {
    std::string id;
    std::string secret;
};

subscriber add_subscriber(bench& emulator, const std::string& events = {})
{
    const reply made = emulator.subscribe(events);
    return {made["id"], made["secret"]};
}

/// A verifier whose clock stands where the receivers' of `standing_settings` does.
oms::webhook_verifier verifier_of(const std::string& secret)
{
    oms::verifier_options options;
    options.clock([] { return std::chrono::system_clock::time_point(std::chrono::seconds{1781534200}); });
    return oms::webhook_verifier{oms::webhook_secret{secret}, options};
}

oms::event decoded(const std::string& body)
{
    const oms::result<oms::event> event = oms::decode_event(body);
    CAPTURE(body);
    REQUIRE(event.has_value());
    return event.value();
}

oms::errc refused_with(const std::function<void()>& act)
{
    try {
        act();
    } catch (const oms::error& refused) {
        return static_cast<oms::errc>(refused.code().value());
    }
    return {};
}

} // namespace

TEST_CASE("Every event of the catalogue is delivered when triggered, signed, as the contract's examples show it")
{
    const std::vector<event_example> all = examples();
    CHECK(all.size() == 79);
    for (const event_example& shown : all) {
        CAPTURE(shown.name, static_cast<int>(shown.envelope));
        bench emulator;
        const subscriber everything = add_subscriber(emulator);
        const subscriber by_name = add_subscriber(emulator, "\"" + shown.name + "\"");
        const std::string compliance = emulator.add_compliance_webhook("https://c.example/", "whsec_compliance");
        const std::string id = emulator.trigger(shown.name, shown.envelope);

        std::vector<std::string> heard;
        for (const oms::sandbox::delivery& delivery : emulator.due()) {
            heard.push_back(delivery.webhook_id);
            const std::string secret = delivery.webhook_id == by_name.id      ? by_name.secret
                                       : delivery.webhook_id == everything.id ? everything.secret
                                                                              : "whsec_compliance";
            const auto event = verifier_of(secret).verify(delivery.signature, delivery.body);
            CAPTURE(delivery.body);
            REQUIRE(event.has_value());
            CHECK(event.value().id.str() == id);
            CHECK(event.value().name.text() == shown.name);
            const oms::event expected = decoded(shown.body);
            CHECK(event.value().payload.index() == expected.payload.index());
            CHECK(event.value().sequence.has_value() == expected.sequence.has_value());
            CHECK(members(delivery.body) == members(shown.body));
            for (const char* member : {"data.object", "data.status", "data.type", "data.sourceToDestination"}) {
                const std::string wanted = json_at(shown.body, member);
                if (wanted != "walletCrypto->bankUs") // the emulator's source is a wallet of OMS
                    CHECK(json_at(delivery.body, member) == wanted);
            }
        }
        const std::vector<std::string> ordinary = {everything.id, by_name.id};
        const bool later = shown.envelope == event_envelope::v0_11;
        CHECK(heard == (!shown.compliance ? ordinary
                        : later           ? std::vector<std::string>{by_name.id}
                                          : std::vector<std::string>{compliance}));
    }
}

TEST_CASE("A name chooses its envelope: that of v0.9 when both versions have it, unless the later one is asked for")
{
    bench emulator;
    CHECK(emulator.trigger("cashIn.completed").rfind("evt_", 0) == 0);
    CHECK(emulator.trigger("cashIn.completed", event_envelope::v0_11).rfind("whd_", 0) == 0);
    CHECK(emulator.trigger("cashIn.expired").rfind("whd_", 0) == 0);
    CHECK(emulator.trigger("transaction.fiatToCrypto.underReview").rfind("evt_", 0) == 0);
    CHECK(emulator.trigger("of.nobody", oms::json_text("{}")).rfind("evt_", 0) == 0);
    const auto events = emulator.events();
    CHECK(json_at(events[0].body, "apiVersion") == "v0.9");
    CHECK(json_at(events[1].body, "eventId").rfind("evt_", 0) == 0);
}

TEST_CASE("A name that no version has needs its data, and is delivered with it byte for byte")
{
    bench emulator;
    emulator.subscribe(R"("parrot.*")");
    CHECK(refused_with([&] { emulator.trigger("parrot.rests"); }) == oms::errc::invalid_argument);
    CHECK(refused_with([&] { emulator.trigger("transaction.cryptoToCrypto.lost"); }) == oms::errc::invalid_argument);
    CHECK(refused_with([&] { emulator.trigger("transaction"); }) == oms::errc::invalid_argument);
    CHECK(refused_with([&] { emulator.trigger("parrot.rests", oms::json_text()); }) == oms::errc::invalid_argument);
    CHECK(refused_with([&] { emulator.trigger("", oms::json_text("{}")); }) == oms::errc::invalid_argument);
    CHECK(emulator.events().empty());

    const std::string id = emulator.trigger("parrot.rests", oms::json_text(R"({ "fjord" : 1.50 })"));
    const auto due = emulator.due();
    REQUIRE(due.size() == 1);
    const oms::event event = decoded(due[0].body);
    CHECK(event.id.str() == id);
    CHECK(std::get<oms::unknown_event>(event.payload).data.view() == R"({ "fjord" : 1.50 })");

    const oms::json_text wallet(R"({"id":"wlt_1","object":"wallet","customerId":"cst_1"})");
    emulator.trigger("wallet.depositDetected", wallet);
    const oms::event deposit = decoded(emulator.events().back().body);
    CHECK(std::get<oms::wallet_event>(deposit.payload).wallet.id.str() == "wlt_1");
}

TEST_CASE("An event about a resource of the emulator shows that resource as it is")
{
    bench emulator(early_settings());
    const std::string alice = emulator.customer();
    const std::string wallet = emulator.funded_wallet(alice, "100.00");
    const reply sent = emulator.transaction(emulator.quote(alice, wallet, "10"));
    const std::string id = sent["id"];
    emulator.get("/transactions/" + id); // settled by now
    const reply cash = emulator.cash_in(alice, wallet);
    const std::string account = emulator.place_virtual_account(wallet);
    const std::string address = emulator.place_deposit_address(wallet);
    const std::string bank = emulator.place_bank_account(alice);
    const subscriber hook = add_subscriber(emulator);

    const auto body_of = [&](std::string_view name, const std::string& resource) {
        const std::string delivery = emulator.trigger(name, resource);
        const auto events = emulator.events();
        CHECK(events.back().id == delivery);
        return events.back().body;
    };
    const std::string done = body_of("transaction.cryptoToCrypto.completed", id);
    CHECK(boost::json::parse(done).at("data") == boost::json::parse(emulator.get("/transactions/" + id).body));
    const oms::event ended = decoded(done);
    CHECK(oms::status_of(std::get<oms::transaction_event>(ended.payload).transaction) ==
          oms::transaction_status::completed);
    const oms::event changed = decoded(body_of("transaction.statusChanged", id));
    const auto& later = std::get<oms::transaction_event>(changed.payload).transaction;
    CHECK(oms::id_of(later).str() == id);
    CHECK(std::holds_alternative<oms::transaction<oms::crypto_to_crypto>>(later));
    CHECK(std::get<oms::transaction<oms::crypto_to_crypto>>(later).source.amount_gross.value().str() == "10");

    CHECK(json_at(body_of("customer.endorsement.granted", alice), "data.id") == alice);
    CHECK(json_at(body_of("endorsement.active", alice), "data.object") == "customer");
    CHECK(json_at(body_of("cashIn.created", cash["id"]), "data.depositInstructions.code") ==
          cash["depositInstructions.code"]);
    CHECK(json_at(body_of("wallet.provisioned", wallet), "data.id") == wallet);
    CHECK(json_at(body_of("wallet.depositDetected", wallet), "data.deposit.amount") == "25.00");
    CHECK(emulator.balance(wallet) == "90.00"); // the deposit is in the event alone
    CHECK(json_at(body_of("virtualAccount.active", account), "data.id") == account);
    CHECK(json_at(body_of("virtualAccount.deposit.settled", account), "data.virtualAccountId") == account);
    CHECK(json_at(body_of("depositAddress.active", address), "data.id") == address);
    CHECK(json_at(body_of("deposit_address.wire_payout.settled", address), "data.customerId") == alice);
    CHECK(json_at(body_of("externalAccount.verified", bank), "data.status") == "verified");
    const std::string test = body_of("webhook.test", hook.id);
    CHECK(json_at(test, "data.id") == hook.id);
    CHECK(json_at(test, "data.secret") == "(absent)");

    for (const auto& [name, resource] :
         std::vector<std::pair<std::string, std::string>>{{"transaction.cryptoToCrypto.completed", "txn_nobody"},
                                                          {"transaction.cryptoToCrypto.completed", wallet},
                                                          {"transaction.fiatToCrypto.completed", id},
                                                          {"wallet.provisioned", id},
                                                          {"counterparty.statusChanged", alice},
                                                          {"parrot.rests", id}}) {
        CAPTURE(name, resource);
        CHECK(refused_with([&] { emulator.trigger(name, resource); }) == oms::errc::invalid_argument);
    }
}

TEST_CASE("A triggered event goes to the account of its resource, or of the first key")
{
    oms::sandbox::settings settings = standing_settings();
    settings.credentials.emplace_back("sk_sdbx_other", "other-secret", "other");
    bench emulator(settings);
    const subscriber first = add_subscriber(emulator);
    emulator.use_token(emulator.token("sk_sdbx_other", "other-secret"));
    const subscriber second = add_subscriber(emulator);
    const std::string bob = emulator.customer("Bob");
    emulator.get("/customers");
    emulator.due();
    emulator.trigger("customer.endorsement.granted");
    auto due = emulator.due();
    REQUIRE(due.size() == 1);
    CHECK(due[0].webhook_id == first.id);
    emulator.trigger("customer.endorsement.granted", bob);
    due = emulator.due();
    REQUIRE(due.size() == 1);
    CHECK(due[0].webhook_id == second.id);
}

TEST_CASE("What is triggered about nothing is a new resource each time, which no list and no ledger shows")
{
    bench emulator;
    const std::size_t wallets = emulator.oracle().balances.size();
    emulator.trigger("transaction.cryptoToFiat.completed");
    emulator.trigger("transaction.cryptoToFiat.completed");
    emulator.trigger("virtualAccount.active");
    emulator.trigger("virtualAccount.active");
    const auto events = emulator.events();
    CHECK(json_at(events[0].body, "data.id") != json_at(events[1].body, "data.id"));
    CHECK(json_at(events[0].body, "data.quoteId") != json_at(events[1].body, "data.quoteId"));
    CHECK(json_at(events[2].body, "data.id") != json_at(events[3].body, "data.id"));
    CHECK(std::stoll(json_at(events[2].body, "sequence")) < std::stoll(json_at(events[3].body, "sequence")));
    CHECK(emulator.get("/transactions").count("data") == 0);
    CHECK(emulator.get("/customers").count("data") == 0);
    CHECK(emulator.get("/transactions/" + json_at(events[0].body, "data.id")).status == 404);
    CHECK(emulator.oracle().balances.size() == wallets);
    for (const auto& [asset, totals] : emulator.oracle().assets)
        CHECK(totals.outside.is_zero());
}

TEST_CASE("The sequence of a resource grows with every event about it")
{
    bench emulator;
    const std::string wallet = emulator.wallet(emulator.customer());
    std::int64_t latest = 0;
    for (int i = 0; i < 5; ++i) {
        emulator.trigger("wallet.provisioned", wallet);
        emulator.trigger("webhook.test");
        const auto events = emulator.events();
        const std::int64_t next = std::stoll(json_at(events[events.size() - 2].body, "sequence"));
        CHECK(next > latest);
        latest = next;
    }
}

TEST_CASE("Triggered events are the same to the byte for the same seed, and others for another")
{
    const auto bodies = [](std::uint64_t seed) {
        oms::sandbox::settings settings = standing_settings();
        settings.seed = seed;
        bench emulator(settings);
        for (const event_example& each : examples())
            emulator.trigger(each.name, each.envelope);
        std::vector<std::string> all;
        for (const auto& event : emulator.events())
            all.push_back(event.body);
        std::sort(all.begin(), all.end()); // the examples come in the order of the folder
        return all;
    };
    const auto once = bodies(7);
    CHECK(once == bodies(7));
    CHECK(once != bodies(8));
}
