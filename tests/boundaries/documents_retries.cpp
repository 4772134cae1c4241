#include "documents.hpp"

#include "common/catch.hpp"

#include <oms/http/attempt.hpp>

// The table of retries, cell by cell, against what decides about them.

namespace {

using namespace std::chrono_literals;
using oms::attempt_outcome;
using oms::attempt_step;
using oms::errc;
using oms::exchange_phase;
using oms::http_method;
using oms::repeat_rule;

constexpr oms::attempt::time_point start{1000s};

/// One attempt of a call that has time and budget for more.
class call {
public:
    call(repeat_rule rule, const attempt_outcome& outcome) : attempts_(rule, oms::retry_policy(), start + 60s, budget_)
    {
        first_ = attempts_.next(outcome, start, 0);
    }

    bool ends() const { return first_.step == attempt_step::finish; }
    bool waits(std::chrono::milliseconds at_least = 0ms) const
    {
        return first_.step == attempt_step::wait && first_.at >= start + at_least;
    }
    bool renews_once(const attempt_outcome& again)
    {
        return first_.step == attempt_step::renew_token && attempts_.next(again, start, 0).step == attempt_step::finish;
    }
    bool in_doubt() const { return attempts_.delivered() == oms::delivery::maybe_applied; }

private:
    oms::retry_budget budget_;
    oms::attempt attempts_;
    oms::attempt_plan first_;
};

struct table_row {
    std::string what;
    std::vector<std::string> cells; ///< of GET and DELETE, of POST, of PATCH
};

std::vector<table_row> retry_table(const std::string& file)
{
    static const std::regex row{R"(^\| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$)"};
    std::vector<table_row> rows;
    bool inside = false;
    const std::string page = text_of(std::filesystem::path{OMS_SOURCE_DIR} / file);
    for (const std::string_view line : lines_of(page)) {
        const std::string text{line};
        std::smatch found;
        if (text == "| what happened | GET, DELETE | POST | PATCH |")
            inside = true;
        else if (inside && !std::regex_match(text, found, row))
            break;
        else if (inside && found[1] != "---")
            rows.push_back({found[1], {found[2], found[3], found[4]}});
    }
    return rows;
}

/// What can end an attempt in the way that a row's first cell says.
std::vector<attempt_outcome> outcomes_of(const std::string& what)
{
    std::vector<attempt_outcome> all;
    if (what == "nothing of the request left") {
        for (const errc failure : {errc::dns_failed, errc::connect_failed, errc::connect_timeout, errc::proxy_failed})
            all.push_back(attempt_outcome::failed(failure, exchange_phase::not_connected, false));
        all.push_back(attempt_outcome::failed(errc::connection_lost, exchange_phase::nothing_written, false));
        return all;
    }
    if (what == "it left, whole or in part, and no whole answer came") {
        for (const exchange_phase phase :
             {exchange_phase::partly_written, exchange_phase::fully_written, exchange_phase::response_begun})
            for (const errc failure : {errc::connection_lost, errc::write_timeout, errc::first_byte_timeout,
                                       errc::read_timeout, errc::protocol_error})
                all.push_back(attempt_outcome::failed(failure, phase, false));
        return all;
    }
    if (what == "any other answer") {
        static const std::set<int> others{401, 408, 429, 500, 502, 503, 504};
        for (int status = 200; status < 600; ++status)
            if (!others.contains(status))
                all.push_back(attempt_outcome::answered(status));
        return all;
    }
    static const std::regex number{"([1-5][0-9][0-9])"};
    for (const std::string& status : groups(what, number))
        all.push_back(attempt_outcome::answered(std::stoi(status)).in_progress(status == "409"));
    return all;
}

bool is_so(const std::string& cell, repeat_rule rule, attempt_outcome outcome)
{
    call made(rule, outcome);
    if (cell == "again")
        return made.waits();
    if (cell == "again, not before `Retry-After`")
        return made.waits() && call(rule, outcome.retry_after(7s)).waits(7s);
    if (cell == "once, with a new token")
        return made.renews_once(outcome);
    if (cell == "`maybe_applied`" || cell == "yours to decide")
        return made.ends() && made.in_doubt();
    return cell == "never" && made.ends();
}

} // namespace

TEST_CASE("Each cell of the table of retries, in the README and on its page, is what the SDK does")
{
    const std::vector<repeat_rule> columns[] = {
        {repeat_rule_of(http_method::get, false), repeat_rule_of(http_method::del, false)},
        {repeat_rule_of(http_method::post, true)},
        {repeat_rule_of(http_method::patch, false)}};
    for (const char* file : {"README.md", "docs/retries.md"}) {
        const std::vector<table_row> rows = retry_table(file);
        CHECK(rows.size() == 6);
        for (const table_row& row : rows) {
            const std::vector<attempt_outcome> outcomes = outcomes_of(row.what);
            CAPTURE(file, row.what);
            CHECK_FALSE(outcomes.empty());
            for (std::size_t column = 0; column < row.cells.size(); ++column) {
                const std::string cell = row.cells[column] == "the same" ? row.cells[0] : row.cells[column];
                CAPTURE(cell);
                for (const repeat_rule rule : columns[column])
                    for (const attempt_outcome& outcome : outcomes) {
                        CAPTURE(outcome.status(), static_cast<int>(outcome.failure()));
                        CHECK(is_so(cell, rule, outcome));
                    }
            }
        }
    }
}

TEST_CASE("The failures that the pages say are never sent again are those of an exchange that are not")
{
    static const std::regex value{R"(\n    ([a-z_]+)(?: = 1)?, +///<)"}, code{"`([a-z_]+)`"};
    static const std::regex sentence{"\nNever sent again, whatever the row: ([^.]*)\\."};
    std::map<std::string, errc> known;
    for (const std::string& name : groups(our_headers().at("core/errc.hpp"), value)) {
        const auto number = static_cast<int>(known.size()) + 1;
        known[name] = static_cast<errc>(number);
    }
    REQUIRE(known.at("wrong_process") == errc::wrong_process);
    // What an exchange can end with: from the second group of codes to the answers' own, without what the caller and
    // the client's own limits decide.
    const std::set<std::string> ours{"pool_timeout",   "pool_full",     "circuit_open",        "rate_limit_wait",
                                     "journal_failed", "wrong_process", "deadline_exceeded",   "cancelled",
                                     "client_closed",  "dns_failed",    "unexpected_redirect", "unexpected_content"};
    std::set<std::string> final_ones;
    for (const auto& [name, failure] : known)
        if (failure >= errc::dns_failed && failure <= errc::unexpected_content && !ours.contains(name)) {
            const auto outcome = attempt_outcome::failed(failure, exchange_phase::not_connected, false);
            if (call(repeat_rule::freely, outcome).ends())
                final_ones.insert(name);
        }
    for (const char* file : {"README.md", "docs/retries.md"}) {
        const std::vector<std::string> said = groups(text_of(std::filesystem::path{OMS_SOURCE_DIR} / file), sentence);
        CAPTURE(file);
        REQUIRE(said.size() == 1);
        const std::vector<std::string> codes = groups(said[0], code);
        CHECK(std::set<std::string>(codes.begin(), codes.end()) == final_ones);
    }
    const auto no_host =
        attempt_outcome::failed(errc::dns_failed, exchange_phase::not_connected, false).permanent(true);
    const auto no_proxy =
        attempt_outcome::failed(errc::proxy_failed, exchange_phase::not_connected, false).permanent(true);
    CHECK(call(repeat_rule::freely, no_host).ends());
    CHECK(call(repeat_rule::freely, no_proxy).ends());
}
