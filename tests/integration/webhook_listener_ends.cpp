#include "webhook_listener.hpp"

#include "common/catch.hpp"
#include "common/descriptors.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <string>

// How the listener ends, and what it does when it has no room.

namespace {

using namespace listening;
using namespace std::chrono_literals;

/// A coroutine handler that waits until it is let go, or cancelled.
struct held {
    std::atomic<int> entered{0};
    std::atomic<int> passed{0};
    std::atomic<bool> open{false};

    oms::async_webhook_router router()
    {
        return oms::async_webhook_router{[this](const oms::event&) {
            return wait();
        }};
    }

    asio::awaitable<void> wait()
    {
        ++entered;
        asio::steady_timer turn(co_await asio::this_coro::executor);
        while (!open) {
            turn.expires_after(1ms);
            co_await turn.async_wait(asio::deferred);
        }
        ++passed;
    }

    void wait_until_entered(int times = 1) const
    {
        while (entered < times)
            std::this_thread::yield();
    }
};

bool refuses(std::uint16_t port)
{
    asio::io_context io;
    tcp::socket socket(io);
    boost::system::error_code failure;
    socket.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port), failure);
    return failure == asio::error::connection_refused;
}

} // namespace

TEST_CASE("stop() closes the port and idle connections, lets a running request end, and the context runs out")
{
    const std::size_t before = test::open_descriptors();
    {
        held handler;
        running_listener to(handler.router(), {}, {}, 2);
        const std::uint16_t port = to.listener.port();
        client idle(port);
        CHECK(idle.send("GET /oms HTTP/1.1\r\nHost: a\r\n\r\n").read().status == 405);
        client silent(port);
        client running(port);
        running.send(request_of(delivered::body("evt_1")));
        handler.wait_until_entered();

        to.listener.stop();
        CHECK(refuses(port));
        to.listener.stop();
        CHECK(idle.ended());
        CHECK(silent.ended());
        handler.open = true;
        const answer last = running.read();
        CHECK(last.status == 204);
        CHECK(last.has("Connection: close"));
        CHECK(running.ended());
        running.socket().close();
        to.join();
        CHECK(handler.passed == 1);
    }
    CHECK(test::open_descriptors() == before);
}

TEST_CASE("A request that is still arriving when the listener stops is read, handled and answered")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled));
    client sender(to.listener.port());
    const std::string whole = request_of(delivered::body("evt_1"), "Expect: 100-continue\r\n");
    const std::size_t body = whole.find("\r\n\r\n") + 4;
    CHECK(sender.send(whole.substr(0, body)).read().status == 100);
    to.listener.stop();
    const answer got = sender.send(whole.substr(body)).read();
    CHECK(got.status == 204);
    CHECK(got.has("Connection: close"));
    CHECK(handled == 1);
}

TEST_CASE("When the grace is over, what still runs is cut, its handler is cancelled and its event given back")
{
    const auto guard = std::make_shared<oms::memory_replay_guard>();
    held handler;
    running_listener to(handler.router(), oms::listener_options().grace(30ms), oms::endpoint_options{}.replay(guard));
    client running(to.listener.port());
    running.send(request_of(delivered::body("evt_1")));
    handler.wait_until_entered();
    to.listener.stop();
    CHECK(running.read().status == 0);
    to.join();
    CHECK(handler.passed == 0);
    CHECK(guard->claim(oms::event_id("evt_1")) == oms::replay_claim::granted);
}

TEST_CASE("serve() also waits for a handler whose request has been answered already")
{
    // It heeds no cancellation.
    std::atomic<bool> entered{false}, go_on{false}, ended{false}, too_early{false};
    std::atomic<const std::atomic<bool>*> served{nullptr};
    running_listener stubborn(oms::async_webhook_router{[&](const oms::event&) -> asio::awaitable<void> {
                                  co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
                                  entered = true;
                                  asio::steady_timer turn(co_await asio::this_coro::executor);
                                  while (!go_on) {
                                      turn.expires_after(1ms);
                                      co_await turn.async_wait(asio::as_tuple(asio::deferred));
                                  }
                                  // On the one thread of the context: what could go on, has.
                                  for (int i = 0; i < 20; ++i) {
                                      turn.expires_after(1ms);
                                      co_await turn.async_wait(asio::as_tuple(asio::deferred));
                                  }
                                  too_early = served.load()->load();
                                  ended = true;
                              }},
                              oms::listener_options().grace(0ms), oms::async_endpoint_options{}.handler_timeout(20ms));
    served = &stubborn.served;
    client sender(stubborn.listener.port());
    CHECK(sender.send(request_of(delivered::body("evt_1"))).read().status == 503);
    CHECK(entered);
    stubborn.listener.stop();
    CHECK(sender.ended());
    CHECK_FALSE(ended);
    go_on = true;
    stubborn.join();
    CHECK(ended);
    CHECK_FALSE(too_early);
    CHECK(stubborn.served);
}

TEST_CASE("A cancelled serve() is a stopped one, and returns with the caller's flags as they were")
{
    const bool before = GENERATE(false, true);
    std::atomic<int> handled{0};
    asio::io_context io;
    oms::webhook_listener listener(io.get_executor(),
                                   oms::async_webhook_endpoint(delivered::verifier(), counting(handled)));
    asio::cancellation_signal cancel;
    bool threw = false;
    bool flag = !before;
    const auto serving = [&]() -> asio::awaitable<void> {
        co_await asio::this_coro::throw_if_cancelled(before);
        co_await listener.serve();
        flag = co_await asio::this_coro::throw_if_cancelled();
    };
    asio::co_spawn(io, serving(), asio::bind_cancellation_slot(cancel.slot(), [&](std::exception_ptr thrown) {
                       threw = thrown != nullptr;
                   }));
    asio::post(io, [&] { cancel.emit(asio::cancellation_type::terminal); });
    io.run();
    CHECK_FALSE(threw);
    CHECK(flag == before);
    CHECK(refuses(listener.port()));
    STATIC_REQUIRE(noexcept(listener.stop()));
}

TEST_CASE("A listener serves once; one that was stopped before serves nothing")
{
    std::atomic<int> handled{0};
    asio::io_context io;
    const oms::async_webhook_endpoint endpoint(delivered::verifier(), counting(handled));
    oms::webhook_listener stopped(io.get_executor(), endpoint);
    stopped.stop();
    CHECK(refuses(stopped.port()));
    int ended = 0;
    asio::co_spawn(io, stopped.serve(), [&](std::exception_ptr thrown) { ended += thrown == nullptr; });
    io.run();
    CHECK(ended == 1);
    oms::errc why{};
    asio::co_spawn(io, stopped.serve(), [&](std::exception_ptr thrown) {
        try {
            std::rethrow_exception(thrown);
        } catch (const oms::error& failure) {
            why = failure.code() == oms::errc::invalid_argument ? oms::errc::invalid_argument : oms::errc{};
        }
    });
    io.restart();
    io.run();
    CHECK(why == oms::errc::invalid_argument);
}

TEST_CASE("A listener may be destroyed and its context with everything in it")
{
    held handler;
    std::optional<client> running, idle;
    {
        asio::io_context io;
        oms::webhook_listener listener(io.get_executor(),
                                       oms::async_webhook_endpoint(delivered::verifier(), handler.router()));
        asio::co_spawn(io, listener.serve(), [](std::exception_ptr) {});
        running.emplace(listener.port());
        idle.emplace(listener.port());
        running->send("POST / HTTP/1.1" + request_of(delivered::body("evt_1")).substr(18));
        while (handler.entered == 0)
            io.run_one();
    }
    CHECK(running->read().status == 0);
    CHECK(handler.passed == 0);
}

TEST_CASE("Idle connections are closed after their time")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled), oms::listener_options().idle_timeout(300ms));
    client sender(to.listener.port());
    CHECK(sender.send(request_of(delivered::body("evt_1"))).read().status == 204);
    CHECK(sender.ended());
}

TEST_CASE("Beyond max_connections a connection waits for one to end, and an idle one makes room")
{
    held handler;
    running_listener to(handler.router(), oms::listener_options().max_connections(1));
    client first(to.listener.port());
    first.send(request_of(delivered::body("evt_1")));
    handler.wait_until_entered();
    client second(to.listener.port());
    second.send(request_of(delivered::body("evt_2")));
    client third(to.listener.port());
    third.send(request_of(delivered::body("evt_3"), "Connection: close\r\n"));
    handler.open = true;
    for (client* one : {&first, &second, &third}) // which do not close, though they are told so
        CHECK(one->read().status == 204);
    CHECK(handler.passed == 3);

    // Now one that keeps its connection, with nobody else there; until somebody comes.
    client alone(to.listener.port());
    CHECK(alone.send(request_of(delivered::body("evt_4"))).read().status == 204);
    CHECK(alone.send(request_of(delivered::body("evt_5"))).read().status == 204);
    client newcomer(to.listener.port());
    CHECK(newcomer.send(request_of(delivered::body("evt_6"))).read().status == 204);
    CHECK(alone.ended());
}

TEST_CASE("A newcomer at max_connections does not wait for the idle time of one that was being answered (F93)")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled), oms::listener_options().max_connections(1).idle_timeout(60s), {}, 2);
    for (int round = 0; round < 30; ++round) {
        const std::string id = "evt_" + std::to_string(round);
        client first(to.listener.port());
        std::optional<client> second;
        std::thread other([&] {
            second.emplace(to.listener.port());
            second->send(request_of(delivered::body(id + "b")));
        });
        const answer got = first.send(request_of(delivered::body(id + "a"))).read();
        if (got.has("Connection: close"))
            first.socket().close(); // one that was not told so stays
        other.join();
        const int of_the_newcomer = second->read().status;
        REQUIRE(got.status == 204);
        REQUIRE(of_the_newcomer == 204);
    }
    CHECK(handled == 60);
}

TEST_CASE("Connections that send nothing do not keep others out for long (F93)")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled), oms::listener_options().max_connections(3).head_timeout(60s));
    client oldest(to.listener.port());
    client older(to.listener.port());
    client old(to.listener.port());
    client sender(to.listener.port());
    CHECK(sender.send(request_of(delivered::body("evt_1"))).read().status == 204);
    CHECK(oldest.ended());
    CHECK_FALSE(older.readable(0ms));
    CHECK_FALSE(old.readable(0ms));
    CHECK(old.send(request_of(delivered::body("evt_2"))).read().status == 204);
}

TEST_CASE("A stop while answers are being written loses none of those to requests that came before")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled));
    asio::io_context io;
    tcp::socket greedy(io);
    greedy.open(tcp::v4());
    greedy.set_option(asio::socket_base::receive_buffer_size(4096));
    greedy.connect(tcp::endpoint(asio::ip::address_v4::loopback(), to.listener.port()));
    greedy.non_blocking(true);
    // Requests without an end, until the listener cannot write its answers, and reads no more.
    const std::string request = "GET /oms HTTP/1.1\r\nHost: a\r\n\r\n";
    std::string many;
    for (int i = 0; i < 1000; ++i)
        many += request;
    std::size_t sent = 0;
    pollfd ready{greedy.native_handle(), POLLOUT, 0};
    while (::poll(&ready, 1, 300) == 1) {
        boost::system::error_code failure;
        const std::size_t from = sent % many.size();
        sent += greedy.write_some(asio::buffer(many.data() + from, many.size() - from), failure);
        if (failure)
            REQUIRE(failure == asio::error::would_block);
    }
    to.listener.stop();
    greedy.non_blocking(false);
    boost::system::error_code end;
    std::vector<char> answers(64 * 1024);
    std::string last;
    while (!end) {
        const std::size_t size = greedy.read_some(asio::buffer(answers), end);
        last = (last + std::string(answers.data(), size));
        last.erase(0, last.size() - std::min<std::size_t>(last.size(), 18));
    }
    CHECK(end == asio::error::eof); // no reset
    CHECK(last == "Method Not Allowed");
}

TEST_CASE("Out of descriptors the listener pauses, and goes on when there are some again")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled));
    client warm(to.listener.port());
    CHECK(warm.send(request_of(delivered::body("evt_1"))).read().status == 204);

    rlimit usual{};
    ::getrlimit(RLIMIT_NOFILE, &usual);
    client sender(to.listener.port()); // accepted, or in the queue
    CHECK(sender.send(request_of(delivered::body("evt_2"))).read().status == 204);
    asio::io_context io;
    tcp::socket waiting(io);
    waiting.open(tcp::v4());
    rlimit none = usual;
    none.rlim_cur = 3; // no new one; those there are stay
    ::setrlimit(RLIMIT_NOFILE, &none);
    waiting.connect(tcp::endpoint(asio::ip::address_v4::loopback(), to.listener.port()));
    const std::string request = request_of(delivered::body("evt_3"));
    asio::write(waiting, asio::buffer(request));
    CHECK(sender.send(request_of(delivered::body("evt_4"))).read().status == 204);
    CHECK(handled == 3);
    ::setrlimit(RLIMIT_NOFILE, &usual);
    char answer[12];
    asio::read(waiting, asio::buffer(answer));
    CHECK(std::string_view(answer, 12) == "HTTP/1.1 204");
    CHECK(handled == 4);
}

TEST_CASE("Options that contradict themselves and ports that are taken are refused")
{
    asio::io_context io;
    std::atomic<int> handled{0};
    const oms::async_webhook_endpoint endpoint(delivered::verifier(), counting(handled));
    const auto code_of = [&](const oms::listener_options& options) {
        try {
            const oms::webhook_listener listener(io.get_executor(), endpoint, options);
        } catch (const oms::error& why) {
            return why.code();
        }
        return boost::system::error_code();
    };
    using oms::listener_options;
    CHECK_FALSE(code_of(listener_options()));
    CHECK_FALSE(code_of(listener_options().address("0.0.0.0")));
    for (const listener_options& wrong :
         {listener_options().address("localhost"), listener_options().path("oms"), listener_options().path("/oms?x"),
          listener_options().path(""), listener_options().head_limit(0), listener_options().head_timeout(0ms),
          listener_options().body_timeout(0ms), listener_options().idle_timeout(-1ms), listener_options().grace(-1ms),
          listener_options().max_connections(0)})
        CHECK(code_of(wrong) == oms::errc::invalid_config);

    const oms::webhook_listener first(io.get_executor(), endpoint);
    CHECK(code_of(listener_options().port(first.port())) == oms::errc::not_available);
    CHECK(code_of(listener_options().address("203.0.113.1")) == oms::errc::not_available);
}
