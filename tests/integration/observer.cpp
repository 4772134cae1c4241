// What an observer is told of calls over the client's own connections, and what of it arrives at a service.
#include "common/catch.hpp"
#include "common/net_fixture.hpp"
#include "common/told_calls.hpp"
#include "common/world.hpp"

#include <oms/client/client_metrics.hpp>
#include <oms/oms.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using lines = std::vector<std::string>;
using Catch::Matchers::ContainsSubstring;
using oms::sandbox::connection_fault;
using oms::sandbox::fault;

/// The emulator, and a client of it that an observer looks at.
class watched_world : public test::world {
public:
    watched_world()
    {
        oms::client_config of_client = config();
        of_client.observer = told;
        of_client.retry.base(1ms);
        api = client(of_client);
    }

    oms::client own_client(const std::function<void(oms::client_config&)>& change)
    {
        oms::client_config of_client = config();
        of_client.observer = told;
        change(of_client);
        return client(of_client);
    }

    /// The id that the service gave its last request.
    std::string last_request() const { return requests().back().request_id; }

    const std::shared_ptr<test::told_calls> told = std::make_shared<test::told_calls>();
    const test::person alice = make_person("100");
    oms::client api = client();
};

asio::awaitable<oms::result<oms::wallet_balance>> balance_of(oms::client api, oms::wallet_id wallet,
                                                             std::chrono::milliseconds at_most = 30s)
{
    const oms::call_options options = oms::call_options().timeout(at_most);
    co_return co_await oms::as_result(api.wallets().balance(wallet, options));
}

} // namespace

TEST_CASE("Over TLS an observer is told of each connection that an attempt gets, and of the service's request id "
          "(F5, F6)")
{
    watched_world s;
    REQUIRE(s.run(balance_of(s.api, s.alice.wallet)).has_value());
    const std::string first = s.last_request();
    CHECK_FALSE(first.empty());
    CHECK(s.told->take() == lines{"call GET /wallets/{walletId}/balance", "exchange", "token", "attempt 1 of 0",
                                  "lease 1 reused", "response 1 200 " + first, "end after 1 200 " + first});
    CHECK(s.told->last_server == "https localhost " + std::to_string(s.port()));
    CHECK(s.told->last_lease > 0ns);
    CHECK(s.told->last_lease <= s.told->last_took);
    CHECK(s.told->last_exchange > 0ns);
    CHECK(s.told->last_token_wait > 0ns);

    s.inject(fault::answer(422).on("GET", "/wallets/*/balance"));
    const auto refused = s.run(balance_of(s.api, s.alice.wallet));
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().request_id() == s.last_request());
    CHECK(s.told->take().back() == "end after 1 422 " + s.last_request() + ": the service cannot process the request");
}

TEST_CASE("Over TLS an observer sees each attempt of a retried call, its connection and why it failed (F3, F5)")
{
    watched_world s;
    REQUIRE(s.run(balance_of(s.api, s.alice.wallet)).has_value());
    s.told->take();
    s.inject(connection_fault::drop_answer().on("GET", "/wallets/*/balance"));
    REQUIRE(s.run(balance_of(s.api, s.alice.wallet)).has_value());
    const std::string lost = "the connection ended before the answer was complete";
    CHECK(s.told->take() == lines{"call GET /wallets/{walletId}/balance", "token", "attempt 1 of 0", "lease 1 reused",
                                  "response 1: " + lost, "retry after 1: " + lost, "token", "attempt 2 of 0",
                                  "lease 2 new", "response 2 200 " + s.last_request(),
                                  "end after 2 200 " + s.last_request()});
}

TEST_CASE("The wait for a connection in place of a stale one counts from where that one had failed (F5)")
{
    std::atomic<bool> ends{false}, has_ended{false};
    const net_test::script answers = [&](net_test::peer& client) -> asio::awaitable<void> {
        for (int request = 1;; ++request) {
            while (client.number == 1 && request == 3 && !ends)
                co_await client.pause(1ms);
            if (ends.exchange(false)) {
                client.reset();
                has_ended = true;
                co_return;
            }
            const std::string head = co_await client.read_request();
            if (head.empty())
                co_return;
            const bool token = head.starts_with("POST /v0.9/auth/token ");
            const std::string body = token ? R"({"accessToken":"t","tokenType":"bearer","expiresIn":3600})" : "{}";
            std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
            answer += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
            co_await client.write(answer);
        }
    };
    const net_test::server service(answers);
    watched_world s;
    const oms::client api = s.own_client([&](oms::client_config& config) {
        config.base_url = "https://127.0.0.1:" + std::to_string(service.port()) + "/v0.9";
        config.tls.ca_pem = service.ca_pem();
    });
    const auto read = [](oms::client of) -> asio::awaitable<int> {
        const oms::raw_answer answer = co_await of.raw().get("/networks");
        co_return answer.status();
    };
    REQUIRE(s.run(read(api)) == 200);
    s.told->take();
    constexpr auto long_time = 1s;
    bool first = true;
    s.told->at_lease = [&] { // between the look at the connection and the first byte
        if (!std::exchange(first, false))
            return;
        ends = true;
        while (!has_ended)
            std::this_thread::sleep_for(1ms);
        std::this_thread::sleep_for(long_time);
    };
    REQUIRE(s.run(read(api)) == 200);
    CHECK(s.told->take() == lines{"call GET /networks", "token", "attempt 1 of 0", "lease 1 reused", "lease 1 new",
                                  "response 1 200", "end after 1 200"});
    CHECK(s.told->last_lease > 0ns);
    CHECK(s.told->last_lease < long_time);
    CHECK(s.told->last_took >= long_time);
}

TEST_CASE("Over TLS an observer is told of a call whose deadline passes while it waits for a connection (F5)")
{
    watched_world s;
    const oms::client one = s.own_client([](oms::client_config& config) { config.pool.max_connections = 1; });
    REQUIRE(s.run(balance_of(one, s.alice.wallet)).has_value());
    s.inject(connection_fault::delay_answer(1s).on("GET", "/wallets/*/balance"));
    s.told->take();
    const auto both = [&]() -> asio::awaitable<oms::result<oms::wallet_balance>> {
        asio::co_spawn(s.io(), balance_of(one, s.alice.wallet), [](auto&&...) {});
        co_return co_await balance_of(one, s.alice.wallet, 50ms);
    };
    const auto late = s.run(both());
    REQUIRE_FALSE(late.has_value());
    lines of_late = s.told->take();
    REQUIRE(s.told->ended == 3);
    std::erase_if(of_late, [](const std::string& each) { return !each.starts_with("end"); });
    std::sort(of_late.begin(), of_late.end());
    REQUIRE(of_late.size() == 2);
    CHECK(of_late.at(0).starts_with("end after 1 200"));
    CHECK(of_late.at(1) == "end after 1: " + late.error().code().message());
}

TEST_CASE("Over TLS an observer is told of a call that is cancelled in flight, and of nothing after its end (F5)")
{
    watched_world s;
    REQUIRE(s.run(balance_of(s.api, s.alice.wallet)).has_value());
    s.told->take();
    s.inject(connection_fault::stall_answer().on("GET", "/wallets/*/balance"));
    asio::cancellation_signal cancel;
    s.told->at_lease = [&] {
        asio::post(s.io(), [&] { cancel.emit(asio::cancellation_type::terminal); });
    };
    asio::co_spawn(s.io(), balance_of(s.api, s.alice.wallet),
                   asio::bind_cancellation_slot(cancel.slot(), [](const std::exception_ptr&, const auto& outcome) {
                       CHECK(outcome.error().code() == oms::errc::cancelled);
                   }));
    s.io().restart();
    s.io().run();
    CHECK(s.told->take() == lines{"call GET /wallets/{walletId}/balance", "token", "attempt 1 of 0", "lease 1 reused",
                                  "response 1: the call was cancelled",
                                  "end after 1: the call was cancelled (by the caller)"});
    CHECK(s.told->left == 2);
}

TEST_CASE("An observer may use the pool and begin calls from within, also where an attempt gets its connection (F5)")
{
    watched_world s;
    int more = 4;
    const auto uses_the_client = [&] {
        s.api.metrics();
        if (more-- > 0)
            asio::co_spawn(s.io(), balance_of(s.api, s.alice.wallet), [](auto&&...) {});
    };
    s.told->at_call = uses_the_client;
    s.told->at_lease = uses_the_client;
    s.told->at_end = uses_the_client;
    REQUIRE(s.run(balance_of(s.api, s.alice.wallet)).has_value());
    CHECK(s.told->begun == 5);
    CHECK(s.told->ended == 5);
}

TEST_CASE("The header fields of an observer, and the application's name, arrive at the service (F3, F6, F7)")
{
    std::vector<std::string> heads;
    const net_test::script answers = [&heads](net_test::peer& client) -> asio::awaitable<void> {
        for (;;) {
            const std::string request = co_await client.read_request();
            if (request.empty())
                co_return;
            heads.push_back(request.substr(0, request.find("\r\n\r\n") + 2));
            const bool token = request.starts_with("POST /v0.9/auth/token ");
            const std::string body = token ? R"({"accessToken":"t","tokenType":"bearer","expiresIn":3600})" : "{}";
            std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSunset: tomorrow\r\n";
            answer += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
            co_await client.write(answer);
        }
    };
    auto service = std::make_unique<net_test::server>(answers);
    watched_world s;
    s.told->at_attempt = [](int, oms::header_sink& fields) {
        CHECK(fields.add("X-Correlation-Id", "order-7"));
        CHECK(fields.add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));
        CHECK_FALSE(fields.add("Cookie", "a=1"));
    };
    {
        const oms::client api = s.own_client([&](oms::client_config& config) {
            config.base_url = "https://127.0.0.1:" + std::to_string(service->port()) + "/v0.9";
            config.tls.ca_pem = service->ca_pem();
            config.application = oms::application_info("shop", "1.4");
        });
        const auto read = [](oms::client of) -> asio::awaitable<int> {
            const oms::raw_answer answer = co_await of.raw().get("/networks");
            co_return answer.status();
        };
        CHECK(s.run(read(api)) == 200);
        CHECK(s.run(read(api)) == 200);
    }
    service.reset(); // its thread has ended
    REQUIRE(heads.size() == 3);
    CHECK_THAT(heads.at(0), ContainsSubstring("\r\nUser-Agent: shop/1.4 oms-cpp/"));
    CHECK_THAT(heads.at(0), !ContainsSubstring("order-7"));
    for (std::size_t call = 1; call != heads.size(); ++call) {
        CHECK_THAT(heads.at(call), ContainsSubstring("GET /v0.9/networks HTTP/1.1\r\n"));
        CHECK_THAT(heads.at(call), ContainsSubstring("\r\nUser-Agent: shop/1.4 oms-cpp/"));
        CHECK_THAT(heads.at(call), ContainsSubstring("\r\nAuthorization: Bearer t\r\n"));
        CHECK_THAT(heads.at(call), ContainsSubstring("\r\nX-Correlation-Id: order-7\r\n"));
        CHECK_THAT(heads.at(call), ContainsSubstring("\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-"));
        CHECK_THAT(heads.at(call), !ContainsSubstring("Cookie"));
    }
    CHECK(s.told->take().at(6) == "drift /networks Sunset: tomorrow");
}
