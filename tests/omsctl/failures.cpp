#include "omsctl.hpp"

#include <oms/client/client.hpp>

#include <algorithm>
#include <csignal>
#include <thread>

// What omsctl says and returns when something is wrong: always what to do next.

namespace {

using Catch::Matchers::ContainsSubstring;
using oms::sandbox::connection_fault;
using oms::sandbox::fault;

} // namespace

TEST_CASE("omsctl finds mistakes in the command line before anything is sent, and says what is meant")
{
    test::world world;
    test::terminal at(world);
    const auto says = [&](const std::vector<std::string>& words) {
        const test::program_outcome outcome = at.omsctl(words);
        CAPTURE(words);
        CHECK(outcome.status == 2);
        CHECK(outcome.out.empty());
        return outcome.err;
    };
    CHECK_THAT(says({"custmers", "list"}), ContainsSubstring("did you mean customers?"));
    CHECK_THAT(says({"customers", "lst"}), ContainsSubstring("did you mean list?"));
    CHECK_THAT(says({"customers"}), ContainsSubstring("omsctl customers --help"));
    CHECK_THAT(says({"customers", "list", "--emial", "x"}), ContainsSubstring("did you mean --email?"));
    CHECK_THAT(says({"customers", "get"}), ContainsSubstring("needs CUSTOMER"));
    CHECK_THAT(says({"customers", "get", "wlt_1"}), ContainsSubstring("is that of a wallet"));
    CHECK_THAT(says({"customers", "get", "x"}), ContainsSubstring("omsctl customers list"));
    CHECK_THAT(says({"customers", "get", "cst_1", "cst_2"}), ContainsSubstring("takes no \"cst_2\""));
    CHECK_THAT(says({"customers", "list", "--limit", "many"}), ContainsSubstring("from 1 to 100"));
    CHECK_THAT(says({"customers", "list", "--limit"}), ContainsSubstring("--limit needs its N"));
    CHECK_THAT(says({"quotes", "create", "cst_1", "--from", "wlt_1", "--to", "0xa", "--amount", "ten"}),
               ContainsSubstring("such as 25.00"));
    CHECK_THAT(says({"quotes", "create", "cst_1", "--from", "wlt_1", "--to", "0xa"}), ContainsSubstring("--receive"));
    CHECK_THAT(says({"raw", "POST", "/customers", "--body", "{"}), ContainsSubstring("@FILE"));
    CHECK_THAT(says({"raw", "FETCH", "/customers"}), ContainsSubstring("GET, POST"));
    CHECK_THAT(says({"completion", "fish"}), ContainsSubstring("bash"));
    CHECK_THAT(says({"customers", "create", "--birth-date", "1971/09/01"}), ContainsSubstring("birthDate"));
    CHECK(world.requests().empty());
}

TEST_CASE("omsctl says where keys come from, and takes them from the environment or a private file alone")
{
    test::terminal at;
    test::program_outcome outcome = at.omsctl({"check"});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, ContainsSubstring("next: export OMS_API_KEY and OMS_API_SECRET"));

    test::world world;
    const test::terminal other(world);
    const std::string file = at.folder.file("env");
    {
        std::ofstream out(file);
        out << "any other line\n";
        for (const std::string name : {"OMS_API_KEY", "OMS_API_SECRET", "OMS_BASE_URL", "OMS_CA_FILE"})
            out << "  export " << name << "='" << other.variables.at(name) << "'\n";
    }
    std::filesystem::permissions(file, std::filesystem::perms(0644));
    outcome = at.omsctl({"check", "--env-file", file});
    CHECK(outcome.status == 2);
    CHECK_THAT(outcome.err, ContainsSubstring("chmod 600"));
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    CHECK(at.omsctl({"check", "--env-file", file}).status == 0);
    CHECK(at.omsctl({"--env-file", file, "check"}).status == 0);

    std::filesystem::create_directories(at.folder.file("config/omsctl"));
    std::filesystem::copy_file(file, at.folder.file("config/omsctl/env"));
    CHECK(at.omsctl({"check"}).status == 0);
    at.variables["OMS_API_KEY"] = "sk_sdbx_of_another_source";
    CHECK_THAT(at.omsctl({"check"}).err, ContainsSubstring("OMS_API_SECRET")); // the file is left alone then
}

TEST_CASE("omsctl tells a wrong key, no service and no trust apart")
{
    test::world world;
    test::terminal at(world);
    at.variables["OMS_API_SECRET"] = "wrong";
    test::program_outcome outcome = at.omsctl({"check"});
    CHECK(outcome.status == 3);
    CHECK_THAT(outcome.err, ContainsSubstring("next: check OMS_API_KEY and OMS_API_SECRET"));
    CHECK_THAT(outcome.err, !ContainsSubstring("wrong\n"));

    outcome = test::terminal(world).omsctl({"check", "--base-url", "https://localhost:1/v0.9", "--timeout", "5"});
    CHECK(outcome.status == 5);
    CHECK_THAT(outcome.err, ContainsSubstring("oms-sandbox starts one"));

    test::terminal untrusting(world);
    untrusting.variables["OMS_CA_FILE"] = "";
    outcome = untrusting.omsctl({"check"});
    CHECK(outcome.status == 5);
    CHECK_THAT(outcome.err, ContainsSubstring("--ca-file"));
}

TEST_CASE("omsctl returns 3 for what the service refuses, with its words and the way on")
{
    test::world world;
    test::terminal at(world);
    test::program_outcome outcome = at.omsctl({"customers", "get", "cst_of_nobody"});
    CHECK(outcome.status == 3);
    CHECK_THAT(outcome.err, ContainsSubstring("next: check the id"));

    const test::person alice = world.make_person("10.00");
    const test::program_outcome quote =
        at.omsctl({"quotes", "create", alice.customer.str(), "--from", alice.wallet.str(), "--to", "0xBEEF", "--amount",
                   "500.00", "--print", "id"});
    REQUIRE(quote.status == 0);
    outcome = at.omsctl({"transactions", "execute", quote.out.substr(0, quote.out.size() - 1)});
    CHECK(outcome.status == 3);
    CHECK_THAT(outcome.err, ContainsSubstring("insufficient_funds") && ContainsSubstring("omsctl wallets balance"));
}

TEST_CASE("omsctl returns 4 when an operation may have been done, and the line it prints has no second effect")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person("0");
    world.inject(connection_fault::drop_answer().on("POST", "/customers/*/wallets").times(100));
    const test::program_outcome lost = at.omsctl({"wallets", "create", alice.customer.str(), "--timeout", "20"});
    CAPTURE(lost.err);
    REQUIRE(lost.status == 4);
    const std::string advice = "  omsctl wallets create " + alice.customer.str() + " --timeout 20 --key ";
    REQUIRE_THAT(lost.err, ContainsSubstring(advice));
    std::string line = lost.err.substr(lost.err.find(advice));
    line.erase(line.find('\n'));

    world.clear_faults();
    const test::program_outcome again = at.bash(line + " --print id");
    CHECK(again.status == 0);
    const std::string wallets = at.omsctl({"wallets", "list", alice.customer.str(), "--print", "id"}).out;
    CHECK(std::count(wallets.begin(), wallets.end(), '\n') == 2);
    CHECK_THAT(wallets, ContainsSubstring(again.out));
}

TEST_CASE("omsctl returns 7 for what was done and cannot be read, and 5 for a read without an answer")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person("0");
    world.inject(fault::answer(201, "{\"id\":7}").on("POST", "/customers/*/wallets"));
    CHECK(at.omsctl({"wallets", "create", alice.customer.str()}).status == 7);
    world.inject(fault::answer(503).on("GET", "/customers/*").times(100));
    CHECK(at.omsctl({"customers", "get", alice.customer.str(), "--timeout", "20"}).status == 5);
}

TEST_CASE("omsctl shows what it began when the waiting ends badly: 1 for a failed transaction, 6 for time that is over")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person("100.00");
    const auto execute = [&](const std::string& wait) {
        return at.bash("quote=$(omsctl quotes create " + alice.customer.str() + " --from " + alice.wallet.str() +
                       " --to 0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911 --amount 10.00 --print id)\n"
                       "omsctl transactions execute $quote --wait " +
                       wait);
    };
    world.fail_next_transaction();
    test::program_outcome outcome = execute("30");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.out, ContainsSubstring("status            failed"));
    CHECK_THAT(outcome.err, ContainsSubstring("omsctl quotes create"));

    world.review_next_transaction(std::chrono::hours(1));
    outcome = execute("1");
    CHECK(outcome.status == 6);
    CHECK_THAT(outcome.out, ContainsSubstring("processing\n"));
    CHECK_THAT(outcome.err, ContainsSubstring("omsctl transactions wait txn_"));

    world.refuse_next_endorsement("usd");
    outcome = at.omsctl({"customers", "create", "--made-up", "--wait", "30"});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.out, ContainsSubstring("endorsement.usd") && ContainsSubstring("REJECTED"));
}

TEST_CASE("omsctl does not say done when what came of it could not be printed")
{
    test::world world;
    const test::terminal at(world);
    const test::program_outcome outcome = at.bash("omsctl check > /dev/full");
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, ContainsSubstring("could not be written"));
}

TEST_CASE("omsctl ends at Ctrl-C with 130 when nothing was changed")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person("100.00");
    world.review_next_transaction(std::chrono::hours(1));
    const test::program_outcome begun =
        at.bash("quote=$(omsctl quotes create " + alice.customer.str() + " --from " + alice.wallet.str() +
                " --to 0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911 --amount 10.00 --print id)\n"
                "omsctl transactions execute $quote --print id");
    REQUIRE(begun.status == 0);
    const std::string id = begun.out.substr(0, begun.out.size() - 1);
    test::background_program waiting({test::terminal::program(), "transactions", "wait", id}, at.variables);
    const std::size_t before = world.requests().size();
    while (world.requests().size() <= before)
        std::this_thread::yield();
    waiting.signal(SIGINT);
    CHECK(waiting.stop().status == 130);
}
