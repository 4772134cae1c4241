#include <oms/core/id.hpp>

#include "common/catch.hpp"

#include <concepts>
#include <map>
#include <sstream>
#include <unordered_set>

namespace {

using namespace oms::literals;

oms::error error_of(std::string_view text)
{
    const oms::result<oms::customer_id> parsed = oms::customer_id::parse(text);
    REQUIRE(parsed.has_error());
    CHECK_THROWS_AS(oms::customer_id{text}, oms::error);
    return parsed.error();
}

TEST_CASE("an id that a user writes has the prefix of its kind and more (B1)")
{
    CHECK(oms::customer_id{"cst_01H9Xa8F5dN6mP3q"}.view() == "cst_01H9Xa8F5dN6mP3q");
    CHECK(oms::customer_id::parse("cst_01kv5v6gvnf3tvbxygg7m08syh").value().str() == "cst_01kv5v6gvnf3tvbxygg7m08syh");
    CHECK(oms::customer_id{"cst_x"}.view() == "cst_x");

    for (const std::string_view text :
         {"", "cst", "cst_", "wlt_01H9Xa8F5dN6mP3q", "CST_1", "01H9Xa8F5dN6mP3q", " cst_1"})
        CHECK(error_of(text).code() == oms::errc::invalid_id);
}

TEST_CASE("the error of an id names the wanted prefix, and keeps the refused text out of what()")
{
    const oms::error failure = error_of("alice@example.com");
    CHECK(failure.what() == std::string("not an id of this kind: expected cst_ and more, safe in a path"));
    CHECK(failure.document() == "alice@example.com");
    CHECK(failure.delivery() == oms::delivery::not_sent);
}

TEST_CASE("F80: an id that could leave its segment of a path is refused", "[F80]")
{
    using namespace std::string_view_literals;
    const std::string_view tails[] = {
        "a/../b"sv,   "/"sv,       "\\"sv,    "..\\"sv, "?x="sv,          "#"sv,
        "%2e%2e"sv,   "%2F"sv,     ";a=b"sv,  " "sv,    "a b"sv,          "\t"sv,
        "\r\n"sv,     "\0"sv,      "a\0b"sv,  "\x7f"sv, "\xef\xbc\x8e"sv, "\xe2\x80\xa4"sv,
        "\xc0\xae"sv, "\x1b[0m"sv, "//evil"sv};
    for (const std::string_view tail : tails) {
        const std::string text = "cst_" + std::string(tail);
        CAPTURE(text);
        CHECK(error_of(text).code() == oms::errc::invalid_id);
        CHECK_THROWS_AS(oms::customer_id::from_storage(text), oms::error);
    }
    for (const std::string_view text : {"", ".", "..", "//evil", "../cst_1"})
        CHECK_THROWS_AS(oms::customer_id::from_storage(text), oms::error);
}

TEST_CASE("an id from the user's storage keeps a prefix that the contract does not know")
{
    CHECK(oms::us_bank_account_id::from_storage("ext_01kv5v6gvnf3tvbxygg7m08syh").view() ==
          "ext_01kv5v6gvnf3tvbxygg7m08syh");
    CHECK(oms::customer_id::from_storage("...").view() == "...");
}

TEST_CASE("an id from an answer is kept whatever it is (B1)")
{
    for (const std::string_view text : {"", "..", "a/b", "wlt_1", "with space", "\xe2\x82\xac"})
        CHECK(oms::customer_id::from_answer(text).view() == text);
    const std::string long_text(200, 'x');
    CHECK(oms::customer_id::from_answer(long_text).view() == long_text);
}

TEST_CASE("id literals are made at compile time, one suffix for each kind")
{
    constexpr auto customer = "cst_01kv5v6gvnf3tvbxygg7m08syh"_cst;
    static_assert(customer.view() == "cst_01kv5v6gvnf3tvbxygg7m08syh");
    static_assert(std::same_as<decltype(customer), const oms::customer_id>);
    const oms::customer_id at_run_time = "cst_1"_cst;
    CHECK(at_run_time == oms::customer_id{"cst_1"});

    CHECK("wlt_1"_wlt == oms::wallet_id{"wlt_1"});
    CHECK("qt_1"_qt == oms::quote_id{"qt_1"});
    CHECK("txn_1"_txn == oms::transaction_id{"txn_1"});
    CHECK("ci_1"_ci == oms::cash_in_id{"ci_1"});
    CHECK("loc_1"_loc == oms::cash_location_id{"loc_1"});
    CHECK("whk_1"_whk == oms::webhook_id{"whk_1"});
    CHECK("va_1"_va == oms::virtual_account_id{"va_1"});
    CHECK("da_1"_da == oms::deposit_address_id{"da_1"});
    CHECK("cpUsBank_1"_cpUsBank == oms::us_bank_account_id{"cpUsBank_1"});
    CHECK("cpIntlBank_1"_cpIntlBank == oms::intl_bank_account_id{"cpIntlBank_1"});
    CHECK("pmCard_1"_pmCard == oms::debit_card_id{"pmCard_1"});
    CHECK("cpBcAddr_1"_cpBcAddr == oms::blockchain_account_id{"cpBcAddr_1"});
    CHECK("evt_1"_evt == oms::event_id{"evt_1"});
}

TEST_CASE("ids are ordered, hashed and printed by their text")
{
    CHECK("cst_1"_cst < "cst_2"_cst);
    CHECK("cst_1"_cst != "cst_2"_cst);
    const std::unordered_set<oms::customer_id> set{"cst_1"_cst, "cst_2"_cst, "cst_1"_cst};
    CHECK(set.size() == 2);
    const std::map<oms::wallet_id, int> map{{"wlt_2"_wlt, 2}, {"wlt_1"_wlt, 1}};
    CHECK(map.begin()->second == 1);
    std::ostringstream out;
    out << "cst_1"_cst << ' ' << oms::customer_id{};
    CHECK(out.str() == "cst_1 ");
    CHECK(oms::customer_id{}.empty());
}

template <class A, class B>
concept comparable = requires(const A& a, const B& b) { a == b; } || requires(const A& a, const B& b) { a != b; } ||
                     requires(const A& a, const B& b) { a < b; };

static_assert(comparable<oms::customer_id, oms::customer_id>);
static_assert(!comparable<oms::customer_id, oms::wallet_id>);
static_assert(!std::is_convertible_v<oms::customer_id, oms::wallet_id>);
static_assert(!std::is_constructible_v<oms::customer_id, oms::wallet_id>);
static_assert(!std::is_assignable_v<oms::customer_id&, oms::wallet_id>);
static_assert(!std::is_convertible_v<std::string_view, oms::customer_id>);
static_assert(!std::is_convertible_v<const char*, oms::customer_id>);
static_assert(std::is_nothrow_move_constructible_v<oms::customer_id>);
static_assert(sizeof(oms::customer_id) == 40);

} // namespace
