// Exchanges without a coroutine, whose callers, network and cancellations are on threads of their own.
#include "common/catch.hpp"
#include "common/net_fixture.hpp"

#include <oms/net/pending_exchange.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <atomic>
#include <deque>
#include <random>
#include <thread>
#include <vector>

namespace {

using namespace net_test;
using oms::errc;
namespace asio = boost::asio;

/// One exchange after another; some are cancelled, soon after they have begun.
class caller {
public:
    caller(std::shared_ptr<oms::transport> over, asio::any_io_executor on, unsigned seed, int exchanges)
        : over_(std::move(over)), strand_(asio::make_strand(std::move(on))), random_(seed), left_(exchanges)
    {
    }

    void start()
    {
        asio::post(strand_, [this] { next(); });
    }

    int succeeded = 0;
    int cancelled = 0;
    int others = 0;

private:
    void next()
    {
        if (left_-- == 0)
            return;
        exchange_.async_run(
            *over_->direct(), request_, limits_,
            asio::bind_cancellation_slot(signal_.slot(), asio::bind_executor(strand_, [this] { end(); })));
        if (random_() % 4 == 0)
            asio::post(strand_, [this] { signal_.emit(asio::cancellation_type::terminal); });
    }

    void end()
    {
        const oms::exchange_result& result = exchange_.result();
        if (result.failure == errc{} && result.response.body == request_.target)
            ++succeeded;
        else if (result.failure == errc::cancelled)
            ++cancelled;
        else
            ++others;
        next();
    }

    const std::shared_ptr<oms::transport> over_;
    const asio::strand<asio::any_io_executor> strand_;
    const oms::http_request request_ = get("/a-path-that-does-not-fit-into-a-small-string");
    const oms::exchange_limits limits_;
    oms::detail::pending_exchange exchange_;
    asio::cancellation_signal signal_;
    std::mt19937 random_;
    int left_;
};

} // namespace

TEST_CASE("F101 F105 Exchanges that many threads begin, run and cancel end once each, and leave nothing behind")
{
    const bool same_context = GENERATE(false, true);
    CAPTURE(same_context);
    const int each = 150;
    server api(echo_paths, protocol::plain);
    asio::thread_pool others(2);
    asio::io_context network;
    auto work = asio::make_work_guard(network);
    transport_terms terms;
    terms.pool.max_connections = 3;
    const auto over = connect_to(network.get_executor(), api, terms);
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] { network.run(); });
    {
        std::deque<caller> callers;
        for (unsigned i = 0; i < 8; ++i) {
            if (same_context)
                callers.emplace_back(over, network.get_executor(), i, each);
            else
                callers.emplace_back(over, others.get_executor(), i, each);
            callers.back().start();
        }
        if (!same_context)
            others.join();
        work.reset();
        for (std::thread& one : threads)
            one.join();
        int cancelled = 0;
        for (const caller& one : callers) {
            CHECK(one.succeeded + one.cancelled == each);
            CHECK(one.others == 0);
            cancelled += one.cancelled;
        }
        CHECK(cancelled > 0);
    }
    const oms::pool_metrics after = over->metrics();
    CHECK(after.leased == 0);
    CHECK(after.waiting == 0);
    CHECK(after.connecting == 0);
}
