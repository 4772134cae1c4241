#include "omsctl.hpp"

#include <oms/core/json_text.hpp>

#include <algorithm>
#include <set>
#include <sstream>

// What omsctl does when all goes well: the ten commands of its README, every operation, its output.

namespace {

using Catch::Matchers::ContainsSubstring;

std::string text_of(const std::filesystem::path& file)
{
    std::ostringstream out;
    out << std::ifstream(file).rdbuf();
    return out.str();
}

std::string money_loop_of_the_readme()
{
    const std::string readme = text_of(OMS_SOURCE_DIR "/examples/omsctl/README.md");
    const std::size_t begin = readme.find("```bash\n") + 8;
    return readme.substr(begin, readme.find("```\n", begin) - begin);
}

oms::sandbox::server_options early_access()
{
    oms::sandbox::settings rules;
    rules.early_access = true;
    return oms::sandbox::server_options().settings(rules);
}

/// Every operation of the contract once, as somebody would try them.
constexpr const char* every_command = R"bash(
printf 987654321 > number
alice=$(omsctl customers create --first-name Alice --last-name Example --email alice@example.com --phone +12125550123 \
    --birth-date 1990-04-12 --nationality US --ip-address 203.0.113.24 --external-id u1 --signed \
    --line1 '548 Market Street' --city 'San Francisco' --state CA --country US --zip-code 94104 \
    --identity ssn:US:number --metadata '{"plan":"starter"}' --wait 30 --print id)
omsctl customers get $alice
omsctl customers list --external-id u1 --created-after 2020-01-01T00:00:00Z
omsctl customers update $alice --email a@example.com --clear middleName
omsctl customers wait $alice usd
wallet=$(omsctl wallets create $alice --print id)
omsctl wallets list $alice
omsctl wallets balance $wallet --currency USD
omsctl customers balance $alice
omsctl cash-locations find 38.495133,-121.505336 --flow cashIn
cash=$(omsctl cash-ins create $alice --to $wallet --near 38.495133,-121.505336 --amount 100.00 --print id)
omsctl cash-ins refresh $cash
omsctl cash-ins list --customer $alice
omsctl trigger deposit $cash
omsctl cash-ins get $cash
omsctl cash-ins wait $cash
quote=$(omsctl quotes create $alice --from $wallet --to 0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911 --receive 5.00 \
    --print id)
omsctl quotes get $quote
sent=$(omsctl transactions execute $quote --print id)
omsctl transactions wait $sent
omsctl transactions get $sent --sender $alice
omsctl transactions list --sender $alice --status completed --type cryptoToCrypto
omsctl customers transactions $alice
hook=$(omsctl webhooks create https://hooks.example.com/oms --event cashIn.completed --secret-file secret --print id)
omsctl webhooks get $hook
omsctl webhooks list
omsctl webhooks update $hook --enabled false --every-event
omsctl webhooks remove $hook
omsctl external-accounts schemas US USD
printf '{"accountNumber":"000123456789","routingNumber":"021000021","accountType":"checking"}' > bank
omsctl external-accounts create $alice --network ach --details @bank
number=$(omsctl virtual-accounts create $alice --to $wallet --label salary --print id)
omsctl virtual-accounts list $alice
omsctl trigger bank-transfer $number 50.00
omsctl simulate virtual-account $number 20.00 --rail wire_in --sender-name Acme
address=$(omsctl deposit-addresses create $alice --to $wallet --print id)
omsctl deposit-addresses list $alice
omsctl trigger chain-transfer $address 7.00
omsctl simulate deposit-address $address 8.00
omsctl trigger endorsement $alice
cash=$(omsctl cash-ins create $alice --to $wallet --near 38.495133,-121.505336 --amount 30.00 --print id)
scan=$(omsctl simulate barcode-auth "$(omsctl cash-ins get $cash --print code)" 30.00 --print \
    confirmationId,accountNumber,accountReferenceNumber)
set -- $scan
omsctl simulate auth-commit $1 30.00 --account-number $2 --account-reference-number $3
omsctl raw GET /customers/$alice
omsctl raw POST /customers --body '{"type":"individual"}'
omsctl check
omsctl customers remove $alice
)bash";

} // namespace

TEST_CASE("omsctl walks the money loop with the ten commands of its README, against oms-sandbox")
{
    const std::string loop = money_loop_of_the_readme();
    CHECK(std::count(loop.begin(), loop.end(), '\n') <= 10);
    test::terminal at;
    test::background_program sandbox({std::string(OMS_PROGRAMS) + "/tools/oms-sandbox"}, at.variables);
    const std::string introduction = sandbox.read_until("Ctrl-C ends it");
    std::string exports;
    std::istringstream lines(introduction);
    for (std::string line; std::getline(lines, line);)
        if (line.find("export OMS_") != std::string::npos)
            exports += line + '\n';

    const test::program_outcome outcome = at.bash(exports + loop);
    CAPTURE(outcome.out, outcome.err);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, ContainsSubstring("status               completed"));
    CHECK_THAT(outcome.out, ContainsSubstring("balance    73.00\n"));
    CHECK_THAT(outcome.out, ContainsSubstring("balance    24.8325\n"));
}

TEST_CASE("omsctl has a command for every operation of the contract, and none of them prints a secret")
{
    test::world world(early_access());
    test::terminal at(world);
    const std::string enter = "cd '" + at.folder.file("") + "'\n";
    const test::program_outcome outcome = at.bash(enter + every_command);
    CAPTURE(outcome.out, outcome.err);
    REQUIRE(outcome.status == 0);

    std::set<std::string> reached;
    for (const oms::sandbox::request_record& each : world.requests())
        if (each.status < 300)
            reached.insert(each.operation);
    std::set<std::string> missing;
    for (const auto& file : std::filesystem::directory_iterator(OMS_FIXTURES "/contract")) {
        const std::string name = file.path().filename().string();
        if (name.starts_with("operation."))
            if (const std::string operation = name.substr(10, name.size() - 15); !reached.contains(operation))
                missing.insert(operation);
    }
    CHECK(reached.size() >= 36);
    CHECK(missing == std::set<std::string>());

    const oms::client_config config = world.config();
    for (const std::string& secret : {std::string(config.api_secret.reveal()), std::string(config.api_key.reveal()),
                                      std::string("whsec_"), std::string("987654321"), std::string("000123456789")}) {
        CHECK_THAT(outcome.out, !ContainsSubstring(secret));
        CHECK_THAT(outcome.err, !ContainsSubstring(secret));
    }
    CHECK_THAT(text_of(at.folder.file("secret")), Catch::Matchers::StartsWith("whsec_"));
    CHECK(std::filesystem::status(at.folder.file("secret")).permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE(
    "omsctl --json prints the document of the service: one, a list, a list of many pages, what is left of a removal")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person("98.50");
    for (int i = 0; i < 3; ++i)
        REQUIRE(at.omsctl({"wallets", "create", alice.customer.str()}).status == 0);
    const std::string hook = at.omsctl({"webhooks", "create", "https://h.example.com", "--secret-file",
                                        at.folder.file("secret"), "--print", "id"})
                                 .out;
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"--json", "wallets", "balance", alice.wallet.str()},
             {"wallets", "list", alice.customer.str(), "--json"},
             {"wallets", "list", alice.customer.str(), "--all", "--limit", "1", "--json"},
             {"transactions", "list", "--json", "--all"},
             {"cash-locations", "find", "38.495133,-121.505336", "--json"},
             {"webhooks", "remove", hook.substr(0, hook.size() - 1), "--json"}}) {
        const test::program_outcome outcome = at.omsctl(words);
        CAPTURE(words, outcome.out, outcome.err);
        CHECK(outcome.status == 0);
        CHECK(oms::json_text::parse(outcome.out.substr(0, outcome.out.size() - 1)).has_value());
        CHECK(outcome.err.empty());
    }
    const test::program_outcome balance = at.omsctl({"wallets", "balance", alice.wallet.str(), "--json"});
    CHECK_THAT(balance.out, ContainsSubstring("\"98.50\""));
    CHECK(at.omsctl({"wallets", "balance", alice.wallet.str(), "--print", "balance"}).out == "98.50\n");
    const test::program_outcome wrong = at.omsctl({"wallets", "list", alice.customer.str(), "--print", "id,balanc"});
    CHECK(wrong.status == 0);
    CHECK_THAT(wrong.out, ContainsSubstring(alice.wallet.str()));
    CHECK_THAT(wrong.err, ContainsSubstring("what came has no balanc; it has id, "));
    const std::string all = at.omsctl({"wallets", "list", alice.customer.str(), "--all", "--limit", "1", "--json"}).out;
    std::size_t wallets = 0;
    for (std::size_t at_id = all.find("\"id\""); at_id != all.npos; at_id = all.find("\"id\"", at_id + 1))
        ++wallets;
    CHECK(wallets == 4);
}

TEST_CASE("omsctl shows the secret of a webhook when it creates one, says so, and never again")
{
    test::world world;
    test::terminal at(world);
    const test::program_outcome made = at.omsctl({"webhooks", "create", "https://h.example.com"});
    CHECK(made.status == 0);
    CHECK_THAT(made.out, ContainsSubstring("whsec_"));
    CHECK_THAT(made.err, ContainsSubstring("shown this once"));
    CHECK_THAT(at.omsctl({"webhooks", "create", "https://h.example.com", "--json"}).out, ContainsSubstring("whsec_"));
    CHECK_THAT(at.omsctl({"webhooks", "create", "https://h.example.com", "--print", "id,secret"}).out,
               ContainsSubstring("\nwhsec_"));
    const std::string file = at.folder.file("secret");
    const test::program_outcome kept =
        at.omsctl({"webhooks", "create", "https://h.example.com", "--json", "--secret-file", file});
    CHECK_THAT(kept.out + kept.err, !ContainsSubstring("whsec_"));
    const test::program_outcome again =
        at.omsctl({"webhooks", "create", "https://h.example.com", "--secret-file", file});
    CHECK(again.status == 2);
    CHECK_THAT(again.err, ContainsSubstring("name a new one"));
    CHECK_THAT(at.omsctl({"raw", "POST", "/webhooks", "--body", "{\"url\":\"https://h.example.com\"}"}).out,
               ContainsSubstring("(not shown)"));
}

TEST_CASE("omsctl fits tables into the terminal, and cuts nothing")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person();
    CHECK_THAT(at.omsctl({"wallets", "list", alice.customer.str()}).out,
               Catch::Matchers::StartsWith("id  ") && ContainsSubstring(alice.wallet.str() + "  usdc   polygon"));
    at.variables["COLUMNS"] = "50";
    const std::string narrow = at.omsctl({"wallets", "list", alice.customer.str()}).out;
    CHECK_THAT(narrow, ContainsSubstring("id       " + alice.wallet.str() + "\n"));
    CHECK_THAT(narrow, ContainsSubstring("\nasset    usdc\n"));
}

TEST_CASE("omsctl completes commands, options, values and the ids that it has seen, in bash")
{
    test::world world;
    test::terminal at(world);
    const test::person alice = world.make_person();
    REQUIRE(at.omsctl({"wallets", "list", alice.customer.str()}).status == 0);
    const auto completes = [&](const std::string& line) {
        const test::program_outcome outcome =
            at.bash("source <(omsctl completion bash); COMP_WORDS=(" + line +
                    "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _omsctl; printf '%s\\n' \"${COMPREPLY[@]}\"");
        CAPTURE(outcome.err);
        CHECK(outcome.status == 0);
        return outcome.out;
    };
    CHECK(completes("omsctl wal") == "wallets\n");
    CHECK(completes("omsctl wallets bal") == "balance\n");
    CHECK(completes("omsctl wallets balance ''") == alice.wallet.str() + '\n');
    CHECK(completes("omsctl customers get cst_") == alice.customer.str() + '\n');
    CHECK(completes("omsctl quotes create cst_1 --from wlt_") == alice.wallet.str() + '\n');
    CHECK(completes("omsctl quotes create cst_1 --am") == "--amount\n");
    CHECK(completes("omsctl quotes create cst_1 --asset usd") == "usdc\nusdt\nusd\n");
    CHECK(completes("omsctl customers wait cst_1 cry") == "cryptoCustody\n");
    CHECK(completes("omsctl transactions get ''") == "\n");
    CHECK(completes("omsctl --json wal") == "wallets\n");
    CHECK(completes("omsctl --timeout 5 wallets bal") == "balance\n");
    CHECK(completes("omsctl --timeout = 5 --json wallets balance ''") == alice.wallet.str() + '\n');
    CHECK(completes("omsctl --timeout ''") == "\n");
    CHECK(completes("omsctl --j") == "--json\n");
    std::string url = at.variables["OMS_BASE_URL"]; // as bash splits it
    for (std::size_t colon = 0; (colon = url.find(':', colon)) != url.npos; colon += 3)
        url.replace(colon, 1, " : ");
    at.variables["OMS_BASE_URL"] = "";
    CHECK(completes("omsctl --base-url " + url + " wallets balance ''") == alice.wallet.str() + '\n');
    CHECK(completes("omsctl customers create --identity ssn") == "ssn:US:\n");
    CHECK(completes("omsctl customers create --identity ssn :") == "US:\n");
    CHECK(completes("omsctl customers create --identity ssn : U") == "US:\n");
    at.variables["OMS_BASE_URL"] = world.base_url();

    const std::string ids = at.folder.file("state/omsctl/ids");
    CHECK((std::filesystem::status(ids).permissions() &
           (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) == std::filesystem::perms::none);
    std::filesystem::remove(ids);
    at.variables["OMSCTL_IDS"] = "off";
    REQUIRE(at.omsctl({"wallets", "list", alice.customer.str()}).status == 0);
    CHECK_FALSE(std::filesystem::exists(ids));
}
