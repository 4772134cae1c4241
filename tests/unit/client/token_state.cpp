#include "common/catch.hpp"

#include <oms/client/token_state.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

namespace {

using namespace std::chrono_literals;
using oms::detail::access_grant;
using oms::detail::is_token_text;
using oms::detail::token_lifetime;
using oms::detail::token_plan;
using oms::detail::token_state;
using step = token_plan::step;

constexpr token_state::time_point exchange_start{1000s};

oms::secret token(const char* text)
{
    return oms::secret(std::string_view(text));
}

} // namespace

TEST_CASE("F55 of many calls without a token exactly one starts the exchange and all wait for it (A3)")
{
    token_state state;
    int started = 0;
    for (int i = 0; i < 1000; ++i) {
        const token_plan plan = state.acquire(exchange_start);
        CHECK(plan.next == step::wait);
        started += plan.start_exchange ? 1 : 0;
    }
    CHECK(started == 1);

    state.granted(token("abc"), exchange_start, 3600s);
    const token_plan plan = state.acquire(exchange_start + 1s);
    REQUIRE(plan.next == step::use);
    CHECK(plan.grant->text.reveal() == "abc");
    CHECK_FALSE(plan.start_exchange);
}

TEST_CASE("a token is renewed by one call from 80 % of its life on while it still serves")
{
    token_state state;
    state.acquire(exchange_start);
    state.granted(token("old"), exchange_start, 1000s);

    CHECK_FALSE(state.acquire(exchange_start + 799s).start_exchange);
    const token_plan first = state.acquire(exchange_start + 800s);
    CHECK(first.next == step::use);
    CHECK(first.start_exchange);
    const token_plan second = state.acquire(exchange_start + 801s);
    CHECK(second.next == step::use);
    CHECK_FALSE(second.start_exchange);

    state.granted(token("new"), exchange_start + 800s, 1000s);
    CHECK(state.acquire(exchange_start + 1001s).grant->text.reveal() == "new");
}

TEST_CASE("the renewal begins up to 1 % of the life before 80 % of it, spread over clients by their randomness (A2)")
{
    const auto due_after = [](std::uint64_t random) {
        token_state state;
        state.acquire(exchange_start);
        state.granted(token("old"), exchange_start, 1000s, random);
        auto now = exchange_start + 700s;
        while (!state.acquire(now).start_exchange)
            now += 1ms;
        return now - exchange_start;
    };
    auto earliest = due_after(0), latest = earliest;
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        const auto due = due_after(seed * 0x9E3779B97F4A7C15u);
        CHECK(due >= 790s);
        CHECK(due <= 800s);
        earliest = std::min(earliest, due);
        latest = std::max(latest, due);
    }
    CHECK(latest == 800s);
    CHECK(earliest < 792s);
}

TEST_CASE("a token of the shortest life is renewed in its last fifth, too (A2)")
{
    for (std::uint64_t random = 0; random != 200; ++random) {
        token_state state;
        state.acquire(exchange_start);
        state.granted(token("short"), exchange_start, 10s, random);
        CHECK_FALSE(state.acquire(exchange_start + 7s).start_exchange);
        CHECK(state.acquire(exchange_start + 8s).start_exchange);
    }
}

TEST_CASE("a token that is over is waited for, not used")
{
    token_state state;
    state.acquire(exchange_start);
    state.granted(token("old"), exchange_start, 1000s);
    const token_plan plan = state.acquire(exchange_start + 1000s);
    CHECK(plan.next == step::wait);
    CHECK(plan.start_exchange);
}

TEST_CASE("F56 a rejected token that is not the current one any more starts no second exchange (A5)")
{
    token_state state;
    state.acquire(exchange_start);
    state.granted(token("old"), exchange_start, 3600s);
    const auto old_grant = state.acquire(exchange_start).grant;

    state.rejected(*old_grant);
    CHECK(state.acquire(exchange_start).start_exchange);
    state.granted(token("new"), exchange_start, 3600s);

    state.rejected(*old_grant);
    const token_plan plan = state.acquire(exchange_start);
    CHECK(plan.next == step::use);
    CHECK_FALSE(plan.start_exchange);
    CHECK(plan.grant->text.reveal() == "new");
}

TEST_CASE("F57 a failed renewal leaves the old token in use and is tried again after a cool-down (A4)")
{
    token_state state;
    state.acquire(exchange_start);
    state.granted(token("old"), exchange_start, 1000s);
    CHECK(state.acquire(exchange_start + 800s).start_exchange);
    state.failed(oms::error(oms::errc::unavailable), exchange_start + 801s, 0);

    CHECK(state.acquire(exchange_start + 801s).next == step::use);
    CHECK_FALSE(state.acquire(exchange_start + 801s).start_exchange);
    const token_plan later = state.acquire(exchange_start + 802s);
    CHECK(later.next == step::use);
    CHECK(later.start_exchange);
}

TEST_CASE("F58 after a failure calls without a token cool down, and one of them starts the next exchange")
{
    token_state state;
    state.acquire(exchange_start);
    state.failed(oms::error(oms::errc::unavailable), exchange_start, 0);

    const token_plan waiting = state.acquire(exchange_start);
    CHECK(waiting.next == step::cool_down);
    CHECK_FALSE(waiting.start_exchange);
    CHECK(waiting.at == exchange_start + 250ms);
    CHECK(waiting.failure.code() == oms::errc::unavailable);

    CHECK(state.acquire(waiting.at).start_exchange);
    CHECK_FALSE(state.acquire(waiting.at).start_exchange);
}

TEST_CASE("the cool-down grows with each failure and never falls below Retry-After (A4)")
{
    token_state state;
    auto now = exchange_start;
    std::chrono::nanoseconds previous = 0ns;
    for (int i = 0; i < 6; ++i) {
        REQUIRE(state.acquire(now).start_exchange);
        // Not the largest numbers: the wait is `random` microseconds modulo the bound plus one.
        state.failed(oms::error(oms::errc::unavailable), now, 250'000u << i);
        const auto at = state.acquire(now).at;
        CHECK(at - now > previous);
        previous = at - now;
        now = at;
    }
    CHECK(state.acquire(now).start_exchange);
    state.failed(oms::error(oms::errc::rate_limited), now, 0, 30s);
    CHECK(state.acquire(now).at == now + 30s);
}

TEST_CASE("F59 refused credentials end all calls for a short time without another exchange")
{
    token_state state;
    state.acquire(exchange_start);
    state.refused(oms::error(oms::errc::credentials_rejected), exchange_start, token_state::credentials_cache);

    const token_plan plan = state.acquire(exchange_start + 29s);
    CHECK(plan.next == step::refuse);
    CHECK_FALSE(plan.start_exchange);
    CHECK(plan.failure.code() == oms::errc::credentials_rejected);
    CHECK(state.acquire(exchange_start + 30s).start_exchange);
}

TEST_CASE("a token that still lives serves although its renewal was refused")
{
    token_state state;
    state.acquire(exchange_start);
    state.granted(token("old"), exchange_start, 1000s);
    state.acquire(exchange_start + 900s);
    state.refused(oms::error(oms::errc::credentials_rejected), exchange_start + 900s, token_state::credentials_cache);
    CHECK(state.acquire(exchange_start + 901s).next == step::use);
    CHECK(state.acquire(exchange_start + 1000s).start_exchange);
}

TEST_CASE("F61 a token is used for the shorter of its two lifetimes, within a floor and a ceiling")
{
    CHECK(token_lifetime(3600, std::nullopt) == 3600s);
    CHECK(token_lifetime(3600, 1800s) == 1800s);
    CHECK(token_lifetime(1800, 3600s) == 1800s);
    CHECK(token_lifetime(0, 3600s) == 3600s);
    CHECK(token_lifetime(3600, -5s) == 3600s);
    CHECK(token_lifetime(0, std::nullopt) == 10s);
    CHECK(token_lifetime(-1, -1s) == 10s);
    CHECK(token_lifetime(1, std::nullopt) == 10s);
    CHECK(token_lifetime(1'000'000'000'000'000'000, std::nullopt) == 24h);
    CHECK(token_lifetime(std::numeric_limits<std::int64_t>::max(), std::nullopt) == 24h);
}

TEST_CASE("F64 a token with anything but visible ASCII is no token")
{
    CHECK(is_token_text("eyJhbGciOiJSUzI1NiJ9.e30.c2ln"));
    CHECK_FALSE(is_token_text(""));
    CHECK_FALSE(is_token_text("abc\r\nX-Evil: 1"));
    CHECK_FALSE(is_token_text("abc def"));
    CHECK_FALSE(is_token_text("caf\xc3\xa9"));
    CHECK_FALSE(is_token_text(std::string("a\0b", 3)));
    CHECK_FALSE(is_token_text(std::string(8193, 'a')));
}
