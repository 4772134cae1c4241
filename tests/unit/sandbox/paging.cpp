#include "bench.hpp"

#include <oms/sandbox/impl/page.hpp>

#include "common/catch.hpp"

#include <algorithm>
#include <deque>

using namespace std::chrono_literals;

namespace {

std::vector<std::string> make_customers(bench& emulator, int count)
{
    std::vector<std::string> newest_first;
    for (int i = 0; i < count; ++i) {
        newest_first.insert(newest_first.begin(), emulator.post("/customers", R"({"type":"individual"})")["id"]);
        if (i % 2 == 1)
            emulator.advance(1s); // pairs share their time
    }
    return newest_first;
}

std::vector<std::string> ids_of(const reply& page)
{
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < page.count("data"); ++i)
        ids.push_back(page["data." + std::to_string(i) + ".id"]);
    return ids;
}

} // namespace

TEST_CASE("Pages walk the whole list forwards, newest first, and stop on hasMore")
{
    bench emulator;
    const auto all = make_customers(emulator, 7);
    std::vector<std::string> seen;
    std::string query = "?limit=3";
    for (int page = 1;; ++page) {
        const reply answer = emulator.get("/customers" + query);
        const auto ids = ids_of(answer);
        seen.insert(seen.end(), ids.begin(), ids.end());
        CHECK(answer["cursor"] != "null"); // also on the last page
        CHECK_FALSE(answer.has("nextCursor"));
        CHECK_FALSE(answer.has("previousCursor"));
        CHECK(answer["hasMore"] == (page < 3 ? "true" : "false"));
        if (answer["hasMore"] == "false")
            break;
        query = "?limit=3&startingAfter=" + answer["cursor"];
    }
    CHECK(seen == all);
}

TEST_CASE("Pages walk back towards newer items in the same order, with hasMore in the direction of travel")
{
    bench emulator;
    const std::string customer = emulator.customer();
    std::vector<std::string> all;
    for (int i = 0; i < 5; ++i)
        all.insert(all.begin(), emulator.wallet(customer));
    const std::string path = "/customers/" + customer + "/wallets";
    const reply last = emulator.get(path + "?limit=2&startingAfter=" + emulator.get(path + "?limit=3")["nextCursor"]);
    CHECK(ids_of(last) == std::vector<std::string>{all[3], all[4]});
    CHECK(last["hasMore"] == "false");
    const reply middle = emulator.get(path + "?limit=2&endingBefore=" + last["previousCursor"]);
    CHECK(ids_of(middle) == std::vector<std::string>{all[1], all[2]});
    CHECK(middle["hasMore"] == "true");
    const reply first = emulator.get(path + "?limit=2&endingBefore=" + middle["previousCursor"]);
    CHECK(ids_of(first) == std::vector<std::string>{all[0]});
    CHECK(first["hasMore"] == "false");
    const reply before = emulator.get(path + "?limit=2&endingBefore=" + first["previousCursor"]);
    CHECK(before.count("data") == 0);
    CHECK(before["hasMore"] == "false");
    CHECK(before["nextCursor"] == "null");
    CHECK(before["previousCursor"] == "null");
    const std::string newer = emulator.wallet(customer);
    CHECK(ids_of(emulator.get(path + "?endingBefore=" + first["previousCursor"])) == std::vector<std::string>{newer});
}

TEST_CASE("A page holds 50 by default and 100 at most")
{
    bench emulator;
    make_customers(emulator, 101);
    CHECK(emulator.get("/customers").count("data") == 50);
    CHECK(emulator.get("/customers?limit=100").count("data") == 100);
    CHECK(emulator.get("/customers?limit=1").count("data") == 1);
    for (const char* limit : {"0", "101", "-1", "ten", "1.0", "", "99999999999999999999"}) {
        const reply refused = emulator.get("/customers?limit=" + std::string(limit));
        CHECK(refused.status == 400);
        CHECK(refused["code"] == "invalid_field");
        CHECK(refused["details.0.field"] == "limit");
    }
}

TEST_CASE("Both directions at once, cursors of other lists and made-up ones are refused")
{
    bench emulator;
    make_customers(emulator, 2);
    const std::string cursor = emulator.get("/customers?limit=1")["cursor"];
    CHECK(emulator.get("/customers?startingAfter=" + cursor + "&endingBefore=" + cursor)["code"] == "invalid_request");
    const reply other = emulator.get("/transactions?startingAfter=" + cursor);
    CHECK(other["code"] == "invalid_field");
    CHECK(other["details.0.field"] == "startingAfter");
    CHECK(emulator.get("/customers?endingBefore=made-up")["details.0.field"] == "endingBefore");
    CHECK(emulator.get("/customers?endingBefore=")["code"] == "invalid_field");
    CHECK(emulator.get("/customers?limit=1&limit=2")["code"] == "invalid_field");
}

TEST_CASE("Time filters are inclusive at both ends and take offsets and fractions")
{
    bench emulator;
    const auto all = make_customers(emulator, 6); // pairs at :00, :01, :02
    const auto between = [&](const std::string& query) {
        return emulator.get("/customers" + query).count("data");
    };
    CHECK(between("?createdAfter=2026-06-15T14:30:01Z") == 4);
    CHECK(between("?createdBefore=2026-06-15T14:30:01Z") == 4);
    CHECK(between("?createdAfter=2026-06-15T14:30:01Z&createdBefore=2026-06-15T14:30:01Z") == 2);
    CHECK(between("?createdAfter=2026-06-15T14:30:01.0001Z") == 2);
    CHECK(between("?createdAfter=2026-06-15T16:30:02%2B02:00") == 2);
    CHECK(between("?createdAfter=2026-06-15T14:30:03Z") == 0);
    CHECK(emulator.get("/customers?createdAfter=yesterday")["details.0.field"] == "createdAfter");
}

TEST_CASE("A cursor is spelt in one way")
{
    namespace emulation = oms::detail::emulation;
    for (const std::string id : {"cst_1", "cst_12", "cst_123", "cst_01kv5v6gvnf3tvbxygg7m08syh"}) {
        const std::string cursor = emulation::cursor_of("customers", id);
        CHECK(cursor.find_first_of("+/=") == std::string::npos);
        CHECK(emulation::id_in_cursor("customers", cursor) == id);
        CHECK(emulation::id_in_cursor("wallets", cursor) == std::nullopt);
        CHECK(emulation::id_in_cursor("customers", cursor + "A") == std::nullopt);
    }
    CHECK(emulation::cursor_of("customers", "cst_01kv5v6gvnf3tvbxygg7m08syh") ==
          "Y3VzdG9tZXJzOmNzdF8wMWt2NXY2Z3ZuZjN0dmJ4eWdnN20wOHN5aA");
}

namespace {

/// Alice's transactions, newest first: one for each deposit that is simulated.
class statement {
public:
    statement() : emulator_(early_settings())
    {
        const std::string wallet = emulator_.wallet(emulator_.customer());
        simulation_ = "/deposit-addresses/" + emulator_.place_deposit_address(wallet) + "/simulate";
    }

    /// More transactions; three in each second.
    void arrive(int count)
    {
        for (int i = 0; i < count; ++i) {
            newest_first_.push_front(emulator_.post(simulation_, R"({"amount":"1.00"})")["transactionId"]);
            if (newest_first_.size() % 3 == 0)
                emulator_.advance(1s);
        }
    }

    reply page(const std::string& query) { return emulator_.get("/transactions?" + query); }

    std::vector<std::string> newest_first() const { return {newest_first_.begin(), newest_first_.end()}; }
    bench& emulator() { return emulator_; }

private:
    bench emulator_;
    std::string simulation_;
    std::deque<std::string> newest_first_;
};

} // namespace

TEST_CASE("1 037 transactions are paged towards older ones, each once, while new ones arrive before every page (H1)")
{
    statement alice;
    alice.arrive(1037);
    const auto there_at_first = alice.newest_first();
    std::vector<std::string> seen;
    std::string query = "limit=100";
    for (bool more = true; more;) {
        const reply page = alice.page(query);
        for (std::string& id : ids_of(page))
            seen.push_back(std::move(id));
        alice.arrive(7);
        more = page["hasMore"] == "true";
        CHECK(page["nextCursor"] != "null"); // on the last page too
        query = "limit=100&startingAfter=" + page["nextCursor"];
    }
    CHECK(seen == there_at_first);
    const reply beyond = alice.page(query);
    CHECK(beyond.count("data") == 0);
    CHECK(beyond["hasMore"] == "false");
    CHECK(beyond["nextCursor"] == "null");
    CHECK(beyond["previousCursor"] == "null");
}

TEST_CASE("1 037 transactions are paged back towards newer ones, each once, and what arrives on the way comes too (H1)")
{
    statement alice;
    alice.arrive(1037);
    reply page = alice.page("limit=100");
    while (page["hasMore"] == "true")
        page = alice.page("limit=100&startingAfter=" + page["nextCursor"]);
    std::vector<std::string> seen = ids_of(page); // the oldest; page by page the newer ones come before it
    std::string query = "limit=100&endingBefore=" + page["previousCursor"];
    int arriving = 10;
    for (bool more = true; more;) {
        page = alice.page(query);
        const auto ids = ids_of(page);
        seen.insert(seen.begin(), ids.begin(), ids.end());
        more = page["hasMore"] == "true";
        if (more)
            query = "limit=100&endingBefore=" + page["previousCursor"];
        if (arriving-- > 0)
            alice.arrive(7);
    }
    CHECK(seen.size() > 1037);
    // What came after the last page was read is one page further, until there is nothing newer.
    query = "limit=100&endingBefore=" + page["previousCursor"];
    for (page = alice.page(query); page.count("data") > 0; page = alice.page(query)) {
        const auto ids = ids_of(page);
        seen.insert(seen.begin(), ids.begin(), ids.end());
        query = "limit=100&endingBefore=" + page["previousCursor"];
    }
    CHECK(page["hasMore"] == "false");
    CHECK(seen == alice.newest_first());
    alice.arrive(1); // the same cursor finds what is newer later
    CHECK(ids_of(alice.page(query)) == std::vector<std::string>{alice.newest_first().front()});
}

TEST_CASE("hasMore is about the direction of travel: one page may have more behind it and nothing before it")
{
    statement alice;
    alice.arrive(6);
    const auto all = alice.newest_first();
    const reply oldest_two = alice.page("limit=2&startingAfter=" + alice.page("limit=4")["nextCursor"]);
    CHECK(oldest_two["hasMore"] == "false");
    const reply middle = alice.page("limit=2&endingBefore=" + oldest_two["previousCursor"]);
    CHECK(ids_of(middle) == std::vector<std::string>{all[2], all[3]});
    CHECK(middle["hasMore"] == "true");
    // The same two, reached forwards: more is older ones.
    const reply forwards = alice.page("limit=2&startingAfter=" + alice.page("limit=2")["nextCursor"]);
    CHECK(ids_of(forwards) == ids_of(middle));
    CHECK(forwards["hasMore"] == "true");
    // The newest two, reached backwards: nothing is newer, though older ones exist.
    const reply newest = alice.page("limit=2&endingBefore=" + middle["previousCursor"]);
    CHECK(ids_of(newest) == std::vector<std::string>{all[0], all[1]});
    CHECK(newest["hasMore"] == "false");
    alice.arrive(1);
    CHECK(alice.page("limit=2&endingBefore=" + middle["previousCursor"])["hasMore"] == "true");
}

TEST_CASE("Cursors keep their place in a filtered list too, and survive the item they name")
{
    bench emulator;
    std::vector<std::string> hooks;
    for (int i = 0; i < 5; ++i)
        hooks.insert(hooks.begin(), emulator.post("/webhooks", R"({"url":"https://h.example/"})")["id"]);
    const reply first = emulator.get("/webhooks?limit=2");
    emulator.remove("/webhooks/" + hooks[1]); // the one that nextCursor names
    CHECK(ids_of(emulator.get("/webhooks?startingAfter=" + first["nextCursor"])) ==
          std::vector<std::string>{hooks[2], hooks[3], hooks[4]});
    CHECK(ids_of(emulator.get("/webhooks?endingBefore=" + first["nextCursor"])) == std::vector<std::string>{hooks[0]});
}

TEST_CASE("A test may answer any body for the n-th page: a repeated cursor, more to come on an empty page (H1)")
{
    using oms::sandbox::fault;
    statement alice;
    alice.arrive(5);
    const std::string first = alice.page("limit=2").body;
    const std::string cursor = json_at(first, "nextCursor");
    // The second of the next requests gets the first page again; the third one an empty page that promises more.
    alice.emulator().inject(fault::answer(200, first).on("GET", "/transactions").after(1));
    alice.emulator().inject(fault::answer(200, R"({"data":[],"hasMore":true,"nextCursor":")" + cursor + "\"}")
                                .on("GET", "/transactions")
                                .after(1));
    CHECK(alice.page("limit=2").body == first);
    const reply repeated = alice.page("limit=2&startingAfter=" + cursor);
    CHECK(repeated.status == 200);
    CHECK(repeated["nextCursor"] == cursor);
    CHECK(repeated.header("Content-Type") == "application/json");
    const reply empty = alice.page("limit=2&startingAfter=" + cursor);
    CHECK(empty.count("data") == 0);
    CHECK(empty["hasMore"] == "true");
    CHECK(alice.page("limit=2&startingAfter=" + cursor)["data.0.id"] == alice.newest_first()[2]);
}
