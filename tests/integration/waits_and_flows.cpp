#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "common/world.hpp"
#include "sandbox_receiver.hpp"

#include <oms/oms.hpp>
#include <oms/sandbox/certificate.hpp>
#include <oms/webhook/verifier.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

// Waits and flows over TLS, against the emulator and its record of what really happened.

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using sent_transaction = oms::transaction<oms::crypto_to_crypto>;
using crypto_quote = oms::quote<oms::crypto_to_crypto>;
using crypto_outcome = oms::send_outcome<oms::crypto_to_crypto>;
using crypto_begun = oms::send_begun<oms::crypto_to_crypto>;
using crypto_refused = oms::send_refused<oms::crypto_to_crypto>;

/// An emulator whose clock stands until the test moves it: nothing settles by itself.
oms::sandbox::server_options standing_clock()
{
    oms::sandbox::settings rules;
    rules.start = oms::timestamp("2026-06-15T14:00:00Z");
    return oms::sandbox::server_options().settings(rules);
}

oms::new_quote<oms::crypto_to_crypto> order_of(const test::person& from, std::string_view amount)
{
    return oms::new_quote{
        from.customer, oms::from_wallet{from.wallet, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{amount}};
}

sent_transaction send_something(test::world& world, const oms::client& client, const test::person& from)
{
    const crypto_quote quote = world.run(client.quotes().create(order_of(from, "25.00")));
    return world.run(client.transactions().execute(quote));
}

bool agrees(const crypto_quote&)
{
    return true;
}

bool never(const crypto_quote&)
{
    throw std::logic_error("was asked");
}

} // namespace

TEST_CASE("(C8) a wait is fed by the webhook that the service sends, verified by the program")
{
    test::world world(standing_clock());
    const test::person alice = world.make_person("100.00");
    const oms::client client = world.client();
    test::receiver hooks({204});
    const oms::webhook_created subscription = world.run(client.webhooks().create(oms::new_webhook(hooks.url())));
    const sent_transaction sent = send_something(world, client, alice);

    std::string told;
    std::thread program([&] {
        // Once the wait has seen the transaction under way, the transaction ends.
        const auto is_read = [&](const oms::sandbox::request_record& each) {
            return each.operation == "getTransaction";
        };
        for (auto seen = world.requests(); std::none_of(seen.begin(), seen.end(), is_read); seen = world.requests())
            std::this_thread::yield();
        world.advance(1s);
        oms::verifier_options any_age;
        any_age.tolerance(std::chrono::hours(24 * 3650));
        const oms::webhook_verifier verifier(oms::webhook_secret(subscription.secret.reveal()), any_age);
        try {
            for (std::size_t count = 1; told != "completed"; ++count) {
                const test::received_delivery delivered = hooks.wait_for(count).at(count - 1);
                const oms::event event = verifier.verify(delivered.signature, delivered.body).value();
                if (const auto* changed = std::get_if<oms::transaction_event>(&event.payload))
                    told = std::string(oms::status_of(changed->transaction).text());
                client.notify(event);
            }
        } catch (const std::exception& why) {
            told = why.what();
        }
    });
    const auto done = world.run(oms::as_result(client.transactions().wait(sent, 30s)));
    program.join();
    REQUIRE(done.has_value());
    CHECK(done->status.is_success());
    CHECK(told == "completed");
}

TEST_CASE("(C8) a wait that expired is resumed from the stored id by another client")
{
    test::world world(standing_clock());
    const test::person alice = world.make_person("100.00");
    std::string stored;
    {
        const oms::client first = world.client();
        const sent_transaction sent = send_something(world, first, alice);
        stored = sent.id.str();
        const auto expired = world.run(oms::as_result(first.transactions().wait(sent, 0s)));
        REQUIRE(expired.has_error());
        CHECK(expired.error().code() == oms::errc::wait_expired);
        CHECK_THAT(expired.error().what(), ContainsSubstring("processing"));
    }
    world.advance(1s);
    const oms::client second = world.client();
    const auto done = world.run(second.transactions().wait(oms::transaction_id::from_storage(stored), 30s));
    CHECK(oms::status_of(done).is_success());
}

TEST_CASE("(C8) a failed transaction ends its wait and is given")
{
    test::world world;
    const test::person alice = world.make_person("100.00");
    const oms::client client = world.client();
    world.fail_next_transaction();
    const auto done = world.run(client.transactions().wait(send_something(world, client, alice), 30s));
    CHECK(done.status == oms::transaction_status::failed);
}

TEST_CASE("(C8) waits for endorsements end as the service decides")
{
    test::world world;
    const oms::client client = world.client();
    for (const char* decision : {"REJECTED", "NEEDS_ACTION", "ACTIVE"}) {
        if (std::string_view(decision) != "ACTIVE")
            world.refuse_next_endorsement("usd", decision);
        const oms::customer made = world.run(client.customers().create(oms::new_customer().first_name("Bob")));
        const oms::endorsement decided =
            world.run(client.customers().wait_endorsement(made.id, oms::endorsement_name::usd, 30s));
        CHECK(decided.status.text() == decision);
    }
}

TEST_CASE("(C8) a wait for a cash-in ends when the cash has been handed in, or the code has expired")
{
    test::world world;
    const test::person alice = world.make_person();
    const oms::client client = world.client();
    const oms::cash_location_query around("greendot", 38.495133, -121.505336);
    const auto nearby = world.run(client.cash_locations().find(around));
    const oms::new_cash_in request(
        alice.customer, oms::to_wallet{alice.wallet, oms::asset::usdc, oms::network::polygon}, nearby.data.front());
    const oms::cash_in paid = world.run(client.cash_ins().create(request));
    const oms::decimal amount("50.00");
    const auto authorized =
        world.run(client.simulate().barcode_auth(oms::barcode_auth(paid.deposit_instructions->code, amount)));
    world.run(client.simulate().auth_commit(oms::auth_commit(authorized, amount)));
    const oms::cash_in done = world.run(client.cash_ins().wait(paid.id, 30s));
    CHECK(done.status == oms::cash_in_status::completed);

    const oms::cash_in forgotten = world.run(client.cash_ins().create(request));
    world.advance(2h);
    CHECK(world.run(client.cash_ins().wait(forgotten.id, 30s)).status == oms::cash_in_status::expired);
}

TEST_CASE("(C13) a send is quoted, approved and executed; run again it gives the same transaction without asking")
{
    test::world world;
    const test::person alice = world.make_person("100.00");
    const oms::client client = world.client();
    const auto options = oms::call_options().idempotency_key("rent-june");
    const crypto_outcome first = world.run(client.flows().send(order_of(alice, "25.00"), agrees, options));
    REQUIRE(std::holds_alternative<crypto_begun>(first));
    const crypto_outcome again = world.run(client.flows().send(order_of(alice, "25.00"), never, options));
    REQUIRE(std::holds_alternative<crypto_begun>(again));
    CHECK(std::get<crypto_begun>(first).transaction.id == std::get<crypto_begun>(again).transaction.id);
    CHECK(world.balance(alice.wallet) == oms::decimal("75.00"));
    CHECK(world.effects("rent-june.quote.1") == 1);
    CHECK(world.effects("rent-june.execute.1") == 1);

    // The same key for another order is refused, and moves nothing.
    const auto other = world.run(oms::as_result(client.flows().send(order_of(alice, "30.00"), never, options)));
    REQUIRE(other.has_error());
    CHECK(other.error().code() == oms::errc::idempotency_conflict);
    CHECK(world.balance(alice.wallet) == oms::decimal("75.00"));
}

TEST_CASE("(C13) a send that is refused, or whose approval throws, moves nothing")
{
    test::world world;
    const test::person alice = world.make_person("100.00");
    const oms::client client = world.client();
    const auto refuses = [](const crypto_quote& shown) {
        return shown.source.amount_gross > oms::decimal("1000.00");
    };
    const crypto_outcome ended = world.run(client.flows().send(order_of(alice, "25.00"), refuses));
    REQUIRE(std::holds_alternative<crypto_refused>(ended));
    CHECK(std::get<crypto_refused>(ended).quote.source.amount_gross == oms::decimal("25.00"));
    CHECK_THROWS_AS(world.run(client.flows().send(order_of(alice, "25.00"), never)), std::logic_error);
    CHECK(world.balance(alice.wallet) == oms::decimal("100.00"));
}

TEST_CASE("(C13) a send whose quote ran out while the customer decided is approved anew and executed once")
{
    test::world world;
    const test::person alice = world.make_person("100.00");
    const oms::client client = world.client();
    std::vector<std::string> asked;
    const auto slow_at_first = [&](const crypto_quote& shown) -> asio::awaitable<bool> {
        if (asked.empty())
            world.advance(10min);
        asked.push_back(shown.id.str());
        co_return true;
    };
    const auto options = oms::call_options().idempotency_key("slow");
    const crypto_outcome ended = world.run(client.flows().send(order_of(alice, "25.00"), slow_at_first, options));
    REQUIRE(std::holds_alternative<crypto_begun>(ended));
    REQUIRE(asked.size() == 2);
    CHECK(asked[0] != asked[1]);
    CHECK(std::get<crypto_begun>(ended).quote.id.str() == asked[1]);
    CHECK(world.effects("slow.execute.1") == 0);
    CHECK(world.effects("slow.execute.2") == 1);
    CHECK(world.balance(alice.wallet) == oms::decimal("75.00"));
}

TEST_CASE("(C13) a payment that the wallet cannot make is an error that says nothing moved")
{
    test::world world;
    const test::person alice = world.make_person("10.00");
    const oms::client client = world.client();
    const auto ended = world.run(oms::as_result(client.flows().send(order_of(alice, "25.00"), agrees)));
    REQUIRE(ended.has_error());
    CHECK(ended.error().server_code() == oms::server_code::insufficient_funds);
    CHECK(ended.error().delivery() == oms::delivery::refused);
    CHECK(world.balance(alice.wallet) == oms::decimal("10.00"));
}

TEST_CASE("(C13) whatever is lost at whatever step, a send that is run again with its key moves the money exactly once")
{
    test::world world;
    const test::person alice = world.make_person("1000000.00");
    const oms::client client = world.client();
    const int payments = test::property_count(60);
    std::mt19937 random(20260615);
    const auto pick = [&](int below) {
        return std::uniform_int_distribution<int>(0, below - 1)(random);
    };
    int reruns = 0;
    int quoted_anew = 0;
    oms::decimal paid("0");

    for (int payment = 1; payment <= payments; ++payment) {
        const std::string key = "payment-" + std::to_string(payment);
        CAPTURE(key);
        oms::call_options options;
        options.idempotency_key(key).attempts(1).timeout(5s);
        const oms::decimal amount(std::to_string(1 + pick(40)) + ".25");
        const auto order = order_of(alice, amount.str());

        int asked = 0;
        const int times_too_slow = pick(3) == 0 ? 1 + pick(2) : 0;
        const auto decides = [&](const crypto_quote&) {
            if (asked++ < times_too_slow)
                world.advance(6min);
            return true;
        };

        bool ended = false;
        for (int run = 0; run < 30 && !ended; ++run) {
            if (run < 1 + pick(4)) {
                const auto place = std::vector<std::pair<std::string, std::string>>{
                    {"POST", "/quotes"},
                    {"GET", "/quotes/*"},
                    {"POST", "/transactions"}}[static_cast<std::size_t>(pick(3))];
                using oms::sandbox::connection_fault;
                using oms::sandbox::fault;
                switch (pick(6)) {
                case 0:
                    world.inject(connection_fault::drop_request().on(place.first, place.second));
                    break;
                case 1:
                    world.inject(connection_fault::drop_answer().on(place.first, place.second));
                    break;
                case 2:
                    world.inject(connection_fault::cut_answer(static_cast<std::size_t>(pick(200)))
                                     .on(place.first, place.second));
                    break;
                case 3:
                    world.inject(fault::answer(500).on(place.first, place.second));
                    break;
                case 4:
                    world.inject(fault::answer(500).after_effect().on(place.first, place.second));
                    break;
                default:
                    world.inject(connection_fault::garbage().on(place.first, place.second));
                    break;
                }
            }
            const auto sent = world.run(oms::as_result(client.flows().send(order, decides, options)));
            world.clear_faults();
            ended = sent.has_value();
            if (!ended) {
                ++reruns;
                CHECK(sent.error().idempotency_key() == key);
            } else {
                REQUIRE(std::holds_alternative<crypto_begun>(sent.value()));
            }
        }
        CHECK(ended);
        paid = paid + amount;

        int executions = 0;
        const oms::sandbox::oracle truth = world.oracle();
        for (int n = 1; n <= 5; ++n) {
            const auto found = truth.effects.find(key + ".execute." + std::to_string(n));
            executions += found == truth.effects.end() ? 0 : found->second;
            quoted_anew += n > 1 && truth.effects.contains(key + ".quote." + std::to_string(n));
        }
        CHECK(executions == 1);
    }
    CHECK(world.balance(alice.wallet) == oms::decimal("1000000.00") - paid);

    // The run did what it is for.
    CHECK(reruns > payments / 4);
    CHECK(quoted_anew > payments / 10);
}
