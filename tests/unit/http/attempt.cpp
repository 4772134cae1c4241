#include "common/catch.hpp"

#include <oms/http/attempt.hpp>

#include <algorithm>
#include <string>

namespace {

using namespace std::chrono_literals;
using oms::attempt;
using oms::attempt_outcome;
using oms::attempt_plan;
using oms::attempt_step;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;
using oms::repeat_rule;

using time_point = attempt::time_point;

constexpr time_point first_attempt_at{1000s};

/// One call whose time stands still unless the test moves it, with random bits that give the longest waits.
struct call {
    explicit call(repeat_rule rule, oms::retry_policy policy = oms::retry_policy(),
                  std::chrono::milliseconds left = 60s)
        : attempts(rule, policy, first_attempt_at + left, budget)
    {
    }

    attempt_plan answered(int status) { return next(attempt_outcome::answered(status)); }
    attempt_plan failed(errc why, exchange_phase phase, bool reused = false)
    {
        return next(attempt_outcome::failed(why, phase, reused));
    }
    attempt_plan next(const attempt_outcome& outcome) { return attempts.next(outcome, now, random); }

    time_point now = first_attempt_at;
    std::uint64_t random = 0;
    oms::retry_budget budget;
    attempt attempts;
};

const exchange_phase all_phases[] = {exchange_phase::not_connected, exchange_phase::nothing_written,
                                     exchange_phase::partly_written, exchange_phase::fully_written,
                                     exchange_phase::response_begun};

} // namespace

TEST_CASE("the status decides whether an answer is retried (D8)")
{
    struct row {
        int status;
        bool retried;
        bool patch_retried;
    };
    const row rows[] = {
        {200, false, false}, {201, false, false}, {204, false, false}, {301, false, false}, {302, false, false},
        {307, false, false}, {400, false, false}, {403, false, false}, {404, false, false}, {405, false, false},
        {408, true, false},  {409, false, false}, {413, false, false}, {415, false, false}, {422, false, false},
        {425, false, false}, {429, true, true},   {431, false, false}, {500, true, false},  {501, false, false},
        {502, true, false},  {503, true, true},   {504, true, false},  {505, false, false}, {599, false, false}};
    for (const row& r : rows) {
        CAPTURE(r.status);
        for (const repeat_rule rule : {repeat_rule::freely, repeat_rule::with_key, repeat_rule::deletion}) {
            call a(rule);
            CHECK((a.answered(r.status).step == attempt_step::wait) == r.retried);
        }
        call patch(repeat_rule::unheard);
        CHECK((patch.answered(r.status).step == attempt_step::wait) == r.patch_retried);
    }
}

TEST_CASE("F48 a 409 is retried while the first request is in progress, and final otherwise")
{
    call running(repeat_rule::with_key);
    CHECK(running.next(attempt_outcome::answered(409).in_progress(true)).step == attempt_step::wait);
    CHECK(running.attempts.delivered() == delivery::maybe_applied);

    call conflict(repeat_rule::with_key);
    CHECK(conflict.answered(409).step == attempt_step::finish);
    CHECK(conflict.attempts.delivered() == delivery::refused);
}

TEST_CASE("the phase reached decides whether a broken exchange is retried (D8)")
{
    for (const exchange_phase phase : all_phases) {
        CAPTURE(to_string(phase));
        for (const repeat_rule rule : {repeat_rule::freely, repeat_rule::with_key, repeat_rule::deletion}) {
            call a(rule);
            CHECK(a.failed(errc::connection_lost, phase).step == attempt_step::wait);
        }
        const bool unheard = phase == exchange_phase::not_connected || phase == exchange_phase::nothing_written;
        call patch(repeat_rule::unheard);
        CHECK((patch.failed(errc::connection_lost, phase).step == attempt_step::wait) == unheard);
        CHECK(patch.attempts.delivered() == (unheard ? delivery::not_sent : delivery::maybe_applied));
    }
}

TEST_CASE("failures that a repeat cannot change are final (X3)")
{
    for (const errc why : {errc::tls_failed, errc::pool_full, errc::pool_timeout, errc::client_closed, errc::cancelled,
                           errc::deadline_exceeded, errc::head_too_large, errc::body_too_large}) {
        CAPTURE(oms::make_error_code(why).message());
        call a(repeat_rule::with_key);
        CHECK(a.failed(why, exchange_phase::not_connected).step == attempt_step::finish);
    }
    call missing_host(repeat_rule::freely);
    CHECK(missing_host
              .next(attempt_outcome::failed(errc::dns_failed, exchange_phase::not_connected, false).permanent(true))
              .step == attempt_step::finish);
    call slow_resolver(repeat_rule::freely);
    CHECK(slow_resolver.failed(errc::dns_failed, exchange_phase::not_connected).step == attempt_step::wait);
}

TEST_CASE("a call makes no more attempts than its policy says")
{
    call a(repeat_rule::with_key);
    CHECK(a.answered(503).step == attempt_step::wait);
    CHECK(a.answered(503).step == attempt_step::wait);
    CHECK(a.answered(503).step == attempt_step::finish);
    CHECK(a.attempts.made() == 3);

    call once(repeat_rule::with_key, oms::retry_policy().attempts(1));
    CHECK(once.answered(503).step == attempt_step::finish);
}

TEST_CASE("F15 F16 a stale pooled connection is replaced at once, one time, without attempt or budget (E2)")
{
    for (const repeat_rule rule : {repeat_rule::freely, repeat_rule::with_key, repeat_rule::unheard}) {
        call a(rule, oms::retry_policy().attempts(1));
        const int tokens = a.budget.tokens();
        CHECK(a.failed(errc::connection_lost, exchange_phase::nothing_written, true).step == attempt_step::resend);
        CHECK(a.attempts.made() == 0);
        CHECK(a.budget.tokens() == tokens);
        CHECK(a.attempts.delivered() == delivery::not_sent);
        CHECK(a.failed(errc::connection_lost, exchange_phase::nothing_written, true).step == attempt_step::finish);
        CHECK(a.attempts.made() == 1);
    }
}

TEST_CASE("a pooled connection that took the request is not replaced for free")
{
    call a(repeat_rule::with_key);
    const attempt_plan plan = a.failed(errc::connection_lost, exchange_phase::fully_written, true);
    CHECK(plan.step == attempt_step::wait);
    CHECK(a.budget.tokens() == 495);
}

TEST_CASE("F62 F63 a 401 renews the token once, outside the attempts of the policy, and the second one is final")
{
    call a(repeat_rule::with_key, oms::retry_policy().attempts(1));
    const int tokens = a.budget.tokens();
    CHECK(a.answered(401).step == attempt_step::renew_token);
    CHECK(a.budget.tokens() == tokens);
    CHECK(a.answered(401).step == attempt_step::finish);
    CHECK(a.attempts.made() == 2);
    CHECK(a.attempts.delivered() == delivery::refused);
}

TEST_CASE("a 401 does not use up a retry")
{
    call a(repeat_rule::with_key);
    CHECK(a.answered(503).step == attempt_step::wait);
    CHECK(a.answered(401).step == attempt_step::renew_token);
    CHECK(a.answered(503).step == attempt_step::wait);
    CHECK(a.answered(200).step == attempt_step::finish);
    CHECK(a.attempts.made() == 4);
    CHECK(a.attempts.delivered() == delivery::applied);
}

TEST_CASE("F41 Retry-After is a lower bound of the wait, with some jitter behind it (D11)")
{
    for (const std::uint64_t random : {std::uint64_t{0}, std::uint64_t{123456789}, ~std::uint64_t{0}}) {
        call a(repeat_rule::with_key);
        a.random = random;
        const attempt_plan plan = a.next(attempt_outcome::answered(429).retry_after(7s));
        REQUIRE(plan.step == attempt_step::wait);
        CHECK(plan.at >= first_attempt_at + 7s);
        CHECK(plan.at <= first_attempt_at + 7s + 250ms);
    }
}

TEST_CASE("F43 F45 a Retry-After below the back-off leaves the back-off as it is (D11, X14)")
{
    call with(repeat_rule::with_key);
    call without(repeat_rule::with_key);
    with.random = without.random = 200'000;
    CHECK(with.next(attempt_outcome::answered(503).retry_after(0s)).at == without.answered(503).at);
    CHECK(without.attempts.made() == 1);
}

TEST_CASE("F44 F111 a wait that cannot end before the deadline is never begun (D11, D17)")
{
    call asked(repeat_rule::with_key, oms::retry_policy(), 5s);
    CHECK(asked.next(attempt_outcome::answered(429).retry_after(60s)).step == attempt_step::finish);
    CHECK(asked.attempts.delivered() == delivery::refused);
    CHECK(asked.budget.tokens() == 500);

    call backing_off(repeat_rule::with_key, oms::retry_policy(), 100ms);
    backing_off.random = 100'000;
    CHECK(backing_off.answered(503).step == attempt_step::finish);

    call in_time(repeat_rule::with_key, oms::retry_policy(), 100ms);
    in_time.random = 99'999;
    CHECK(in_time.answered(503).step == attempt_step::wait);
}

TEST_CASE("nothing is sent again after the deadline")
{
    call late(repeat_rule::with_key);
    late.now = first_attempt_at + 60s;
    CHECK(late.failed(errc::connection_lost, exchange_phase::nothing_written, true).step == attempt_step::finish);
    call rejected(repeat_rule::with_key);
    rejected.now = first_attempt_at + 60s;
    CHECK(rejected.answered(401).step == attempt_step::finish);
}

TEST_CASE("F53 an empty budget allows no retry, but every call its first attempt (D13)")
{
    oms::retry_budget budget(12);
    const oms::retry_policy policy;
    int retries = 0;
    for (int i = 0; i < 100; ++i) {
        attempt a(repeat_rule::with_key, policy, first_attempt_at + 60s, budget);
        while (a.next(attempt_outcome::answered(503), first_attempt_at, 0).step == attempt_step::wait)
            ++retries;
        CHECK(a.made() >= 1);
    }
    CHECK(retries == 2);
}

TEST_CASE("a retry costs 5 tokens, after a timeout 10, and its success gives them back")
{
    call a(repeat_rule::with_key);
    CHECK(a.answered(503).step == attempt_step::wait);
    CHECK(a.budget.tokens() == 495);
    CHECK(a.failed(errc::first_byte_timeout, exchange_phase::fully_written).step == attempt_step::wait);
    CHECK(a.budget.tokens() == 485);
    CHECK(a.answered(201).step == attempt_step::finish);
    CHECK(a.budget.tokens() == 495);
}

TEST_CASE("a success at the first try gives one token back")
{
    oms::retry_budget budget;
    REQUIRE(budget.take(10));
    attempt a(repeat_rule::freely, oms::retry_policy(), first_attempt_at + 60s, budget);
    a.next(attempt_outcome::answered(200), first_attempt_at, 0);
    CHECK(budget.tokens() == 491);
}

TEST_CASE("F51 a server error that stays keeps the delivery in doubt after the last attempt")
{
    call a(repeat_rule::with_key);
    a.answered(500);
    a.answered(500);
    CHECK(a.answered(500).step == attempt_step::finish);
    CHECK(a.attempts.delivered() == delivery::maybe_applied);
}

TEST_CASE("F22 an answer that comes at the second attempt settles a lost one")
{
    call applied(repeat_rule::with_key);
    applied.failed(errc::connection_lost, exchange_phase::fully_written);
    applied.answered(201);
    CHECK(applied.attempts.delivered() == delivery::applied);

    call refused(repeat_rule::with_key);
    refused.failed(errc::connection_lost, exchange_phase::fully_written);
    refused.answered(422);
    CHECK(refused.attempts.delivered() == delivery::refused);

    call gone(repeat_rule::deletion);
    gone.failed(errc::connection_lost, exchange_phase::fully_written);
    CHECK(gone.answered(404).step == attempt_step::finish);
    CHECK(gone.attempts.delivered() == delivery::applied);
}

TEST_CASE("a cancelled attempt says what the server may have done")
{
    for (const exchange_phase phase : all_phases) {
        CAPTURE(to_string(phase));
        call a(repeat_rule::with_key);
        CHECK(a.failed(errc::cancelled, phase).step == attempt_step::finish);
        const bool unheard = phase == exchange_phase::not_connected || phase == exchange_phase::nothing_written;
        CHECK(a.attempts.delivered() == (unheard ? delivery::not_sent : delivery::maybe_applied));
    }
}
