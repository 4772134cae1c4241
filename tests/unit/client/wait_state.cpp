#include "common/catch.hpp"

#include <oms/client/impl/wait_state.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

namespace {

using namespace std::chrono_literals;
using oms::errc;
using oms::detail::wait_state;

constexpr wait_state::time_point wait_start{1000s};

} // namespace

TEST_CASE("the gaps between reads grow by half from a quarter second to five seconds")
{
    wait_state state(wait_start + 10min);
    std::chrono::milliseconds expected = 250ms;
    for (int i = 0; i < 20; ++i) {
        const auto at = state.next_read(wait_start, 0);
        REQUIRE(at);
        CHECK(*at - wait_start == expected - expected / 4);
        expected = std::min(expected + expected / 2, 5000ms);
    }
    CHECK(expected == 5000ms);
}

TEST_CASE("each gap is spread around its length by a random part of it")
{
    for (std::uint64_t random = 0; random < 1000; ++random) {
        wait_state state(wait_start + 10min);
        const auto at = state.next_read(wait_start, random * 7919);
        REQUIRE(at);
        CHECK(*at - wait_start >= 187ms);
        CHECK(*at - wait_start <= 313ms);
    }
}

TEST_CASE("the gap before the deadline is cut so that one last read fits in")
{
    wait_state state(wait_start + 300ms);
    CHECK(state.next_read(wait_start, 0) == wait_start + 50ms);
    CHECK_FALSE(state.next_read(wait_start + 50ms, 0).has_value());

    wait_state late(wait_start);
    CHECK_FALSE(late.next_read(wait_start + 1s, 0).has_value());
}

TEST_CASE("a Retry-After of a failed read is a lower bound of the next gap only")
{
    wait_state state(wait_start + 10min);
    CHECK(state.outlives(oms::error::builder(errc::rate_limited).retry_after(20s)));
    CHECK(state.next_read(wait_start, 0) == wait_start + 20s);
    const auto after = state.next_read(wait_start, 0);
    REQUIRE(after);
    CHECK(*after < wait_start + 1s);
}

TEST_CASE("failures that pass do not end a wait, and final ones do")
{
    wait_state state(wait_start + 10min);
    for (const errc passing : {errc::connection_lost, errc::connect_failed, errc::first_byte_timeout,
                               errc::deadline_exceeded, errc::rate_limited, errc::server_error, errc::unavailable,
                               errc::auth_unavailable, errc::pool_full, errc::circuit_open, errc::rate_limit_wait})
        CHECK(state.outlives(oms::error(passing)));
    for (const errc final :
         {errc::not_found, errc::forbidden, errc::unauthorized, errc::credentials_rejected, errc::decode_failed,
          errc::unexpected_kind, errc::client_closed, errc::tls_failed, errc::invalid_id, errc::unexpected_redirect})
        CHECK_FALSE(state.outlives(oms::error(final)));
    CHECK(state.outlives(oms::error::builder(errc::unexpected_status).http_status(408)));
}

TEST_CASE("the state seen last is told, but never text that is no name")
{
    wait_state state(wait_start);
    CHECK(state.last_seen() == "no state was seen");
    state.seen("cashPickupReady");
    CHECK(state.last_seen() == "the state seen last is cashPickupReady");
    state.seen("Alice's \"state\"\r\n");
    CHECK(state.last_seen() == "the state seen last has an unknown name");
    state.seen(std::string(1000, 'a'));
    CHECK(state.last_seen() == "the state seen last has an unknown name");
}

TEST_CASE("(C8) news makes the next read now, and the gaps start anew")
{
    wait_state state(wait_start + 10min);
    for (int i = 0; i < 10; ++i)
        state.next_read(wait_start, 0);
    CHECK(state.next_read_after_news(wait_start + 100ms) == wait_start + 100ms);
    CHECK(state.next_read(wait_start + 100ms, 0) == wait_start + 288ms);
}

TEST_CASE("(C8) news does not make a read before a Retry-After, nor after the deadline")
{
    wait_state state(wait_start + 10min);
    CHECK(state.outlives(oms::error::builder(errc::rate_limited).retry_after(20s)));
    state.next_read(wait_start, 0);
    CHECK(state.next_read_after_news(wait_start + 5s) == wait_start + 20s);
    CHECK(state.next_read_after_news(wait_start + 25s) == wait_start + 25s);
    CHECK_FALSE(state.next_read_after_news(wait_start + 10min).has_value());
}

TEST_CASE("(C8) a Retry-After beyond the deadline leaves the last read, also after news")
{
    wait_state state(wait_start + 10s);
    CHECK(state.outlives(oms::error::builder(errc::rate_limited).retry_after(20s)));
    CHECK(state.next_read(wait_start, 0) == wait_start + 9750ms);
    CHECK(state.next_read_after_news(wait_start + 1s) == wait_start + 9750ms);
}

TEST_CASE("(C8) a read has the time that is left, and the first one a second at least")
{
    wait_state state(wait_start + 3s);
    CHECK(state.time_for_read(wait_start, 60s) == 3s);
    CHECK(state.time_for_read(wait_start + 2500ms, 60s) == 500ms);
    CHECK(state.time_for_read(wait_start, 1s) == 1s);

    wait_state none(wait_start);
    CHECK(none.time_for_read(wait_start, 60s) == 1s);
    CHECK(none.time_for_read(wait_start, 60s) == 0s);
    wait_state bounded(wait_start);
    CHECK(bounded.time_for_read(wait_start, 200ms) == 200ms);
}

TEST_CASE("(C8) the deadline of a wait neither overflows nor lies in the past")
{
    using std::chrono::milliseconds;
    CHECK(wait_state::deadline_after(wait_start, milliseconds::max()) == wait_state::time_point::max());
    CHECK(wait_state::deadline_after(wait_start, milliseconds::min()) == wait_start);
    CHECK(wait_state::deadline_after(wait_start, 2s) == wait_start + 2s);
}
