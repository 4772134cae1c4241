#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "faults/gate_world.hpp"

#include <ostream>

// A keyed POST through a gate that cuts it at exact positions of its HTTP bytes, under TLS: between any two bytes of
// the request, and between any two of the answer.

namespace {

namespace asio = boost::asio;
using test::flow;

enum class side { request, answer };

/// The sizes of one exchange: of the request, of the answer's head and of the whole answer.
struct shape {
    std::size_t request;
    std::size_t head;
    std::size_t answer;
};

shape shape_of_create(test::gate_world& world, const oms::client& client)
{
    const std::optional<oms::error> failure = world.service.run(world.create(client, "shape-00000"));
    CHECK_FALSE(failure.has_value());
    const test::seen_request seen = world.last("POST", "/customers");
    return {seen.request_size, seen.answer_head_size, seen.answer_size};
}

test::exchange_plan cut(side where, std::size_t at, bool reset)
{
    test::exchange_plan plan;
    flow& struck = where == side::request ? plan.to_server : plan.to_client;
    reset ? struck.reset_at(at) : struck.close_at(at);
    return plan;
}

std::string key_of(std::size_t at)
{
    const std::string digits = std::to_string(at);
    return "shape-" + std::string(5 - digits.size(), '0') + digits;
}

/// A POST for each position: every `stride`-th of the request or the answer's body, and every one of the head.
asio::awaitable<void> at_each_position(test::gate_world& world, oms::client client, side where, shape sizes, bool reset,
                                       oms::call_options options, std::vector<std::optional<oms::error>>& outcomes)
{
    const auto stride = static_cast<std::size_t>(test::property_count(10) == 10 ? 3 : 15);
    const std::size_t end = where == side::request ? sizes.request : sizes.answer;
    for (std::size_t at = 0; at <= end;) {
        world.strike("POST", "/customers", cut(where, at, reset));
        outcomes.push_back(co_await world.create(client, key_of(at + 1), options));
        const bool head = where == side::answer && at < sizes.head;
        at += at == end ? 1 : std::min(head ? stride / 3 : stride, end - at);
    }
}

struct run_of_cuts {
    test::verdict verdict;
    std::vector<std::optional<oms::error>> outcomes;
};

run_of_cuts cut_everywhere(side where, bool reset, const oms::call_options& options)
{
    test::gate_world world;
    const oms::client client = world.client();
    const shape sizes = shape_of_create(world, client);
    REQUIRE(sizes.request > 300);
    REQUIRE(sizes.answer > sizes.head);
    run_of_cuts made;
    world.service.run(at_each_position(world, client, where, sizes, reset, options, made.outcomes));
    made.verdict = world.judged();
    return made;
}

} // namespace

TEST_CASE("F17 F22 I1 I3 I4 a keyed POST cut at any byte of its request is sent again and has one effect")
{
    for (const bool reset : {false, true}) {
        const run_of_cuts made = cut_everywhere(side::request, reset, oms::call_options());
        INFO((reset ? "by reset, " : "by close, ") << made.outcomes.size() << " positions");
        test::require_clean(made.verdict);
        CHECK(made.verdict.succeeded == made.verdict.operations);
        CHECK(made.verdict.effects == made.verdict.operations);
        CHECK(made.verdict.requests == 2 * made.verdict.operations - 1);
    }
}

TEST_CASE("F22 F26 F27 I1 I3 I4 a keyed POST whose answer is cut at any byte fetches the stored answer")
{
    for (const bool reset : {false, true}) {
        const run_of_cuts made = cut_everywhere(side::answer, reset, oms::call_options());
        INFO((reset ? "by reset, " : "by close, ") << made.outcomes.size() << " positions");
        test::require_clean(made.verdict);
        CHECK(made.verdict.succeeded == made.verdict.operations);
        CHECK(made.verdict.effects == made.verdict.operations);
    }
}

TEST_CASE("F17 I4 I12 a keyed POST that may be sent only once says maybe_applied wherever its request is cut")
{
    for (const bool reset : {false, true}) {
        const run_of_cuts made = cut_everywhere(side::request, reset, oms::call_options().attempts(1));
        test::require_clean(made.verdict);
        for (const std::optional<oms::error>& outcome : made.outcomes) {
            REQUIRE(outcome.has_value());
            CHECK(outcome->delivery() == oms::delivery::maybe_applied);
            CHECK(outcome->code() == oms::errc::connection_lost);
            CHECK(outcome->attempts() == 1);
        }
        // The one that was cut behind its last byte, and the one before all.
        CHECK(made.verdict.maybe_applied_with_effect == 1);
        CHECK(made.verdict.effects == 2);
    }
}

TEST_CASE("F22 F27 I4 I12 a keyed POST that may be sent only once says maybe_applied wherever its answer is cut")
{
    for (const bool reset : {false, true}) {
        const run_of_cuts made = cut_everywhere(side::answer, reset, oms::call_options().attempts(1));
        test::require_clean(made.verdict);
        // The last cut is behind the last byte: an answer that is whole counts.
        REQUIRE(made.outcomes.size() > 10);
        CHECK_FALSE(made.outcomes.back().has_value());
        for (std::size_t i = 0; i + 1 < made.outcomes.size(); ++i) {
            INFO("position " << i);
            REQUIRE(made.outcomes[i].has_value());
            CHECK(made.outcomes[i]->delivery() == oms::delivery::maybe_applied);
            CHECK(made.outcomes[i]->code() == oms::errc::connection_lost);
        }
        CHECK(made.verdict.effects == made.verdict.operations);
    }
}
