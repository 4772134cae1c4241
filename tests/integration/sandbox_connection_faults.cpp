#include "common/catch.hpp"
#include "common/world.hpp"
#include "sandbox_raw_client.hpp"

#include <thread>

using namespace std::chrono_literals;
using oms::sandbox::connection_fault;

namespace {

const std::string individual_json = R"({"type":"individual"})";

/// A logged-in client whose next request suffers the fault.
struct struck {
    explicit struck(const connection_fault& fault)
    {
        client.log_in();
        world.inject(fault);
        answer = client.send("POST", "/customers", individual_json, "struck");
    }

    test::world world;
    test::raw_client client{world.port(), world.ca_pem()};
    test::raw_answer answer;
};

} // namespace

TEST_CASE("a dropped connection ends before TLS starts, and the next one lives")
{
    test::world world;
    world.inject(connection_fault::drop_connection());
    CHECK_THROWS(test::raw_client(world.port(), world.ca_pem()));
    test::raw_client next(world.port(), world.ca_pem());
    CHECK(next.log_in().status == 200);
    CHECK(world.counters().connections == 2);
    CHECK(world.counters().requests == 1);
}

TEST_CASE("a dropped request has no effect and no answer")
{
    const struck it(connection_fault::drop_request());
    CHECK(it.answer.ended);
    CHECK(it.answer.bytes.empty());
    CHECK(it.world.effects("struck") == 0);
    CHECK(it.world.counters().requests == 2);
}

TEST_CASE("a dropped answer leaves its effect, and the same key brings the answer")
{
    struck it(connection_fault::drop_answer());
    CHECK(it.answer.ended);
    CHECK(it.answer.bytes.empty());
    CHECK(it.world.effects("struck") == 1);

    test::raw_client again(it.world.port(), it.world.ca_pem());
    again.log_in();
    const test::raw_answer replayed = again.send("POST", "/customers", individual_json, "struck");
    CHECK(replayed.status == 201);
    CHECK(replayed.header("Idempotency-Replayed") == "true");
    CHECK(it.world.effects("struck") == 1);
}

TEST_CASE("a cut answer ends after exactly the bytes that were asked for, in the head and in the body")
{
    for (const std::size_t bytes : {1u, 17u, 40u, 400u}) {
        CAPTURE(bytes);
        const struck it(connection_fault::cut_answer(bytes));
        CHECK(it.answer.ended);
        CHECK(it.answer.bytes.size() == bytes);
        CHECK(it.answer.bytes.substr(0, 17) == std::string("HTTP/1.1 201 Crea").substr(0, bytes));
        CHECK(it.world.effects("struck") == 1);
    }
}

TEST_CASE("a stalled answer stays where it is, with the connection open, until the emulator stops")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());
    world.inject(connection_fault::stall_answer(30));
    client.write("GET /v0.9/customers HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (world.counters().requests == 0)
        std::this_thread::yield();
    CHECK(world.counters().answers == 0);
    CHECK(world.counters().open == 1);
    world.stop_server();
    const test::raw_answer answer = client.read();
    CHECK(answer.ended);
    CHECK(answer.bytes.size() <= 30);
}

TEST_CASE("a delayed answer comes whole, and not before its time")
{
    const auto began = std::chrono::steady_clock::now();
    struck it(connection_fault::delay_answer(80ms));
    CHECK(std::chrono::steady_clock::now() - began >= 80ms);
    CHECK(it.answer.status == 201);
    CHECK(it.client.send("GET", "/customers").status == 200);
}

TEST_CASE("garbage is applied, is no HTTP, and ends the connection")
{
    struck it(connection_fault::garbage());
    CHECK(it.answer.status == 0);
    CHECK_FALSE(it.answer.bytes.empty());
    CHECK(it.client.closed_by_peer());
    CHECK(it.world.effects("struck") == 1);
}

TEST_CASE("a connection may close after an answer that promised to keep it")
{
    struck it(connection_fault::close_after_answer());
    CHECK(it.answer.status == 201);
    CHECK(it.answer.header("Connection").empty());
    CHECK(it.client.closed_by_peer());
    CHECK(it.world.counters().answers == 2);
}

TEST_CASE("a reset ends the connection out of order")
{
    struck it(connection_fault::drop_answer().by_reset());
    CHECK(it.answer.ended);
    CHECK(it.answer.bytes.empty());
    CHECK(it.world.effects("struck") == 1);
}

TEST_CASE("a fault strikes the method and path it names, as often as it says, after those it lets pass (H1)")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());
    client.log_in();
    world.inject(connection_fault::close_after_answer().on("GET", "/wallets/*/balance").after(1).times(2));

    CHECK(client.send("GET", "/customers").status == 200);
    CHECK(client.send("GET", "/wallets/wlt_1/balance").status == 404); // passes
    CHECK(client.send("GET", "/wallets/wlt_2/balance").status == 404); // struck
    CHECK(client.closed_by_peer());
    test::raw_client second(world.port(), world.ca_pem());
    CHECK(second.send("GET", "/wallets/wlt_3/balance").status == 401); // struck
    CHECK(second.closed_by_peer());
    test::raw_client third(world.port(), world.ca_pem());
    CHECK(third.send("GET", "/wallets/wlt_4/balance").status == 401);
    CHECK(third.send("GET", "/wallets/wlt_4/balance").status == 401);
}

TEST_CASE("a fault without end strikes until the faults are cleared")
{
    test::world world;
    world.inject(connection_fault::drop_connection().times(0));
    for (int i = 0; i < 3; ++i)
        CHECK_THROWS(test::raw_client(world.port(), world.ca_pem()));
    world.clear_faults();
    test::raw_client client(world.port(), world.ca_pem());
    CHECK(client.log_in().status == 200);
}

TEST_CASE("a fault of the rules reaches the wire with its status, body and headers")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());
    client.log_in();
    world.inject(oms::sandbox::fault::answer(503).retry_after("2").on("GET", "/customers"));
    const test::raw_answer answer = client.send("GET", "/customers");
    CHECK(answer.status == 503);
    CHECK(answer.member("code") == "unavailable");
    CHECK(answer.header("Retry-After") == "2");
    CHECK(client.send("GET", "/customers").status == 200);
}
