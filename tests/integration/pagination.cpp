// Walks through a long list over TLS (contract section 1.5).
#include "common/catch.hpp"
#include "common/world.hpp"

#include <oms/oms.hpp>

#include <algorithm>
#include <set>

namespace {

namespace asio = boost::asio;

constexpr std::size_t entries_in_all = 1037;

asio::awaitable<void> receive_deposits(oms::client client, oms::deposit_address_id address, std::size_t times)
{
    const oms::deposit_address_transfer transfer(oms::decimal("1.00"));
    for (std::size_t i = 0; i < times; ++i)
        co_await client.simulate().deposit_address(address, transfer);
}

// An account with transactions: each deposit at one address makes one.
class long_list : public test::world {
public:
    explicit long_list(std::size_t length)
    {
        const test::person owner = make_person();
        address_ = oms::deposit_address_id(place_deposit_address(owner.wallet, "usdc", "polygon"));
        add(length);
    }

    oms::client api = client();

    asio::awaitable<void> grow(std::size_t by) const { return receive_deposits(api, address_, by); }

    oms::pager<oms::any_transaction> pages(oms::transaction_filter filter) const
    {
        return api.transactions().list(std::move(filter));
    }

    // What the list calls were until now.
    std::size_t list_calls() const
    {
        const auto all = requests();
        return static_cast<std::size_t>(std::count_if(
            all.begin(), all.end(), [](const auto& each) { return each.operation == "listTransactions"; }));
    }

    // Makes the service answer every list call with this.
    void answer_lists_with(const std::string& body)
    {
        inject(oms::sandbox::fault::answer(200, body).on("GET", "/transactions").times(0));
    }

private:
    // By eight at a time: together they are `length`.
    void add(std::size_t length)
    {
        for (std::size_t worker = 0; worker < 8; ++worker)
            asio::co_spawn(io(), receive_deposits(api, address_, (length + worker) / 8),
                           [](std::exception_ptr failure) {
                               if (failure)
                                   std::rethrow_exception(failure);
                           });
        io().restart();
        io().run();
    }

    oms::deposit_address_id address_;
};

// What a walk came across, page by page.
struct walk {
    std::vector<std::string> ids;
    std::optional<oms::page<oms::any_transaction>> last;
    bool newest_first_within_pages = true;
    std::size_t longest_page = 0;
};

// Walks to the end. Between two pages as many transactions arrive as `arriving` says.
asio::awaitable<walk> walk_all(const long_list& list, oms::transaction_filter filter, std::size_t arriving = 0)
{
    walk seen;
    auto pages = list.pages(filter);
    while (auto page = co_await pages.next()) {
        const auto newer = [](const oms::any_transaction& a, const oms::any_transaction& b) {
            const oms::transaction_common &first = oms::common_of(a), &second = oms::common_of(b);
            return std::tuple(second.created_at, second.id) < std::tuple(first.created_at, first.id);
        };
        seen.newest_first_within_pages &= std::is_sorted(page->data.begin(), page->data.end(), newer);
        seen.longest_page = std::max(seen.longest_page, page->data.size());
        for (const oms::any_transaction& each : page->data)
            seen.ids.push_back(oms::id_of(each).str());
        seen.last = std::move(page);
        co_await list.grow(arriving);
    }
    co_return seen;
}

std::set<std::string> each_once(const std::vector<std::string>& ids)
{
    const std::set<std::string> distinct(ids.begin(), ids.end());
    CHECK(distinct.size() == ids.size());
    return distinct;
}

// In pages of this size, to the oldest page, and from there back to the newest.
void walk_there_and_back(long_list& list, int size, const std::set<std::string>& all)
{
    INFO("pages of " << size);
    const walk older = list.run(walk_all(list, oms::transaction_filter().limit(size)));
    CHECK(older.newest_first_within_pages);
    CHECK(older.longest_page == static_cast<std::size_t>(size));
    CHECK(each_once(older.ids) == all);

    const std::vector<oms::any_transaction>& oldest = older.last->data;
    const walk newer = list.run(
        walk_all(list, oms::transaction_filter().limit(size).ending_before(older.last->previous_cursor.value())));
    CHECK(newer.newest_first_within_pages);
    std::vector<std::string> back = newer.ids;
    for (const oms::any_transaction& each : oldest)
        back.push_back(oms::id_of(each).str());
    CHECK(each_once(back) == all);
}

bool contains(const std::set<std::string>& all, const std::set<std::string>& some)
{
    return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

} // namespace

TEST_CASE("1 037 transactions come once each, towards older ones and back towards newer (C6, C7)")
{
    long_list list(entries_in_all);
    const walk by_default = list.run(walk_all(list, oms::transaction_filter()));
    CHECK(by_default.longest_page == 50);
    const std::set<std::string> all = each_once(by_default.ids);
    CHECK(all.size() == entries_in_all);
    for (const int size : {100, 99, 50, 33, 7, 1})
        walk_there_and_back(list, size, all);
}

TEST_CASE("a list comes whole in pages of any size from 1 to 100 (C6, C7)")
{
    long_list list(137);
    const std::set<std::string> all = each_once(list.run(walk_all(list, oms::transaction_filter())).ids);
    CHECK(all.size() == 137);
    for (int size = 1; size <= 100; ++size)
        walk_there_and_back(list, size, all);
}

TEST_CASE("transactions that arrive between two pages change nothing for a walk towards older ones (C6)")
{
    long_list list(entries_in_all);
    const std::set<std::string> before = each_once(list.run(walk_all(list, oms::transaction_filter().limit(100))).ids);
    const walk older = list.run(walk_all(list, oms::transaction_filter().limit(25), 3));
    CHECK(each_once(older.ids) == before);

    // A walk towards newer ones meets every one that was there, and each of those that came meanwhile at most once.
    const std::string oldest = older.last->next_cursor.value();
    const walk newer = list.run(walk_all(list, oms::transaction_filter().limit(25).ending_before(oldest), 3));
    std::set<std::string> met = each_once(newer.ids);
    CHECK(met.size() > before.size());
    met.insert(older.ids.back()); // the cursor's own
    CHECK(contains(met, before));
}

TEST_CASE("collect takes as many as it is told, and the rest of a page comes next (C6)")
{
    long_list list(entries_in_all);
    const auto scenario = [](long_list& from) -> asio::awaitable<void> {
        auto pages = from.pages(oms::transaction_filter().limit(100));
        const auto none = co_await pages.collect(0);
        CHECK(none.empty());
        CHECK(from.list_calls() == 0);
        const auto some = co_await pages.collect(250);
        CHECK(some.size() == 250);
        CHECK(from.list_calls() == 3);
        const auto rest = co_await pages.next();
        REQUIRE(rest);
        CHECK(rest->data.size() == 50);
        CHECK(from.list_calls() == 3);
        const auto others = co_await pages.collect(1'000'000);
        CHECK(others.size() == entries_in_all - 300);
        CHECK(from.list_calls() == 11);
        const auto end = co_await pages.next();
        CHECK_FALSE(end);
    };
    list.run(scenario(list));
}

TEST_CASE("a service that repeats itself ends a walk with an error, never in a loop (C7)")
{
    long_list list(1);
    const auto failing = [](const long_list& from, oms::transaction_filter filter) -> asio::awaitable<oms::error> {
        const auto walked = co_await oms::as_result(walk_all(from, filter));
        REQUIRE(walked.has_error());
        co_return walked.error();
    };
    const std::size_t before = list.list_calls();

    SECTION("more, but no cursor")
    {
        list.answer_lists_with(R"({"data":[],"hasMore":true,"nextCursor":null,"previousCursor":null})");
        CHECK(list.run(failing(list, oms::transaction_filter())).code() == oms::errc::paging_loop);
        CHECK(list.list_calls() == before + 1);
    }
    SECTION("more, and always the same cursor")
    {
        list.answer_lists_with(R"({"data":[],"hasMore":true,"nextCursor":"again","previousCursor":"again"})");
        CHECK(list.run(failing(list, oms::transaction_filter())).code() == oms::errc::paging_loop);
        CHECK(list.list_calls() == before + 2);
    }
    SECTION("more, and always the same cursor, towards newer ones")
    {
        list.answer_lists_with(R"({"data":[{"id":"txn_1"}],"hasMore":true,"nextCursor":"b","previousCursor":"again"})");
        CHECK(list.run(failing(list, oms::transaction_filter().ending_before("start"))).code() ==
              oms::errc::paging_loop);
        CHECK(list.list_calls() == before + 2);
    }
    SECTION("two cursors in turn")
    {
        for (int i = 0; i < 10; ++i)
            for (const std::string cursor : {"one", "two"})
                list.inject(
                    oms::sandbox::fault::answer(200, R"({"data":[],"hasMore":true,"nextCursor":")" + cursor + "\"}")
                        .on("GET", "/transactions"));
        CHECK(list.run(failing(list, oms::transaction_filter())).code() == oms::errc::paging_loop);
        CHECK(list.list_calls() == before + 3);
    }
    SECTION("empty pages with a new cursor each")
    {
        for (int i = 0; i < 200; ++i)
            list.inject(oms::sandbox::fault::answer(200, R"({"data":[],"hasMore":true,"nextCursor":"c)" +
                                                             std::to_string(i) + "\"}")
                            .on("GET", "/transactions"));
        CHECK(list.run(failing(list, oms::transaction_filter())).code() == oms::errc::paging_loop);
        CHECK(list.list_calls() == before + 100);
    }
}

TEST_CASE("a walk ends where the service says so, whatever the cursors say (C7)")
{
    long_list list(1);
    const std::size_t before = list.list_calls();
    SECTION("no more")
    {
        list.answer_lists_with(R"({"data":[],"hasMore":false,"nextCursor":"further","previousCursor":"back"})");
        CHECK(list.run(walk_all(list, oms::transaction_filter())).ids.empty());
        CHECK(list.list_calls() == before + 1);
    }
    SECTION("an empty page on the way back is the start of the list")
    {
        list.answer_lists_with(R"({"data":[],"hasMore":true,"nextCursor":"further","previousCursor":"back"})");
        CHECK(list.run(walk_all(list, oms::transaction_filter().ending_before("start"))).ids.empty());
        CHECK(list.list_calls() == before + 1);
    }
}
