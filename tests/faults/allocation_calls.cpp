// F110: memory that runs out anywhere in a call, over a transport that answers from a script.
#include "common/catch.hpp"
#include "scripted_client.hpp"
#include "short_memory.hpp"

#include <boost/asio/detached.hpp>

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace {

using oms::errc;
using oms::exchange_phase;
using test::fail_each_allocation;
using test::scripted_client;
using test::short_memory;

using start_of_call = std::function<boost::asio::awaitable<oms::customer>(const oms::client&)>;

/// How a call ended while memory was short.
struct call_end {
    bool value = false;
    bool bad_alloc = false;
    oms::error failure;
};

/// Memory is short from the start of the call to its end.
boost::asio::awaitable<void> call_with(short_memory& memory, const start_of_call& start, const oms::client& client,
                                       call_end& end)
{
    memory.begin();
    try {
        co_await start(client);
        memory.end();
        end.value = true;
    } catch (const std::bad_alloc&) {
        memory.end();
        end.bad_alloc = true;
    } catch (const oms::error& why) {
        memory.end();
        end.failure = why;
    }
}

boost::asio::awaitable<oms::customer> get_customer(const oms::client& client)
{
    return client.customers().get(oms::customer_id("cst_1"));
}

boost::asio::awaitable<oms::customer> create_customer(const oms::client& client)
{
    return client.customers().create(oms::new_customer().first_name("a first name that is not short at all"));
}

boost::asio::awaitable<oms::customer> close_account(const oms::client& client)
{
    return client.customers().remove(oms::customer_id("cst_1"));
}

/// Runs the call over `script` with each allocation failing, and after each try a call with all the memory there is.
/// Gives how many failed. No script here makes the call stand still or ask for a token: Boost 1.81 itself terminates
/// the program where a strand, a timer on one, or co_spawn finds no memory.
long run_out_in(const start_of_call& start, const std::vector<scripted_step>& script)
{
    const auto seen = fail_each_allocation([&](short_memory& memory) {
        scripted_client stage;
        stage.wire->then(scripted_step::answer(200, test::smallest_customer)); // the client has a token from here on
        REQUIRE(stage.run(get_customer(*stage.client)).has_value());
        stage.wire->requests.clear();
        for (const scripted_step& each : script)
            stage.wire->then(each);
        call_end end;
        boost::asio::co_spawn(stage.io, call_with(memory, start, *stage.client, end), boost::asio::detached);
        bool escaped = false;
        try {
            stage.pass_time();
        } catch (const std::bad_alloc&) { // Asio's own operations have no other way to say it
            escaped = true;
        }
        memory.end();
        CHECK((escaped || end.value || end.bad_alloc || end.failure.code()));
        if (end.failure.code() == errc::unauthorized)
            FAIL_CHECK("memory ran out, but something else is blamed: " << end.failure.what());

        // I3: whatever was sent was sent with one key and one body.
        std::set<std::string> keys, bodies;
        for (const oms::http_request& sent : stage.wire->requests) {
            keys.insert(std::string(sent.headers.find("Idempotency-Key").value_or("")));
            bodies.insert(sent.body);
        }
        CHECK(keys.size() <= 1);
        CHECK(bodies.size() <= 1);
        CHECK(stage.wire->requests.size() <= script.size());
        if (end.failure.code() && end.failure.delivery() == oms::delivery::not_sent)
            CHECK(stage.wire->requests.empty());

        // The client is as good as before, once what was left of the script is through.
        stage.wire->then(scripted_step::answer(200, test::smallest_customer));
        bool works = false;
        for (std::size_t i = 0; i <= script.size() && !works; ++i)
            works = stage.run(get_customer(*stage.client)).has_value();
        CHECK(works);
    });
    CHECK(seen.leaked == 0);
    return seen.failures;
}

} // namespace

TEST_CASE("F110 Memory that runs out in a call ends that call, and the next one succeeds")
{
    const scripted_step done = scripted_step::answer(200, test::smallest_customer);
    CHECK(run_out_in(get_customer, {done}) > 10);
    CHECK(run_out_in(create_customer, {done}) > 10);
    CHECK(run_out_in(close_account, {done}) > 10);
}

TEST_CASE("F110 Memory that runs out while a request is sent again never changes its key or its bytes")
{
    const scripted_step stale = scripted_step::failure(errc::connection_lost, exchange_phase::nothing_written, true);
    const scripted_step done = scripted_step::answer(200, test::smallest_customer);
    CHECK(run_out_in(create_customer, {stale, done}) > 10);
    CHECK(run_out_in(get_customer, {stale, done}) > 10);
}

TEST_CASE("F110 Memory that runs out while a refusal is read gives the refusal or bad_alloc")
{
    const scripted_step refused = scripted_step::answer(422, R"({"code":"insufficient_funds","message":"not enough",
        "type":"unprocessable","details":[{"field":"source.amount","message":"too much"}],"requestId":"req_1"})");
    CHECK(run_out_in(create_customer, {refused}) > 10);
    CHECK(run_out_in(get_customer, {scripted_step::answer(200, R"({"id":)")}) > 10);
}
