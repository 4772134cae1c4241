#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <oms/net/pending_exchange.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <atomic>
#include <deque>
#include <optional>
#include <thread>

using namespace std::chrono_literals;
using namespace net_test;
using oms::errc;
using oms::exchange_phase;
using oms::detail::pending_exchange;
namespace asio = boost::asio;

// Exchanges without a coroutine: what their handlers may rely on.

namespace {

/// What an exchange needs while it runs, owned by its handler and by nothing else, as a coroutine's frame is.
struct errand {
    oms::http_request request;
    oms::exchange_limits limits;
    std::shared_ptr<oms::transport> over; // where nobody else keeps it
    pending_exchange exchange;
};

/// Answers the requests, and takes the time for those to /held until `release`.
struct patient_server {
    asio::awaitable<void> serve(peer& client)
    {
        for (;;) {
            const std::string request = co_await client.read_request();
            if (request.empty())
                co_return;
            if (request.find(" /held ") != std::string::npos) {
                ++held;
                while (!released)
                    co_await client.pause(1ms);
            }
            co_await client.write(ok(std::string(answer_size, 'x')));
        }
    }

    void await_held(asio::io_context& io, int count)
    {
        while (held < count)
            io.run_one_for(1ms);
    }

    std::size_t answer_size = 2000;
    std::atomic<int> held{0};
    std::atomic<bool> released{false};
    server api{[this](peer& client) { return serve(client); }, protocol::plain};
};

template <class Handler>
std::weak_ptr<errand> begin(const std::shared_ptr<oms::transport>& over, oms::http_request what, Handler handler)
{
    auto owned = std::make_shared<errand>();
    owned->request = std::move(what);
    owned->over = over;
    errand& in_use = *owned;
    const std::weak_ptr<errand> seen = owned;
    in_use.exchange.async_run(*over->direct(), in_use.request, in_use.limits, handler(std::move(owned)));
    return seen;
}

transport_terms one_connection()
{
    transport_terms terms;
    terms.pool.max_connections = 1;
    return terms;
}

} // namespace

TEST_CASE(
    "An exchange without a coroutine calls its handler once, on its own executor, never from within its beginning")
{
    patient_server peers;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), peers.api);
    for (const bool too_late : {false, true}) {
        CAPTURE(too_late);
        errand one;
        one.request = get("/");
        if (too_late)
            one.limits.deadline = std::chrono::steady_clock::now() - 1s;
        int calls = 0;
        one.exchange.async_run(*over->direct(), one.request, one.limits, [&] {
            CHECK(io.get_executor().running_in_this_thread());
            ++calls;
        });
        CHECK(calls == 0);
        io.restart();
        io.run();
        CHECK(calls == 1);
        CHECK(one.exchange.result().failure == (too_late ? errc::deadline_exceeded : errc{}));
    }
}

TEST_CASE("An exchange without a coroutine resumes on the executor of its handler, whose context has work until then")
{
    patient_server peers;
    asio::io_context network;
    const auto over = connect_to(network.get_executor(), peers.api, one_connection());
    asio::io_context callers;
    const auto strand = asio::make_strand(callers);
    std::deque<errand> errands(3); // the second and the third wait in the queue
    int calls = 0;
    for (errand& one : errands) {
        one.request = get("/");
        one.exchange.async_run(*over->direct(), one.request, one.limits, asio::bind_executor(strand, [&] {
            CHECK(strand.running_in_this_thread());
            ++calls;
        }));
    }
    std::thread elsewhere([&] { network.run(); });
    callers.run();
    CHECK(calls == 3);
    elsewhere.join();
    for (errand& one : errands)
        CHECK(one.exchange.result().failure == errc{});
}

TEST_CASE("F101 An exchange without a coroutine is cancelled by any kind of cancellation, wherever it is")
{
    const auto kind =
        GENERATE(asio::cancellation_type::terminal, asio::cancellation_type::partial, asio::cancellation_type::total);
    const bool has_own_executor = GENERATE(false, true);
    patient_server peers;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), peers.api, one_connection());
    asio::cancellation_signal signal;
    errand one;
    int calls = 0;
    const auto begin_it = [&] {
        const auto called = [&] {
            ++calls;
        };
        if (has_own_executor)
            one.exchange.async_run(
                *over->direct(), one.request, one.limits,
                asio::bind_cancellation_slot(signal.slot(), asio::bind_executor(asio::make_strand(io), called)));
        else
            one.exchange.async_run(*over->direct(), one.request, one.limits,
                                   asio::bind_cancellation_slot(signal.slot(), called));
    };

    SECTION("in the queue, where it disturbs nobody")
    {
        const auto first = start(io.get_executor(), over, get("/held"));
        peers.await_held(io, 1);
        one.request = get("/");
        begin_it();
        CHECK(over->metrics().waiting == 1);
        signal.emit(kind);
        CHECK(over->metrics().waiting == 0);
        CHECK(calls == 0);
        peers.released = true;
        io.run();
        CHECK(one.exchange.result().phase == exchange_phase::not_connected);
        CHECK(first->get().failure == errc{});
        CHECK(over->metrics().idle == 1);
    }
    SECTION("while the request is written")
    {
        server deaf([](peer& client) { return client.hold(); }, protocol::plain);
        const auto to_the_deaf = connect_to(io.get_executor(), deaf, one_connection());
        one.request = post("/", std::string(32 << 20, 'x'));
        one.exchange.async_run(*to_the_deaf->direct(), one.request, one.limits,
                               asio::bind_cancellation_slot(signal.slot(), [&] { ++calls; }));
        while (one.exchange.result().phase != exchange_phase::partly_written)
            io.run_one_for(1ms);
        signal.emit(kind);
        io.run();
        CHECK(one.exchange.result().phase == exchange_phase::partly_written);
        CHECK(to_the_deaf->metrics().connections_closed == 1);
    }
    SECTION("while the response is awaited")
    {
        one.request = get("/held");
        begin_it();
        peers.await_held(io, 1);
        signal.emit(kind);
        io.run();
        peers.released = true;
        CHECK(one.exchange.result().phase == exchange_phase::fully_written);
        CHECK(over->metrics().connections_closed == 1);
        CHECK(over->metrics().leased == 0);
    }
    CHECK(calls == 1);
    CHECK(one.exchange.result().failure == errc::cancelled);
    CHECK_FALSE(signal.slot().has_handler());
}

TEST_CASE("F101 A cancellation after the end of an exchange finds nobody, and one between two exchanges neither")
{
    patient_server peers;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), peers.api);
    asio::cancellation_signal signal;
    errand one;
    one.request = get("/");
    for (int i = 0; i < 2; ++i) {
        one.exchange.async_run(*over->direct(), one.request, one.limits,
                               asio::bind_cancellation_slot(signal.slot(), [] {}));
        io.restart();
        io.run();
        CHECK(one.exchange.result().failure == errc{});
        CHECK_FALSE(signal.slot().has_handler());
        signal.emit(asio::cancellation_type::terminal);
    }
    CHECK(over->metrics().connections_opened == 1);
}

TEST_CASE("F103 A context that ends destroys what waits for exchanges: in the queue, on the wire, or to be told")
{
    const bool has_own_executor = GENERATE(false, true);
    patient_server peers;
    asio::io_context callers;
    std::deque<std::weak_ptr<errand>> seen;
    {
        asio::io_context io;
        auto over = connect_to(io.get_executor(), peers.api, one_connection());
        const auto wait_for = [&](oms::http_request what) {
            seen.push_back(begin(over, std::move(what), [&](std::shared_ptr<errand> owned) {
                return [owned = std::move(owned)] {
                    FAIL("nobody is told");
                };
            }));
        };
        const auto wait_elsewhere = [&](oms::http_request what) {
            seen.push_back(begin(over, std::move(what), [&](std::shared_ptr<errand> owned) {
                return asio::bind_executor(callers, [owned = std::move(owned)] { FAIL("nobody is told"); });
            }));
        };
        const auto begin_one = [&](const char* path) {
            has_own_executor ? wait_elsewhere(get(path)) : wait_for(get(path));
        };
        begin_one("/held");
        peers.await_held(io, 1);
        for (int i = 0; i < 5; ++i)
            begin_one("/");
        CHECK(over->metrics().waiting == 5);
        if (!has_own_executor) {
            auto late = std::make_shared<errand>();
            late->over = over;
            errand& in_use = *late;
            in_use.limits.deadline = std::chrono::steady_clock::now() - 1s;
            seen.push_back(late);
            in_use.exchange.async_run(*over->direct(), in_use.request, in_use.limits,
                                      [late = std::move(late)] { FAIL("nobody is told"); });
        }
        for (const auto& one : seen)
            CHECK_FALSE(one.expired());
        over.reset(); // those who wait have it
    }
    for (const auto& one : seen)
        CHECK(one.expired());
    peers.released = true;
}

TEST_CASE("Exchanges that wait for a connection get it in the order in which they came (E1)")
{
    patient_server peers;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), peers.api, one_connection());
    std::deque<errand> errands(50);
    std::vector<const errand*> served;
    for (errand& one : errands) {
        one.request = get("/");
        one.exchange.async_run(*over->direct(), one.request, one.limits, [&] { served.push_back(&one); });
    }
    io.run();
    REQUIRE(served.size() == errands.size());
    for (std::size_t i = 0; i < served.size(); ++i)
        CHECK(served[i] == &errands[i]);
    CHECK(over->metrics().connections_opened == 1);
}

TEST_CASE("F103 A waiting exchange keeps its context running, whoever holds the connection")
{
    patient_server peers;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), peers.api, one_connection());
    const auto first = start(io.get_executor(), over, get("/held"));
    peers.await_held(io, 1);
    errand one;
    one.request = get("/");
    bool called = false;
    one.exchange.async_run(*over->direct(), one.request, one.limits, [&] { called = true; });
    io.run_for(50ms);
    CHECK_FALSE(io.stopped());
    CHECK_FALSE(called);
    peers.released = true;
    io.run();
    CHECK(called);
    CHECK(one.exchange.result().response.body.size() == peers.answer_size);
}

TEST_CASE("The memory of a response that is given back serves the next exchange, but not that of a large one")
{
    patient_server peers;
    peers.answer_size = GENERATE(std::size_t{2'000}, std::size_t{200'000});
    const bool large = peers.answer_size > 64 * 1024;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), peers.api);
    const void* first_body = nullptr;
    for (int i = 0; i < 3; ++i) {
        errand one;
        one.request = get("/");
        one.exchange.async_run(*over->direct(), one.request, one.limits, [] {});
        io.restart();
        io.run();
        oms::http_response& response = one.exchange.result().response;
        REQUIRE(response.body.size() == peers.answer_size);
        CHECK(response.headers.find("Content-Length") == std::to_string(peers.answer_size));
        if (i == 0)
            first_body = response.body.data();
        else if (!large)
            CHECK(response.body.data() == first_body);
        over->direct()->reclaim(std::move(response));
        CHECK(response.body.capacity() < 64);
    }
}

TEST_CASE("An exchange that runs again uses its own memory again, and keeps nothing of the last one")
{
    patient_server peers;
    asio::io_context io;
    const auto over = connect_to(io.get_executor(), peers.api);
    errand one;
    one.request = get("/");
    one.exchange.async_run(*over->direct(), one.request, one.limits, [] {});
    io.run();
    const void* const body = one.exchange.result().response.body.data();
    const std::size_t fields = one.exchange.result().response.headers.size();
    one.exchange.async_run(*over->direct(), one.request, one.limits, [] {});
    io.restart();
    io.run();
    CHECK(one.exchange.result().response.body.data() == body);
    CHECK(one.exchange.result().response.headers.size() == fields);
    CHECK(one.exchange.result().reused_connection);

    one.limits.deadline = std::chrono::steady_clock::now() - 1s;
    one.exchange.async_run(*over->direct(), one.request, one.limits, [] {});
    io.restart();
    io.run();
    CHECK(one.exchange.result().failure == errc::deadline_exceeded);
    CHECK(one.exchange.result().response.status == 0);
    CHECK(one.exchange.result().response.headers.empty());
    CHECK(one.exchange.result().response.body.empty());
    CHECK(one.exchange.result().phase == exchange_phase::not_connected);
    CHECK_FALSE(one.exchange.result().reused_connection);
}
