#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "stepping_transport.hpp"

#include <oms/client/as_result.hpp>
#include <oms/client/client.hpp>
#include <oms/client/impl/live_core.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>

namespace {

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using test::step_fault;

enum class call_kind { get, post, patch, del };
constexpr call_kind all_kinds[] = {call_kind::get, call_kind::post, call_kind::patch, call_kind::del};

const char* method_of(call_kind kind)
{
    switch (kind) {
    case call_kind::get:
        return "GET";
    case call_kind::post:
        return "POST";
    case call_kind::patch:
        return "PATCH";
    case call_kind::del:
        return "DELETE";
    }
    return "";
}

/// One call of a new client, which has no token yet: its first steps are those of the exchange.
class step_run {
public:
    step_run(std::shared_ptr<test::effect_ledger> ledger, test::stepping_transport::fault_plan plan)
        : service(std::move(ledger)), wire(std::make_shared<test::stepping_transport>(clock, service, std::move(plan)))
    {
        oms::client_config config;
        config.base_url = "https://api.example.com/v0.9";
        config.api_key = oms::secret(std::string("sk_sdbx_key"));
        config.api_secret = oms::secret(std::string("hunter2"));
        core = std::make_shared<oms::detail::live_core>(
            std::make_shared<oms::detail::api_channel>(io.get_executor(), config, wire, clock, 42));
    }

    boost::asio::awaitable<oms::customer> call(call_kind kind, const char* key)
    {
        const oms::client client(core);
        const oms::customer_id id{"cst_1"};
        switch (kind) {
        case call_kind::get:
            return client.customers().get(id);
        case call_kind::post:
            return client.customers().create(oms::new_customer().first_name("Al"),
                                             oms::call_options().idempotency_key(key));
        case call_kind::patch:
            return client.customers().update(id, oms::customer_update().first_name("Al"));
        case call_kind::del:
            break;
        }
        return client.customers().remove(id);
    }

    /// Runs the call to its end, and then all that is still going on. A step that waits for it is cancelled.
    oms::result<oms::customer> run(call_kind kind, const char* key = "order-1")
    {
        int endings = 0;
        std::optional<oms::result<oms::customer>> outcome;
        boost::asio::cancellation_signal cancel;
        const auto begun = clock->now();
        boost::asio::co_spawn(io, oms::as_result(call(kind, key)),
                              boost::asio::bind_cancellation_slot(
                                  cancel.slot(), [&](std::exception_ptr thrown, oms::result<oms::customer> ended) {
                                      if (thrown)
                                          std::rethrow_exception(thrown);
                                      outcome = std::move(ended);
                                      ++endings;
                                      lasted = clock->now() - begun;
                                  }));
        do {
            settle();
            if (!outcome && wire->awaits_cancel()) {
                cancel.emit(boost::asio::cancellation_type::terminal);
                settle();
            }
        } while (clock->advance_to_next());
        if (!outcome)
            throw std::logic_error("nothing is going on, and the call has not ended");
        CHECK(endings == 1); // I2
        return *outcome;
    }

    void settle()
    {
        io.restart();
        io.poll();
    }

    /// I9: nothing of the call is left.
    void check_nothing_left()
    {
        CHECK(wire->live() == 0);
        CHECK(clock->sleeping() == 0);
        CHECK(io.stopped());
        CHECK(core.use_count() == 1);
        const std::weak_ptr<test::stepping_transport> left = wire;
        core.reset();
        wire.reset();
        CHECK(left.expired());
    }

    boost::asio::io_context io;
    std::shared_ptr<fake_clock> clock = std::make_shared<fake_clock>();
    std::shared_ptr<test::effect_ledger> service;
    std::shared_ptr<test::stepping_transport> wire;
    std::shared_ptr<oms::detail::live_core> core;
    std::chrono::nanoseconds lasted{};
};

/// I1, I3, I4, I7 and I12, by what the service has seen.
void check_truth(call_kind kind, const step_run& run, const oms::result<oms::customer>& outcome)
{
    const test::effect_ledger& service = *run.service;
    CHECK_FALSE(service.clashed());
    CHECK(service.effects() <= 1);
    CHECK(run.lasted <= 60s);
    CHECK(run.wire->exchanges() <= 4); // three attempts, and one in place of a stale connection
    if (outcome) {
        CHECK(service.effects() == (kind == call_kind::get ? 0 : 1));
        return;
    }

    const oms::error& failure = outcome.error();
    CHECK(failure.attempts() <= 3);
    CHECK(failure.attempts() <= run.wire->exchanges());
    switch (failure.delivery()) {
    case delivery::not_sent:
        CHECK(service.requests() == 0);
        break;
    case delivery::maybe_applied:
        CHECK(run.wire->wrote());
        break;
    case delivery::refused: // this service refuses nothing
        CHECK(false);
        break;
    case delivery::applied:
        CHECK(service.effects() == 1);
        break;
    }
    const std::string text = failure.what();
    CHECK_THAT(text, ContainsSubstring(std::string("; ") + method_of(kind) + " /customers"));
    CHECK_THAT(text, ContainsSubstring("delivery " + std::string(to_string(failure.delivery()))));
    if (failure.attempts() != 0)
        CHECK_THAT(text, ContainsSubstring("attempts " + std::to_string(failure.attempts())));
    if (kind == call_kind::post)
        CHECK_THAT(text, ContainsSubstring("key order-1"));
}

/// The caller repeats what failed, with the same key, when the network is well again.
void repeat(call_kind kind, const std::shared_ptr<test::effect_ledger>& service)
{
    step_run well(service, [](int) { return std::nullopt; });
    const oms::result<oms::customer> outcome = well.run(kind);
    CHECK((outcome.has_value() || kind == call_kind::del));
    if (kind == call_kind::post || kind == call_kind::del)
        CHECK(service->effects() == 1);
    CHECK_FALSE(service->clashed());
    well.check_nothing_left();
}

} // namespace

TEST_CASE(
    "F05 F16 F17 F22 F23 F26 F101 A call that fails once at any of its steps has one truthful outcome and at most "
    "one effect (D3, D8, D18, X12)")
{
    for (const call_kind kind : all_kinds) {
        for (const step_fault fault : test::all_step_faults) {
            bool reached = true;
            int steps = 0;
            for (int at = 0; reached; ++at) {
                CAPTURE(method_of(kind), name_of(fault), at);
                const auto service = std::make_shared<test::effect_ledger>();
                step_run run(service, [at, fault](int step) {
                    return step == at ? std::optional<step_fault>(fault) : std::nullopt;
                });
                const oms::result<oms::customer> outcome = run.run(kind);
                reached = run.wire->steps() > at;
                steps = at;
                check_truth(kind, run, outcome);
                if (fault == step_fault::cancel && reached) {
                    REQUIRE_FALSE(outcome.has_value());
                    CHECK(outcome.error().code() == errc::cancelled);
                } else if (kind != call_kind::patch || !reached) {
                    CHECK(outcome.has_value()); // one fault is what retries are there for
                }
                run.check_nothing_left();
                if (!outcome)
                    repeat(kind, service);
            }
            // Five of the token exchange, and five or four of the call: none was left out.
            CHECK(steps == (kind == call_kind::get || kind == call_kind::del ? 9 : 10));
        }
    }
}

TEST_CASE("F05 F17 F22 F58 A call that fails at a step and at every one after it ends in time with a truthful error "
          "(D8, D13, D18, X12)")
{
    for (const call_kind kind : all_kinds) {
        for (const step_fault fault : test::all_step_faults) {
            bool reached = true;
            for (int at = 0; reached; ++at) {
                CAPTURE(method_of(kind), name_of(fault), at);
                const auto service = std::make_shared<test::effect_ledger>();
                step_run run(service, [at, fault](int step) {
                    return step >= at ? std::optional<step_fault>(fault) : std::nullopt;
                });
                const oms::result<oms::customer> outcome = run.run(kind);
                reached = run.wire->steps() > at;
                CHECK(outcome.has_value() == !reached);
                check_truth(kind, run, outcome);
                run.check_nothing_left();
                if (!outcome)
                    repeat(kind, service);
            }
        }
    }
}

TEST_CASE(
    "F54 F112 Whatever goes wrong at whichever steps, an operation has at most one effect, and exactly one when it "
    "is repeated under its key until it succeeds (D2, D3, D18)")
{
    std::mt19937 random(112);
    for (int round = 0; round < test::property_count(2000); ++round) {
        const call_kind kind = all_kinds[random() % 4];
        const auto service = std::make_shared<test::effect_ledger>();
        bool done = false;
        for (int tries = 0; !done; ++tries) {
            CAPTURE(method_of(kind), round, tries);
            REQUIRE(tries < 1000);
            step_run run(service, [&random](int) -> std::optional<step_fault> {
                if (random() % 10 >= 3)
                    return std::nullopt;
                return test::all_step_faults[random() % 5];
            });
            const oms::result<oms::customer> outcome = run.run(kind);
            done = outcome.has_value() || kind == call_kind::patch || kind == call_kind::del;
            if (tries == 0)
                check_truth(kind, run, outcome);
            CHECK_FALSE(service->clashed());
            CHECK(service->effects() <= 1);
            run.check_nothing_left();
        }
        if (kind == call_kind::post)
            CHECK(service->effects() == 1);
    }
}
