#include <oms/endpoint/endpoint.hpp>

#include "common/await.hpp"
#include "common/catch.hpp"
#include "fixture.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using oms::webhook_outcome;

/// A handler that goes on until a test lets it, whatever is cancelled.
class gate {
public:
    asio::awaitable<void> pass()
    {
        ++entered;
        co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
        asio::steady_timer turn(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        waiting_ = &turn;
        while (!open_)
            co_await turn.async_wait(asio::as_tuple(asio::deferred));
        waiting_ = nullptr;
        if (fails)
            throw std::runtime_error("not this time");
        ++passed;
    }
    void open()
    {
        open_ = true;
        if (waiting_)
            waiting_->cancel();
    }

    int entered = 0;
    int passed = 0;
    bool fails = false;

private:
    asio::steady_timer* waiting_ = nullptr;
    bool open_ = false;
};

/// What was told to the observer: outcome and status.
struct told {
    webhook_outcome outcome;
    int status;
    bool operator==(const told&) const = default;
};

/// An endpoint on a context that the test runs, and its answers.
class receiving {
public:
    explicit receiving(oms::async_webhook_router router, oms::async_endpoint_options options = {})
        : endpoint(delivered::verifier(), std::move(router), std::move(options))
    {
    }

    /// The place in `answers` where the answer will be; 0 until then, -1 when cancelled.
    std::size_t send(const delivered::request& request, asio::cancellation_slot slot = {})
    {
        answers.push_back(0);
        const std::size_t place = answers.size() - 1;
        auto answered = [this, place](std::exception_ptr thrown, oms::webhook_answer answer) {
            try {
                if (thrown)
                    std::rethrow_exception(thrown);
                answers[place] = answer.status;
            } catch (const oms::error& why) {
                answers[place] = why.code() == oms::errc::cancelled ? -1 : -2;
            }
        };
        asio::co_spawn(io, endpoint.receive(request.view()), asio::bind_cancellation_slot(slot, answered));
        return place;
    }

    void run_until_answered(std::size_t place)
    {
        io.restart();
        while (answers[place] == 0 && io.run_one() > 0)
            ;
    }

    asio::io_context io;
    oms::async_webhook_endpoint endpoint;
    std::vector<int> answers;
};

oms::endpoint_options observed(std::vector<told>& reports)
{
    return oms::endpoint_options{}.observe(
        [&](const oms::webhook_report& report) { reports.push_back({report.outcome(), report.status()}); });
}

} // namespace

TEST_CASE("F86 A delivery is handed to the coroutine once, and its repetition is acknowledged without it (G5, G10)")
{
    int handled = 0;
    std::vector<told> reports;
    receiving to(oms::async_webhook_router{[&](const oms::event&) -> asio::awaitable<void> {
                     co_await asio::post(asio::deferred);
                     ++handled;
                 }},
                 observed(reports));
    const delivered::request once(delivered::body("evt_1"));
    to.send(once);
    to.io.run();
    to.io.restart();
    to.send(once);
    to.io.run();
    CHECK(to.answers == std::vector<int>{204, 204});
    CHECK(handled == 1);
    CHECK(reports == std::vector<told>{{webhook_outcome::handled, 204}, {webhook_outcome::duplicate, 204}});
}

TEST_CASE("What is no delivery is refused with the statuses of the endpoint, and no handler is called")
{
    bool called = false;
    const oms::async_webhook_endpoint endpoint(delivered::verifier(), oms::async_webhook_router{[&](const oms::event&) {
                                                   called = true;
                                               }});
    const delivered::request good(delivered::body("evt_1"));
    oms::webhook_request get = good.view();
    get.method("GET");
    const std::string large(65 * 1024, ' ');
    oms::webhook_request too_large = good.view();
    too_large.body(large);
    oms::webhook_request compressed = good.view();
    compressed.header("Content-Encoding", "gzip");
    oms::webhook_request signed_twice = good.view();
    signed_twice.header("webhook-signature", "t=1,v1=00");
    CHECK(test::await(endpoint.receive(get)).status == 405);
    CHECK(test::await(endpoint.receive(too_large)).status == 413);
    CHECK(test::await(endpoint.receive(compressed)).status == 415);
    CHECK(test::await(endpoint.receive(signed_twice)).status == 400);
    CHECK_FALSE(called);
}

TEST_CASE("F97 A coroutine that throws is answered 500, and the event comes again")
{
    int calls = 0;
    receiving to(oms::async_webhook_router{[&](const oms::event&) -> asio::awaitable<void> {
        co_await asio::post(asio::deferred);
        if (++calls == 1)
            throw std::runtime_error("the database is away");
    }});
    const delivered::request event(delivered::body("evt_1"));
    to.run_until_answered(to.send(event));
    to.run_until_answered(to.send(event));
    CHECK(to.answers == std::vector<int>{500, 204});
    CHECK(calls == 2);
}

TEST_CASE("F97 A handler that outlasts its time is answered 503 and keeps its claim, and its success counts")
{
    std::vector<told> reports;
    gate slow;
    receiving to(oms::async_webhook_router{[&](const oms::event&) {
                     return slow.pass();
                 }},
                 oms::async_endpoint_options{observed(reports).busy_limit(0ms)}.handler_timeout(20ms));
    const delivered::request event(delivered::body("evt_1"));
    to.run_until_answered(to.send(event));
    to.run_until_answered(to.send(event));
    CHECK(to.answers == std::vector<int>{503, 503});
    CHECK(slow.entered == 1);

    slow.open();
    to.io.run(); // to the end of the handler
    to.io.restart();
    to.run_until_answered(to.send(event));
    CHECK(to.answers.back() == 204);
    CHECK(slow.entered == 1);
    CHECK(slow.passed == 1);
    CHECK(reports == std::vector<told>{{webhook_outcome::busy, 503},
                                       {webhook_outcome::busy, 503},
                                       {webhook_outcome::handled, 503},
                                       {webhook_outcome::duplicate, 204}});
}

TEST_CASE("F97 A handler that outlasts its time and fails gives its event back")
{
    gate slow;
    receiving to(oms::async_webhook_router{[&](const oms::event&) {
                     return slow.pass();
                 }},
                 oms::async_endpoint_options{}.handler_timeout(300ms));
    slow.fails = true;
    const delivered::request event(delivered::body("evt_1"));
    to.run_until_answered(to.send(event));
    slow.open();
    to.io.run();
    to.io.restart();
    slow.fails = false;
    to.run_until_answered(to.send(event));
    CHECK(to.answers == std::vector<int>{503, 204});
    CHECK(slow.entered == 2);
    CHECK(slow.passed == 1);
}

TEST_CASE("A handler whose time is over gets a cancellation that ends what it waits for")
{
    receiving to(oms::async_webhook_router{[&](const oms::event&) -> asio::awaitable<void> {
                     asio::steady_timer never(co_await asio::this_coro::executor,
                                              asio::steady_timer::time_point::max());
                     co_await never.async_wait(asio::deferred);
                 }},
                 oms::async_endpoint_options{}.handler_timeout(20ms));
    const delivered::request event(delivered::body("evt_1"));
    to.send(event);
    to.io.run(); // would not return otherwise
    CHECK(to.answers == std::vector<int>{503});
}

TEST_CASE("A delivery that is being handled is waited for, and then is a duplicate (F98)")
{
    gate slow;
    receiving to(oms::async_webhook_router{[&](const oms::event&) {
        return slow.pass();
    }});
    const delivered::request event(delivered::body("evt_1"));
    to.send(event);
    to.send(event);
    while (slow.entered == 0)
        to.io.run_one();
    asio::post(to.io, [&] { slow.open(); });
    const auto begun = std::chrono::steady_clock::now();
    to.io.run();
    CHECK(to.answers == std::vector<int>{204, 204});
    CHECK(slow.entered == 1);
    CHECK(std::chrono::steady_clock::now() - begun < 3s); // of the 5 s that it would wait
}

TEST_CASE("F98 Two events of one resource are handled one after the other, and the older one is superseded")
{
    std::vector<std::string> order;
    gate slow;
    oms::async_webhook_router router{[&](const oms::event&) {
    }};
    router.on_family([&](const oms::transaction_event&, const oms::event& e) -> asio::awaitable<void> {
        order.push_back("begin " + e.id.str());
        co_await slow.pass();
        order.push_back("end " + e.id.str());
    });
    router.on_superseded([&](const oms::event& e) { order.push_back("superseded " + e.id.str()); });
    receiving to(std::move(router));
    const delivered::request newer(delivered::transaction_body("evt_2", "txn_1", "2026-06-15T14:36:42Z"));
    const delivered::request older(delivered::transaction_body("evt_1", "txn_1", "2026-06-15T14:36:41Z"));
    to.send(newer);
    while (slow.entered == 0)
        to.io.run_one();
    to.send(older);
    asio::post(to.io, [&] { slow.open(); });
    to.io.run();
    CHECK(to.answers == std::vector<int>{204, 204});
    CHECK(order == std::vector<std::string>{"begin evt_2", "end evt_2", "superseded evt_1"});
}

TEST_CASE("A cancelled receive ends its handler, gives the event back, and leaves the caller's flags as they were")
{
    int entered = 0;
    receiving to(oms::async_webhook_router{[&](const oms::event&) -> asio::awaitable<void> {
        if (++entered > 1)
            co_return;
        asio::steady_timer never(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
        co_await never.async_wait(asio::deferred);
    }});
    const delivered::request event(delivered::body("evt_1"));
    asio::cancellation_signal cancel;
    to.send(event, cancel.slot());
    while (entered == 0)
        to.io.run_one();
    asio::post(to.io, [&] { cancel.emit(asio::cancellation_type::terminal); });
    to.io.run();
    CHECK(to.answers == std::vector<int>{-1});
    to.io.restart();
    to.send(event);
    to.io.run();
    CHECK(to.answers == std::vector<int>{-1, 204});
}

TEST_CASE("A receive that is cancelled while its handler succeeds all the same gives the answer")
{
    gate slow;
    receiving to(oms::async_webhook_router{[&](const oms::event&) {
        return slow.pass();
    }});
    const delivered::request event(delivered::body("evt_1"));
    asio::cancellation_signal cancel;
    to.send(event, cancel.slot());
    while (slow.entered == 0)
        to.io.run_one();
    asio::post(to.io, [&] { cancel.emit(asio::cancellation_type::terminal); });
    asio::post(to.io, [&] { slow.open(); });
    to.io.run();
    CHECK(to.answers == std::vector<int>{204});
}

TEST_CASE("A receive that is cancelled while it waits for its turn holds nothing")
{
    gate slow;
    receiving to(oms::async_webhook_router{[&](const oms::event&) {
        return slow.pass();
    }});
    const delivered::request event(delivered::body("evt_1"));
    to.send(event);
    while (slow.entered == 0)
        to.io.run_one();
    asio::cancellation_signal cancel;
    const std::size_t waiting = to.send(event, cancel.slot());
    asio::post(to.io, [&] { asio::post(to.io, [&] { cancel.emit(asio::cancellation_type::terminal); }); });
    to.run_until_answered(waiting);
    CHECK(to.answers[waiting] == -1);
    slow.open();
    to.io.run();
    CHECK(to.answers == std::vector<int>{204, -1});
}

TEST_CASE("receive saves and restores whether its caller throws if cancelled")
{
    const delivered::request event(delivered::body("evt_1"));
    const oms::async_webhook_endpoint endpoint(delivered::verifier(), oms::async_webhook_router{[](const oms::event&) {
                                               }});
    const auto flags_around = [&](bool before) -> asio::awaitable<bool> {
        co_await asio::this_coro::throw_if_cancelled(before);
        co_await endpoint.receive(event.view());
        co_return co_await asio::this_coro::throw_if_cancelled();
    };
    CHECK(test::await(flags_around(true)));
    CHECK_FALSE(test::await(flags_around(false)));
}

namespace {

/// Blocks, and notes on which thread.
class blocking_guard final : public oms::replay_guard {
public:
    oms::replay_claim claim(const oms::event_id& id) override
    {
        if (fails)
            throw std::runtime_error("the guard's disk is full");
        threads.push_back(std::this_thread::get_id());
        return inner_.claim(id);
    }
    void confirm(const oms::event_id& id) override
    {
        threads.push_back(std::this_thread::get_id());
        if (fails_to_confirm)
            throw std::runtime_error("the guard's disk is full");
        inner_.confirm(id);
    }
    void release(const oms::event_id& id) noexcept override { inner_.release(id); }

    bool fails = false;
    bool fails_to_confirm = false;
    std::vector<std::thread::id> threads;

private:
    oms::memory_replay_guard inner_;
};

} // namespace

TEST_CASE("Guards that block are called on the executor given for them, and handlers are not")
{
    asio::thread_pool pool(1);
    const auto guard = std::make_shared<blocking_guard>();
    std::thread::id handled_on;
    std::vector<std::thread::id> observed_on;
    const auto observer = [&](const oms::webhook_report&) {
        observed_on.push_back(std::this_thread::get_id());
    };
    receiving to(oms::async_webhook_router{[&](const oms::event&) {
                     handled_on = std::this_thread::get_id();
                 }},
                 oms::async_endpoint_options{oms::endpoint_options{}.replay(guard).observe(observer)}.guards_on(
                     pool.get_executor()));
    const delivered::request event(delivered::body("evt_1"));
    to.send(event);
    CHECK(to.answers.front() == 0);
    to.io.run();
    to.io.restart();
    const delivered::request no_event("{}");
    to.send(no_event);
    to.io.run();
    pool.join();
    CHECK(to.answers == std::vector<int>{204, 400});
    REQUIRE(observed_on.size() == 2);
    CHECK(observed_on[0] != std::this_thread::get_id());
    CHECK(observed_on[1] != std::this_thread::get_id());
    CHECK(handled_on == std::this_thread::get_id());
    REQUIRE(guard->threads.size() == 2);
    CHECK(guard->threads[0] != std::this_thread::get_id());
    CHECK(guard->threads[1] != std::this_thread::get_id());
}

TEST_CASE("The observer of a handler that outlasts its time is called on the executor of the guards (F97)")
{
    asio::thread_pool pool(1);
    std::vector<std::thread::id> observed_on;
    const auto observer = [&](const oms::webhook_report&) {
        observed_on.push_back(std::this_thread::get_id());
    };
    gate slow;
    receiving to(oms::async_webhook_router{[&](const oms::event&) {
                     return slow.pass();
                 }},
                 oms::async_endpoint_options{oms::endpoint_options{}.observe(observer)}
                     .guards_on(pool.get_executor())
                     .handler_timeout(200ms));
    const delivered::request event(delivered::body("evt_1"));
    to.run_until_answered(to.send(event));
    slow.open();
    to.io.run();
    pool.join();
    CHECK(to.answers == std::vector<int>{503});
    for (const std::thread::id& one : observed_on)
        CHECK(one != std::this_thread::get_id());
    CHECK_FALSE(observed_on.empty());
}

TEST_CASE("F97 The wait for a busy event counts towards the time of the handler")
{
    gate slow;
    receiving to(oms::async_webhook_router{[&](const oms::event&) {
                     return slow.pass();
                 }},
                 oms::async_endpoint_options{oms::endpoint_options{}.busy_limit(1h)}.handler_timeout(300ms));
    const delivered::request event(delivered::body("evt_1"));
    to.send(event);
    to.run_until_answered(to.send(event)); // not after an hour
    CHECK(to.answers.back() == 503);
    slow.open();
    to.io.run();
    CHECK(to.answers == std::vector<int>{503, 503});
    CHECK(slow.entered <= 1);
}

TEST_CASE("A guard that cannot claim is answered 503 without the handler, one that cannot confirm 204")
{
    const auto guard = std::make_shared<blocking_guard>();
    int handled = 0;
    std::vector<told> reports;
    receiving to(oms::async_webhook_router{[&](const oms::event&) {
                     ++handled;
                 }},
                 observed(reports).replay(guard));
    guard->fails = true;
    const delivered::request event(delivered::body("evt_1"));
    to.run_until_answered(to.send(event));
    CHECK(handled == 0);
    guard->fails = false;
    guard->fails_to_confirm = true;
    to.run_until_answered(to.send(event));
    CHECK(handled == 1);
    CHECK(to.answers == std::vector<int>{503, 204});
    CHECK(reports == std::vector<told>{{webhook_outcome::failed, 503}, {webhook_outcome::handled, 204}});
}

TEST_CASE("A context that is destroyed with a handler in it gives the claims back")
{
    const auto guard = std::make_shared<oms::memory_replay_guard>();
    const delivered::request event(delivered::body("evt_1"));
    {
        receiving to(oms::async_webhook_router{[&](const oms::event&) -> asio::awaitable<void> {
                         asio::steady_timer never(co_await asio::this_coro::executor,
                                                  asio::steady_timer::time_point::max());
                         co_await never.async_wait(asio::deferred);
                     }},
                     oms::endpoint_options{}.replay(guard));
        to.send(event);
        to.send(event);
        to.io.poll();
    }
    CHECK(guard->claim(oms::event_id("evt_1")) == oms::replay_claim::granted);
}

TEST_CASE("Options that cannot be meant are refused")
{
    CHECK_THROWS_AS(oms::async_endpoint_options{}.handler_timeout(0ms), oms::error);
}
