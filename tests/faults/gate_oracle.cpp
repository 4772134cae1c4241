#include "common/catch.hpp"
#include "faults/oracle.hpp"

#include <functional>

// The oracle itself: each broken invariant is noticed, and a clean run is clean.

namespace {

/// One keyed operation, as it should be.
struct run_of_one {
    test::operation what;
    test::seen_request seen;
    std::map<std::string, int> effects;
    std::optional<oms::error> failure;
    int endings = 1;

    run_of_one()
    {
        what.name = "POST /customers";
        what.identity = "key-1";
        what.keyed = true;
        seen.method = "POST";
        seen.target = "/v0.9/customers";
        seen.host = "127.0.0.1:1";
        seen.key = "key-1";
        seen.body_hash = 7;
        seen.authorized = true;
        seen.given_to_server = true;
        seen.status = 201;
        effects["key-1"] = 1;
    }

    test::verdict judged(int requests = 1)
    {
        test::oracle_terms terms;
        terms.host = "127.0.0.1:1";
        terms.secrets = {"top-secret"};
        test::oracle judge(terms);
        const test::oracle::number number = judge.began(what);
        for (int i = 0; i < requests; ++i)
            judge.saw(seen);
        if (other)
            judge.saw(*other);
        for (int i = 0; i < endings; ++i)
            judge.ended(number, failure ? &*failure : nullptr);
        judge.add_secret("late-secret");
        return judge.judge(effects);
    }

    std::optional<test::seen_request> other;
};

oms::error failure_told_as(oms::delivery told, const std::string& text = "")
{
    return oms::error::builder(oms::errc::connection_lost)
        .text(text)
        .operation("POST", "/customers")
        .attempts(1)
        .key("key-1")
        .delivery(told)
        .build();
}

} // namespace

TEST_CASE("The oracle finds nothing in a run as it should be")
{
    const test::verdict found = run_of_one().judged();
    CHECK(found.violations() == 0);
    CHECK(found.operations == 1);
    CHECK(found.succeeded == 1);
    CHECK(found.effects == 1);
}

TEST_CASE("I1 I2 I3 I5 I6 I7 I12 the oracle notices each invariant that is broken")
{
    run_of_one doubled;
    doubled.effects["key-1"] = 2;
    CHECK(doubled.judged().double_effects == 1);

    run_of_one unending;
    unending.endings = 0;
    CHECK(unending.judged().lost_outcomes == 1);
    run_of_one twice;
    twice.endings = 2;
    CHECK(twice.judged().lost_outcomes == 1);

    run_of_one two_bodies;
    two_bodies.other = two_bodies.seen;
    two_bodies.other->body_hash = 8;
    CHECK(two_bodies.judged().keys_with_two_bodies == 1);

    run_of_one no_token;
    no_token.seen.authorized = false;
    CHECK(no_token.judged().stray_tokens == 1);
    run_of_one elsewhere;
    elsewhere.seen.host = "example.com";
    CHECK(elsewhere.judged().stray_tokens == 1);

    run_of_one talkative;
    talkative.failure = failure_told_as(oms::delivery::applied, "the top-secret");
    CHECK(talkative.judged().secrets_told == 1);

    run_of_one told_too_early;
    told_too_early.failure = failure_told_as(oms::delivery::applied, "the late-secret");
    CHECK(told_too_early.judged().secrets_told == 1);

    run_of_one changed_twice;
    changed_twice.what.name = "PATCH /customers/{customerId}";
    changed_twice.what.keyed = false;
    CHECK(changed_twice.judged(2).double_effects == 1);

    CHECK(run_of_one().judged(4).surplus_requests == 1);

    run_of_one terse;
    terse.failure = oms::error(oms::errc::connection_lost);
    CHECK(terse.judged().poor_texts == 1);
}

TEST_CASE("I4 the oracle notices each delivery that is not what happened")
{
    const auto wrong = [](oms::delivery told, int effects, bool given) {
        run_of_one one;
        one.failure = failure_told_as(told);
        one.effects["key-1"] = effects;
        one.seen.given_to_server = given;
        return one.judged().wrong_deliveries;
    };
    using oms::delivery;
    CHECK(wrong(delivery::not_sent, 0, false) == 0);
    CHECK(wrong(delivery::not_sent, 0, true) == 1);
    CHECK(wrong(delivery::not_sent, 1, true) == 1);
    CHECK(wrong(delivery::applied, 1, true) == 0);
    CHECK(wrong(delivery::applied, 0, true) == 1);
    CHECK(wrong(delivery::refused, 0, true) == 0);
    CHECK(wrong(delivery::refused, 1, true) == 1);
    CHECK(wrong(delivery::maybe_applied, 0, true) == 0);
    CHECK(wrong(delivery::maybe_applied, 1, true) == 0);
    run_of_one empty;
    empty.effects.clear();
    CHECK(empty.judged().wrong_deliveries == 1);
}
