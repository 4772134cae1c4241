#include "common/catch.hpp"
#include "flows_service.hpp"

#include <oms/client/as_result.hpp>
#include <oms/client/impl/call_addition.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using oms::delivery;
using oms::errc;
using offer = oms::quote<oms::crypto_to_crypto>;
using outcome = oms::send_outcome<oms::crypto_to_crypto>;
using refused = oms::send_refused<oms::crypto_to_crypto>;
using begun = oms::send_begun<oms::crypto_to_crypto>;
using lines = std::vector<std::string>;

const oms::new_quote order{
    oms::customer_id("cst_1"), oms::from_wallet{oms::wallet_id("wlt_1"), oms::asset::usdc, oms::network::polygon},
    oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
    oms::source_amount{"100.00"}};

struct stage {
    std::shared_ptr<flows_service> service = std::make_shared<flows_service>();
    oms::client client{service};
    asio::io_context io;

    template <class T>
    oms::result<T> run(asio::awaitable<T> call)
    {
        std::optional<oms::result<T>> ended;
        std::exception_ptr failure;
        asio::co_spawn(io, oms::as_result(std::move(call)), [&](std::exception_ptr thrown, oms::result<T> given) {
            failure = thrown;
            ended = std::move(given);
        });
        io.restart();
        io.run();
        if (failure)
            std::rethrow_exception(failure);
        return ended.value();
    }

    template <class Approve>
    oms::result<outcome> send(const Approve& approve, const oms::call_options& options = oms::call_options())
    {
        return run(client.flows().send(order, approve, options));
    }
};

/// Agrees to everything and keeps what it was shown.
class agreeing {
public:
    bool operator()(const offer& shown) const
    {
        seen->push_back(shown.id.str() + " " + shown.source.amount_gross.str());
        return true;
    }
    std::shared_ptr<lines> seen = std::make_shared<lines>();
};

bool never(const offer&)
{
    throw std::logic_error("was asked");
}

bool agrees(const offer&)
{
    return true;
}

oms::call_options keyed(std::string_view key = "pay-7")
{
    return oms::call_options().idempotency_key(key);
}

} // namespace

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
    const auto fourth = on.run(on.client.flows().send(order, std::ref(heavy)));
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
        on.service, ahead, order.fields(), oms::expected_kind::crypto_to_crypto,
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

TEST_CASE("(C13) a quote that somebody else accepted is an error, and no reason for a second quote")
{
    stage on;
    const auto shown = on.run(on.client.quotes().create(order, keyed("pay-7.quote.1")));
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

TEST_CASE("(C13) a quote in an unknown state is shown and left to the service, never quoted anew")
{
    stage on;
    on.service->made_as = oms::quote_status("pondering");
    const auto sent = on.send(agrees, keyed());
    REQUIRE(sent.has_value());
    CHECK(on.service->executions == 1);
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
                    co_await on.client.flows().send(order, ponders);
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
                co_await on.client.flows().send(order, asks);
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
    CHECK(too_long.error().details()[0].field == "idempotency_key");
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
        CHECK(call_addition::answer_of(step.additions()));
        const auto count = [&step](call_addition::kind wanted) {
            int found = 0;
            for (const call_addition* each = step.additions(); each; each = each->before.get())
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
    asio::co_spawn(io, oms::as_result(client.flows().send(order, agrees)),
                   [&](std::exception_ptr, oms::result<outcome> given) { ended = std::move(given); });
    io.run();
    REQUIRE(ended);
    REQUIRE(ended->has_error());
    CHECK(ended->error().code() == errc::unexpected_kind);
}
