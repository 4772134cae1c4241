#include "common/await.hpp"
#include "common/catch.hpp"
#include "common/fake_core.hpp"

#include <oms/client/client.hpp>

#include <optional>

using namespace oms::literals;
using namespace std::chrono_literals;

namespace {

const oms::to_wallet to_her{"wlt_2"_wlt, oms::asset::usdc, oms::network::polygon};
const oms::new_quote order_to_her{"cst_1"_cst, oms::from_wallet{"wlt_1"_wlt, oms::asset::usdc, oms::network::polygon},
                                  to_her, oms::source_amount{"25.00"}};

oms::quote<oms::crypto_to_crypto> send_quote()
{
    oms::quote<oms::crypto_to_crypto> quote;
    quote.id = "qt_1"_qt;
    return quote;
}

oms::transaction<oms::crypto_to_crypto> sent()
{
    oms::transaction<oms::crypto_to_crypto> transaction;
    transaction.id = "txn_1"_txn;
    return transaction;
}

} // namespace

TEST_CASE("Every function of a resource asks for its own operation, with its arguments and options")
{
    const auto core = std::make_shared<test::fake_core>();
    const oms::client client(core);
    const oms::call_options with = oms::call_options().timeout(1234ms);
    core->quote = send_quote();
    core->transaction = sent();

    const auto asks = [&](std::string expected, auto call) {
        test::await(std::move(call));
        REQUIRE_FALSE(core->asked.empty());
        CHECK(core->asked.back() == expected);
        CHECK(core->options.back().timeout() == 1234ms);
    };

    SECTION("customers")
    {
        asks("create_customer", client.customers().create(oms::new_customer(), with));
        asks("get_customer cst_1", client.customers().get("cst_1"_cst, with));
        asks("update_customer cst_1", client.customers().update("cst_1"_cst, oms::customer_update(), with));
        asks("delete_customer cst_1", client.customers().remove("cst_1"_cst, with));
        asks("get_customer_balance cst_1 []", client.customers().balance("cst_1"_cst, with));
        asks("get_customer_balance cst_1 [EUR]", client.customers().balance("cst_1"_cst, "EUR", with));
    }
    SECTION("wallets")
    {
        asks("create_wallet cst_1",
             client.wallets().create("cst_1"_cst, oms::new_wallet(oms::asset::usdc, oms::network::polygon), with));
        asks("get_wallet_balance wlt_1 []", client.wallets().balance("wlt_1"_wlt, with));
        asks("get_wallet_balance wlt_1 [EUR]", client.wallets().balance("wlt_1"_wlt, "EUR", with));
        asks("list_customer_wallets cst_1", client.wallets().list("cst_1"_cst, {}, with).next());
    }
    SECTION("quotes")
    {
        asks("create_quote cst_1 as crypto_to_crypto", client.quotes().create(order_to_her, with));
        asks("get_quote qt_1", client.quotes().get("qt_1"_qt, with));
        asks("get_quote qt_1 as crypto_to_crypto", client.quotes().get<oms::crypto_to_crypto>("qt_1"_qt, with));
    }
    SECTION("transactions")
    {
        const auto hints = oms::transaction_hints().tags("rent");
        asks("create_transaction qt_1 as crypto_to_crypto", client.transactions().execute(send_quote(), with));
        asks("create_transaction qt_1 as crypto_to_crypto tags rent",
             client.transactions().execute(send_quote(), hints, with));
        asks("create_transaction qt_2 as crypto_to_crypto",
             client.transactions().execute<oms::crypto_to_crypto>("qt_2"_qt, with));
        asks("create_transaction qt_2 as crypto_to_crypto tags rent",
             client.transactions().execute<oms::crypto_to_crypto>("qt_2"_qt, hints, with));
        asks("get_transaction txn_1", client.transactions().get("txn_1"_txn, with));
        asks("get_transaction txn_1 seen from cst_1",
             client.transactions().get("txn_1"_txn, oms::transaction_perspective().sender_customer_id("cst_1"_cst),
                                       with));
        asks("get_transaction txn_1 as crypto_to_crypto",
             client.transactions().get<oms::crypto_to_crypto>("txn_1"_txn, with));
        asks("get_transaction txn_1 as crypto_to_crypto seen from cst_1",
             client.transactions().get<oms::crypto_to_crypto>(
                 "txn_1"_txn, oms::transaction_perspective().sender_customer_id("cst_1"_cst), with));
    }
    SECTION("waiting")
    {
        const oms::any_transaction any = sent();
        asks("wait_transaction txn_1 as crypto_to_crypto 30000 ms", client.transactions().wait(sent(), 30s, with));
        asks("wait_transaction txn_2 as crypto_to_crypto 30000 ms",
             client.transactions().wait<oms::crypto_to_crypto>("txn_2"_txn, 30s, with));
        asks("wait_transaction txn_2 30000 ms", client.transactions().wait("txn_2"_txn, 30s, with));
        asks("wait_transaction txn_2 30000 ms", client.transactions().wait_outcome("txn_2"_txn, 30s, with));
        asks("wait_transaction txn_1 30000 ms", client.transactions().wait_outcome(any, 30s, with));
        const auto never = [](const oms::transaction_common&) {
            return false;
        };
        asks("wait_transaction txn_2 on a condition 30000 ms",
             client.transactions().wait_until("txn_2"_txn, never, 30s, with));
        asks("wait_transaction txn_2 as crypto_to_crypto on a condition 30000 ms",
             client.transactions().wait_until<oms::crypto_to_crypto>("txn_2"_txn, never, 30s, with));
        asks("wait_cash_in ci_1 30000 ms", client.cash_ins().wait("ci_1"_ci, 30s, with));
        asks("wait_endorsement cst_1 basic 30000 ms",
             client.customers().wait_endorsement("cst_1"_cst, oms::endorsement_name::basic, 30s, with));
    }
    SECTION("cash-ins and cash locations")
    {
        const oms::new_cash_in deposit("cst_1"_cst, to_her, "loc_1"_loc, "cmVm");
        asks("create_cash_in cst_1", client.cash_ins().create(deposit, with));
        asks("get_cash_in ci_1", client.cash_ins().get("ci_1"_ci, with));
        asks("refresh_cash_in ci_1", client.cash_ins().refresh("ci_1"_ci, with));
        asks("list_cash_ins limit 7", client.cash_ins().list(oms::cash_in_filter().limit(7), with).next());
        asks("list_cash_locations greendot",
             client.cash_locations().find(oms::cash_location_query("greendot", 38.4, -121.5), with));
    }
    SECTION("webhooks")
    {
        asks("create_webhook https://example.com/oms",
             client.webhooks().create(oms::new_webhook("https://example.com/oms"), with));
        asks("get_webhook whk_1", client.webhooks().get("whk_1"_whk, with));
        asks("update_webhook whk_1", client.webhooks().update("whk_1"_whk, oms::webhook_update(), with));
        asks("delete_webhook whk_1", client.webhooks().remove("whk_1"_whk, with));
        asks("list_webhooks", client.webhooks().list({}, with).next());
    }
    SECTION("simulations")
    {
        const oms::decimal amount("100.00");
        oms::barcode_authorization authorization;
        authorization.confirmation_id = "conf_1";
        asks("simulate_barcode_auth ABC 123",
             client.simulate().barcode_auth(oms::barcode_auth("ABC 123", amount), with));
        asks("simulate_auth_commit conf_1",
             client.simulate().auth_commit(oms::auth_commit(authorization, amount), with));
        asks("simulate_virtual_account_transfer va_1",
             client.simulate().virtual_account(
                 "va_1"_va, oms::virtual_account_transfer(oms::transfer_rail::ach_in, amount), with));
        asks("simulate_deposit_address_transfer da_1",
             client.simulate().deposit_address("da_1"_da, oms::deposit_address_transfer(amount), with));
    }
    SECTION("early access")
    {
        asks("list_external_account_schemas US USD",
             client.early_access().external_account_schemas(oms::external_account_query("US", "USD"), with));
        asks("create_external_account cst_1 ach",
             client.early_access().create_external_account(
                 "cst_1"_cst, oms::new_external_account(oms::network("ach"), oms::json_object()), with));
        asks("create_virtual_account cst_1",
             client.early_access().create_virtual_account("cst_1"_cst, oms::new_virtual_account(to_her), with));
        asks("list_virtual_accounts cst_1 limit 3",
             client.early_access().virtual_accounts("cst_1"_cst, oms::virtual_account_filter().limit(3), with).next());
        asks("create_deposit_address cst_1",
             client.early_access().create_deposit_address(
                 "cst_1"_cst, oms::new_deposit_address(oms::asset::usdc, oms::network::polygon, to_her), with));
        asks("list_deposit_addresses cst_1 limit 4",
             client.early_access().deposit_addresses("cst_1"_cst, oms::deposit_address_filter().limit(4), with).next());
    }
    SECTION("raw calls (B10)")
    {
        const oms::json_text body = oms::json_object().add("a", 1);
        asks("GET /networks ", client.raw().get("/networks", with));
        asks(R"(POST /networks {"a":1})", client.raw().post("/networks", body, with));
        asks(R"(PUT /networks/n1 {"a":1})", client.raw().put("/networks/n1", body, with));
        asks(R"(PATCH /networks/n1 {"a":1})", client.raw().patch("/networks/n1", body, with));
        asks("DELETE /networks/n1 ", client.raw().remove("/networks/n1", with));
    }
    SECTION("flows")
    {
        const auto agree = [](const oms::quote<oms::crypto_to_crypto>&) {
            return true;
        };
        asks("send cst_1 as crypto_to_crypto", client.flows().send(order_to_her, agree, with));
    }
    SECTION("lists")
    {
        core->customers.resize(1);
        core->transactions.resize(2);
        asks("list_customers", client.customers().list({}, with).next());
        asks("list_customer_transactions cst_1 limit 5",
             client.customers().transactions("cst_1"_cst, oms::customer_transaction_filter().limit(5), with).next());
        asks("list_transactions limit 9", client.transactions().list(oms::transaction_filter().limit(9), with).next());
    }
}

TEST_CASE("A call that is stored outlives the client, the handle and its arguments")
{
    auto core = std::make_shared<test::fake_core>();
    const std::weak_ptr<test::fake_core> watched = core;
    core->quote = send_quote();
    std::optional<oms::client> client(std::move(core));

    boost::asio::awaitable<oms::customer> read;
    boost::asio::awaitable<oms::quote<oms::crypto_to_crypto>> price;
    boost::asio::awaitable<std::optional<oms::page<oms::webhook>>> page;
    {
        const oms::customer_id id("cst_an_id_that_is_longer_than_what_stands_inside_of_an_id");
        const oms::new_quote copy = order_to_her;
        read = client->customers().get(id);
        price = client->quotes().create(copy);
        auto pages = client->webhooks().list();
        page = pages.next();
    }
    client.reset();
    REQUIRE_FALSE(watched.expired());

    CHECK(test::await(std::move(read)).id.view() == "cst_an_id_that_is_longer_than_what_stands_inside_of_an_id");
    CHECK(test::await(std::move(price)).id == "qt_1"_qt);
    CHECK(test::await(std::move(page)).has_value());
    CHECK(watched.expired());
}

TEST_CASE("A call that is never awaited lets go of the client")
{
    auto core = std::make_shared<test::fake_core>();
    const std::weak_ptr<test::fake_core> watched = core;
    {
        const oms::client client(std::move(core));
        const auto call = client.customers().get("cst_1"_cst);
        const auto waits = client.transactions().wait(sent(), 1s);
        CHECK_FALSE(watched.expired());
    }
    CHECK(watched.expired());
}

TEST_CASE("Copies of a client are the same client")
{
    const auto core = std::make_shared<test::fake_core>();
    const oms::client client(core);
    const oms::client copy = client;
    test::await(copy.webhooks().remove("whk_1"_whk));
    CHECK(core->asked == std::vector<std::string>{"delete_webhook whk_1"});
    copy.close();
    CHECK(core->closed);
}
