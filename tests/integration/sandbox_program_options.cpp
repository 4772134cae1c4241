#include "common/catch.hpp"
#include "common/program.hpp"
#include "sandbox_raw_client.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>

using Catch::Matchers::ContainsSubstring;

namespace {

const std::string oms_sandbox = OMS_PROGRAMS "/tools/oms-sandbox";

/// The value that the program prints in a line `export NAME='value'`.
std::string exported_in_quotes(const std::string& output, const std::string& name)
{
    const std::string start = "export " + name + "='";
    const std::size_t at = output.find(start);
    if (at == std::string::npos)
        return {};
    const std::size_t from = at + start.size();
    return output.substr(from, output.find('\'', from) - from);
}

std::string content_of(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

std::uint16_t port_of(const std::string& base_url)
{
    return static_cast<std::uint16_t>(std::stoi(base_url.substr(base_url.rfind(':') + 1)));
}

} // namespace

TEST_CASE("oms-sandbox writes its CA certificate to a directory of its own, and takes it away when it ends")
{
    test::background_program sandbox({oms_sandbox});
    const std::string output = sandbox.read_until("Ctrl-C");
    const std::filesystem::path ca_file = exported_in_quotes(output, "OMS_CA_FILE");
    CHECK(exported_in_quotes(output, "OMS_API_KEY") == "sk_sdbx_emulator");
    CHECK(exported_in_quotes(output, "OMS_API_SECRET") == "emulator-secret");
    CHECK_THAT(output, ContainsSubstring("curl --cacert '" + ca_file.string() + "'"));
    {
        test::raw_client client(port_of(exported_in_quotes(output, "OMS_BASE_URL")), content_of(ca_file));
        CHECK(client.log_in().status == 200);
    }
    CHECK(sandbox.stop().status == 0);
    CHECK_FALSE(std::filesystem::exists(ca_file.parent_path()));
}

TEST_CASE("oms-sandbox listens on the port it is told, over plain HTTP too, and fails with 1 when that is taken")
{
    test::background_program first({oms_sandbox, "--http"});
    const std::string output = first.read_until("Ctrl-C");
    const std::uint16_t port = port_of(exported_in_quotes(output, "OMS_BASE_URL"));
    CHECK_THAT(output, !ContainsSubstring("OMS_CA_FILE"));
    {
        test::raw_client client(port, "");
        CHECK(client.log_in().status == 200);
    }
    CHECK(first.stop().status == 0);

    test::background_program second({oms_sandbox, "--http", "--port", std::to_string(port)});
    CHECK(port_of(exported_in_quotes(second.read_until("Ctrl-C"), "OMS_BASE_URL")) == port);
    const test::program_outcome third = test::run_program({oms_sandbox, "--port", std::to_string(port)});
    CHECK(third.status == 1);
    CHECK(third.err == "oms-sandbox: port " + std::to_string(port) + ": Address already in use\n");
    CHECK(second.stop().status == 0);
}

TEST_CASE("oms-sandbox writes its CA certificate where it is told to, and leaves it there")
{
    std::string directory = (std::filesystem::temp_directory_path() / "oms-test-XXXXXX").string();
    REQUIRE(::mkdtemp(directory.data()) != nullptr);
    const std::string path = directory + "/ca.pem";
    test::background_program sandbox({oms_sandbox, "--ca-file", path});
    CHECK(exported_in_quotes(sandbox.read_until("Ctrl-C"), "OMS_CA_FILE") == path);
    CHECK_THAT(content_of(path), ContainsSubstring("BEGIN CERTIFICATE"));
    CHECK(sandbox.stop().status == 0);
    CHECK(std::filesystem::exists(path));
    std::filesystem::remove_all(directory);
}

TEST_CASE("oms-sandbox serves early access when it is told to, and answers 404 there otherwise (H1)")
{
    const std::vector<std::vector<std::string>> commands{{oms_sandbox, "--http"},
                                                         {oms_sandbox, "--http", "--early-access"}};
    for (const std::vector<std::string>& command : commands) {
        test::background_program sandbox(command);
        test::raw_client client(port_of(exported_in_quotes(sandbox.read_until("Ctrl-C"), "OMS_BASE_URL")), "");
        REQUIRE(client.log_in().status == 200);
        const test::raw_answer schemas = client.send("GET", "/external-accounts/schemas?country=US&currency=USD", "");
        CHECK(schemas.status == (command.size() == 2 ? 404 : 200));
        CHECK((schemas.body.find("routingNumber") != std::string::npos) == (command.size() == 3));
    }
}

TEST_CASE("oms-sandbox refuses arguments that make no sense with 2 and its usage")
{
    const std::vector<std::vector<std::string>> mistakes{
        {"sandbox"}, {"--port"}, {"--port", "65536"}, {"--port", "80x"}, {"--port", ""}, {"--http", "--ca-file", "x"}};
    for (const std::vector<std::string>& mistake : mistakes) {
        std::vector<std::string> command{oms_sandbox};
        command.insert(command.end(), mistake.begin(), mistake.end());
        const test::program_outcome refused = test::run_program(command);
        CHECK(refused.status == 2);
        CHECK(refused.out.empty());
        CHECK_THAT(refused.err, ContainsSubstring("usage: oms-sandbox"));
    }
}
