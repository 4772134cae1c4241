#include "bench.hpp"

#include <oms/model/cash_in.hpp>
#include <oms/model/cash_location.hpp>
#include <oms/model/customer.hpp>
#include <oms/model/deposit_address.hpp>
#include <oms/model/event.hpp>
#include <oms/model/external_account.hpp>
#include <oms/model/new_external_account.hpp>
#include <oms/model/new_quote.hpp>
#include <oms/model/new_route.hpp>
#include <oms/model/page.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/token.hpp>
#include <oms/model/transaction.hpp>
#include <oms/model/virtual_account.hpp>
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

TEST_CASE("The emulator takes the SDK's early access requests, and the SDK reads every answer (H1) (H5)")
{
    bench emulator(early_settings());
    const std::string alice = emulator.customer();
    const oms::wallet_id wallet(emulator.wallet(alice));
    const auto post = [&](const std::string& path, const auto& fields) {
        const reply made = emulator.post(path, oms::encode(fields));
        CAPTURE(path, made.body);
        CHECK(made.status < 300);
        return made;
    };
    const auto schemas = read<oms::page<oms::external_account_schema>>(emulator.get("/external-accounts/schemas"));
    CHECK(schemas.data.size() > 30);
    CHECK_FALSE(schemas.has_more);
    REQUIRE(schemas.data[0].fields.size() == 3);
    CHECK(schemas.data[0].type == oms::external_account_type::us_bank);
    CHECK(schemas.data[0].fields[2].values == std::vector<std::string>{"checking", "savings"});
    CHECK(schemas.data[0].fields[0].pattern == "^[0-9]{4,17}$");

    const oms::new_external_account ach(
        schemas.data[0],
        oms::json_text(R"({"accountNumber":"000123456789","routingNumber":"021000021","accountType":"checking"})"));
    const auto bank = read<oms::external_account>(post("/customers/" + alice + "/external-accounts", ach.fields()));
    REQUIRE(std::holds_alternative<oms::us_bank_account_id>(bank.id));
    CHECK(bank.status == oms::external_account_status::verified);
    CHECK(bank.bank_details->account_number == "****6789");

    oms::new_virtual_account salary(oms::to_wallet(wallet, oms::asset::usdc, oms::network::polygon));
    salary.label("Salary").accountholder_name(oms::accountholder_name::customer);
    salary.developer_fee(oms::decimal("0.005"), wallet);
    const auto account = read<oms::virtual_account>(post("/customers/" + alice + "/virtual-accounts", salary.fields()));
    CHECK(account.status == oms::route_status::active);
    CHECK(account.accountholder_name == oms::accountholder_name::customer);
    CHECK(account.destination->wallet->id == wallet);
    CHECK(read<oms::page<oms::virtual_account>>(emulator.get("/customers/" + alice + "/virtual-accounts"))
              .data.at(0)
              .id == account.id);

    const oms::new_deposit_address tips(
        oms::asset::usdt, oms::network::ethereum,
        oms::to_bank(std::get<oms::us_bank_account_id>(bank.id), oms::asset("usd"), oms::network("ach")));
    const auto address = read<oms::deposit_address>(post("/customers/" + alice + "/deposit-addresses", tips.fields()));
    CHECK(address.transaction_type == oms::movement_type::crypto_to_fiat);
    CHECK(read<oms::page<oms::deposit_address>>(emulator.get("/customers/" + alice + "/deposit-addresses"))
              .data.at(0)
              .id == address.id);

    const oms::virtual_account_transfer wire_in(oms::transfer_rail::wire_in, oms::decimal("250.00"));
    const auto in = read<oms::virtual_account_transfer_result>(
        post("/virtual-accounts/" + account.id.str() + "/simulate", wire_in.fields()));
    const auto funded =
        read<oms::transaction<oms::fiat_to_crypto>>(emulator.get("/transactions/" + in.transaction_id->str()));
    CHECK(funded.virtual_account_id == account.id);
    const auto out =
        read<oms::deposit_address_transfer_result>(post("/deposit-addresses/" + address.id.str() + "/simulate",
                                                        oms::deposit_address_transfer(oms::decimal("75.00")).fields()));
    const auto paid =
        read<oms::transaction<oms::crypto_to_fiat>>(emulator.get("/transactions/" + out.transaction_id->str()));
    CHECK(paid.destination.bank_details->account_number == "****6789");
}
