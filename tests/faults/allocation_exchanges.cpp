// F110: memory that runs out anywhere while a connection is opened and a request goes over it, on loopback.
#include "common/catch.hpp"
#include "common/net_fixture.hpp"
#include "short_memory.hpp"

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
            CHECK((result.failure == errc{} || result.phase == exchange_phase::not_connected));
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
