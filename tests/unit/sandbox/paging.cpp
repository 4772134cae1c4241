#include "bench.hpp"

#include <oms/sandbox/impl/page.hpp>

#include "common/catch.hpp"

#include <algorithm>

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
