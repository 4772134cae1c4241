#include "common/catch.hpp"
#include "faults/gate_world.hpp"

// A keyed POST and every other kind of trouble that a gate can make, each with a client that is told to be impatient
// where the fault is silence.

namespace {

using namespace std::chrono_literals;
using test::exchange_plan;
using test::flow;

struct trouble {
    const char* name;
    exchange_plan plan;
    oms::errc alone;         ///< how a call ends that may be sent only once; zero: it succeeds
    bool has_effect = false; ///< when it does not succeed
};

exchange_plan to_server(flow how)
{
    exchange_plan plan;
    plan.to_server = std::move(how);
    return plan;
}

exchange_plan to_client(flow how)
{
    exchange_plan plan;
    plan.to_client = std::move(how);
    return plan;
}

std::vector<trouble> troubles()
{
    using oms::errc;
    return {
        {"the request is swallowed", to_server(flow().swallow_at(0)), errc::first_byte_timeout},
        {"its first half arrives", to_server(flow().swallow_at(200)), errc::first_byte_timeout},
        {"nobody reads on", to_server(flow().stop_reading_at(100)), errc::first_byte_timeout},
        {"the answer is swallowed", to_client(flow().swallow_at(0)), errc::first_byte_timeout, true},
        {"the answer stops in its status line", to_client(flow().swallow_at(9)), errc::read_timeout, true},
        {"the answer stops in its head", to_client(flow().swallow_at(60)), errc::read_timeout, true},
        {"the answer stops in its body", to_client(flow().swallow_at(500)), errc::read_timeout, true},
        {"the answer stalls in its body", to_client(flow().stall_at(500, 30'000ms)), errc::read_timeout, true},
        {"the answer trickles, and its head takes too long", to_client(flow().bytes_per_second(20)), errc::read_timeout,
         true},
        {"no TLS in place of the answer", to_client(flow().garbage_at(0)), errc::connection_lost, true},
        {"no TLS within the head", to_client(flow().garbage_at(40)), errc::connection_lost, true},
        {"no TLS within the body", to_client(flow().garbage_at(600)), errc::connection_lost, true},
        {"the status line is no HTTP", to_client(flow().corrupt_at(0)), errc::protocol_error, true},
        {"another version of HTTP", to_client(flow().substitute("HTTP/1.1", "HTTP/9.7")), errc::protocol_error, true},
        {"a header field that is none", to_client(flow().substitute("Content-Length:", "Content Length:")),
         errc::protocol_error, true},
        {"two lengths", to_client(flow().substitute("X-Request-Id: ", "Content-Length: 7\r\nX-Request-Id: ")),
         errc::protocol_error, true},
        {"a length that is longer than the body", to_client(flow().substitute("Content-Length: ", "Content-Length: 1")),
         errc::read_timeout, true},
        {"a request of single bytes", to_server(flow().tiny_parts()), errc{}},
        {"an answer of single bytes", to_client(flow().tiny_parts()), errc{}},
        {"a request in one piece", to_server(flow().concatenate(1'000'000)), errc{}},
        {"an answer in one piece", to_client(flow().concatenate(1'000'000)), errc{}},
        {"a short stall of the request", to_server(flow().stall_at(70, 30ms)), errc{}},
        {"a short stall of the answer", to_client(flow().stall_at(70, 30ms)), errc{}},
        {"a slow line", to_client(flow().bytes_per_second(10'000)), errc{}},
    };
}

// The retry and the token have to do with the same limits, on a busy machine too.
oms::client_config impatient_of(const trouble& one, const test::gate_world& world)
{
    const bool silence = one.alone == oms::errc::first_byte_timeout || one.alone == oms::errc::read_timeout;
    oms::client_config config = world.config();
    config.timeouts.first_byte = silence ? 1000ms : 20'000ms;
    config.timeouts.idle_read = silence ? 1000ms : 20'000ms;
    config.timeouts.total = 60s;
    return config;
}

} // namespace

TEST_CASE("F22 F23 F24 F26 F27 F29 F31 I1 I4 a keyed POST survives one trouble of any kind with one effect")
{
    for (const trouble& one : troubles()) {
        INFO(one.name);
        test::gate_world world;
        const oms::client client = world.service.client(impatient_of(one, world));
        world.strike("POST", "/customers", one.plan);
        const std::optional<oms::error> failure = world.service.run(world.create(client, "trouble-1"));
        world.through.stop_faults();
        const test::verdict found = world.judged();
        if (failure)
            UNSCOPED_INFO(failure->what());
        CHECK_FALSE(failure.has_value());
        CHECK(found.effects == 1);
        CHECK(found.requests == (one.alone == oms::errc{} ? 1u : 2u));
        test::require_clean(found);
    }
}

TEST_CASE("F22 F23 F24 F26 F27 F29 F31 I4 I12 a keyed POST that may be sent only once tells each trouble by name")
{
    for (const trouble& one : troubles()) {
        INFO(one.name);
        test::gate_world world;
        const oms::client client = world.service.client(impatient_of(one, world));
        world.strike("POST", "/customers", one.plan);
        const std::optional<oms::error> failure =
            world.service.run(world.create(client, "trouble-1", oms::call_options().attempts(1)));
        world.through.stop_faults();
        const test::verdict found = world.judged();
        test::require_clean(found);
        REQUIRE(failure.has_value() == (one.alone != oms::errc{}));
        if (!failure) {
            CHECK(found.effects == 1);
            continue;
        }
        INFO(failure->what());
        CHECK(failure->code() == one.alone);
        CHECK(failure->delivery() == oms::delivery::maybe_applied);
        CHECK(found.maybe_applied_with_effect == (one.has_effect ? 1u : 0u));
    }
}

TEST_CASE("F05 F07 F08 I4 a connection that fails at the door is not sent, and a keyed POST tries the next one")
{
    for (const test::entrance door : {test::entrance::close, test::entrance::reset, test::entrance::silent}) {
        INFO("door " << static_cast<int>(door));
        test::gate_world world;
        oms::client_config config = world.config();
        config.timeouts.connect = door == test::entrance::silent ? 1500ms : 20'000ms;
        const oms::client client = world.service.client(config);
        CHECK_FALSE(world.service.run(world.create(client, "door-1")).has_value());
        world.through.close_all();
        test::connection_plan plan;
        plan.door = door;

        world.strike_connection(plan, 1);
        const std::optional<oms::error> tried_again = world.service.run(world.create(client, "door-2"));
        CHECK_FALSE(tried_again.has_value());

        world.through.close_all();
        world.strike_connection(plan, 1);
        const std::optional<oms::error> alone =
            world.service.run(world.create(client, "door-3", oms::call_options().attempts(1)));
        REQUIRE(alone.has_value());
        CHECK(alone->delivery() == oms::delivery::not_sent);
        CHECK(alone->code() ==
              (door == test::entrance::silent ? oms::errc::connect_timeout : oms::errc::connect_failed));

        world.through.stop_faults();
        const test::verdict found = world.judged();
        CHECK(found.effects == 2);
        test::require_clean(found);
    }
}

TEST_CASE("F05 F15 I10 a service that was away is called as soon as it is back")
{
    test::gate_world world;
    const oms::client client = world.client();
    CHECK_FALSE(world.service.run(world.create(client, "away-1")).has_value());
    for (const bool reset : {false, true}) {
        world.through.close_door(reset);
        const std::optional<oms::error> away = world.service.run(world.create(client, reset ? "away-2" : "away-3"));
        REQUIRE(away.has_value());
        CHECK(away->code() == oms::errc::connect_failed);
        CHECK(away->delivery() == oms::delivery::not_sent);
        CHECK(away->attempts() == 3);

        // The first attempt meets it: nothing is left over from the time before.
        world.through.open_door();
        const std::optional<oms::error> back =
            world.service.run(world.create(client, reset ? "back-2" : "back-3", oms::call_options().attempts(1)));
        CHECK_FALSE(back.has_value());
    }
    const test::verdict found = world.judged();
    CHECK(found.effects == 3);
    test::require_clean(found);
}

TEST_CASE("F15 F16 I7 connections that the peer closed while they were idle cost no attempt")
{
    test::gate_world world;
    const oms::client client = world.client();
    for (int i = 1; i <= 20; ++i) {
        const std::optional<oms::error> outcome =
            world.service.run(world.create(client, "idle-" + std::to_string(i), oms::call_options().attempts(1)));
        CHECK_FALSE(outcome.has_value());
        world.through.close_all(i % 2 == 0);
    }
    const test::verdict found = world.judged();
    CHECK(found.effects == 20);
    test::require_clean(found);
}

TEST_CASE("F22 I4 a byte of TLS that was changed on its way is noticed, and a keyed POST is sent again")
{
    for (const bool request : {true, false})
        for (const std::size_t at : {9000u, 9700u, 10'400u, 11'100u}) { // far behind any handshake
            INFO((request ? "towards the server at " : "towards the client at ") << at);
            test::gate_world world(oms::sandbox::server_options(), false);
            const oms::client client = world.client();
            test::connection_plan plan;
            (request ? plan.to_server : plan.to_client).corrupt_at(at);
            world.strike_connection(plan);
            std::size_t calls = 0;
            for (; calls < 200 && world.through.accepted() < 2; ++calls) {
                const std::optional<oms::error> outcome =
                    world.service.run(world.create(client, "changed-" + std::to_string(calls)));
                if (outcome)
                    UNSCOPED_INFO(outcome->what());
                CHECK_FALSE(outcome.has_value());
            }
            const test::verdict found = world.judged();
            CHECK(world.through.accepted() == 2);
            CHECK(calls > 2);
            CHECK(found.effects == calls);
            CHECK(found.double_effects == 0);
        }
}
