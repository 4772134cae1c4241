#include "omsctl.hpp"

// What omsctl finds wrong with its command line, keys and service: mostly before anything is sent.

namespace {

using Catch::Matchers::ContainsSubstring;

/// What omsctl says of words that it refuses as wrong usage.
std::string refusal_of(test::terminal& at, const std::vector<std::string>& words)
{
    const test::program_outcome outcome = at.omsctl(words);
    CAPTURE(words);
    CHECK(outcome.status == 2);
    CHECK(outcome.out.empty());
    return outcome.err;
}

} // namespace

TEST_CASE("omsctl finds mistakes in the command line before anything is sent, and says what is meant")
{
    test::world world;
    test::terminal at(world);
    const auto says = [&](const std::vector<std::string>& words) {
        return refusal_of(at, words);
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
    CHECK_THAT(says({"raw", "GET", "/customers", "--print", "id"}), ContainsSubstring("leave it out"));
    CHECK_THAT(says({"raw", "POST", "/customers", "--body", "@/nowhere"}), ContainsSubstring("- is standard input"));
    CHECK_THAT(says({"listen", "--print", "id"}), ContainsSubstring("--json"));
    CHECK_THAT(says({"completion", "fish"}), ContainsSubstring("bash"));
    CHECK_THAT(says({"completion"}), ContainsSubstring("needs SHELL, one of: bash"));
    // How long to wait is read before there is something to wait for.
    CHECK_THAT(says({"customers", "create", "--made-up", "--wait", "soon"}), ContainsSubstring("--wait takes"));
    CHECK_THAT(says({"transactions", "execute", "qt_1", "--wait", "soon"}), ContainsSubstring("--wait takes"));
    CHECK_THAT(says({"trigger", "deposit", "ci_1", "--for", "soon"}), ContainsSubstring("--for takes"));
    CHECK_THAT(says({"customers", "create", "--birth-date", "1971/09/01"}), ContainsSubstring("birthDate"));
    CHECK_THAT(says({"--json"}), ContainsSubstring("--json needs a command"));
    CHECK_THAT(says({"frobnicate", "--help"}), ContainsSubstring("no command frobnicate"));
    CHECK_THAT(says({"help", "quotes", "creat"}), ContainsSubstring("did you mean create?"));
    CHECK(world.requests().empty());
}

TEST_CASE("omsctl refuses what says nothing, and what would lose a secret, before anything is sent")
{
    test::world world;
    test::terminal at(world);
    const auto says = [&](const std::vector<std::string>& words) {
        return refusal_of(at, words);
    };
    for (const std::string fields : {"", ",", "id,"})
        CHECK_THAT(says({"wallets", "create", "cst_1", "--print", fields}),
                   ContainsSubstring("such as id or id,status"));
    for (const std::string name : {"--env-file", "--base-url", "--ca-file"})
        CHECK_THAT(says({"check", name, ""}), ContainsSubstring(name + " is empty"));
    const std::string hook = "https://h.example.com";
    CHECK_THAT(says({"webhooks", "create", hook, "--print", "id"}),
               ContainsSubstring("--print id,secret, or --secret"));
    CHECK_THAT(says({"webhooks", "create", hook, "--print", "id,secert"}), ContainsSubstring("leaves it out"));
    at.variables["OMS_API_KEY"] = "sk_live_1";
    CHECK_THAT(says({"customers", "create", "--made-up"}), ContainsSubstring("sk_sdbx_"));
    CHECK(world.requests().empty());
}

TEST_CASE("omsctl passes on names that it does not know, and says what may have been meant")
{
    test::world world;
    const test::terminal at(world);
    const test::person alice = world.make_person();
    CHECK_THAT(at.omsctl({"customers", "wait", alice.customer.str(), "bsic", "--for", "0"}).err,
               ContainsSubstring("bsic is not a name that this version knows, did you mean basic?"));
    const test::program_outcome made =
        at.omsctl({"webhooks", "create", "https://h.example.com", "--event", "cashIn.complete"});
    CHECK(made.status == 0);
    CHECK_THAT(made.err, ContainsSubstring("did you mean cashIn.completed?"));
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
    for (const std::string& no_file : {at.folder.file(""), std::string("/dev/null")}) {
        outcome = at.omsctl({"check", "--env-file", no_file});
        CHECK(outcome.status == 2);
        CHECK_THAT(outcome.err, ContainsSubstring("no regular file") && !ContainsSubstring("chmod"));
    }
    CHECK(at.bash("omsctl check --env-file <(cat '" + file + "')").status == 0);
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
