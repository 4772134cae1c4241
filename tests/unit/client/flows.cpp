#include "flows_stage.hpp"

using namespace flow;

TEST_CASE("(C13) a send quotes, asks, and executes what was agreed to")
{
    stage on;
    const agreeing customer;
    const auto sent = on.send(customer, keyed());
    REQUIRE(sent.has_value());
    REQUIRE(std::holds_alternative<begun>(*sent));
    CHECK(std::get<begun>(*sent).quote.id.view() == "qt_1");
    CHECK(std::get<begun>(*sent).transaction.id.view() == "txn_1");
    CHECK(*customer.seen == lines{"qt_1 101.00"});
    CHECK(on.service->log == lines{"quote pay-7.quote.1", "read qt_1", "execute qt_1 pay-7.execute.1"});
    CHECK(on.service->executions == 1);
}

TEST_CASE("(C13) without a key of the caller the flow makes one, and reads no quote before it asks")
{
    stage on;
    REQUIRE(on.send(agrees).has_value());
    REQUIRE(on.service->log.size() == 2);
    const std::string key = on.service->sent_with[0].idempotency_key().str();
    REQUIRE(key.size() == 36 + 8);
    const std::string base = key.substr(0, 36);
    CHECK(on.service->log == lines{"quote " + base + ".quote.1", "execute qt_1 " + base + ".execute.1"});

    REQUIRE(on.send(agrees).has_value());
    CHECK(on.service->executions == 2);
}

TEST_CASE("(C13) a refusal of the customer executes nothing and gives the quote that was refused")
{
    stage on;
    const auto refuses = [](const offer&) {
        return false;
    };
    for (const oms::call_options& options : {oms::call_options(), keyed()}) {
        const auto sent = on.send(refuses, options);
        REQUIRE(sent.has_value());
        REQUIRE(std::holds_alternative<refused>(*sent));
        CHECK_FALSE(std::get<refused>(*sent).quote.id.empty());
    }
    CHECK(on.service->executions == 0);
    for (const std::string& line : on.service->log)
        CHECK_FALSE(line.starts_with("execute"));
}

TEST_CASE("(C13) the customer may be asked by a function, a coroutine, and what cannot be copied")
{
    stage on;
    CHECK(on.send(&agrees).has_value());
    const auto coroutine = [](const offer& shown) -> asio::awaitable<bool> {
        co_return shown.id.view() == "qt_2";
    };
    const auto second = on.send(coroutine);
    REQUIRE(second.has_value());
    CHECK(std::holds_alternative<begun>(*second));
    const auto third = on.send(coroutine);
    REQUIRE(third.has_value());
    CHECK(std::holds_alternative<refused>(*third));

    const auto heavy = [kept = std::make_unique<std::string>("qt_4")](const offer& shown) {
        return shown.id.view() == *kept;
    };
    const auto fourth = on.run(on.client.flows().send(new_order, std::ref(heavy)));
    REQUIRE(fourth.has_value());
    CHECK(std::holds_alternative<begun>(*fourth));
}

TEST_CASE("(C13) a quote that ran out while the customer decided is quoted and approved anew, and executed once")
{
    for (const bool with_key : {false, true}) {
        CAPTURE(with_key);
        stage on;
        const agreeing customer;
        const auto slow_at_first = [&](const offer& shown) {
            if (customer.seen->empty())
                on.service->clock->advance(6min);
            return customer(shown);
        };
        const auto sent = on.send(slow_at_first, with_key ? keyed() : oms::call_options());
        REQUIRE(sent.has_value());
        REQUIRE(std::holds_alternative<begun>(*sent));
        CHECK(std::get<begun>(*sent).quote.id.view() == "qt_2");
        CHECK(*customer.seen == lines{"qt_1 101.00", "qt_2 102.00"});
        CHECK(on.service->executions == 1);
        if (with_key)
            CHECK(on.service->log == lines{"quote pay-7.quote.1", "read qt_1", "read qt_1",
                                           "execute qt_1 pay-7.execute.1", "quote pay-7.quote.2", "read qt_2",
                                           "execute qt_2 pay-7.execute.2"});
    }
}

TEST_CASE("(C13) a clock that runs ahead costs a read, not a quote")
{
    stage on;
    const auto ahead = std::make_shared<fake_clock>();
    ahead->step_wall(1h);
    const auto sent = on.run(oms::detail::send_flow(
        on.service, ahead, new_order.fields(), oms::expected_kind::crypto_to_crypto,
        [](const oms::any_quote&) { return oms::detail::answered(true); }, keyed()));
    REQUIRE(sent.has_value());
    CHECK(sent->transaction.has_value());
    CHECK(on.service->log == lines{"quote pay-7.quote.1", "read qt_1", "read qt_1", "execute qt_1 pay-7.execute.1"});
}

TEST_CASE("(C13) when the service finds the quote expired at its execution, the next one is quoted and approved")
{
    stage on;
    on.service->expire_at_execution = 1;
    const agreeing customer;
    const auto sent = on.send(customer, keyed());
    REQUIRE(sent.has_value());
    CHECK(std::holds_alternative<begun>(*sent));
    CHECK(*customer.seen == lines{"qt_1 101.00", "qt_2 102.00"});
    CHECK(on.service->executions == 1);
    CHECK(on.service->log.back() == "execute qt_2 pay-7.execute.2");
}

TEST_CASE("(C13) after five quotes that ran out the flow gives up, and nothing moved")
{
    stage refused_by_service;
    refused_by_service.service->expire_at_execution = 100;
    const agreeing customer;
    const auto sent = refused_by_service.send(customer, keyed());
    REQUIRE(sent.has_error());
    CHECK(sent.error().code() == errc::unprocessable);
    CHECK(sent.error().server_code() == oms::server_code::quote_expired);
    CHECK(sent.error().delivery() == delivery::refused);
    CHECK(sent.error().idempotency_key() == "pay-7");
    CHECK(customer.seen->size() == 5);
    CHECK(refused_by_service.service->executions == 0);

    stage too_slow;
    const auto sleeps = [&](const offer&) {
        too_slow.service->clock->advance(1h);
        return true;
    };
    const auto late = too_slow.send(sleeps);
    REQUIRE(late.has_error());
    CHECK(late.error().code() == errc::unprocessable);
    CHECK(late.error().server_code() == oms::server_code::quote_expired);
    CHECK(late.error().delivery() == delivery::not_sent);
    CHECK(too_slow.service->executions == 0);
    CHECK(too_slow.service->log.size() == 10);
}

TEST_CASE("(C13) a quote in an unknown state is shown and left to the service, never quoted anew")
{
    stage on;
    on.service->made_as = oms::quote_status("pondering");
    const auto sent = on.send(agrees, keyed());
    REQUIRE(sent.has_value());
    CHECK(on.service->executions == 1);
    CHECK(on.service->log.size() == 3);
}
