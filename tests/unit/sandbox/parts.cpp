#include <oms/core/error.hpp>
#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/identifiers.hpp>
#include <oms/sandbox/impl/instant.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/ledger.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/request_target.hpp>
#include <oms/sandbox/settings.hpp>

#include "bench.hpp"
#include "common/catch.hpp"

#include <set>
#include <stdexcept>

using namespace std::chrono_literals;
using oms::decimal;
using namespace oms::detail::emulation;

TEST_CASE("A ledger refuses to take what is not there, and changes nothing then")
{
    ledger books;
    books.move(places::outside, "wlt_1", "usdc", decimal("10.00"));
    CHECK_THROWS_AS(books.move("wlt_1", places::in_transit, "usdc", decimal("10.01")), std::logic_error);
    CHECK_THROWS_AS(books.move("wlt_1", places::outside, "eth", decimal("1")), std::logic_error);
    CHECK_THROWS_AS(books.move("wlt_1", places::outside, "usdc", decimal("-1")), std::logic_error);
    CHECK(books.balance("wlt_1", "usdc").str() == "10.00");
    books.move("wlt_1", "wlt_1", "usdc", decimal("10"));
    CHECK(books.balance("wlt_1", "usdc") == decimal("10"));
    books.convert("wlt_1", "usdc", decimal("4"), "wlt_2", "eth", decimal("0.00125"));
    const auto totals = books.totals();
    CHECK(totals.at("usdc").exchanged == decimal("4"));
    CHECK(totals.at("usdc").outside == decimal("-10"));
    CHECK(totals.at("usdc").wallets == decimal("6"));
    CHECK(totals.at("eth").exchanged == decimal("-0.00125"));
}

TEST_CASE("Ids are unique, of 26 digits, and grow with time and with each call")
{
    identifiers ids(1);
    std::string latest;
    instant at{1781533800000ms};
    for (int i = 0; i < 70'000; ++i) { // more than a millisecond has room for
        const std::string id = ids.id("cst_", at);
        REQUIRE(id.size() == 30);
        REQUIRE(id > latest);
        REQUIRE(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz", 4) == std::string::npos);
        latest = id;
    }
    CHECK(ids.id("cst_", at + 1h) > latest);
    CHECK(ids.id("cst_", at) > latest); // a clock set back does not matter
    CHECK(identifiers(1).id("qt_", at) == identifiers(1).id("qt_", at));
    CHECK(identifiers(1).id("qt_", at) != identifiers(2).id("qt_", at));
}

TEST_CASE("The clock stands or follows the wall, goes forward only, and prints what it compares")
{
    auto wall = std::make_shared<std::chrono::system_clock::time_point>(std::chrono::seconds{1781533800});
    movable_clock following(std::nullopt, [wall] { return *wall; });
    CHECK(iso_text(following.now()) == "2026-06-15T14:30:00Z");
    *wall += 1500us;
    CHECK(iso_text(following.now()) == "2026-06-15T14:30:00.001Z");
    following.advance(1h);
    CHECK(iso_text(following.now()) == "2026-06-15T15:30:00.001Z");
    *wall -= 10min;
    CHECK(iso_text(following.now()) == "2026-06-15T15:30:00.001Z");
    CHECK(following.wall_seconds() == 1781533800 - 600);
    movable_clock standing(instant{0ms}, [wall] { return *wall; });
    *wall += 24h;
    CHECK(iso_text(standing.now()) == "1970-01-01T00:00:00Z");
}

TEST_CASE("Text is escaped as JSON wants it")
{
    json_writer out;
    out.open_object().text("a\"", "q\" b\\ n\n \x01 \xc3\xa4").open_array("l").element("x").element("").close_array();
    out.boolean("t", true).null("n").raw("r", "1.50").open_object("o").close_object().close_object();
    CHECK(out.str() == "{\"a\\\"\":\"q\\\" b\\\\ n\\u000a \\u0001 \xc3\xa4\",\"l\":[\"x\",\"\"],\"t\":true,\"n\":null,"
                       "\"r\":1.50,\"o\":{}}");
}

TEST_CASE("A member is cut out of a body to the letter")
{
    const char* body = R"( { "a" : "m}\"," , "b":{"m":1}, "m" : {"x":[1,{"y":"}"}]} , "n":1 } )";
    CHECK(raw_member(body, "m") == R"({"x":[1,{"y":"}"}]})");
    CHECK(raw_member(body, "a") == R"("m}\",")");
    CHECK(raw_member(body, "n") == "1");
    CHECK(raw_member(body, "y").empty());
    CHECK(raw_member("{}", "m").empty());
}

TEST_CASE("Percent escapes are undone, and broken ones are noticed")
{
    CHECK(percent_decoded("a%20b+c%2B") == "a b+c+");
    CHECK(percent_decoded("%4") == std::nullopt);
    CHECK(percent_decoded("%") == std::nullopt);
    CHECK(percent_decoded("%g0") == std::nullopt);
    CHECK(percent_decoded("%-1") == std::nullopt);
}

TEST_CASE("Dates, phones and addresses are checked")
{
    CHECK_FALSE(is_date("1990-04-12"));
    CHECK_FALSE(is_date("2000-02-29"));
    for (const char* wrong : {"1971/09/01", "1990-02-29", "1990-13-01", "1990-4-12", "19900412", "+990-04-12", ""})
        CHECK(is_date(wrong));
    CHECK_FALSE(is_phone("+12125550123"));
    for (const char* wrong : {"12125550123", "+0212", "+1", "+1-212", "+12345678901234567"})
        CHECK(is_phone(wrong));
    CHECK_FALSE(is_email("a+b@example.com"));
    for (const char* wrong : {"a", "@b", "a@", "a@b@c", "a b@c"})
        CHECK(is_email(wrong));
}

TEST_CASE("Amounts print as the contract's examples do")
{
    CHECK(money_text(decimal("99.420000")) == "99.42");
    CHECK(money_text(decimal("5")) == "5.00");
    CHECK(money_text(decimal("0.1675")) == "0.1675");
    CHECK(money_text(decimal("100")) == "100.00");
    CHECK(fee_text(decimal("0.000")) == "0");
    CHECK(rate_text(decimal("1.000")) == "1.0");
    CHECK(rate_text(decimal("0.99420")) == "0.9942");
}

TEST_CASE("Settings that contradict themselves are refused")
{
    const auto refused = [](auto change) {
        oms::sandbox::settings settings = standing_settings();
        change(settings);
        try {
            const bench emulator(settings);
        } catch (const oms::error& problem) {
            return problem.code() == oms::errc::invalid_config;
        }
        return false;
    };
    CHECK(refused([](auto& s) { s.credentials.clear(); }));
    CHECK(refused([](auto& s) { s.base_path = "v0.9"; }));
    CHECK(refused([](auto& s) { s.base_path = "/v0.9/"; }));
    CHECK(refused([](auto& s) { s.wall_clock = nullptr; }));
    CHECK(refused([](auto& s) { s.delivery_attempts = 0; }));
    CHECK(refused([](auto& s) { s.fees.cash_rate = decimal("1"); }));
    CHECK(refused([](auto& s) { s.fees.gas_usd = decimal(); }));
    CHECK_FALSE(refused([](auto&) {}));
}

TEST_CASE("Test switches refuse what does not exist")
{
    bench emulator;
    const std::string wallet = emulator.wallet(emulator.customer());
    CHECK_THROWS_AS(emulator.fund("wlt_unknown", "1"), oms::error);
    CHECK_THROWS_AS(emulator.fund(wallet, "0"), oms::error);
    CHECK_THROWS_AS(emulator.deposit(wallet, "-1", "0x1"), oms::error);
    CHECK_THROWS_AS(emulator.set_wallet_status("wlt_unknown", "closed"), oms::error);
    CHECK_THROWS_AS(emulator.place_bank_account("cst_unknown"), oms::error);
    CHECK_THROWS_AS(emulator.advance(-1ms), oms::error);

    const auto is_invalid_argument = [](auto call) {
        try {
            call();
        } catch (const oms::error& problem) {
            return problem.code() == oms::errc::invalid_argument;
        }
        return false;
    };
    for (const char* status : {"", "frozen", "Active"})
        CHECK(is_invalid_argument([&] { emulator.set_wallet_status(wallet, status); }));
    const std::string digits(24, '9');
    for (const std::string& amount : {"1" + digits, "0.1" + digits, std::string(96, '9')}) {
        CHECK(is_invalid_argument([&] { emulator.fund(wallet, amount); }));
        CHECK(is_invalid_argument([&] { emulator.deposit(wallet, amount, "0x1"); }));
    }
    CHECK(emulator.balance(wallet) == "0.00");
    emulator.fund(wallet, digits + "." + digits);
}

TEST_CASE("Every request is on record, without its secrets")
{
    bench emulator;
    emulator.post("/customers", R"({"type":"individual"})", "k");
    const reply last = emulator.get("/nowhere?x=y");
    const auto all = emulator.requests();
    REQUIRE(all.size() == 3);
    CHECK(all[0].operation == "createAccessToken");
    CHECK(all[1].operation == "createCustomer");
    CHECK(all[1].idempotency_key == "k");
    CHECK(all[1].status == 201);
    CHECK(all[2].path == "/v0.9/nowhere");
    CHECK(all[2].operation.empty());
    CHECK(all[2].status == 404);
    CHECK(all[2].request_id == last["requestId"]);
}
