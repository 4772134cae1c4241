#include "common/catch.hpp"
#include "common/world.hpp"
#include "sandbox_raw_client.hpp"

#include <thread>
#include <vector>

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;

TEST_CASE("the emulator gives a token over verified TLS and creates a customer with it (H1)")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());

    const test::raw_answer token = client.log_in();
    CHECK(token.status == 200);
    CHECK(token.header("Content-Type") == "application/json");
    CHECK(token.member("tokenType") == "bearer");

    const test::raw_answer created = client.send("POST", "/customers", test::identified_customer_json(), "first");
    CHECK(created.status == 201);
    CHECK(created.member("object") == "customer");
    CHECK_THAT(created.member("id"), Catch::Matchers::StartsWith("cst_"));
    CHECK(world.effects("first") == 1);
}

TEST_CASE("a bad request gets the contract's error body, with the request's id in the header too")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());
    client.log_in();

    const test::raw_answer refused = client.send("POST", "/customers", R"({"type":"company"})", "bad");
    CHECK(refused.status == 400);
    CHECK(refused.member("code") == "invalid_field");
    CHECK(refused.member("type") == "invalid_request");
    CHECK_FALSE(refused.member("message").empty());
    CHECK_THAT(refused.body, ContainsSubstring(R"("field":"type")"));
    CHECK_FALSE(refused.member("requestId").empty());
    CHECK(refused.member("requestId") == refused.header("X-Request-Id"));
}

TEST_CASE("one connection serves any number of requests, and pipelined ones in their order")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());
    client.log_in();
    for (int i = 0; i < 20; ++i)
        CHECK(client.send("GET", "/customers").status == 200);

    client.write("GET /v0.9/first HTTP/1.1\r\nHost: localhost\r\n\r\n"
                 "GET /v0.9/customers HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(client.read().status == 404);
    CHECK(client.read().status == 401);
    CHECK(world.counters().connections == 1);
    CHECK(world.counters().requests == 23);
    world.stop_server();
    CHECK(world.counters().answers == 23);
}

TEST_CASE("a client that asks for it gets its connection closed after the answer")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());
    client.write("GET /v0.9/customers HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const test::raw_answer answer = client.read();
    CHECK(answer.status == 401);
    CHECK(answer.header("Connection") == "close");
    CHECK(client.closed_by_peer());
}

TEST_CASE("a request body over 1 MiB is answered 400, and its connection ends")
{
    test::world world;
    const std::string start = "POST /v0.9/customers HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    const std::string body(1024 * 1024 + 1, ' ');
    std::string token;
    {
        test::raw_client client(world.port(), world.ca_pem());
        token = client.log_in().member("accessToken");
    }
    const std::string head =
        start + "Authorization: Bearer " + token + "\r\nIdempotency-Key: large\r\nContent-Length: ";

    test::raw_client large(world.port(), world.ca_pem());
    large.write(head + std::to_string(body.size()) + "\r\n\r\n");
    const test::raw_answer refused = large.read();
    CHECK(refused.status == 400);
    CHECK(refused.member("type") == "invalid_request");
    CHECK(refused.header("Connection") == "close");
    CHECK(large.closed_by_peer());
    CHECK(world.effects("large") == 0);
}

TEST_CASE("bytes that are no HTTP request are answered 400 and end the connection")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());
    client.write("hello\r\n\r\n");
    const test::raw_answer refused = client.read();
    CHECK(refused.status == 400);
    CHECK(refused.member("code") == "invalid_request");
    CHECK(client.closed_by_peer());
}

TEST_CASE("a client that waits for 100 Continue is told to go on")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());
    client.write("POST /v0.9/auth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                 "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    CHECK(client.read().status == 100);
    client.write("{}");
    CHECK(client.read().status == 400);
}

TEST_CASE("a client that trusts another authority does not get past the handshake")
{
    test::world world;
    const test::world other;
    CHECK_THROWS_WITH(test::raw_client(world.port(), other.ca_pem()), ContainsSubstring("certificate verify failed"));
    CHECK(world.counters().requests == 0);
}

TEST_CASE("with the option http the emulator speaks plain HTTP and has no certificate")
{
    oms::sandbox::server_options options;
    options.http();
    test::world world(options);
    CHECK(world.ca_pem().empty());
    CHECK(world.base_url() == "http://localhost:" + std::to_string(world.port()) + "/v0.9");
    test::raw_client client(world.port(), "");
    CHECK(client.log_in().status == 200);
}

TEST_CASE("moving the emulator's clock past the life of a token ends it")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());
    client.log_in();
    world.advance(59min);
    CHECK(client.send("GET", "/customers").status == 200);
    world.advance(2min);
    const test::raw_answer late = client.send("GET", "/customers");
    CHECK(late.status == 401);
    CHECK(late.member("code") == "token_expired");
    CHECK(late.header("WWW-Authenticate") == "Bearer");
}

TEST_CASE("stopping refuses new connections, closes idle ones and leaves nothing in the context")
{
    test::world world;
    const std::uint16_t port = world.port();
    test::raw_client idle(port, world.ca_pem());
    idle.log_in();
    test::raw_client silent(port, world.ca_pem()); // never sends a request

    world.stop_server(); // joins the threads that run the context: they end only when nothing is left
    CHECK(idle.closed_by_peer());
    CHECK(silent.closed_by_peer());
    CHECK_THROWS_WITH(test::raw_client(port, world.ca_pem()), ContainsSubstring("refused"));
    CHECK(world.counters().open == 0);
}

TEST_CASE("stopping cuts an answer's delay short, but not the answer")
{
    test::world world;
    test::raw_client client(world.port(), world.ca_pem());
    world.inject(oms::sandbox::connection_fault::delay_answer(10min));
    client.write("GET /v0.9/customers HTTP/1.1\r\nHost: localhost\r\n\r\n");
    while (world.counters().requests == 0)
        std::this_thread::yield();

    world.stop_server();
    CHECK(client.read().status == 401);
    CHECK(client.closed_by_peer());
}

TEST_CASE("many connections at once are served by several threads, each with its own answers")
{
    test::world world(oms::sandbox::server_options(), 4);
    constexpr int clients = 32;
    std::vector<int> created(clients, 0);
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&, i] {
            test::raw_client client(world.port(), world.ca_pem());
            client.log_in();
            for (int n = 0; n < 5; ++n) {
                const std::string key = "client-" + std::to_string(i) + '-' + std::to_string(n);
                const std::string body = R"({"type":"individual","externalId":")" + key + "\"}";
                if (client.send("POST", "/customers", body, key).member("externalId") == key)
                    ++created[static_cast<std::size_t>(i)];
            }
        });
    for (std::thread& thread : threads)
        thread.join();
    CHECK(created == std::vector<int>(clients, 5));
    CHECK(world.counters().connections == clients);
}
