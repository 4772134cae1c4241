#include <oms/endpoint/impl/bell.hpp>

#include "common/await.hpp"
#include "common/catch.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <thread>

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<bool> rings_before_the_wait()
{
    oms::detail::bell bell(co_await asio::this_coro::executor);
    bell.rope()();
    co_await bell.async_wait(oms::detail::bell::time_point::max(), asio::as_tuple(asio::deferred));
    co_return bell.rung();
}

asio::awaitable<bool> waits_until_its_limit()
{
    oms::detail::bell bell(co_await asio::this_coro::executor);
    co_await bell.async_wait(std::chrono::steady_clock::now() + 1ms, asio::as_tuple(asio::deferred));
    co_return bell.rung();
}

asio::awaitable<void> rung_by(asio::any_io_executor other)
{
    oms::detail::bell bell(co_await asio::this_coro::executor);
    asio::post(other, bell.rope());
    co_await bell.wait();
}

asio::awaitable<std::thread::id> thread_of(asio::any_io_executor where)
{
    co_await asio::this_coro::throw_if_cancelled(false);
    const auto ran_on = std::make_shared<std::thread::id>();
    std::function<void()> work = [ran_on] {
        *ran_on = std::this_thread::get_id();
    };
    co_await oms::detail::run_on(where, std::move(work));
    co_return *ran_on;
}

asio::awaitable<void> throwing(asio::any_io_executor where)
{
    std::function<void()> work = [] {
        throw std::runtime_error("the disk is full");
    };
    co_await oms::detail::run_on(where, std::move(work));
}

} // namespace

TEST_CASE("A ring that comes before the wait is not lost, and a limit is no ring")
{
    CHECK(test::await(rings_before_the_wait()));
    CHECK_FALSE(test::await(waits_until_its_limit()));
}

TEST_CASE("A bell is rung from other threads, and its rope may outlive it and its context")
{
    asio::thread_pool pool(1);
    for (int i = 0; i < 200; ++i)
        test::await(rung_by(pool.get_executor()));
    std::function<void()> rope;
    {
        asio::io_context io;
        const oms::detail::bell bell(io.get_executor());
        rope = bell.rope();
    }
    rope();
    pool.join();
}

TEST_CASE("Work is done on the executor given for it, here without one, and what it throws comes back")
{
    asio::thread_pool pool(1);
    CHECK(test::await(thread_of(pool.get_executor())) != std::this_thread::get_id());
    CHECK(test::await(thread_of({})) == std::this_thread::get_id());
    CHECK_THROWS_AS(test::await(throwing(pool.get_executor())), std::runtime_error);
    CHECK_THROWS_AS(test::await(throwing({})), std::runtime_error);
    pool.join();
}

TEST_CASE("Work that its executor drops is done here")
{
    auto ending = std::make_unique<asio::io_context>();
    const asio::any_io_executor where = ending->get_executor();
    asio::io_context io;
    std::thread::id ran_on;
    asio::co_spawn(io, thread_of(where), [&](std::exception_ptr, std::thread::id id) { ran_on = id; });
    io.poll();
    CHECK(ran_on == std::thread::id());
    ending.reset(); // with the work in it
    io.run();
    CHECK(ran_on == std::this_thread::get_id());
}
