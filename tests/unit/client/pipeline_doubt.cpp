#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <string>

namespace {

using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;

auto create_al(pipeline_bench& bench, const oms::call_options& options)
{
    return bench.client->customers().create(oms::new_customer().first_name("Al"), options);
}

/// Ends a call so that nobody knows whether it had its effect. Its key.
std::string lose_an_answer(pipeline_bench& bench)
{
    bench.wire->then(scripted_step::failure(errc::connection_lost, exchange_phase::fully_written));
    const auto lost = bench.run(create_al(bench, oms::call_options().attempts(1)));
    REQUIRE_FALSE(lost.has_value());
    REQUIRE(lost.error().delivery() == delivery::maybe_applied);
    return std::string(lost.error().idempotency_key());
}

} // namespace

TEST_CASE("F51 A repeat under the key of a call in doubt leaves the doubt unless its answer is about that call")
{
    for (const int status : {401, 405, 408, 409, 425, 429, 500, 503}) {
        CAPTURE(status);
        pipeline_bench bench;
        const auto same_key = oms::call_options().idempotency_key(lose_an_answer(bench)).attempts(1);
        bench.wire->then(scripted_step::answer(status, ""));
        if (status == 401) // after the token was renewed
            bench.wire->then(scripted_step::answer(status, ""));
        const auto repeat = bench.run(create_al(bench, same_key));
        REQUIRE_FALSE(repeat.has_value());
        CHECK(repeat.error().http_status() == status);
        CHECK(repeat.error().delivery() == delivery::maybe_applied);
        CHECK_THAT(repeat.error().what(), ContainsSubstring("an earlier call with this key may have been applied"));

        bench.wire->then(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
        const auto unsent = bench.run(create_al(bench, same_key));
        REQUIRE_FALSE(unsent.has_value());
        CHECK(unsent.error().code() == errc::connect_failed);
        CHECK(unsent.error().delivery() == delivery::maybe_applied);
    }
    for (const int status : {400, 403, 404, 422}) {
        CAPTURE(status);
        pipeline_bench bench;
        const auto same_key = oms::call_options().idempotency_key(lose_an_answer(bench)).attempts(1);
        bench.wire->then(scripted_step::answer(status, ""));
        const auto settled = bench.run(create_al(bench, same_key));
        REQUIRE_FALSE(settled.has_value());
        CHECK(settled.error().delivery() == delivery::refused);

        bench.wire->then(scripted_step::answer(429, ""));
        const auto later = bench.run(create_al(bench, same_key));
        REQUIRE_FALSE(later.has_value());
        CHECK(later.error().delivery() == delivery::refused);
    }
}

TEST_CASE("F51 A repeat that is done settles the doubt of its key")
{
    pipeline_bench bench;
    const auto same_key = oms::call_options().idempotency_key(lose_an_answer(bench)).attempts(1);
    bench.wire->then(scripted_step::answer(201, customer_body));
    CHECK(bench.run(create_al(bench, same_key)).has_value());
    bench.wire->then(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
    const auto later = bench.run(create_al(bench, same_key));
    REQUIRE_FALSE(later.has_value());
    CHECK(later.error().delivery() == delivery::not_sent);
}

TEST_CASE("F51 A closed client does not say that nothing was sent under a key in doubt")
{
    pipeline_bench bench;
    const auto same_key = oms::call_options().idempotency_key(lose_an_answer(bench));
    bench.core->close();
    const auto repeat = bench.run(create_al(bench, same_key));
    REQUIRE_FALSE(repeat.has_value());
    CHECK(repeat.error().code() == errc::client_closed);
    CHECK(repeat.error().delivery() == delivery::maybe_applied);

    const auto fresh = bench.run(create_al(bench, oms::call_options()));
    REQUIRE_FALSE(fresh.has_value());
    CHECK(fresh.error().delivery() == delivery::not_sent);
}
