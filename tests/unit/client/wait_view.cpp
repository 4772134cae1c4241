#include "common/catch.hpp"
#include "wait_bench.hpp"

#include <oms/client/impl/wait_view.hpp>

namespace {

using oms::detail::news_of;
using oms::detail::wait_news;
using oms::detail::wait_subject;
using oms::detail::wait_view;

oms::timestamp second(int number)
{
    return number < 0 ? oms::timestamp() : oms::timestamp(at_second(number));
}

wait_news told(std::string_view status, int at)
{
    return news_of(tells(status, at)).at(0);
}

} // namespace

TEST_CASE("(C8) what an event tells is news when it is neither older than what a read showed nor the same state")
{
    wait_view view;
    view.begin_read();
    view.seen("processing", second(10));
    CHECK_FALSE(view.told(told("processing", 10)));
    CHECK_FALSE(view.told(told("processing", 11)));
    CHECK_FALSE(view.told(told("completed", 9)));
    CHECK_FALSE(view.has_news());
    CHECK(view.told(told("completed", 11)));
    CHECK(view.has_news());
}

TEST_CASE("(C8) another state at the same time is news, for time stamps may be whole seconds")
{
    wait_view view;
    view.seen("processing", second(10));
    CHECK(view.told(told("completed", 10)));
}

TEST_CASE("(C8) without a time the state decides")
{
    for (const auto& [shown_at, told_at] : {std::pair(-1, 10), std::pair(10, -1), std::pair(-1, -1)}) {
        CAPTURE(shown_at, told_at);
        wait_view view;
        view.seen("processing", second(shown_at));
        CHECK_FALSE(view.told(told("processing", told_at)));
        CHECK(view.told(told("completed", told_at)));
    }
}

TEST_CASE("(C8) an event that was told before, and one that is older than it, are no news, whatever reads have shown")
{
    wait_view view;
    view.seen("processing", second(10));
    CHECK(view.told(told("completed", 20)));
    CHECK_FALSE(view.told(told("completed", 20)));
    view.begin_read();
    CHECK_FALSE(view.has_news());
    view.seen("processing", second(10)); // a copy that lags behind
    CHECK_FALSE(view.told(told("completed", 20)));
    CHECK_FALSE(view.told(told("cashPickupReady", 15)));
    CHECK_FALSE(view.has_news());
}

TEST_CASE("(C8) what is told during a read is news after it, unless the read shows it")
{
    for (const bool shown : {false, true}) {
        CAPTURE(shown);
        wait_view view;
        view.begin_read();
        CHECK(view.told(told("completed", 20)));
        view.seen(shown ? "completed" : "processing", second(shown ? 20 : 10));
        CHECK(view.has_news() == !shown);
    }
}

TEST_CASE("(C8) what is told during a read is no news when the read shows something newer")
{
    wait_view view;
    view.begin_read();
    CHECK(view.told(told("cashPickupReady", 20)));
    view.seen("awaitingAction", second(30));
    CHECK_FALSE(view.has_news());
}

TEST_CASE("(C8) what a read showed is not undone by a later read of an older state")
{
    wait_view view;
    view.seen("awaitingAction", second(30));
    view.seen("processing", second(10));
    CHECK_FALSE(view.told(told("cashPickupReady", 20)));
}

TEST_CASE("(C8) where every change counts, a newer time in the same state is news")
{
    wait_view view(true);
    view.seen("processing", second(10));
    CHECK_FALSE(view.told(told("processing", 10)));
    CHECK_FALSE(view.told(told("processing", 9)));
    CHECK(view.told(told("processing", 11)));
    CHECK_FALSE(view.told(told("processing", 11)));
}

TEST_CASE("(C8) the transaction that a cash-in made is news of the cash-in, each state of it once")
{
    oms::transaction_event changed;
    auto made = told_transaction<oms::fiat_to_crypto>("processing", 5, "txn_9");
    made.cash_in_id = oms::cash_in_id("ci_1");
    changed.transaction = made;
    const auto news = news_of(event_of(changed));
    REQUIRE(news.size() == 2);
    CHECK(news[0].subject.what == wait_subject::kind::transaction);
    CHECK(news[0].subject.id == "txn_9");
    CHECK(news[1].subject.what == wait_subject::kind::cash_in);
    CHECK(news[1].subject.id == "ci_1");

    wait_view view;
    view.seen("processing", second(10)); // the cash-in; its times say nothing about those of the transaction
    CHECK(view.told(news[1]));
    view.seen("processing", second(10));
    CHECK(view.has_news());
    view.begin_read();
    CHECK_FALSE(view.told(news[1]));
    CHECK_FALSE(view.has_news());
}

TEST_CASE("(C8) an event of a customer tells of each endorsement that it shows, and of all when it shows none")
{
    oms::endorsement_event changed;
    changed.customer.id = oms::customer_id("cst_1");
    changed.customer.endorsements.resize(2);
    changed.customer.endorsements[0].name = oms::endorsement_name::basic;
    changed.customer.endorsements[0].status = oms::endorsement_status::active;
    changed.customer.endorsements[1].name = oms::endorsement_name::usd;
    changed.customer.endorsements[1].status = oms::endorsement_status::pending;
    const auto news = news_of(event_of(changed));
    REQUIRE(news.size() == 2);
    CHECK(news[0].subject.endorsement == "basic");
    CHECK(news[0].state.status == "ACTIVE");
    CHECK(news[1].subject.endorsement == "usd");
    CHECK(news[1].subject.id == "cst_1");

    changed.customer.endorsements.clear();
    const auto vague = news_of(event_of(changed));
    REQUIRE(vague.size() == 1);
    CHECK(vague[0].subject.endorsement.empty());
}

TEST_CASE("(C8) events of wallets and unknown ones are about nothing that is waited for")
{
    CHECK(news_of(event_of(oms::wallet_event())).empty());
    CHECK(news_of(event_of(oms::unknown_event())).empty());
}
