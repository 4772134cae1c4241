#include "bench.hpp"

#include <boost/json.hpp>

#include "common/catch.hpp"

#include <fstream>
#include <iterator>

namespace {

std::string text(const boost::json::value& value)
{
    return value.as_string().c_str();
}

boost::json::value example(const std::string& operation)
{
    std::ifstream file(OMS_FIXTURES "/contract/operation." + operation + ".json");
    const std::string content{std::istreambuf_iterator<char>(file), {}};
    return boost::json::parse(content);
}

} // namespace

TEST_CASE("The contract's example requests are well formed to the emulator: what they miss are the resources")
{
    struct expected {
        const char* operation;
        int status;
    };
    const expected cases[] = {{"createAccessToken", 200},
                              {"createCustomer", 201},
                              {"listCustomers", 200},
                              {"getCustomer", 404},
                              {"updateCustomer", 404},
                              {"deleteCustomer", 404},
                              {"getCustomerBalance", 404},
                              {"listCustomerTransactions", 404},
                              {"createWallet", 404},
                              {"listCustomerWallets", 404},
                              {"getWalletBalance", 404},
                              {"createQuote", 404},
                              {"getQuote", 404},
                              {"createTransaction", 404},
                              {"listTransactions", 200},
                              {"getTransaction", 404},
                              {"createCashIn", 404},
                              {"listCashIns", 200},
                              {"getCashIn", 404},
                              {"refreshCashIn", 404},
                              {"listCashLocations", 200},
                              {"createWebhook", 201},
                              {"listWebhooks", 200},
                              {"getWebhook", 404},
                              {"updateWebhook", 404},
                              {"deleteWebhook", 404},
                              {"simulateBarcodeAuth", 404},
                              {"simulateAuthCommit", 404},
                              {"simulateVirtualAccountTransfer", 404},
                              {"simulateDepositAddressTransfer", 404},
                              {"listExternalAccountSchemas", 200},
                              {"createExternalAccount", 404},
                              {"createVirtualAccount", 404},
                              {"listVirtualAccounts", 404},
                              {"createDepositAddress", 404},
                              {"listDepositAddresses", 404}};
    oms::sandbox::settings settings = early_settings();
    settings.credentials.emplace_back("sk_sdbx_EXAMPLE7mJ4qT2v", "example-secret-shown-once");
    bench emulator(settings);
    for (const expected& of : cases) {
        CAPTURE(of.operation);
        const boost::json::value document = example(of.operation);
        const boost::json::object& request = document.at("request").as_object();
        std::vector<std::pair<std::string, std::string>> headers;
        for (const auto& header : request.at("headers").as_object()) {
            const bool token = header.key() == "Authorization";
            headers.emplace_back(std::string(header.key()),
                                 token ? "Bearer " + emulator.used_token() : text(header.value()));
        }
        const boost::json::value& body = request.at("body");
        std::string target = text(request.at("target"));
        const std::size_t cursor = target.find("startingAfter=");
        if (cursor != std::string::npos) // the examples' cursors are of another service
            target.erase(cursor - 1, target.find('&', cursor) - cursor + 1);
        const reply answer = emulator.send(text(request.at("method")), "/v0.9" + target,
                                           body.is_null() ? "" : boost::json::serialize(body), headers);
        CAPTURE(target, answer.body);
        CHECK(answer.status == of.status);
        CHECK(emulator.requests().back().operation == of.operation);
        if (of.status < 400 && answer.status == of.status) {
            // The members of the answer are those of the example.
            const boost::json::object& shown = document.at("response").at("body").as_object();
            const boost::json::value given = boost::json::parse(answer.body);
            for (const auto& member : shown)
                CHECK(given.as_object().contains(member.key()));
        }
    }
}
