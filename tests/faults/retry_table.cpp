#include "common/catch.hpp"

#include <oms/http/attempt.hpp>

#include <string>
#include <vector>

// The table "Retry decision by phase" and contract section 1.6, row by row. A column for each rule: GET, POST and PUT
// with a key, DELETE, and PATCH, which has no key.

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
using oms::retry_budget;

constexpr repeat_rule all_rules[] = {repeat_rule::freely, repeat_rule::with_key, repeat_rule::deletion,
                                     repeat_rule::unheard};
constexpr const char* rule_names[] = {"GET", "keyed POST", "DELETE", "PATCH"};
constexpr attempt::time_point call_start{1000s};

/// One call that has met nothing yet.
class fresh_call {
public:
    explicit fresh_call(repeat_rule rule, oms::retry_policy policy = oms::retry_policy())
        : attempts(rule, policy, call_start + 60s, budget)
    {
    }
    attempt_plan next(const attempt_outcome& outcome) { return attempts.next(outcome, call_start, 0); }
    int paid() const { return budget.capacity() - budget.tokens(); }

    retry_budget budget;
    attempt attempts;
};

char letter(attempt_step step)
{
    switch (step) {
    case attempt_step::finish:
        return '.';
    case attempt_step::resend:
        return 's';
    case attempt_step::wait:
        return 'w';
    case attempt_step::renew_token:
        return 't';
    }
    return '?';
}

} // namespace

TEST_CASE("F05 F08 F16 F17 F22 F26 How far a broken exchange came decides, row by row, whether it is sent again, what "
          "that costs and what may have happened (D8, D18, X8, X12)")
{
    struct row {
        exchange_phase phase;
        bool reused;
        errc why;
        const char* steps; ///< a letter for each rule: w waits and retries, s resends at once, . is the end
        int cost;
        delivery known;
    };
    using p = exchange_phase;
    using d = delivery;
    const row table[] = {
        // Nothing was sent: any request may be sent again.
        {p::not_connected, false, errc::connect_failed, "wwww", 5, d::not_sent},
        {p::not_connected, false, errc::connect_timeout, "wwww", 10, d::not_sent},
        {p::not_connected, false, errc::dns_failed, "wwww", 5, d::not_sent},
        {p::not_connected, false, errc::proxy_failed, "wwww", 5, d::not_sent},
        {p::not_connected, true, errc::connection_lost, "ssss", 0, d::not_sent},
        {p::nothing_written, false, errc::connection_lost, "wwww", 5, d::not_sent},
        {p::nothing_written, true, errc::connection_lost, "ssss", 0, d::not_sent},
        {p::nothing_written, false, errc::write_timeout, "wwww", 10, d::not_sent},
        {p::nothing_written, true, errc::write_timeout, "wwww", 10, d::not_sent},
        // What another try meets again.
        {p::not_connected, false, errc::tls_failed, "....", 0, d::not_sent},
        {p::not_connected, false, errc::pin_mismatch, "....", 0, d::not_sent},
        {p::not_connected, false, errc::client_certificate_required, "....", 0, d::not_sent},
        {p::not_connected, false, errc::proxy_auth_required, "....", 0, d::not_sent},
        {p::not_connected, false, errc::pool_timeout, "....", 0, d::not_sent},
        {p::not_connected, false, errc::pool_full, "....", 0, d::not_sent},
        {p::not_connected, false, errc::wrong_process, "....", 0, d::not_sent},
        {p::not_connected, false, errc::client_closed, "....", 0, d::not_sent},
        {p::not_connected, false, errc::cancelled, "....", 0, d::not_sent},
        {p::nothing_written, true, errc::cancelled, "....", 0, d::not_sent},
        {p::not_connected, false, errc::deadline_exceeded, "....", 0, d::not_sent},
        // Part of the request was written.
        {p::partly_written, false, errc::connection_lost, "www.", 5, d::maybe_applied},
        {p::partly_written, true, errc::connection_lost, "www.", 5, d::maybe_applied},
        {p::partly_written, false, errc::write_timeout, "www.", 10, d::maybe_applied},
        {p::partly_written, false, errc::cancelled, "....", 0, d::maybe_applied},
        {p::partly_written, false, errc::deadline_exceeded, "....", 0, d::maybe_applied},
        // All was written, no byte came back.
        {p::fully_written, false, errc::connection_lost, "www.", 5, d::maybe_applied},
        {p::fully_written, true, errc::connection_lost, "www.", 5, d::maybe_applied},
        {p::fully_written, false, errc::first_byte_timeout, "www.", 10, d::maybe_applied},
        {p::fully_written, false, errc::cancelled, "....", 0, d::maybe_applied},
        {p::fully_written, false, errc::client_closed, "....", 0, d::maybe_applied},
        {p::fully_written, false, errc::deadline_exceeded, "....", 0, d::maybe_applied},
        // The head came, the body was lost.
        {p::response_begun, false, errc::connection_lost, "www.", 5, d::maybe_applied},
        {p::response_begun, true, errc::connection_lost, "www.", 5, d::maybe_applied},
        {p::response_begun, false, errc::read_timeout, "www.", 10, d::maybe_applied},
        {p::response_begun, false, errc::protocol_error, "www.", 5, d::maybe_applied},
        {p::response_begun, false, errc::head_too_large, "....", 0, d::maybe_applied},
        {p::response_begun, false, errc::body_too_large, "....", 0, d::maybe_applied},
        {p::response_begun, false, errc::cancelled, "....", 0, d::maybe_applied},
    };
    for (const row& r : table) {
        for (std::size_t i = 0; i != std::size(all_rules); ++i) {
            CAPTURE(rule_names[i], to_string(r.phase), r.reused, oms::make_error_code(r.why).message());
            fresh_call call(all_rules[i]);
            const attempt_plan plan = call.next(attempt_outcome::failed(r.why, r.phase, r.reused));
            CHECK(letter(plan.step) == r.steps[i]);
            CHECK(call.paid() == (r.steps[i] == 'w' ? r.cost : 0));
            CHECK(call.attempts.delivered() == r.known);
            CHECK(call.attempts.made() == (r.steps[i] == 's' ? 0 : 1));
            if (plan.step == attempt_step::finish)
                CHECK(plan.reason == oms::attempt_end::outcome);
        }
    }
}

TEST_CASE("F47 F48 F49 F50 F51 F52 The status of a first answer decides, row by row, whether it is sent again and what "
          "has happened (D7, D8, D18)")
{
    struct row {
        int status;
        bool in_progress;
        const char* steps;
        delivery known;
    };
    using d = delivery;
    const row table[] = {{200, false, "....", d::applied},       {201, false, "....", d::applied},
                         {204, false, "....", d::applied},       {301, false, "....", d::maybe_applied},
                         {308, false, "....", d::maybe_applied}, {400, false, "....", d::refused},
                         {401, false, "tttt", d::refused},       {403, false, "....", d::refused},
                         {404, false, "....", d::refused},       {405, false, "....", d::refused},
                         {408, false, "www.", d::maybe_applied}, {409, false, "....", d::refused},
                         {409, true, "www.", d::maybe_applied},  {410, false, "....", d::refused},
                         {413, false, "....", d::refused},       {415, false, "....", d::refused},
                         {422, false, "....", d::refused},       {425, false, "....", d::refused},
                         {429, false, "wwww", d::refused},       {431, false, "....", d::refused},
                         {500, false, "www.", d::maybe_applied}, {501, false, "....", d::maybe_applied},
                         {502, false, "www.", d::maybe_applied}, {503, false, "wwww", d::maybe_applied},
                         {504, false, "www.", d::maybe_applied}, {505, false, "....", d::maybe_applied},
                         {599, false, "....", d::maybe_applied}};
    for (const row& r : table) {
        for (std::size_t i = 0; i != std::size(all_rules); ++i) {
            CAPTURE(rule_names[i], r.status, r.in_progress);
            fresh_call call(all_rules[i]);
            const attempt_plan plan = call.next(attempt_outcome::answered(r.status).in_progress(r.in_progress));
            CHECK(letter(plan.step) == r.steps[i]);
            CHECK(call.paid() == (r.steps[i] == 'w' ? retry_budget::retry_cost : 0));
            CHECK(call.attempts.delivered() == r.known);
            CHECK(call.attempts.made() == 1);
        }
    }
}

TEST_CASE("F22 F26 F47 After an answer was lost, the status of the next one settles the doubt as its row says (D18)")
{
    struct row {
        int status;
        delivery known[3]; ///< GET, keyed POST, DELETE; a PATCH is not sent again after a lost answer
    };
    constexpr delivery applied = delivery::applied, refused = delivery::refused, open = delivery::maybe_applied;
    const row table[] = {
        {200, {applied, applied, applied}}, {201, {applied, applied, applied}}, {204, {applied, applied, applied}},
        {302, {open, open, open}},          {400, {refused, refused, open}},    {401, {open, open, open}},
        {403, {refused, refused, open}},    {404, {refused, refused, applied}}, {408, {open, open, open}},
        {409, {open, open, open}},          {413, {open, open, open}},          {422, {refused, refused, open}},
        {429, {open, open, open}},          {500, {open, open, open}},          {503, {open, open, open}},
    };
    for (const row& r : table) {
        for (std::size_t i = 0; i != std::size(r.known); ++i) {
            CAPTURE(rule_names[i], r.status);
            fresh_call call(all_rules[i]);
            REQUIRE(
                letter(call.next(attempt_outcome::failed(errc::connection_lost, exchange_phase::fully_written, false))
                           .step) == 'w');
            call.next(attempt_outcome::answered(r.status));
            CHECK(call.attempts.delivered() == r.known[i]);
            CHECK(call.attempts.made() == 2);
        }
    }
}

TEST_CASE("F51 A server error that is replayed for its key ends with the last attempt, in doubt, and says so (D18)")
{
    for (std::size_t i = 0; i != std::size(all_rules) - 1; ++i) {
        fresh_call call(all_rules[i]);
        CHECK(letter(call.next(attempt_outcome::answered(500)).step) == 'w');
        CHECK(letter(call.next(attempt_outcome::answered(500)).step) == 'w');
        const attempt_plan last = call.next(attempt_outcome::answered(500));
        CHECK(letter(last.step) == '.');
        CHECK(last.reason == oms::attempt_end::attempts);
        CHECK(call.attempts.delivered() == delivery::maybe_applied);
        CHECK(call.attempts.made() == 3);
    }
}

TEST_CASE("F16 A stale connection is replaced once; the second one in a call is an attempt and is paid for (E2)")
{
    for (const repeat_rule rule : all_rules) {
        fresh_call call(rule);
        const attempt_outcome stale =
            attempt_outcome::failed(errc::connection_lost, exchange_phase::nothing_written, true);
        CHECK(letter(call.next(stale).step) == 's');
        CHECK(call.attempts.made() == 0);
        CHECK(call.paid() == 0);
        CHECK(letter(call.next(stale).step) == 'w');
        CHECK(call.attempts.made() == 1);
        CHECK(call.paid() == 5);
        CHECK(call.attempts.delivered() == delivery::not_sent);
    }
}

TEST_CASE("F44 F53 F111 A call that is not sent again although it may be says what stood against it (D13, D17)")
{
    retry_budget poor(4);
    attempt spent(repeat_rule::with_key, oms::retry_policy(), call_start + 60s, poor);
    const attempt_plan no_money = spent.next(attempt_outcome::answered(503), call_start, 0);
    CHECK(letter(no_money.step) == '.');
    CHECK(no_money.reason == oms::attempt_end::budget);
    CHECK(poor.tokens() == 4);

    retry_budget full;
    attempt late(repeat_rule::with_key, oms::retry_policy(), call_start + 100ms, full);
    const attempt_plan no_time = late.next(
        attempt_outcome::failed(errc::connect_failed, exchange_phase::not_connected, false), call_start, 200'000);
    CHECK(letter(no_time.step) == '.');
    CHECK(no_time.reason == oms::attempt_end::deadline);
    CHECK(full.tokens() == full.capacity());
}

TEST_CASE("The verdict of the service goes before the status, but not before safety, attempts, deadline and budget "
          "(D8, D12)")
{
    using v = oms::retry_verdict;
    struct row {
        int status;
        v verdict;
        const char* steps;
    };
    const row table[] = {
        {400, v::retry, "www."}, {404, v::retry, "www."},     {409, v::retry, "www."},     {425, v::retry, "www."},
        {429, v::retry, "wwww"}, {500, v::retry, "www."},     {501, v::retry, "www."},     {503, v::retry, "wwww"},
        {429, v::stop, "...."},  {500, v::stop, "...."},      {503, v::stop, "...."},      {408, v::stop, "...."},
        {400, v::stop, "...."},  {401, v::stop, "tttt"},      {401, v::retry, "tttt"},     {200, v::retry, "...."},
        {302, v::retry, "...."}, {500, v::by_status, "www."}, {400, v::by_status, "...."},
    };
    for (const row& r : table) {
        for (std::size_t i = 0; i != std::size(all_rules); ++i) {
            CAPTURE(rule_names[i], r.status, static_cast<int>(r.verdict));
            fresh_call call(all_rules[i]);
            CHECK(letter(call.next(attempt_outcome::answered(r.status).verdict(r.verdict)).step) == r.steps[i]);
        }
    }

    const attempt_outcome again = attempt_outcome::answered(400).verdict(v::retry);
    fresh_call patient(repeat_rule::with_key);
    CHECK(letter(patient.next(again).step) == 'w');
    CHECK(letter(patient.next(again).step) == 'w');
    CHECK(letter(patient.next(again).step) == '.');
    CHECK(patient.attempts.delivered() == delivery::refused);

    retry_budget poor(4);
    attempt spent(repeat_rule::with_key, oms::retry_policy(), call_start + 60s, poor);
    CHECK(letter(spent.next(again, call_start, 0).step) == '.');
    CHECK(poor.tokens() == 4); // and an answer that asks for another try is no success that fills it

    retry_budget full;
    attempt late(repeat_rule::with_key, oms::retry_policy(), call_start + 100ms, full);
    CHECK(letter(late.next(again, call_start, 200'000).step) == '.');
}
