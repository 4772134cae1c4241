#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "common/world.hpp"

#include <oms/oms.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

// F105: events that are told from some threads wake waits that run on others. Run under the thread sanitizer.

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct wait_tally {
    std::atomic<int> completed{0};
    std::atomic<int> failed{0};
};

asio::awaitable<void> wait_for_end(oms::client client, oms::transaction_id id, wait_tally& count)
{
    const auto done = co_await oms::as_result(client.transactions().wait(id, 60s));
    ++(done.has_value() && oms::status_of(*done).is_success() ? count.completed : count.failed);
}

oms::event told(const oms::transaction_id& id, std::string_view status)
{
    oms::transaction<oms::crypto_to_crypto> changed;
    changed.id = id;
    changed.status = oms::transaction_status(status);
    oms::transaction_event payload;
    payload.transaction = changed;
    oms::event verified;
    verified.payload = payload;
    return verified;
}

} // namespace

TEST_CASE("(C8) F105 events told from many threads wake waits on many threads, and none is left behind")
{
    oms::sandbox::settings rules;
    rules.start = oms::timestamp("2026-06-15T14:00:00Z"); // nothing settles before the clock is moved
    test::world world(oms::sandbox::server_options().settings(rules));
    const test::person alice = world.make_person("100.00");
    const oms::new_quote order{
        alice.customer, oms::from_wallet{alice.wallet, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"1.00"}};
    asio::io_context io;
    const oms::client client = world.client(io.get_executor(), world.config());
    std::vector<oms::transaction_id> ids;
    for (int i = 0; i < 4; ++i) {
        const oms::client payer = world.client();
        const auto quote = world.run(payer.quotes().create(order));
        ids.push_back(world.run(payer.transactions().execute(quote)).id);
    }

    wait_tally count;
    const int waits_for_each = test::property_count(16);
    for (const oms::transaction_id& id : ids)
        for (int i = 0; i < waits_for_each; ++i)
            asio::co_spawn(asio::make_strand(io), wait_for_end(client, id, count), asio::detached);
    std::atomic<bool> over{false};
    std::vector<std::thread> tellers;
    for (int i = 0; i < 2; ++i)
        tellers.emplace_back([&, i] {
            const char* states[] = {"processing", "underReview", "awaitingAction"};
            for (unsigned round = 0; !over; ++round) {
                client.notify(told(ids[round % ids.size()], states[(round / 7 + static_cast<unsigned>(i)) % 3]));
                std::this_thread::yield();
            }
        });
    std::vector<std::thread> runners;
    for (int i = 0; i < 3; ++i)
        runners.emplace_back([&io] { io.run(); });
    while (world.requests().size() < 60)
        std::this_thread::yield();
    world.advance(1s);
    for (const oms::transaction_id& id : ids)
        client.notify(told(id, "completed"));
    for (std::thread& runner : runners)
        runner.join(); // the context has run out of work: no wait is left
    over = true;
    for (std::thread& teller : tellers)
        teller.join();
    CHECK(count.completed == static_cast<int>(ids.size()) * waits_for_each);
    CHECK(count.failed == 0);
}
