#include "flows_stage.hpp"

using namespace flow;

TEST_CASE("(C13) an error of a step is the flow's error, with the flow's key")
{
    stage on;
    on.service->execution_failure = oms::error::builder(errc::unprocessable)
                                        .server_code(oms::server_code::insufficient_funds)
                                        .operation("POST", "/transactions")
                                        .delivery(delivery::refused)
                                        .key("pay-7.execute.1");
    const auto sent = on.send(agrees, keyed());
    REQUIRE(sent.has_error());
    CHECK(sent.error().server_code() == oms::server_code::insufficient_funds);
    CHECK(sent.error().path_template() == "/transactions");
    CHECK(sent.error().idempotency_key() == "pay-7");
    CHECK(on.service->log.size() == 3);
}

TEST_CASE("(C13) what the approval throws passes through, and nothing moved")
{
    stage on;
    const auto breaks = [](const offer&) -> bool {
        throw std::runtime_error("the customer hung up");
    };
    CHECK_THROWS_WITH(on.send(breaks, keyed()), "the customer hung up");
    const auto breaks_later = [](const offer&) -> asio::awaitable<bool> {
        throw oms::error(errc::not_available, "no customer");
        co_return true;
    };
    const auto sent = on.send(breaks_later, keyed());
    REQUIRE(sent.has_error());
    CHECK(sent.error().code() == errc::not_available);
    CHECK(sent.error().idempotency_key().empty());
    CHECK(on.service->executions == 0);
}

TEST_CASE("(C13) F101 a flow cancelled while the customer is asked executes nothing and leaves the caller's flag alone")
{
    for (const bool caller_throws : {true, false})
        for (const bool answers_anyway : {true, false}) {
            CAPTURE(caller_throws, answers_anyway);
            stage on;
            asio::cancellation_signal cancel;
            bool flag_while_asked = false;
            const auto ponders = [&](const offer&) -> asio::awaitable<bool> {
                flag_while_asked = co_await asio::this_coro::throw_if_cancelled();
                const auto executor = co_await asio::this_coro::executor;
                asio::steady_timer for_ever(executor, asio::steady_timer::time_point::max());
                try {
                    co_await for_ever.async_wait(asio::use_awaitable);
                } catch (const boost::system::system_error&) { // operation_aborted
                    if (!answers_anyway)
                        throw;
                }
                co_return true;
            };
            bool flag_after = !caller_throws;
            std::string ended;
            const auto caller = [&]() -> asio::awaitable<void> {
                co_await asio::this_coro::throw_if_cancelled(caller_throws);
                try {
                    co_await on.client.flows().send(new_order, ponders);
                    ended = "well";
                } catch (const oms::error& why) {
                    ended = why.code() == errc::cancelled && why.delivery() == delivery::not_sent ? "cancelled" : "?";
                }
                flag_after = co_await asio::this_coro::throw_if_cancelled();
            };
            asio::co_spawn(on.io, caller(), asio::bind_cancellation_slot(cancel.slot(), [](std::exception_ptr) {}));
            on.io.poll();
            cancel.emit(asio::cancellation_type::terminal);
            on.io.restart();
            on.io.run();
            CHECK(ended == "cancelled");
            CHECK(flag_while_asked == caller_throws);
            CHECK(flag_after == caller_throws);
            CHECK(on.service->executions == 0);
        }
}

TEST_CASE("(C13) F101 a flow cancelled between its steps ends as a cancelled call")
{
    for (const bool caller_throws : {true, false}) {
        CAPTURE(caller_throws);
        stage on;
        asio::cancellation_signal cancel;
        on.service->at_request = [&] {
            cancel.emit(asio::cancellation_type::terminal);
        };
        bool asked = false;
        const auto asks = [&](const offer&) -> asio::awaitable<bool> {
            asked = true;
            co_return true;
        };
        std::string ended;
        const auto caller = [&]() -> asio::awaitable<void> {
            co_await asio::post(on.io, asio::use_awaitable); // else Asio itself throws at the end of the coroutine
            co_await asio::this_coro::throw_if_cancelled(caller_throws);
            try {
                co_await on.client.flows().send(new_order, asks);
                ended = "well";
            } catch (const oms::error& why) {
                ended = why.code().message();
            } catch (const std::exception& why) {
                ended = why.what();
            }
        };
        asio::co_spawn(on.io, caller(), asio::bind_cancellation_slot(cancel.slot(), [](std::exception_ptr) {}));
        on.io.run();
        CHECK(ended == oms::error(errc::cancelled).code().message());
        CHECK(on.service->log.size() == 1);
        CHECK(on.service->executions == 0);
        CHECK_FALSE(asked);
    }
}

TEST_CASE("(C13) a flow's key leaves room for the names of its steps")
{
    stage on;
    CHECK(on.send(agrees, keyed(std::string(200, 'k'))).has_value());
    const auto too_long = on.send(agrees, keyed(std::string(201, 'k')));
    REQUIRE(too_long.has_error());
    CHECK(too_long.error().code() == errc::invalid_argument);
    CHECK(too_long.error().delivery() == delivery::not_sent);
    REQUIRE(too_long.error().details().size() == 1);
    CHECK(too_long.error().details()[0].field == "idempotencyKey");
    CHECK(on.service->executions == 1);
}

TEST_CASE("(C13) the options of a flow hold for each step, extras for the order alone")
{
    stage on;
    const oms::raw_answer answer;
    const auto options = keyed()
                             .timeout(3s)
                             .attempts(2)
                             .format_checks(false)
                             .extra_field("riskHint", oms::json_text("1"))
                             .extra_parameter("trace", "on")
                             .keep_answer(answer);
    REQUIRE(on.send(agrees, options).has_value());
    REQUIRE(on.service->sent_with.size() == 3);
    for (const oms::call_options& step : on.service->sent_with) {
        CHECK(step.timeout() == 3s);
        CHECK(step.retry_or(oms::retry_policy()).attempts() == 2);
        CHECK_FALSE(step.format_checks_or(true));
        using oms::detail::call_addition;
        CHECK(call_addition::answer_of(step.additions().get()));
        const auto count = [&step](call_addition::kind wanted) {
            int found = 0;
            for (const call_addition* each = step.additions().get(); each; each = each->before.get())
                found += each->type == wanted ? 1 : 0;
            return found;
        };
        const bool is_order = &step == &on.service->sent_with.front();
        CHECK(count(call_addition::kind::field) == (is_order ? 1 : 0));
        CHECK(count(call_addition::kind::parameter) == (is_order ? 1 : 0));
    }
}

TEST_CASE("(C13) a flow whose core answers with another kind ends as every typed call does")
{
    const auto core = std::make_shared<test::fake_core>();
    core->quote = oms::quote<oms::crypto_to_fiat>();
    const oms::client client{core};
    asio::io_context io;
    std::optional<oms::result<outcome>> ended;
    asio::co_spawn(io, oms::as_result(client.flows().send(new_order, agrees)),
                   [&](std::exception_ptr, oms::result<outcome> given) { ended = std::move(given); });
    io.run();
    REQUIRE(ended);
    REQUIRE(ended->has_error());
    CHECK(ended->error().code() == errc::unexpected_kind);
}
