#include "common/await.hpp"
#include "common/catch.hpp"
#include "common/fake_core.hpp"

#include <oms/client/client.hpp>

#include <optional>
#include <string>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using oms::detail::page_walk;

namespace {

oms::page<oms::customer> customers(const std::vector<std::string>& ids, bool has_more,
                                   std::optional<std::string> next = {}, std::optional<std::string> previous = {})
{
    oms::page<oms::customer> page;
    for (const std::string& id : ids) {
        oms::customer customer;
        customer.id = oms::customer_id("cst_" + id);
        page.data.push_back(std::move(customer));
    }
    page.has_more = has_more;
    page.next_cursor = std::move(next);
    page.previous_cursor = std::move(previous);
    return page;
}

std::vector<std::string> ids_of(const std::vector<oms::customer>& customers)
{
    std::vector<std::string> ids;
    for (const oms::customer& customer : customers)
        ids.push_back(customer.id.str().substr(4));
    return ids;
}

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("A list is walked page by page and ends where the service says that there is no more (C6, C7)")
{
    const auto core = std::make_shared<test::fake_core>();
    const oms::client client(core);
    core->customers.push_back(customers({"5", "4"}, true, "c4"));
    core->customers.push_back(customers({"3", "2"}, true, "c2"));
    // The last page has a cursor as every page has: it is not followed.
    core->customers.push_back(customers({"1"}, false, "c1"));

    auto pages = client.customers().list(oms::customer_filter().limit(2));
    texts seen;
    while (auto page = test::await(pages.next()))
        for (const std::string& id : ids_of(page->data))
            seen.push_back(id);

    CHECK(seen == texts{"5", "4", "3", "2", "1"});
    CHECK(core->asked ==
          texts{"list_customers limit 2", "list_customers limit 2 after c4", "list_customers limit 2 after c2"});
    CHECK_FALSE(test::await(pages.next()).has_value());
    CHECK(core->asked.size() == 3);
}

TEST_CASE("An empty list is one empty page")
{
    const auto core = std::make_shared<test::fake_core>();
    core->customers.push_back(customers({}, false));
    auto pages = oms::client(core).customers().list();
    CHECK(test::await(pages.next()).value().data.empty());
    CHECK_FALSE(test::await(pages.next()).has_value());
}

TEST_CASE("A walk begins at the cursor of the filter")
{
    const auto core = std::make_shared<test::fake_core>();
    core->customers.push_back(customers({"2"}, true, "c2"));
    core->customers.push_back(customers({"1"}, false, "c1"));
    auto pages = oms::client(core).customers().list(oms::customer_filter().starting_after("c3"));
    CHECK(ids_of(test::await(pages.collect(10))) == texts{"2", "1"});
    CHECK(core->asked == texts{"list_customers after c3", "list_customers after c2"});
}

TEST_CASE("A filter with a cursor to go back from walks towards newer items and ends at an empty page (C7)")
{
    const auto core = std::make_shared<test::fake_core>();
    core->customers.push_back(customers({"3", "2"}, true, "c2", "c3"));
    core->customers.push_back(customers({}, true));
    auto pages = oms::client(core).customers().list(oms::customer_filter().ending_before("c1"));
    CHECK(ids_of(test::await(pages.collect(10))) == texts{"3", "2"});
    CHECK(core->asked == texts{"list_customers before c1", "list_customers before c3"});
}

TEST_CASE("A page that announces more without a usable cursor is given out, then the walk ends with an error (F74)")
{
    const auto core = std::make_shared<test::fake_core>();
    const oms::client client(core);
    struct {
        std::optional<std::string> cursor;
        const char* says;
    } const bad[] = {{std::nullopt, "no cursor"}, {"", "no cursor"}, {"c1", "gave before"}, {"c0", "gave before"}};
    for (const auto& [cursor, says] : bad) {
        core->asked.clear();
        core->customers.clear();
        core->customers.push_back(customers({"2"}, true, "c1"));
        core->customers.push_back(customers({"1"}, true, cursor));

        auto pages = client.customers().list(oms::customer_filter().starting_after("c0"));
        CHECK(test::await(pages.next()).has_value());
        CHECK(ids_of(test::await(pages.next()).value().data) == texts{"1"});
        for (int again = 0; again != 2; ++again) {
            try {
                (void)test::await(pages.next());
                FAIL("no error for the cursor " << cursor.value_or("(none)"));
            } catch (const oms::error& failure) {
                CHECK(failure.code() == oms::errc::paging_loop);
                CHECK(failure.delivery() == oms::delivery::applied);
                CHECK(failure.path_template() == "/customers");
                CHECK_THAT(failure.what(), ContainsSubstring(says));
            }
        }
        CHECK(core->asked.size() == 2);
    }
}

TEST_CASE("A loop of several cursors is found at its first repetition (F74)")
{
    page_walk walk(page_walk::direction::older, std::nullopt, "/customers");
    for (const char* cursor : {"a", "b", "c"}) {
        walk.advance(1, true, cursor, std::nullopt);
        CHECK_NOTHROW(walk.check());
        CHECK(walk.cursor() == cursor);
    }
    walk.advance(1, true, "a", std::nullopt);
    CHECK_THROWS_AS(walk.check(), oms::error);
}

TEST_CASE("Empty pages that keep announcing more do not go on for ever (F74)")
{
    page_walk walk(page_walk::direction::older, std::nullopt, "/customers");
    int taken = 0;
    try {
        for (; taken != 1000; ++taken) {
            walk.check();
            walk.advance(0, true, "c" + std::to_string(taken), std::nullopt);
        }
    } catch (const oms::error& failure) {
        CHECK(failure.code() == oms::errc::paging_loop);
    }
    CHECK(taken == page_walk::most_empty_pages);

    page_walk other(page_walk::direction::older, std::nullopt, "/customers");
    for (int page = 0; page != 1000; ++page) {
        other.check();
        other.advance(page % 50 == 0 ? 1 : 0, true, "c" + std::to_string(page), std::nullopt);
    }
    CHECK_NOTHROW(other.check());
}

TEST_CASE("Collecting stops at its bound, asks for no page too many, and loses nothing (C6)")
{
    const auto core = std::make_shared<test::fake_core>();
    core->customers.push_back(customers({"5", "4", "3"}, true, "c3"));
    core->customers.push_back(customers({"2", "1"}, false, "c1"));
    auto pages = oms::client(core).customers().list();

    CHECK(test::await(pages.collect(0)).empty());
    CHECK(core->asked.empty());
    CHECK(ids_of(test::await(pages.collect(2))) == texts{"5", "4"});
    CHECK(core->asked.size() == 1);
    CHECK(ids_of(test::await(pages.next()).value().data) == texts{"3"});
    CHECK(ids_of(test::await(pages.collect(100))) == texts{"2", "1"});
    CHECK(core->asked.size() == 2);
    CHECK(test::await(pages.collect(100)).empty());
}

TEST_CASE("After an error the walk stands where it stood")
{
    const auto core = std::make_shared<test::fake_core>();
    core->customers.push_back(customers({"2"}, true, "c2"));
    core->customers.push_back(customers({"1"}, false, "c1"));
    auto pages = oms::client(core).customers().list();
    CHECK(test::await(pages.next()).has_value());
    core->failure = oms::error(oms::errc::rate_limited);
    CHECK_THROWS_AS(test::await(pages.next()), oms::error);
    CHECK(ids_of(test::await(pages.next()).value().data) == texts{"1"});
    CHECK(core->asked == texts{"list_customers", "list_customers after c2", "list_customers after c2"});
}

TEST_CASE("A pager walks on after the client, the handle and it itself have moved or gone")
{
    auto core = std::make_shared<test::fake_core>();
    const std::weak_ptr<test::fake_core> watched = core;
    core->customers.push_back(customers({"2"}, true, "c2"));
    core->customers.push_back(customers({"1"}, false, "c1"));
    boost::asio::awaitable<std::vector<oms::customer>> rest;
    {
        auto pages = oms::client(std::move(core)).customers().list();
        auto moved = std::move(pages);
        CHECK(test::await(moved.next()).has_value());
        rest = moved.collect(10);
    }
    CHECK(ids_of(test::await(std::move(rest))) == texts{"1"});
    CHECK(watched.expired());
}
