#include "common/catch.hpp"

#include <oms/http/delivery_record.hpp>

using oms::delivery;
using oms::delivery_record;
using oms::exchange_phase;
using oms::repeat_rule;

TEST_CASE("on a first attempt a complete answer decides the delivery (D18)")
{
    struct row {
        int status;
        delivery expected;
    };
    const row rows[] = {{200, delivery::applied},       {201, delivery::applied},       {204, delivery::applied},
                        {400, delivery::refused},       {401, delivery::refused},       {403, delivery::refused},
                        {404, delivery::refused},       {409, delivery::refused},       {413, delivery::refused},
                        {422, delivery::refused},       {429, delivery::refused},       {408, delivery::maybe_applied},
                        {500, delivery::maybe_applied}, {501, delivery::maybe_applied}, {503, delivery::maybe_applied},
                        {302, delivery::maybe_applied}};
    for (const row& r : rows) {
        CAPTURE(r.status);
        delivery_record record(repeat_rule::with_key);
        record.answered(r.status, false);
        CHECK(record.current() == r.expected);
    }
    delivery_record in_progress(repeat_rule::with_key);
    in_progress.answered(409, true);
    CHECK(in_progress.current() == delivery::maybe_applied);
}

TEST_CASE("on a first attempt without a complete answer the phase decides the delivery (D18)")
{
    struct row {
        exchange_phase phase;
        delivery expected;
    };
    const row rows[] = {{exchange_phase::not_connected, delivery::not_sent},
                        {exchange_phase::nothing_written, delivery::not_sent},
                        {exchange_phase::partly_written, delivery::maybe_applied},
                        {exchange_phase::fully_written, delivery::maybe_applied},
                        {exchange_phase::response_begun, delivery::maybe_applied}};
    for (const row& r : rows) {
        CAPTURE(to_string(r.phase));
        delivery_record record(repeat_rule::with_key);
        record.failed(r.phase);
        CHECK(record.current() == r.expected);
    }
}

TEST_CASE("a doubt about a keyed call is settled only by a complete answer about that key (D18)")
{
    struct row {
        int status;
        delivery expected;
    };
    const row rows[] = {{200, delivery::applied},       {400, delivery::refused},       {403, delivery::refused},
                        {404, delivery::refused},       {422, delivery::refused},       {401, delivery::maybe_applied},
                        {409, delivery::maybe_applied}, {429, delivery::maybe_applied}, {408, delivery::maybe_applied},
                        {413, delivery::maybe_applied}, {500, delivery::maybe_applied}, {503, delivery::maybe_applied}};
    for (const row& r : rows) {
        CAPTURE(r.status);
        delivery_record record(repeat_rule::with_key);
        record.failed(exchange_phase::fully_written);
        record.answered(r.status, false);
        CHECK(record.current() == r.expected);
    }
}

TEST_CASE("a doubt outlives attempts that never reached the server")
{
    delivery_record record(repeat_rule::with_key);
    record.failed(exchange_phase::fully_written);
    record.failed(exchange_phase::not_connected);
    CHECK(record.current() == delivery::maybe_applied);
}

TEST_CASE("a refusal stands when the next attempt never reached the server")
{
    delivery_record record(repeat_rule::with_key);
    record.answered(429, false);
    record.failed(exchange_phase::not_connected);
    CHECK(record.current() == delivery::refused);
}

TEST_CASE("a DELETE that finds nothing after a lost answer is applied, and one that finds nothing at first is refused")
{
    delivery_record lost(repeat_rule::deletion);
    lost.failed(exchange_phase::fully_written);
    lost.answered(404, false);
    CHECK(lost.current() == delivery::applied);

    delivery_record first(repeat_rule::deletion);
    first.answered(404, false);
    CHECK(first.current() == delivery::refused);
}

TEST_CASE("a doubt about a PATCH is not settled by a refusal, which speaks about the repeat only")
{
    delivery_record record(repeat_rule::unheard);
    record.answered(503, false);
    record.answered(422, false);
    CHECK(record.current() == delivery::maybe_applied);
    record.answered(200, false);
    CHECK(record.current() == delivery::applied);
}
