#include "common/catch.hpp"
#include "wait_bench.hpp"

#include <chrono>
#include <string>

// Waits for cash-ins and endorsements: the same loop as for transactions.

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using oms::errc;

const oms::cash_in_id some_cash_in{"ci_1"};
const oms::customer_id somebody{"cst_1"};

scripted_step cash_in_shows(std::string_view status, int second)
{
    return scripted_step::answer(200, R"({"id":"ci_1","object":"cashIn","status":")" + std::string(status) +
                                          R"(","updatedAt":")" + at_second(second) + "\"}");
}

oms::event cash_in_tells(std::string_view status, int second)
{
    oms::cash_in_event changed;
    changed.cash_in.id = some_cash_in;
    changed.cash_in.status = oms::cash_in_status(status);
    changed.cash_in.updated_at = oms::timestamp(at_second(second));
    return event_of(std::move(changed));
}

scripted_step customer_shows(std::string_view endorsements, int second)
{
    return scripted_step::answer(200, R"({"id":"cst_1","object":"customer","status":"active","updatedAt":")" +
                                          at_second(second) + R"(","endorsements":[)" + std::string(endorsements) +
                                          "]}");
}

std::string usd(std::string_view status)
{
    return R"({"name":"usd","status":")" + std::string(status) + "\"}";
}

oms::event customer_tells(std::string_view name, std::string_view status, int second)
{
    oms::endorsement_event changed;
    changed.customer.id = somebody;
    changed.customer.updated_at = oms::timestamp(at_second(second));
    changed.customer.endorsements.resize(1);
    changed.customer.endorsements[0].name = oms::endorsement_name(name);
    changed.customer.endorsements[0].status = oms::endorsement_status(status);
    return event_of(std::move(changed));
}

auto wait_for_usd(wait_bench& bench, std::chrono::milliseconds at_most = 10min)
{
    return bench.client->customers().wait_endorsement(somebody, oms::endorsement_name::usd, at_most);
}

} // namespace

TEST_CASE("(C8) a wait for a cash-in ends when it is completed, failed or expired, and on no other state")
{
    for (const char* end : {"completed", "failed", "expired"}) {
        CAPTURE(end);
        wait_bench bench;
        for (const char* before : {"pending", "processing", "onTheMoon"})
            bench.wire->then(cash_in_shows(before, 10));
        bench.wire->then(cash_in_shows(end, 20));
        const auto done = bench.run(bench.client->cash_ins().wait(some_cash_in, 10min));
        REQUIRE(done.has_value());
        CHECK(done->status.text() == end);
        CHECK(bench.reads() == 4);
        CHECK(bench.wire->requests[0].target == "/v0.9/cash-ins/ci_1");
        CHECK(bench.waits() == 0);
    }
}

TEST_CASE("(C8) an event of the cash-in, or of the transaction that it made, wakes its wait")
{
    for (const bool by_transaction : {false, true}) {
        CAPTURE(by_transaction);
        wait_bench bench;
        bench.wire->then(cash_in_shows("processing", 10));
        const auto call = bench.start(bench.client->cash_ins().wait(some_cash_in, 10min));
        const auto before = bench.clock->now();
        bench.notify(cash_in_tells("processing", 10));
        CHECK(bench.reads() == 1);

        bench.wire->then(cash_in_shows("completed", 20));
        if (by_transaction) {
            oms::transaction_event changed;
            auto made = told_transaction<oms::fiat_to_crypto>("completed", 5, "txn_9");
            made.cash_in_id = some_cash_in;
            changed.transaction = made;
            bench.notify(event_of(changed));
        } else {
            bench.notify(cash_in_tells("completed", 20));
        }
        REQUIRE(call->outcome);
        CHECK(call->outcome->has_value());
        CHECK(bench.clock->now() == before);
    }
}

TEST_CASE("(C8) transactions that say nothing of a cash-in do not wake its wait")
{
    wait_bench bench;
    bench.wire->then(cash_in_shows("processing", 10));
    const auto call = bench.start(bench.client->cash_ins().wait(some_cash_in, 10min));
    oms::transaction_event changed;
    changed.transaction = told_transaction<oms::fiat_to_crypto>("completed", 20);
    bench.notify(event_of(changed));
    bench.notify(tells("completed", 20, "txn_ci_1"));
    CHECK(bench.reads() == 1);
    CHECK_FALSE(call->outcome);
    call->cancel.emit(asio::cancellation_type::terminal);
    bench.settle();
}

TEST_CASE("(C8) a wait for a cash-in whose time is over tells its state")
{
    wait_bench bench;
    for (int i = 0; i < 20; ++i)
        bench.wire->then(cash_in_shows("pending", 10));
    const auto ended = bench.run(bench.client->cash_ins().wait(some_cash_in, 5s));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::wait_expired);
    CHECK(ended.error().path_template() == "/cash-ins/{cashInId}");
    CHECK_THAT(ended.error().what(), ContainsSubstring("pending"));
}

TEST_CASE("(C8) a wait for an endorsement ends when it is decided or needs action, however it is written")
{
    for (const auto& [written, read] : {std::pair("ACTIVE", "ACTIVE"), std::pair("active", "ACTIVE"),
                                        std::pair("Rejected", "REJECTED"), std::pair("needs_action", "NEEDS_ACTION")}) {
        CAPTURE(written);
        wait_bench bench;
        bench.wire->then(customer_shows("", 10));
        bench.wire->then(customer_shows(R"({"name":"basic","status":"ACTIVE"})", 11));
        bench.wire->then(customer_shows(usd("PENDING"), 12));
        bench.wire->then(customer_shows(usd("pondering"), 13));
        bench.wire->then(customer_shows(R"({"name":"basic","status":"ACTIVE"},)" + usd(written), 14));
        const auto done = bench.run(wait_for_usd(bench));
        REQUIRE(done.has_value());
        CHECK(done->name == oms::endorsement_name::usd);
        CHECK(done->status.text() == read);
        CHECK(bench.reads() == 5);
        CHECK(bench.wire->requests[0].target == "/v0.9/customers/cst_1");
    }
}

TEST_CASE("(C8) an event of the customer wakes the wait for its endorsement, but not for another one's")
{
    wait_bench bench;
    bench.wire->then(customer_shows(usd("PENDING"), 10));
    const auto call = bench.start(wait_for_usd(bench));
    bench.notify(customer_tells("basic", "ACTIVE", 20));
    bench.notify(customer_tells("usd", "PENDING", 20));
    CHECK(bench.reads() == 1);
    bench.wire->then(customer_shows(usd("ACTIVE"), 21));
    bench.notify(customer_tells("usd", "ACTIVE", 21));
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
    CHECK(bench.waits() == 0);
}

TEST_CASE("(C8) an event of the customer that shows no endorsements is a reason to look")
{
    wait_bench bench;
    bench.wire->then(customer_shows(usd("PENDING"), 10));
    const auto call = bench.start(wait_for_usd(bench));
    bench.wire->then(customer_shows(usd("ACTIVE"), 20));
    oms::endorsement_event changed;
    changed.customer.id = somebody;
    bench.notify(event_of(changed));
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
}

TEST_CASE("(C8) a wait for an endorsement without a name is refused, and nothing is sent")
{
    wait_bench bench;
    const auto ended = bench.run(bench.client->customers().wait_endorsement(oms::customer_id("cst_1"), {}, 5s));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::invalid_argument);
    CHECK(bench.reads() == 0);
}

TEST_CASE("(C8) a wait for an endorsement that is never shown says so at its deadline")
{
    wait_bench bench;
    for (int i = 0; i < 20; ++i)
        bench.wire->then(customer_shows("", 10));
    const auto ended = bench.run(wait_for_usd(bench, 5s));
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code() == errc::wait_expired);
    CHECK(ended.error().path_template() == "/customers/{customerId}");
    CHECK_THAT(ended.error().what(), ContainsSubstring("no state was seen"));
}
