#include "common/catch.hpp"
#include "common/program.hpp"

#include <cstdlib>

// oms-sandbox as somebody without this SDK uses it: from a shell, with curl.

namespace {

using Catch::Matchers::ContainsSubstring;

std::string program()
{
    return std::string(OMS_PROGRAMS) + "/tools/oms-sandbox";
}

// The value that `export NAME=value` gives, quotes taken off.
std::string exported(const std::string& output, const std::string& name)
{
    const std::string begin = "export " + name + "=";
    const std::size_t at = output.find(begin);
    if (at == std::string::npos)
        FAIL("oms-sandbox does not print " << begin);
    std::string value = output.substr(at + begin.size(), output.find('\n', at) - at - begin.size());
    if (!value.empty() && (value.front() == '\'' || value.front() == '"'))
        value = value.substr(1, value.size() - 2);
    return value;
}

std::string member(const std::string& json, const std::string& name)
{
    const std::string begin = "\"" + name + "\":\"";
    const std::size_t at = json.find(begin);
    if (at == std::string::npos)
        FAIL("no " << name << " in " << json);
    return json.substr(at + begin.size(), json.find('"', at + begin.size()) - at - begin.size());
}

} // namespace

TEST_CASE(
    "curl gets a token from oms-sandbox, creates a customer, and gets the contract's error body for a bad request")
{
    test::background_program sandbox({program()});
    const std::string printed = sandbox.read_until("export OMS_CA_FILE=");
    const std::string output =
        printed.back() == '\n' ? printed : printed + sandbox.read_until("\n").substr(printed.size());
    const std::string url = exported(output, "OMS_BASE_URL");
    const std::string ca = exported(output, "OMS_CA_FILE");
    const auto curl = [&](std::vector<std::string> more) {
        std::vector<std::string> command = {
            "curl", "--silent", "--show-error", "--cacert", ca, "-H", "Content-Type: application/json"};
        command.insert(command.end(), more.begin(), more.end());
        const test::program_outcome outcome = test::run_program(command);
        CAPTURE(outcome.err);
        REQUIRE(outcome.status == 0);
        return outcome.out;
    };

    const std::string token = curl({url + "/auth/token", "-d",
                                    "{\"apiKey\":\"" + exported(output, "OMS_API_KEY") + "\",\"apiSecret\":\"" +
                                        exported(output, "OMS_API_SECRET") + "\"}"});
    CHECK_THAT(token, ContainsSubstring("\"expiresIn\":3600"));
    const std::string bearer = "Authorization: Bearer " + member(token, "accessToken");

    const std::string customer = curl({url + "/customers", "-H", bearer, "-H", "Idempotency-Key: first-customer", "-d",
                                       "{\"type\":\"individual\",\"firstName\":\"Alice\"}"});
    CHECK_THAT(member(customer, "id"), Catch::Matchers::StartsWith("cst_"));

    const std::string refused = curl(
        {url + "/customers", "-H", bearer, "-H", "Idempotency-Key: second-customer", "-d", "{\"type\":\"robot\"}"});
    CHECK(member(refused, "code") == "invalid_field");
    CHECK(member(refused, "type") == "invalid_request");
    CHECK_THAT(refused, ContainsSubstring("\"details\":[{\"field\":\"type\""));
    CHECK_THAT(member(refused, "requestId"), Catch::Matchers::StartsWith("req_"));

    CHECK(sandbox.stop().status == 0);
}

TEST_CASE("oms-sandbox explains itself, and refuses what it does not know")
{
    const test::program_outcome help = test::run_program({program(), "--help"});
    CHECK(help.status == 0);
    CHECK_THAT(help.out, ContainsSubstring("--port") && ContainsSubstring("--http"));
    const test::program_outcome wrong = test::run_program({program(), "--prot", "1"});
    CHECK(wrong.status == 2);
    CHECK_THAT(wrong.err, ContainsSubstring("--prot"));
}
