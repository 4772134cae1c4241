#include "common/catch.hpp"
#include "common/world.hpp"

#include <oms/oms.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

// Rules 10 and 11 of the house: a client with nothing to do leaves nothing in the context, and a cancelled call leaves
// its caller as it was.

namespace {

namespace asio = boost::asio;

struct seen_by_caller {
    std::optional<oms::error> failure;
    bool threw_something_else = false;
    bool throws_if_cancelled = false;
    asio::cancellation_type cancelled = asio::cancellation_type::none;
};

asio::awaitable<void> read_and_look(oms::client client, oms::wallet_id wallet, seen_by_caller& seen)
{
    try {
        co_await client.wallets().balance(wallet);
    } catch (const oms::error& failure) {
        seen.failure = failure;
    } catch (...) {
        seen.threw_something_else = true;
    }
    seen.throws_if_cancelled = co_await asio::this_coro::throw_if_cancelled();
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    seen.cancelled = state.cancelled();
}

} // namespace

TEST_CASE("run() returns with idle connections in the pool and a token in hand")
{
    test::world world;
    oms::client client = world.client();
    const test::person alice = world.make_person("5.00");
    // Each run of the context comes back although the client lives on with its connection and its token.
    for (int i = 0; i < 3; ++i) {
        const oms::wallet_balance held = world.run(client.wallets().balance(alice.wallet));
        CHECK(held.balance == oms::decimal("5.00"));
    }
    world.io().restart();
    CHECK(world.io().run() == 0);
    CHECK(world.counters().open >= 1);
}

TEST_CASE("F101 a call cancelled in flight ends with oms::error and leaves the caller's cancellation state as it was")
{
    test::world world;
    oms::client client = world.client();
    const test::person alice = world.make_person("5.00");
    world.run(client.wallets().balance(alice.wallet));
    world.inject(oms::sandbox::connection_fault::stall_answer().on("GET", "/wallets/*/balance"));

    asio::cancellation_signal stop;
    seen_by_caller seen;
    bool ended = false;
    asio::co_spawn(world.io(), read_and_look(client, alice.wallet, seen),
                   asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr) { ended = true; }));
    world.io().restart();
    const auto requests_before = world.counters().requests;
    while (world.counters().requests == requests_before)
        world.io().poll();
    stop.emit(asio::cancellation_type::terminal);
    world.io().run();

    CHECK(ended);
    REQUIRE(seen.failure.has_value());
    CHECK_FALSE(seen.threw_something_else);
    CHECK(seen.failure->code() == oms::errc::cancelled);
    CHECK(seen.failure->delivery() == oms::delivery::maybe_applied);
    CHECK(seen.throws_if_cancelled);
    CHECK(seen.cancelled == asio::cancellation_type::terminal);

    // The half-read connection is not used again, and the client works on.
    world.clear_faults();
    const oms::wallet_balance held = world.run(client.wallets().balance(alice.wallet));
    CHECK(held.balance == oms::decimal("5.00"));
}

TEST_CASE("F103 a client that is destroyed with calls in flight ends them and leaves nothing behind")
{
    test::world world;
    const test::person alice = world.make_person("5.00");
    seen_by_caller seen;
    {
        oms::client client = world.client();
        world.inject(oms::sandbox::connection_fault::stall_answer().on("GET", "/wallets/*/balance"));
        asio::co_spawn(world.io(), read_and_look(client, alice.wallet, seen), [](std::exception_ptr) {});
        world.io().restart();
        const auto requests_before = world.counters().requests;
        while (world.counters().requests < requests_before + 2) // the token and the call
            world.io().poll();
        client.close();
    }
    world.io().run();
    REQUIRE(seen.failure.has_value());
    CHECK(seen.failure->code() == oms::errc::client_closed);
}
