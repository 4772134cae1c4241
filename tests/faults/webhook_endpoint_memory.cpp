// F110: memory that runs out while a webhook endpoint receives.
#include "common/catch.hpp"
#include "short_memory.hpp"
#include "unit/webhook/endpoint_fixture.hpp"

#include <oms/webhook/endpoint.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

using fixture::change;
using test::short_memory;

namespace {

// Texts that do not fit into a small string.
const std::string long_resource = "txn_whose_text_does_not_fit_into_a_small_string";
const fixture::delivery older_state{change{.id = "evt_of_an_older_state_of_that_resource_which_came_late_1",
                                           .resource = long_resource,
                                           .updated_at = "2026-06-15T14:36:20Z"}};
const fixture::delivery newer_state{change{.id = "evt_of_a_newer_state_of_that_resource_which_came_early_2",
                                           .resource = long_resource,
                                           .updated_at = "2026-06-15T14:36:21Z"}};

/// Counts handlers that ended, by a handler that allocates nothing.
struct counting_endpoint {
    explicit counting_endpoint(oms::endpoint_options options)
        : endpoint{fixture::verifier(), router(), std::move(options)}
    {
    }

    oms::webhook_router router()
    {
        oms::webhook_router made{[this](const oms::event&) {
            ++handled;
        }};
        made.on_superseded([this](const oms::event&) { ++superseded; });
        return made;
    }

    int handled = 0;
    int superseded = 0;
    oms::webhook_endpoint endpoint;
};

} // namespace

TEST_CASE("F110 An endpoint that found no memory never acknowledges what it does not remember, and holds no claim "
          "(G5, G15)")
{
    long remembered = 0, refused = 0;
    const auto seen = test::fail_each_allocation([&](short_memory& memory) {
        counting_endpoint receiver{oms::endpoint_options{}.busy_limit(std::chrono::milliseconds{0})};
        int status = 0;
        memory([&] { status = receiver.endpoint.receive(newer_state.request()).status; });
        CHECK(receiver.handled == (status == 204 ? 1 : 0)); // a handler that ended is acknowledged
        CHECK((status == 204 || status == 400 || status == 503 || status == 0));
        ++(status == 204 ? remembered : refused);

        CHECK(receiver.endpoint.receive(newer_state.request()).status == 204); // no claim is left
        CHECK(receiver.handled == 1);
        CHECK(receiver.endpoint.receive(older_state.request()).status == 204);
        CHECK(receiver.handled == 1);
        CHECK(receiver.superseded == 1);
    });
    CHECK(seen.failures > 10);
    CHECK(seen.leaked == 0);
    CHECK(remembered >= 1);
    CHECK(refused > 10);
}

TEST_CASE("F110 A guard in memory that granted a claim confirms it without memory (G5, G15)")
{
    const oms::event_id id{"evt_of_a_newer_state_of_that_resource_which_came_early_2"};
    const oms::resource_version version =
        oms::version_of(fixture::event_of(std::string_view{newer_state.body})).value();
    const oms::resource_version before = oms::version_of(fixture::event_of(std::string_view{older_state.body})).value();
    const auto seen = test::fail_each_allocation([&](short_memory& memory) {
        oms::memory_replay_guard replay{1};
        oms::memory_order_guard order{1};
        REQUIRE(order.claim(before) == oms::order_claim::granted);
        order.confirm(before);
        if (!memory([&] { replay.claim(id); }))
            REQUIRE(replay.claim(id) == oms::replay_claim::granted);
        if (!memory([&] { order.claim(version); }))
            REQUIRE(order.claim(version) == oms::order_claim::granted);
        short_memory none(0, short_memory::manner::lasting);
        CHECK(none([&] {
            replay.confirm(id);
            order.confirm(version);
        }));
        CHECK(replay.claim(id) == oms::replay_claim::done);
        CHECK(order.claim(before) == oms::order_claim::superseded);
        CHECK(order.latest(long_resource)->delivery_id == id);
    });
    CHECK(seen.failures > 2);
    CHECK(seen.leaked == 0);
}
