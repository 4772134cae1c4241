// F110: memory that runs out anywhere while a connection is opened and a request goes over it, on loopback.
#include "common/catch.hpp"
#include "common/net_fixture.hpp"
#include "short_memory.hpp"

#include <oms/net/pending_exchange.hpp>

#include <boost/asio/error.hpp>

#include <deque>
#include <functional>
#include <future>
#include <string>

namespace {

using namespace net_test;
using oms::errc;
using oms::exchange_phase;
using test::short_memory;

/// Runs `io` until nothing is left to do. Where one of Asio's own operations finds no memory, run() throws and goes on.
long run_short(boost::asio::io_context& io, short_memory& memory)
{
    long escaped = 0;
    memory.begin();
    for (bool more = true; more;) {
        try {
            io.run_for(std::chrono::seconds(20));
            more = false;
        } catch (const std::bad_alloc&) {
            ++escaped;
        }
    }
    memory.end();
    return escaped;
}

/// Two exchanges while memory is short, then one with all there is.
void exchange_with_short_memory(const server& api, const std::string& host, short_memory& memory)
{
    boost::asio::io_context io;
    transport_terms terms;
    terms.host = host;
    const auto over = connect_to(io.get_executor(), api, terms);
    const auto first = start(io.get_executor(), over, post("/first", "{}"));
    const auto second = start(io.get_executor(), over, post("/second", "{}"));
    run_short(io, memory);
    CHECK(io.stopped());
    for (const auto& outcome : {first, second}) {
        try {
            const oms::exchange_result result = outcome->get();
            const bool on_the_wire =
                result.failure == errc::connection_lost && result.cause == boost::asio::error::no_memory;
            CHECK((result.failure == errc{} || result.phase == exchange_phase::not_connected || on_the_wire));
        } catch (const std::bad_alloc&) {
        } catch (const std::future_error&) { // its coroutine went with the operation that found no memory
        }
    }
    CHECK(over->metrics().connecting == 0);
    CHECK(over->metrics().leased == 0);
    CHECK(over->metrics().waiting == 0);
    io.restart();
    CHECK(run(io, over, get("/next")).response.body == "/next");
}

} // namespace

// One at a time, not all from one on: Boost 1.81 posts the rest of a coroutine whose operation found no memory from a
// destructor, and ends the program when there is none for that either.
TEST_CASE("F110 Memory that runs out while connections are opened and used ends these exchanges, and the next succeeds")
{
    const std::string host = GENERATE("127.0.0.1", "localhost");
    CAPTURE(host);
    server api(echo_paths, protocol::plain);
    long failures = 0;
    for (bool happened = true; happened; failures += happened) {
        CAPTURE(failures);
        short_memory memory(failures, short_memory::manner::one);
        exchange_with_short_memory(api, host, memory);
        happened = memory.happened();
    }
    CHECK(failures > 30);
}

TEST_CASE("F110 Exchanges over connections that are open allocate nothing, so that memory cannot run out on them")
{
    const std::size_t at_a_time = GENERATE(std::size_t{1}, std::size_t{4}); // of which two wait
    CAPTURE(at_a_time);
    server api(echo_paths, protocol::plain);
    boost::asio::io_context io;
    transport_terms terms;
    terms.pool.max_connections = 2;
    const auto over = connect_to(io.get_executor(), api, terms);
    const oms::http_request request = get("/what-is-echoed-does-not-fit-into-a-small-string");
    const oms::exchange_limits limits;
    std::deque<oms::detail::pending_exchange> exchanges(at_a_time);
    std::function<void(oms::detail::pending_exchange&)> again;
    short_memory memory(0, short_memory::manner::lasting);
    std::size_t ended = 0;
    bool all_well = true;
    const auto done = [&](oms::detail::pending_exchange& exchange) {
        all_well = all_well && exchange.result().failure == errc{} && exchange.result().response.body == request.target;
        if (++ended == 100)
            memory.begin();
        if (ended < 1000)
            again(exchange);
        else
            memory.end();
    };
    again = [&](oms::detail::pending_exchange& exchange) {
        exchange.async_run(*over->direct(), request, limits, [&done, &exchange] { done(exchange); });
    };
    for (auto& exchange : exchanges)
        again(exchange);
    io.run();
    CHECK(ended == 1000 + at_a_time - 1);
    CHECK(all_well);
    CHECK_FALSE(memory.happened());
}
