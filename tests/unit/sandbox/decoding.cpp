#include "bench.hpp"

#include <oms/model/cash_in.hpp>
#include <oms/model/cash_location.hpp>
#include <oms/model/customer.hpp>
#include <oms/model/event.hpp>
#include <oms/model/page.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/token.hpp>
#include <oms/model/transaction.hpp>
#include <oms/model/wallet.hpp>
#include <oms/model/webhook.hpp>
#include <oms/wire/codec.hpp>
#include <oms/wire/error_body.hpp>
#include <oms/wire/event.hpp>

#include "common/catch.hpp"

using namespace std::chrono_literals;

namespace {

/// Two independent hands wrote the emulator's answers and the SDK's codec: they must agree.
template <class T>
T read(const reply& answer)
{
    CAPTURE(answer.body);
    const oms::result<T> value = oms::decode<T>(answer.body);
    if (!value)
        FAIL(value.error().what());
    return value.value();
}

} // namespace

TEST_CASE("The SDK reads every answer of a money loop")
{
    bench emulator;
    const reply hook = emulator.post("/webhooks", R"({"url":"https://h.example/","events":[]})");
    CHECK(read<oms::webhook_created>(hook).secret.reveal() == hook["secret"]);
    const std::string alice = emulator.customer();
    const std::string bob = emulator.customer("Bob");
    const std::string from = emulator.wallet(alice);
    const std::string to = emulator.wallet(bob);
    const auto location = read<oms::page<oms::cash_location>>(
        emulator.get("/cash-locations?provider=greendot&latitude=38.5&longitude=-121.5"));
    CHECK(location.data.size() == 5);
    const reply made = emulator.cash_in(alice, from);
    CHECK(read<oms::cash_in>(made).status == oms::cash_in_status::pending);
    CHECK(emulator.pay_at_counter(made["depositInstructions.code"], "100.00").status == 200);
    const oms::cash_in funded = read<oms::cash_in>(emulator.get("/cash-ins/" + made["id"]));
    CHECK(funded.status == oms::cash_in_status::completed);

    const auto quote = read<oms::quote<oms::crypto_to_crypto>>(
        emulator.get("/quotes/" + emulator.quote(alice, from, "50.00", R"("id":")" + to + "\"")));
    CHECK(quote.source.fees_deducted.total.str() == "0.305");
    const reply sent = emulator.transaction(quote.id.str());
    CHECK(read<oms::transaction<oms::crypto_to_crypto>>(sent).status == oms::transaction_status::processing);
    const auto done = read<oms::any_transaction>(emulator.get("/transactions/" + sent["id"]));
    CHECK(oms::status_of(done) == oms::transaction_status::completed);
    CHECK(read<oms::page<oms::any_transaction>>(emulator.get("/customers/" + alice + "/transactions")).data.size() ==
          2);
    CHECK(read<oms::wallet_balance>(emulator.get("/wallets/" + to + "/balance")).balance.str() == "49.695");
    CHECK(read<oms::customer_balance>(emulator.get("/customers/" + bob + "/balance")).wallets.size() == 1);
    const auto customers = read<oms::page<oms::customer>>(emulator.get("/customers?limit=1"));
    CHECK(customers.has_more);
    CHECK(customers.next_cursor.has_value());
    CHECK(read<oms::page<oms::wallet>>(emulator.get("/customers/" + bob + "/wallets")).data.size() == 1);
    CHECK(read<oms::page<oms::webhook>>(emulator.get("/webhooks")).data.size() == 1);
    CHECK(read<oms::page<oms::cash_in>>(emulator.get("/cash-ins")).data.size() == 1);

    int known = 0;
    for (const auto& delivery : emulator.due()) {
        CAPTURE(delivery.body);
        const oms::result<oms::event> event = oms::decode_event(delivery.body);
        REQUIRE(event.has_value());
        CHECK(event.value().name.text() == delivery.event_name);
        known += !std::holds_alternative<oms::unknown_event>(event.value().payload);
    }
    CHECK(known == 7);
}

TEST_CASE("The SDK reads the emulator's errors")
{
    bench emulator;
    const reply refused = emulator.post("/customers", R"({"type":"robot"})");
    const oms::server_error problem = oms::read_error_body(refused.status, refused.body, "");
    CHECK(problem.code == oms::server_code::invalid_field);
    CHECK(problem.request_id == refused.header("X-Request-Id"));
    REQUIRE(problem.details.size() == 1);
    CHECK(problem.details[0].field == "type");
}
