// F110: memory that runs out while documents are read, requests are written, webhooks verified and errors made.
#include "common/catch.hpp"
#include "short_memory.hpp"

#include <oms/core/error.hpp>
#include <oms/core/idempotency_key.hpp>
#include <oms/core/json_text.hpp>
#include <oms/http/path.hpp>
#include <oms/http/url.hpp>
#include <oms/webhook/diagnosis.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>
#include <oms/wire/codec.hpp>
#include <oms/wire/error_body.hpp>
#include <oms/wire/event.hpp>

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace {

using test::fail_each_allocation;
using test::short_memory;

const std::filesystem::path contract = std::filesystem::path(OMS_FIXTURES) / "contract";

boost::json::value fixture(const std::string& name)
{
    std::ifstream file(contract / name, std::ios::binary);
    REQUIRE(file);
    return boost::json::parse(std::string(std::istreambuf_iterator<char>(file), {}));
}

/// The answer of an operation's example.
std::string answer_of(const std::string& operation)
{
    return boost::json::serialize(fixture("operation." + operation + ".json").at("response").at("body"));
}

/// What a step may end with while memory is short: its end, std::bad_alloc, or an error that blames the system and not
/// what it was given.
void check_end(const short_memory& memory, bool ended)
{
    if (ended)
        return;
    CHECK(memory.happened());
    if (memory.failure && memory.failure->code() != oms::errc::not_available)
        FAIL_CHECK("memory ran out, but something else is blamed: " << memory.failure->what());
}

/// Nothing can run out where nothing is asked for: a small answer is read into what it is read into.
template <class T>
bool reads_without_memory(const std::string& document)
{
    short_memory none(0, short_memory::manner::lasting);
    return none([&] { oms::decode<T>(document).value(); }) && !none.happened();
}

/// Reads the document, then reads it again with all the memory there is.
template <class T>
void read_with_short_memory(const std::string& document)
{
    const std::string expected = oms::encode(oms::decode<T>(document).value());
    const auto seen = fail_each_allocation([&](short_memory& memory) {
        check_end(memory, memory([&] {
                      const oms::result<T> read = oms::decode<T>(document);
                      read.value();
                  }));
        CHECK(oms::encode(oms::decode<T>(document).value()) == expected);
    });
    CHECK((seen.failures > 0 || reads_without_memory<T>(document)));
    CHECK(seen.leaked == 0);
}

/// Writes what the document says.
template <class T>
void write_with_short_memory(const std::string& document)
{
    const T value = oms::decode<T>(document).value();
    const std::string expected = oms::encode(value);
    const auto seen = fail_each_allocation([&](short_memory& memory) {
        std::string written;
        const bool ended = memory([&] { written = oms::encode(value); });
        check_end(memory, ended);
        if (ended)
            CHECK(written == expected);
        CHECK(oms::encode(value) == expected);
    });
    CHECK(seen.failures > 0);
    CHECK(seen.leaked == 0);
}

template <class T>
void read_and_write_with_short_memory(const std::string& document)
{
    read_with_short_memory<T>(document);
    write_with_short_memory<T>(document);
}

} // namespace

TEST_CASE("F110 Memory that runs out while an answer of any operation is read loses nothing but that answer")
{
    read_with_short_memory<oms::access_token>(answer_of("createAccessToken"));
    read_and_write_with_short_memory<oms::customer>(answer_of("createCustomer"));
    read_with_short_memory<oms::page<oms::customer>>(answer_of("listCustomers"));
    read_with_short_memory<oms::customer_balance>(answer_of("getCustomerBalance"));
    read_with_short_memory<oms::page<oms::any_transaction>>(answer_of("listCustomerTransactions"));
    read_and_write_with_short_memory<oms::wallet>(answer_of("createWallet"));
    read_with_short_memory<oms::page<oms::wallet>>(answer_of("listCustomerWallets"));
    read_with_short_memory<oms::wallet_balance>(answer_of("getWalletBalance"));
    read_and_write_with_short_memory<oms::any_quote>(answer_of("createQuote"));
    read_and_write_with_short_memory<oms::any_transaction>(answer_of("createTransaction"));
    read_and_write_with_short_memory<oms::cash_in>(answer_of("createCashIn"));
    read_with_short_memory<oms::page<oms::cash_in>>(answer_of("listCashIns"));
    read_with_short_memory<oms::page<oms::cash_location>>(answer_of("listCashLocations"));
    read_with_short_memory<oms::webhook_created>(answer_of("createWebhook"));
    read_with_short_memory<oms::page<oms::webhook>>(answer_of("listWebhooks"));
    read_with_short_memory<oms::barcode_authorization>(answer_of("simulateBarcodeAuth"));
    read_with_short_memory<oms::commit_result>(answer_of("simulateAuthCommit"));
    read_with_short_memory<oms::virtual_account_transfer_result>(answer_of("simulateVirtualAccountTransfer"));
    read_with_short_memory<oms::deposit_address_transfer_result>(answer_of("simulateDepositAddressTransfer"));
    read_with_short_memory<oms::virtual_account>(answer_of("createVirtualAccount"));
    read_with_short_memory<oms::deposit_address>(answer_of("createDepositAddress"));
    read_with_short_memory<oms::external_account>(answer_of("createExternalAccount"));
    read_with_short_memory<oms::page<oms::external_account_schema>>(answer_of("listExternalAccountSchemas"));
}

TEST_CASE("F110 Memory that runs out while a broken answer is refused gives the refusal or bad_alloc, and no leak")
{
    const std::string cut =
        R"({"id":"qt_1","type":"cryptoToCrypto","source":{"amountGross":"100.00","metadata":{"a\u00e9":[1)";
    const auto seen = fail_each_allocation([&](short_memory& memory) {
        const bool ended = memory([&] { (void)oms::decode<oms::any_quote>(cut).value(); });
        CHECK_FALSE(ended);
        if (memory.failure) {
            CHECK(memory.failure->code() == oms::errc::decode_failed);
            CHECK(memory.failure->document() == cut);
        }
    });
    CHECK(seen.failures > 0);
    CHECK(seen.leaked == 0);
}

TEST_CASE("F110 Memory that runs out while the body of an error is read loses nothing but that reading")
{
    for (const std::string body :
         {R"({"code":"insufficient_funds","message":"no","type":"unprocessable","requestId":"req_1",
              "details":[{"field":"source.amount","message":"too much of it for such a small wallet"}]})",
          R"({"statusCode":400,"message":["first of the messages","second of the messages"],"error":"Bad Request"})",
          "<html>a page that is longer than a small string</html>"}) {
        const oms::server_error expected = oms::read_error_body(422, body, "req_header");
        const auto seen = fail_each_allocation([&](short_memory& memory) {
            oms::server_error read;
            const bool ended = memory([&] { read = oms::read_error_body(422, body, "req_header"); });
            check_end(memory, ended);
            if (ended)
                CHECK(read.message == expected.message);
        });
        CHECK(seen.failures > 0);
        CHECK(seen.leaked == 0);
    }
}

TEST_CASE("F110 Memory that runs out while a webhook is verified never accepts and never blames its signature")
{
    REQUIRE(test::openssl_is_watched());
    const oms::webhook_secret secret("whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    static constexpr std::int64_t now = 1'781'532'000;
    oms::verifier_options options;
    options.clock([] { return std::chrono::system_clock::time_point(std::chrono::seconds(now)); });
    const oms::webhook_verifier verifier(secret, options);

    for (const auto& entry : std::filesystem::directory_iterator(contract)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with("event."))
            continue;
        const boost::json::value example = fixture(name);
        const std::string body = boost::json::serialize(example.at("body"));
        const std::string header = oms::sign(secret, now, body);
        CAPTURE(name);
        const auto seen = fail_each_allocation([&](short_memory& memory) {
            check_end(memory, memory([&] { (void)verifier.verify(header, body).value(); }));
            CHECK(verifier.verify(header, body).has_value());
        });
        CHECK(seen.failures > 0);
        CHECK(seen.leaked == 0);
        if (name.starts_with("event.v0.11.externalAccount"))
            break; // the rest says nothing new
    }

    const std::string forged = oms::sign(oms::webhook_secret(std::string("whsec_") + std::string(64, '0')), now, "{}");
    const auto seen = fail_each_allocation([&](short_memory& memory) {
        CHECK_FALSE(memory([&] { (void)verifier.verify(forged, "{}").value(); }));
        CHECK_FALSE(memory([&] {
            if (!oms::diagnose(verifier, forged, "{}").empty())
                throw std::bad_alloc(); // as good an end as any
        }));
        CHECK_FALSE(verifier.verify(forged, "{}").has_value());
    });
    CHECK(seen.failures > 0);
    CHECK(seen.leaked == 0);
}

TEST_CASE("F110 A webhook secret, a key, a base URL and a path are whole or not there when memory runs out")
{
    const std::string hex = "whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const auto seen = fail_each_allocation([&](short_memory& memory) {
        check_end(memory, memory([&] { const oms::webhook_secret secret(hex); }));
        check_end(memory, memory([&] { (void)oms::idempotency_key::generate(); }));
        check_end(memory, memory([&] {
                      const oms::base_url url("https://a-rather-long-host-name.example.com:8443/payments/v0.9");
                      if (url.target("/customers").empty())
                          throw std::logic_error("no target");
                  }));
        check_end(memory, memory([&] {
                      (void)oms::expand_path("/customers/{customerId}/wallets", {"cst_01kv5v6gvnf3tvbxygg7m08syh"});
                  }));
        check_end(memory, memory([&] {
                      const oms::json_text text =
                          oms::json_object().add("orderId", "ord_0123456789").add("n", 2).text();
                      if (text.empty())
                          throw std::logic_error("no text");
                  }));
    });
    CHECK(seen.failures > 0);
    CHECK(seen.leaked == 0);
}

TEST_CASE("F110 An error is made whole or not at all, and its copies need no memory")
{
    const auto make = [] {
        return oms::error::builder(oms::errc::unprocessable)
            .text("a text that does not fit into a small string")
            .http_status(422)
            .server_code("insufficient_funds")
            .server_message("a message that does not fit into a small string")
            .details({{"source.amount", "a message that does not fit into a small string"}})
            .request_id("req_01kv5vc3kye18td73cyjgdwvgy")
            .operation("POST", "/customers/{customerId}/wallets")
            .attempts(3)
            .key("a-key-that-does-not-fit-into-a-small-string")
            .cause_text("a cause that does not fit into a small string")
            .delivery(oms::delivery::refused)
            .document(std::string(200, 'x'))
            .build();
    };
    const oms::error whole = make();
    const auto seen = fail_each_allocation([&](short_memory& memory) {
        std::optional<oms::error> made;
        if (memory([&] { made = make(); }))
            CHECK(std::string_view(made->what()) == whole.what());
        std::optional<oms::error> edited;
        if (memory([&] { edited = whole.edit().attempts(4).build(); }))
            CHECK(edited->attempts() == 4);
        CHECK(whole.attempts() == 3);
    });
    CHECK(seen.failures > 0);
    CHECK(seen.leaked == 0);

    short_memory none(0, short_memory::manner::lasting);
    CHECK(none([&] {
        const oms::error copy = whole;
        oms::error assigned;
        assigned = copy;
        (void)assigned.what();
    }));
    CHECK_FALSE(none.happened());
}
