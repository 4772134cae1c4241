#include "common/catch.hpp"
#include "common/program.hpp"
#include "common/temporary_directory.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

// The numbered examples that bring their own emulator, or need none.

namespace {

using Catch::Matchers::ContainsSubstring;

test::program_outcome run(const std::string& name, const std::vector<std::string>& arguments = {})
{
    std::vector<std::string> command{std::string(OMS_PROGRAMS) + "/examples/" + name};
    command.insert(command.end(), arguments.begin(), arguments.end());
    test::program_outcome outcome = test::run_program(command);
    CAPTURE(name, outcome.out, outcome.err);
    CHECK(outcome.status == 0);
    return outcome;
}

} // namespace

TEST_CASE("02_typed_ids refuses the id of something else and takes a stored one (H10)")
{
    CHECK_THAT(run("02_typed_ids").out,
               Catch::Matchers::StartsWith("cst_01H9Xa8F5dN6mP3q owns wlt_01H9Xb3K7nM2pQ4r\nrefused: ") &&
                   Catch::Matchers::EndsWith("cust-from-2024 has 3 orders\n"));
}

TEST_CASE("04_idempotency_after_a_timeout asks twice and has one customer (H10)")
{
    CHECK_THAT(run("04_idempotency_after_a_timeout").out,
               Catch::Matchers::StartsWith("no answer in time; the customer is maybe_applied\ncst_") &&
                   Catch::Matchers::EndsWith("customers in all: 1\n"));
}

TEST_CASE("08_own_transport_in_tests shows how often a call is tried, and what comes of it (H10)")
{
    CHECK_THAT(run("08_own_transport_in_tests").out, Catch::Matchers::StartsWith("sent 3 times, then: ") &&
                                                         ContainsSubstring("HTTP 503") &&
                                                         ContainsSubstring("GET /customers/{customerId}"));
}

TEST_CASE("09_emulator_in_a_unit_test checks code against the emulator, and ends well (H10)")
{
    CHECK(run("09_emulator_in_a_unit_test").out == "ok: an account can be opened although a connection broke\n"
                                                   "ok: its wallet can hold money\n");
}

TEST_CASE("10_threads has a thousand calls answered over few connections (H10)")
{
    CHECK(run("10_threads").out == "1000 of 1000 calls answered, over at most 16 connections\n");
}

TEST_CASE("11_observability sees the retry in its own observer, the log and the metrics (H10)")
{
    const test::program_outcome outcome = run("11_observability");
    CHECK_THAT(outcome.out, Catch::Matchers::StartsWith("POST /customers\n  attempt 1 failed, will be repeated\n"
                                                        "  ended: 201 after 2 attempt(s)\n") &&
                                ContainsSubstring("\noms_retries_total{reason=\"connection_lost\"} 1\n"));
    CHECK_THAT(outcome.err, ContainsSubstring("event=retry") && ContainsSubstring("attempts=2"));
}

TEST_CASE("12_mock_client tests code without a server (H10, H3)")
{
    CHECK(run("12_mock_client").out == "too little\ntxn_1\n"
                                       "asked: get_wallet_balance\nasked: get_wallet_balance\n"
                                       "asked: create_transaction\n");
}

TEST_CASE("13_record_and_replay gets the same from the file as from the service (H10, H2)")
{
    const test::temporary_directory folder;
    const std::string file = folder.file("onboard.jsonl");
    const std::string out = run("13_record_and_replay", {file}).out;
    const std::size_t line = out.find('\n') + 1;
    REQUIRE(out.size() > 2 * line);
    CHECK(out.substr(0, line) == out.substr(line, line));
    CHECK(out.substr(2 * line) == "0 recorded answers were not asked for\n");
    std::ifstream in(file);
    const std::string recorded{std::istreambuf_iterator<char>(in), {}};
    CHECK(std::count(recorded.begin(), recorded.end(), '\n') == 2);
    CHECK_THAT(recorded, ContainsSubstring(R"("method":"POST","target":"/v0.9/customers","body":)"));
}

TEST_CASE("13_record_and_replay does not end well when nothing could be written")
{
    const test::temporary_directory folder;
    const std::string within_no_space = "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$1\"";
    const test::program_outcome outcome = test::run_program(
        {"sh", "-c", within_no_space, std::string(OMS_PROGRAMS) + "/examples/13_record_and_replay", folder.file("r")});
    CHECK(outcome.status != 0);
    CHECK_THAT(outcome.err, ContainsSubstring("POST /customers"));
}

TEST_CASE("07_webhooks and 13_record_and_replay tell how they are used")
{
    for (const std::string name : {"07_webhooks", "13_record_and_replay"}) {
        const test::program_outcome outcome = test::run_program({std::string(OMS_PROGRAMS) + "/examples/" + name});
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, ContainsSubstring("usage: ") && ContainsSubstring(name));
    }
}

TEST_CASE("An example that needs keys and has none says which variables to set")
{
    const test::environment none = {{"OMS_API_KEY", ""}, {"OMS_API_SECRET", ""}};
    const std::vector<std::vector<std::string>> commands{
        {"01_first_call"}, {"03_errors", "cst_1", "wlt_1"}, {"05_pagination"}, {"06_waiting", "txn_1", "1"}};
    for (std::vector<std::string> command : commands) {
        CAPTURE(command.front());
        command.front().insert(0, std::string(OMS_PROGRAMS) + "/examples/");
        const test::program_outcome outcome = test::run_program(command, none);
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, ContainsSubstring("OMS_API_KEY") && ContainsSubstring("OMS_API_SECRET"));
    }
}
