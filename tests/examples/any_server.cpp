#include "common/catch.hpp"

#include <oms/testing/webhook_signer.hpp>

#include <boost/json/parse.hpp>

#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <string>
#include <tuple>

// What the README shows for any server: its program takes one forgery, its function everything.
#define main any_server_main
#include "../../examples/any_server.cpp"
#undef main

namespace {

/// A delivery of the contract, to the byte.
std::string delivered(const std::string& event)
{
    std::ifstream file(OMS_FIXTURES "/contract/event." + event + ".json");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return boost::json::parse(text).at("delivery").at("rawBody").as_string().c_str();
}

struct captured_output {
    captured_output() : before(std::cout.rdbuf(text.rdbuf())) {}
    ~captured_output() { std::cout.rdbuf(before); }
    std::ostringstream text;
    std::streambuf* before;
};

struct answered {
    int status;
    std::string out;
};

answered ask(const oms::testing::webhook_signer& signer, const std::string& body, const std::string& received)
{
    const oms::webhook_verifier verifier(oms::webhook_secret("whsec_any_server"));
    const captured_output output;
    const int status = receive(verifier, signer.sign(body), received);
    return {status, output.text.str()};
}

} // namespace

TEST_CASE("any_server's function prints an event of each family and one of none, and answers 204 (H10)")
{
    const oms::testing::webhook_signer signer{oms::webhook_secret("whsec_any_server")};
    using row = std::tuple<std::string, std::string>;
    for (const auto& [event, line] :
         {row("v0.9.transaction.cryptoToCrypto.completed",
              "transaction.cryptoToCrypto.completed txn_01kv5w3kjsfd7rt2rdsfw9gn11\n"),
          row("v0.9.customer.endorsement.granted", "customer.endorsement.granted cst_01H9Xa8F5dN6mP3q\n"),
          row("v0.9.cashIn.completed", "cashIn.completed ci_01H9Xc5P8rT4vW6y\n"),
          row("v0.9.wallet.depositDetected", "wallet.depositDetected wlt_01H9Xb3K7nM2pQ4r\n"),
          row("v0.11.virtualAccount.deposit.settled", "virtualAccount.deposit.settled\n")}) {
        CAPTURE(event);
        const std::string body = delivered(event);
        const answered told = ask(signer, body, body);
        CHECK(told.status == 204);
        CHECK(told.out == line);
    }
}

TEST_CASE("any_server's function answers 400 to what is signed otherwise, changed or old, and prints nothing (H10)")
{
    const oms::testing::webhook_signer signer{oms::webhook_secret("whsec_any_server")};
    const std::string body = delivered("v0.9.cashIn.completed");
    for (const answered& told :
         {ask(signer.wrong_secret(), body, body), ask(signer.stale(std::chrono::seconds(302)), body, body),
          ask(signer, body, body + "\n"), ask(signer, "{}", "{}")}) {
        CHECK(told.status == 400);
        CHECK(told.out.empty());
    }
    CHECK(any_server_main() == 0);
}
