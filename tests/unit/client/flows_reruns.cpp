#include "flows_stage.hpp"

using namespace flow;

TEST_CASE("(C13) an order that was executed before gives its transaction again without asking")
{
    stage on;
    REQUIRE(on.send(agrees, keyed()).has_value());
    for (int i = 0; i < 3; ++i) {
        on.service->log.clear();
        const auto again = on.send(never, keyed());
        REQUIRE(again.has_value());
        REQUIRE(std::holds_alternative<begun>(*again));
        CHECK(std::get<begun>(*again).transaction.id.view() == "txn_1");
        CHECK(on.service->log == lines{"quote pay-7.quote.1", "read qt_1", "execute qt_1 pay-7.execute.1"});
    }
    CHECK(on.service->executions == 1);
}

TEST_CASE("(C13) a rerun passes by the quotes that ran out in the run before")
{
    stage on;
    on.service->expire_at_execution = 2;
    REQUIRE(on.send(agrees, keyed()).has_value());
    const auto again = on.send(never, keyed());
    REQUIRE(again.has_value());
    REQUIRE(std::holds_alternative<begun>(*again));
    CHECK(std::get<begun>(*again).transaction.id.view() == "txn_1");
    CHECK(on.service->executions == 1);
}

TEST_CASE(
    "(C13) a request or an answer lost at any step ends the flow, and a rerun with the key of the error moves the "
    "money exactly once")
{
    for (const bool expires : {false, true})
        for (const bool with_key : {false, true})
            for (const auto how : {flows_service::loss::request, flows_service::loss::answer})
                for (int step = 1; step <= 8; ++step) {
                    CAPTURE(expires, with_key, static_cast<int>(how), step);
                    stage on;
                    on.service->expire_at_execution = expires ? 1 : 0;
                    on.service->how = how;
                    on.service->lost_request = step;
                    const auto first = on.send(agrees, with_key ? keyed() : oms::call_options());
                    if (first.has_value()) { // the flow had fewer steps
                        CHECK(static_cast<int>(on.service->log.size()) < step);
                        CHECK(on.service->executions == 1);
                        continue;
                    }
                    REQUIRE(static_cast<int>(on.service->log.size()) == step); // it ended at once
                    CHECK(first.error().delivery() == delivery::maybe_applied);
                    const int executed_before = on.service->executions;

                    oms::call_options rerun;
                    rerun.idempotency_key(first.error().idempotency_key());
                    const agreeing customer;
                    const auto second = on.send(customer, rerun);
                    REQUIRE(second.has_value());
                    CHECK(std::get<begun>(*second).transaction.id.view() == "txn_1");
                    CHECK(on.service->executions == 1);
                    CHECK((customer.seen->empty()) == (executed_before == 1));
                }
}

TEST_CASE(
    "(C13) a rerun finds an execution of the run before that is still under way, though its quote reads as expired")
{
    stage on;
    const agreeing customer;
    on.service->lost_request = 3;
    on.service->how = flows_service::loss::request;
    const auto lost = on.send(customer, keyed());
    REQUIRE(lost.has_error());
    CHECK(lost.error().delivery() == delivery::maybe_applied);

    on.service->begin_slow_execution("pay-7.execute.1", "qt_1");
    on.service->clock->advance(6min);
    const auto sent = on.send(customer, keyed());
    REQUIRE(sent.has_value());
    REQUIRE(std::holds_alternative<begun>(*sent));
    CHECK(std::get<begun>(*sent).quote.id.view() == "qt_1");
    on.service->finish_slow_executions();
    CHECK(on.service->executions == 1);
    CHECK(customer.seen->size() == 1);
}

TEST_CASE("(C13) a customer who refuses in a rerun is told when the run before has executed the quote meanwhile")
{
    stage on;
    const agreeing customer;
    on.service->lost_request = 3;
    on.service->how = flows_service::loss::request;
    REQUIRE(on.send(customer, keyed()).has_error());

    on.service->begin_slow_execution("pay-7.execute.1", "qt_1");
    const auto too_late = [&](const offer&) {
        on.service->finish_slow_executions();
        return false;
    };
    const auto sent = on.send(too_late, keyed());
    REQUIRE(sent.has_value());
    CHECK(std::holds_alternative<begun>(*sent));
    CHECK(on.service->executions == 1);
}

TEST_CASE("(C13) a quote that somebody else accepted is an error, and no reason for a second quote")
{
    stage on;
    const auto shown = on.run(on.client.quotes().create(new_order, keyed("pay-7.quote.1")));
    REQUIRE(shown.has_value());
    REQUIRE(on.run(on.client.transactions().execute(*shown, keyed("somebody-else"))).has_value());
    on.service->log.clear();
    const auto sent = on.send(never, keyed());
    REQUIRE(sent.has_error());
    CHECK(sent.error().server_code() == oms::server_code::quote_already_accepted);
    CHECK(on.service->log == lines{"quote pay-7.quote.1", "read qt_1", "execute qt_1 pay-7.execute.1"});
    CHECK(on.service->executions == 1);
}

TEST_CASE("(C13) expired by the word of a lost or doubtful answer is no reason for a second quote")
{
    for (const delivery doubtful : {delivery::maybe_applied, delivery::applied, delivery::not_sent}) {
        stage on;
        on.service->execution_failure =
            oms::error::builder(errc::unprocessable).server_code(oms::server_code::quote_expired).delivery(doubtful);
        const auto sent = on.send(agrees);
        REQUIRE(sent.has_error());
        CHECK(sent.error().delivery() == doubtful);
        CHECK(on.service->log.size() == 2);
    }
}

TEST_CASE("(C13) when the service calls a quote accepted and yet expired, no second quote is made")
{
    stage on;
    REQUIRE(on.send(agrees, keyed()).has_value());
    on.service->log.clear();
    on.service->execution_failure = oms::error::builder(errc::unprocessable)
                                        .server_code(oms::server_code::quote_expired)
                                        .delivery(delivery::refused);
    const auto again = on.send(never, keyed());
    REQUIRE(again.has_error());
    CHECK(again.error().server_code() == oms::server_code::quote_expired);
    CHECK(on.service->log == lines{"quote pay-7.quote.1", "read qt_1", "execute qt_1 pay-7.execute.1"});
}
