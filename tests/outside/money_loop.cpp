#include "outside/money_loop.hpp"

#include "common/catch.hpp"

#include <oms/oms.hpp>

namespace test {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

using sent_money = oms::transaction<oms::crypto_to_crypto>;

asio::awaitable<oms::customer_id> onboard(oms::client client, std::string name)
{
    oms::residential_address home;
    home.line1("548 Market Street").city("San Francisco").state("CA").country("US").zip_code("94104");
    const oms::identifying_information document(oms::identity_document::ssn, "US", oms::secret("987654321"));
    oms::new_customer request;
    request.first_name(name).last_name("Example").email(name + "@example.com").phone("+12125550123");
    request.birth_date("1990-04-12").nationality("US").signed_agreement(true);
    request.residential_address(home).identifying_information(document);
    const oms::customer made = co_await client.customers().create(request);
    const oms::endorsement usd = co_await client.customers().wait_endorsement(made.id, oms::endorsement_name::usd, 10s);
    CHECK(usd.status == oms::endorsement_status::active);
    co_return made.id;
}

asio::awaitable<oms::wallet_id> open_wallet(oms::client client, oms::customer_id owner)
{
    const oms::new_wallet request(oms::asset::usdc, oms::network::polygon);
    const oms::wallet made = co_await client.wallets().create(owner, request);
    co_return made.id;
}

asio::awaitable<oms::decimal> balance(oms::client client, oms::wallet_id wallet)
{
    const oms::wallet_balance now = co_await client.wallets().balance(wallet);
    co_return now.balance;
}

asio::awaitable<void> pay_cash_in(oms::client client, oms::customer_id who, oms::wallet_id into)
{
    const oms::decimal cash("100.00");
    const oms::cash_location_query nearby("greendot", 38.495133, -121.505336);
    const oms::page<oms::cash_location> shops = co_await client.cash_locations().find(nearby);
    oms::new_cash_in request(who, oms::to_wallet(into, oms::asset::usdc, oms::network::polygon), shops.data.at(0));
    request.indicated_amount(cash);
    const oms::cash_in prepared = co_await client.cash_ins().create(request);
    const oms::barcode_auth scan(prepared.deposit_instructions.value().code, cash);
    const oms::barcode_authorization authorized = co_await client.simulate().barcode_auth(scan);
    const oms::auth_commit commit(authorized, cash);
    co_await client.simulate().auth_commit(commit);

    const oms::cash_in paid = co_await client.cash_ins().wait(prepared.id, 10s);
    CHECK(paid.status == oms::cash_in_status::completed);
    const oms::transaction<oms::fiat_to_crypto> funding =
        co_await client.transactions().wait<oms::fiat_to_crypto>(paid.transaction_id.value(), 10s);
    CHECK(funding.cash_in_id == prepared.id);
    CHECK(funding.status.is_success());
}

asio::awaitable<sent_money> send(oms::client client, two_people people, std::string amount)
{
    const oms::new_quote order(people.alice, oms::from_wallet(people.alices, oms::asset::usdc, oms::network::polygon),
                               oms::to_wallet(people.bobs, oms::asset::usdc, oms::network::polygon),
                               oms::source_amount(amount));
    const oms::quote<oms::crypto_to_crypto> quoted = co_await client.quotes().create(order);
    const sent_money begun = co_await client.transactions().execute(quoted);
    const sent_money done = co_await client.transactions().wait(begun, 10s);
    co_return done;
}

asio::awaitable<void> look_at_all_lists(oms::client client, two_people people)
{
    auto customers = client.customers().list();
    const auto both = co_await customers.collect(10);
    CHECK(both.size() == 2);
    auto wallets = client.wallets().list(people.alice);
    const auto hers = co_await wallets.collect(10);
    CHECK(hers.size() == 1);
    auto transactions = client.transactions().list();
    const auto all = co_await transactions.collect(10);
    CHECK(all.size() == 2);
    auto of_bob = client.customers().transactions(people.bob);
    const auto received = co_await of_bob.collect(10);
    REQUIRE(received.size() == 1);
    CHECK(oms::common_of(received.front()).role == oms::transaction_role::recipient);
    auto cash_ins = client.cash_ins().list();
    const auto paid = co_await cash_ins.collect(10);
    CHECK(paid.size() == 1);
    auto webhooks = client.webhooks().list();
    const auto subscribed = co_await webhooks.collect(10);
    CHECK(subscribed.size() == 1);
}

asio::awaitable<oms::error> refused(asio::awaitable<sent_money> call)
{
    const oms::result<sent_money> answer = co_await oms::as_result(std::move(call));
    REQUIRE(answer.has_error());
    co_return answer.error();
}

} // namespace

asio::awaitable<two_people> money_loop(oms::client client, std::string webhook_url)
{
    const oms::new_webhook subscription(webhook_url);
    co_await client.webhooks().create(subscription);

    two_people people;
    people.alice = co_await onboard(client, "Alice");
    people.alices = co_await open_wallet(client, people.alice);
    people.bob = co_await onboard(client, "Bob");
    people.bobs = co_await open_wallet(client, people.bob);

    co_await pay_cash_in(client, people.alice, people.alices);
    const oms::decimal funded = co_await balance(client, people.alices);
    CHECK(funded == oms::decimal("98.00"));

    const sent_money sent = co_await send(client, people, "25.00");
    CHECK(sent.status.is_success());
    const oms::decimal left = co_await balance(client, people.alices);
    CHECK(left == oms::decimal("73.00"));
    const oms::decimal arrived = co_await balance(client, people.bobs);
    CHECK(arrived == oms::decimal("24.8325"));

    co_await look_at_all_lists(client, people);
    co_return people;
}

asio::awaitable<void> refunded_send(oms::client client, two_people people)
{
    const oms::decimal before = co_await balance(client, people.alices);
    const sent_money failed = co_await send(client, people, "10.00");
    CHECK(failed.status == oms::transaction_status::failed);
    CHECK(failed.error);
    const oms::decimal after = co_await balance(client, people.alices);
    CHECK(after == before);
}

asio::awaitable<void> refusals(oms::client client, oms::client another, two_people people)
{
    const oms::error too_much = co_await refused(send(client, people, "10000.00"));
    CHECK(too_much.http_status() == 422);

    const oms::new_quote order(people.alice, oms::from_wallet(people.alices, oms::asset::usdc, oms::network::polygon),
                               oms::to_wallet(people.bobs, oms::asset::usdc, oms::network::polygon),
                               oms::source_amount("1.00"));
    const oms::quote<oms::crypto_to_crypto> quoted = co_await client.quotes().create(order);
    co_await client.transactions().execute(quoted, oms::call_options().idempotency_key("first"));
    const oms::error twice = co_await refused(client.transactions().execute(quoted));
    CHECK(twice.server_code() == oms::server_code::quote_already_accepted);
    const oms::quote<oms::crypto_to_crypto> other = co_await client.quotes().create(order);
    oms::call_options same_key;
    same_key.idempotency_key("first");
    const oms::error conflict = co_await refused(another.transactions().execute(other, same_key));
    CHECK(conflict.http_status() == 409);

    const oms::error unknown = co_await refused(
        client.transactions().get<oms::crypto_to_crypto>(oms::transaction_id("txn_01kv5w3kjsfd7rt2rdsfw9gn11")));
    CHECK(unknown.http_status() == 404);
}

} // namespace test
