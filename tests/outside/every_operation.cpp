#include "outside/every_operation.hpp"

#include "common/catch.hpp"

#include <oms/client/early_access.hpp>
#include <oms/oms.hpp>

#include <array>

namespace test {

namespace {

namespace asio = boost::asio;

const oms::asset usdc = oms::asset::usdc;
const oms::network polygon = oms::network::polygon;

oms::json_text some_metadata()
{
    return oms::json_object().add("orderId", "ord_789").add("attempt", 2);
}

oms::residential_address home()
{
    oms::residential_address address;
    address.line1("350 Fifth Avenue").line2("Apt 21").city("New York").state("NY").country("US").zip_code("10118");
    return address;
}

// Reads a list with all that every list can be asked for: the newest page, the one behind it, and back again.
template <class Filter, class List>
auto read_both_ways(List list, Filter filter) -> asio::awaitable<typename decltype(list(filter).next())::value_type>
{
    filter.limit(1);
    filter.created_after(oms::timestamp("2020-01-01T00:00:00Z"));
    filter.created_before(oms::timestamp("2090-12-31T23:59:59.999Z"));
    auto first_pages = list(filter);
    auto first = co_await first_pages.next();
    REQUIRE(first);
    REQUIRE_FALSE(first->data.empty());

    const std::string cursor = first->next_cursor.value();
    filter.starting_after(cursor);
    auto older_pages = list(filter);
    const auto older = co_await older_pages.next();
    CHECK(older);

    filter.ending_before(first->previous_cursor.value_or(cursor));
    auto newer_pages = list(filter);
    const auto newer = co_await newer_pages.next();
    CHECK(newer);
    co_return first;
}

asio::awaitable<oms::customer_id> customers(oms::client client)
{
    oms::new_customer request;
    request.first_name("Alice").middle_name("Maria").last_name("Nguyen").email("alice@example.com");
    request.phone("+12125550123").birth_date("1990-04-12").nationality("US").ip_address("203.0.113.24");
    request.external_id("usr_12345").signed_agreement(true).residential_address(home()).metadata(some_metadata());
    const oms::identifying_information ssn(oms::identity_document::ssn, "US", oms::secret("987654321"));
    const oms::identifying_information passport(oms::identity_document::passport, "DE", oms::secret("C01X00T47"));
    request.identifying_information(ssn).identifying_information(passport);
    request.endorsement(oms::endorsement_name::basic).endorsement(oms::endorsement_name::crypto_custody);
    request.endorsement(oms::endorsement_name::usd);
    const oms::customer made = co_await client.customers().create(request);
    CHECK(made.first_name == "Alice");

    const oms::customer seen = co_await client.customers().get(made.id);
    CHECK(seen.id == made.id);

    oms::customer_update changes;
    changes.first_name("Alicia").middle_name("M.").last_name("Nguyen").email("alicia@example.com");
    changes.phone("+12125550188").birth_date("1990-04-13").nationality("US").ip_address("203.0.113.25");
    changes.external_id("usr_12346").signed_agreement(true).residential_address(home()).metadata(some_metadata());
    changes.identifying_information(ssn).endorsement(oms::endorsement_name::usd);
    const oms::customer changed = co_await client.customers().update(made.id, changes);
    CHECK(changed.id == made.id);
    oms::customer_update clearing;
    clearing.clear_middle_name().clear_external_id().clear_metadata();
    co_await client.customers().update(made.id, clearing);

    oms::customer_filter filter;
    filter.status(oms::customer_status::active).email("alicia@example.com").external_id("usr_12346");
    auto none = client.customers().list(filter);
    const auto filtered = co_await none.next();
    CHECK(filtered);
    const auto list = [&](oms::customer_filter asked) {
        return client.customers().list(asked);
    };
    const auto all = co_await read_both_ways(list, oms::customer_filter());
    CHECK(all->data.front().id == made.id);
    co_return made.id;
}

asio::awaitable<oms::wallet> wallets(oms::client client, oms::customer_id owner)
{
    const oms::new_wallet request(usdc, polygon);
    const oms::wallet made = co_await client.wallets().create(owner, request);
    CHECK(made.asset == usdc);
    const auto list = [&](oms::wallet_filter asked) {
        return client.wallets().list(owner, asked);
    };
    const auto all = co_await read_both_ways(list, oms::wallet_filter());
    CHECK(all->data.front().id == made.id);
    co_return made;
}

asio::awaitable<void> balances(oms::client client, oms::customer_id owner, oms::wallet_id wallet)
{
    const oms::wallet_balance of_wallet = co_await client.wallets().balance(wallet, "USD");
    CHECK(of_wallet.balance > oms::decimal("0"));
    const oms::customer_balance of_customer = co_await client.customers().balance(owner, "USD");
    CHECK(of_customer.estimated_balance > oms::decimal("0"));
}

asio::awaitable<void> cash_ins(oms::client client, oms::customer_id owner, oms::wallet_id wallet)
{
    oms::cash_location_query nearby("greendot", 38.495133, -121.505336);
    nearby.flow(oms::cash_flow::cash_in);
    const oms::page<oms::cash_location> shops = co_await client.cash_locations().find(nearby);

    oms::new_cash_in request(owner, oms::to_wallet(wallet, usdc, polygon), shops.data.at(0));
    request.indicated_amount(oms::decimal("100.00")).metadata(some_metadata());
    const oms::cash_in made = co_await client.cash_ins().create(request);
    const oms::new_cash_in outward(owner, oms::to_address("0x20f26aaa9d070e73d6432c839a37ed1b24087c3a", usdc, polygon),
                                   shops.data.at(0));
    co_await client.cash_ins().create(outward);
    const oms::cash_in seen = co_await client.cash_ins().get(made.id);
    CHECK(seen.id == made.id);
    const oms::cash_in refreshed = co_await client.cash_ins().refresh(made.id);
    CHECK(refreshed.status == oms::cash_in_status::pending);
    oms::cash_in_filter filter;
    filter.customer_id(owner).status(oms::cash_in_status::pending);
    const auto list = [&](oms::cash_in_filter asked) {
        return client.cash_ins().list(asked);
    };
    co_await read_both_ways(list, filter);

    const oms::decimal cash("100.00");
    const oms::barcode_auth scan(refreshed.deposit_instructions.value().code, cash);
    const oms::barcode_authorization authorized = co_await client.simulate().barcode_auth(scan);
    oms::auth_commit commit(authorized, cash);
    commit.customer_id(owner).description("Sandbox cash deposit");
    const oms::commit_result committed = co_await client.simulate().auth_commit(commit);
    CHECK(committed.response_code == "00");
}

asio::awaitable<void> quotes_and_transactions(oms::client client, oms::customer_id owner, oms::wallet_id wallet)
{
    const oms::from_wallet from(wallet, usdc, polygon);
    const oms::to_address out("0x20f26aaa9d070e73d6432c839a37ed1b24087c3a", usdc, polygon);
    oms::new_quote order(owner, from, out, oms::source_amount("25.00"));
    order.metadata(some_metadata()).promo_code("WELCOME").sponsor_gas(false);
    const oms::quote<oms::crypto_to_crypto> quoted = co_await client.quotes().create(order);
    const oms::new_quote inward(owner, from, oms::to_wallet(wallet, usdc, polygon), oms::destination_amount("5.00"));
    co_await client.quotes().create(inward);
    const oms::any_quote seen_quote = co_await client.quotes().get(quoted.id);
    CHECK(oms::id_of(seen_quote) == quoted.id);

    oms::transaction_hints hints;
    hints.device_fingerprint("fp_9c1d").metadata(some_metadata()).partner_transaction_id(123);
    hints.payment_method_id("pmCard_01H9Xn2S8kF4vB6t")
        .source_wallet_address("0xbe2eda905d6bf027781577d670a52db29a109778");
    hints.tags("payout").web_session_id("ws_51b2");
    const oms::transaction<oms::crypto_to_crypto> sent = co_await client.transactions().execute(quoted, hints);
    CHECK(sent.quote_id == quoted.id);

    oms::transaction_perspective seen_from;
    seen_from.sender_customer_id(owner).recipient_customer_id(owner);
    const oms::transaction<oms::crypto_to_crypto> seen =
        co_await client.transactions().get<oms::crypto_to_crypto>(sent.id, seen_from);
    CHECK(seen.id == sent.id);
    oms::transaction_filter filter;
    filter.sender_customer_id(owner).recipient_customer_id(owner);
    filter.status(oms::transaction_status::completed).type(oms::movement_type::fiat_to_crypto);
    const auto list = [&](oms::transaction_filter asked) {
        return client.transactions().list(asked);
    };
    co_await read_both_ways(list, filter);
    const auto of_customer = [&](oms::customer_transaction_filter asked) {
        return client.customers().transactions(owner, asked);
    };
    co_await read_both_ways(of_customer, oms::customer_transaction_filter());
}

asio::awaitable<void> webhooks(oms::client client)
{
    oms::new_webhook request("https://hooks.example.com/oms");
    request.event(oms::event_name::cash_in_completed).event("transaction.*.failed").enabled(false);
    const oms::webhook_created made = co_await client.webhooks().create(request);
    CHECK(made.secret.reveal().size() == 70);
    const oms::webhook seen = co_await client.webhooks().get(made.id);
    CHECK(seen.id == made.id);
    const auto list = [&](oms::webhook_filter asked) {
        return client.webhooks().list(asked);
    };
    co_await read_both_ways(list, oms::webhook_filter());
    oms::webhook_update changes;
    changes.url("https://hooks.example.com/oms/2").event("cashIn.*").enabled(false);
    co_await client.webhooks().update(made.id, changes);
    oms::webhook_update widening;
    widening.every_event();
    co_await client.webhooks().update(made.id, widening);
    co_await client.webhooks().remove(made.id);
}

asio::awaitable<void> external_accounts(oms::client client, oms::customer_id owner)
{
    const oms::external_account_query query("US", "USD");
    const oms::page<oms::external_account_schema> schemas =
        co_await client.early_access().external_account_schemas(query);
    const oms::json_text details = oms::json_object()
                                       .add("accountNumber", "000123456789")
                                       .add("routingNumber", "021000021")
                                       .add("accountType", "checking");
    oms::new_external_account request(schemas.data.at(0), details);
    request.type(oms::external_account_type::us_bank).country("US").currency("USD").metadata(some_metadata());
    const oms::external_account made = co_await client.early_access().create_external_account(owner, request);
    CHECK(made.customer_id == owner);
}

asio::awaitable<void> virtual_accounts(oms::client client, oms::customer_id owner, oms::wallet_id wallet)
{
    oms::new_virtual_account request(oms::to_wallet(wallet, usdc, polygon));
    request.source(oms::asset::usd, oms::network::us_bank).developer_fee(oms::decimal("0.005"), wallet);
    request.accountholder_name(oms::accountholder_name::customer).label("Salary").bank_memo("OMS-4821");
    request.metadata(some_metadata());
    const oms::virtual_account made = co_await client.early_access().create_virtual_account(owner, request);
    CHECK(made.customer_id == owner);
    const auto list = [&](oms::virtual_account_filter asked) {
        return client.early_access().virtual_accounts(owner, asked);
    };
    co_await read_both_ways(list, oms::virtual_account_filter());

    const std::array rails{oms::transfer_rail::ach_in, oms::transfer_rail::wire_in, oms::transfer_rail::swift_in};
    for (const oms::transfer_rail& rail : rails) {
        oms::virtual_account_transfer transfer(rail, oms::decimal("250.00"));
        transfer.sender_name("Acme Payroll");
        const oms::virtual_account_transfer_result result =
            co_await client.simulate().virtual_account(made.id, transfer);
        CHECK(result.virtual_account_id == made.id);
    }
}

asio::awaitable<void> deposit_addresses(oms::client client, oms::customer_id owner, oms::wallet_id wallet)
{
    oms::new_deposit_address request(oms::asset::usdt, oms::network::ethereum, oms::to_wallet(wallet, usdc, polygon));
    request.developer_fee(oms::decimal("0.015"), wallet).label("Tips").metadata(some_metadata());
    const oms::deposit_address made = co_await client.early_access().create_deposit_address(owner, request);
    CHECK(made.customer_id == owner);
    const auto list = [&](oms::deposit_address_filter asked) {
        return client.early_access().deposit_addresses(owner, asked);
    };
    co_await read_both_ways(list, oms::deposit_address_filter());

    oms::deposit_address_transfer transfer(oms::decimal("75.00"));
    transfer.sender_address("0x20f26aaa9d070e73d6432c839a37ed1b24087c3a");
    const oms::deposit_address_transfer_result result = co_await client.simulate().deposit_address(made.id, transfer);
    CHECK(result.deposit_address_id == made.id);
}

} // namespace

asio::awaitable<void> call_every_operation(oms::client client)
{
    const oms::customer_id owner = co_await customers(client);
    const oms::wallet wallet = co_await wallets(client, owner);
    co_await cash_ins(client, owner, wallet.id);
    co_await balances(client, owner, wallet.id);
    co_await quotes_and_transactions(client, owner, wallet.id);
    co_await webhooks(client);
    co_await external_accounts(client, owner);
    co_await virtual_accounts(client, owner, wallet.id);
    co_await deposit_addresses(client, owner, wallet.id);
    const oms::customer removed = co_await client.customers().remove(owner);
    CHECK(removed.id == owner);
}

} // namespace test
