#include "common/catch.hpp"

#include "errors.hpp"
#include "event_line.hpp"
#include "exit_code.hpp"
#include "facts.hpp"
#include "help.hpp"
#include "json_strings.hpp"
#include "suggest.hpp"

#include "arguments.hpp"

#include <oms/core/decimal.hpp>

#include <algorithm>
#include <sstream>

// What omsctl is made of, without a service.

namespace {

using Catch::Matchers::ContainsSubstring;
using namespace omsctl;

void check_screen(const std::string& text)
{
    CAPTURE(text);
    CHECK(std::count(text.begin(), text.end(), '\n') <= 24);
    CHECK(text.back() == '\n');
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        CHECK(line.size() <= 80);
}

oms::error failure_of(oms::errc code, oms::delivery delivery, const char* method = "POST")
{
    return oms::error::builder(code).delivery(delivery).operation(method, "/x").key("k1").build();
}

} // namespace

TEST_CASE("every help of omsctl fits a screen of 24 lines and 80 columns")
{
    check_screen(help_of_all());
    std::size_t commands = 0;
    for (const group& in : groups()) {
        if (!in.name.empty())
            check_screen(help_of(in));
        for (const command& each : in.commands) {
            check_screen(help_of(each));
            CHECK((each.run == nullptr) != (each.run_here == nullptr));
            CHECK(each.group == in.name);
            ++commands;
        }
    }
    CHECK(commands > 40);
}

TEST_CASE("the help of omsctl tells every exit code")
{
    for (const exit_code code :
         {done, came_to_nothing, omsctl::usage, refused, maybe_applied, not_sent, time_over, unreadable, interrupted})
        CHECK_THAT(help_of_all(), ContainsSubstring(' ' + std::to_string(code) + ' ') ||
                                      ContainsSubstring('\n' + std::to_string(code) + ' '));
}

TEST_CASE("a command line is read with its options before, between and behind")
{
    const arguments behind = parse({"wallets", "balance", "wlt_1", "--json", "--timeout=5"});
    CHECK(behind.text("WALLET") == "wlt_1");
    CHECK(behind.has("--json"));
    CHECK(behind.seconds("--timeout", 60) == std::chrono::seconds(5));
    const arguments before = parse({"--json", "--timeout", "5", "wallets", "balance", "wlt_1"});
    CHECK(before.what == behind.what);
    CHECK(before.text("--timeout") == "5");
    CHECK(parse({"customers", "get", "--help"}).help);
    CHECK(parse({"help", "customers", "get"}).what == parse({"customers", "get", "cst_1"}).what);
    CHECK(parse({"help", "customers"}).topic == "customers");
    CHECK(parse({"--json", "customers", "--help"}).topic == "customers");
    CHECK(parse({"customers", "--help", "get"}).what == parse({"customers", "get", "cst_1"}).what);
    CHECK(parse({"--timeout", "5", "--help"}).help);
    CHECK_THROWS_AS(parse({"frobnicate", "--help"}), usage_error);
    CHECK_THROWS_AS(parse({"help", "nope"}), usage_error);
    CHECK_THROWS_AS(parse({"help", "quotes", "creat"}), usage_error);
    CHECK(parse({}).help);
    CHECK(parse({"webhooks", "create", "u", "--event", "a.b", "--event", "c.d"}).all("--event").size() == 2);
    CHECK_THROWS_AS(parse({"wallets", "balance", "wlt_1", "--json=yes"}), usage_error);
    CHECK_THROWS_AS(parse({"wallets", "balance", "wlt_1", "--timeout", "1", "--timeout", "2"}), usage_error);
}

TEST_CASE("the line to repeat is quoted for a shell and has no key")
{
    const arguments given = parse({"customers", "list", "--email", "it's@example.com", "--key", "k"});
    CHECK(given.line == " customers list --email 'it'\\''s@example.com'");
    CHECK(parse({"--key=k", "customers", "create", "--first-name", "--key", "--signed"}).line ==
          " customers create --first-name --key --signed");
}

TEST_CASE("a key in front repeats a line that has its options ended")
{
    const std::string line = parse({"wallets", "create", "--key", "k 1", "--", "cst_x"}).line;
    CHECK(line == " wallets create -- cst_x");
    CHECK(advice_for(failure_of(oms::errc::connection_lost, oms::delivery::maybe_applied), line, "k'1").next ==
          "nobody knows yet whether it was done. The same again with its key has no second effect:\n"
          "  omsctl --key 'k'\\''1' wallets create -- cst_x");
    const arguments again = parse({"--key", "k1", "wallets", "create", "--", "cst_x"});
    CHECK(again.text("--key") == "k1");
    CHECK(again.text("CUSTOMER") == "cst_x");
    CHECK(again.line == line);
}

TEST_CASE("a table is as wide as what is in it, and becomes sheets where there is no room")
{
    facts one, other;
    one.add("id", "wlt_1").add("balance", oms::decimal("1000.00")).add("note", std::optional<std::string>());
    other.add("id", "wlt_22").add("balance", oms::decimal("0.5"));
    CHECK(as_table({one, other}, {"id", "balance"}) == "id      balance\n"
                                                       "wlt_1   1000.00\n"
                                                       "wlt_22  0.5\n");
    CHECK(as_table({one, other}, {"id", "balance"}, 15) == as_table({one, other}, {"id", "balance"}));
    CHECK(as_table({one, other}, {"id", "balance"}, 14) == "id       wlt_1\nbalance  1000.00\n\n"
                                                           "id       wlt_22\nbalance  0.5\n");
    CHECK_FALSE(one.has("note"));
}

TEST_CASE("the text of a service cannot drive the terminal, and keeps its letters")
{
    CHECK(printable("a\x1b[2Jb\nc\x7f") == "a?[2Jb?c?");
    CHECK(printable("Zoë \xC2\x9B"
                    "1m") == "Zoë ?1m");
    facts one;
    one.add("n\x1b", std::string("ü\x07"));
    CHECK(as_sheet(one) == "n?  ü?\n");
}

TEST_CASE("secrets are taken out of JSON, and nothing else is touched")
{
    const std::string json = R"({"a":1.50,"secret":"x","n":{"accessToken" : "t\"t","secretive":"y"},"l":["whsec_00"]})";
    const std::string shown =
        R"-({"a":1.50,"secret":"(not shown)","n":{"accessToken" : "(not shown)","secretive":"y"},"l":["(not shown)"]})-";
    CHECK(without_secrets(json) == shown);
    CHECK(member_of(R"({"x":{"data":1},"data": [1, 2] ,"y":0})", "data") == "[1, 2]");
    CHECK(member_of("{}", "data").empty());
    CHECK(on_one_line("{\n  \"a\": 1\r\n}") == "{  \"a\": 1}");
}

TEST_CASE("a suggestion is made for what is near, and for nothing else")
{
    CHECK(suggestion("custmers", {"customers", "wallets"}) == ", did you mean customers?");
    CHECK(suggestion("trans", {"customers", "transactions"}) == ", did you mean transactions?");
    CHECK(suggestion("zebra", {"customers", "wallets"}).empty());
}

TEST_CASE("the exit code says what became of the operation")
{
    using oms::delivery;
    using oms::errc;
    const auto code = [](const oms::error& failure) {
        return advice_for(failure, " x").code;
    };
    CHECK(code(failure_of(errc::unprocessable, delivery::refused)) == refused);
    CHECK(code(failure_of(errc::connection_lost, delivery::maybe_applied)) == maybe_applied);
    CHECK(code(failure_of(errc::connection_lost, delivery::maybe_applied, "GET")) == not_sent);
    CHECK(code(failure_of(errc::connect_failed, delivery::not_sent)) == not_sent);
    CHECK(code(failure_of(errc::decode_failed, delivery::applied)) == unreadable);
    CHECK(code(failure_of(errc::wait_expired, delivery::applied, "GET")) == time_over);
    CHECK(code(failure_of(errc::cancelled, delivery::not_sent)) == interrupted);
    CHECK(code(failure_of(errc::cancelled, delivery::maybe_applied)) == maybe_applied);
    CHECK(code(failure_of(errc::cancelled, delivery::maybe_applied, "GET")) == interrupted);
    CHECK(code(failure_of(errc::missing_credentials, delivery::not_sent)) == omsctl::usage);
    CHECK(advice_for(failure_of(errc::cancelled, delivery::maybe_applied), " x").next ==
          "nobody knows yet whether it was done. The same again with its key has no second effect:\n"
          "  omsctl --key k1 x");
}

TEST_CASE("what a call with a given key did not do, an earlier one may have done")
{
    using oms::delivery;
    using oms::errc;
    const auto next = [](const oms::error& failure, bool key_was_given) {
        return advice_for(failure, " x", "k", key_was_given).next;
    };
    const std::string keep = "this call did nothing, but an earlier one with this key may have: keep the key";
    const std::string again = ":\n  omsctl --key k x";
    CHECK(next(failure_of(errc::cancelled, delivery::not_sent), true) == keep + again);
    for (const errc code : {errc::connect_failed, errc::circuit_open, errc::auth_unavailable})
        CHECK_THAT(next(failure_of(code, delivery::not_sent), true),
                   ContainsSubstring(keep + again) && !ContainsSubstring("nothing was changed"));
    for (const int status : {400, 401, 403, 404, 409, 422, 429}) {
        const oms::error failure =
            failure_of(errc::unprocessable, delivery::refused).edit().http_status(status).build();
        CAPTURE(status);
        const bool is_said = next(failure, true).find(keep) != std::string::npos;
        CHECK(is_said == (status == 401 || status == 409 || status == 429));
        CHECK_THAT(next(failure, false), !ContainsSubstring("this key"));
    }
    const oms::error later = failure_of(errc::rate_limited, delivery::refused)
                                 .edit()
                                 .http_status(429)
                                 .retry_after(std::chrono::seconds(7))
                                 .build();
    CHECK(next(later, true) == "the same again later; " + keep + ", after 7 s" + again);
    CHECK(next(later.edit().delivery(delivery::maybe_applied).build(), false) ==
          "nobody knows yet whether it was done. The same again with its key, after 7 s, has no second effect" + again);
}

TEST_CASE("every failure has a next step")
{
    for (int number = 1; number <= static_cast<int>(oms::errc::wait_expired); ++number)
        for (const oms::delivery delivery :
             {oms::delivery::not_sent, oms::delivery::maybe_applied, oms::delivery::refused, oms::delivery::applied}) {
            const oms::error failure = failure_of(static_cast<oms::errc>(number), delivery);
            CAPTURE(failure.what());
            const advice given = advice_for(failure, " x");
            CHECK((given.code == interrupted || !given.next.empty()));
        }
}
