// examples/tolerance.json: unusual bodies that must be read, with the values that must result.
#include "fixture.hpp"

#include <oms/model/cash_location.hpp>
#include <oms/model/deposit_address.hpp>
#include <oms/model/page.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/token.hpp>
#include <oms/model/virtual_account.hpp>
#include <oms/wire/codec.hpp>
#include <oms/wire/error_body.hpp>
#include <oms/wire/event.hpp>

#include <map>

using boost::json::value;

namespace {

// Whether `seen` has every value of `expected`; null is satisfied by absence.
bool covers(const value& seen, const value& expected)
{
    if (const auto* members = expected.if_object()) {
        for (const auto& [name, member] : *members) {
            const value* found = seen.is_object() ? seen.get_object().if_contains(name) : nullptr;
            if (member.is_null() ? found && !found->is_null() : !found || !covers(*found, member))
                return false;
        }
        return seen.is_object();
    }
    if (const auto* elements = expected.if_array()) {
        if (!seen.is_array() || seen.get_array().size() != elements->size())
            return false;
        for (std::size_t i = 0; i < elements->size(); ++i)
            if (!covers(seen.get_array()[i], (*elements)[i]))
                return false;
        return true;
    }
    return seen == expected;
}

template <class T>
value read_and_write(const std::string& body)
{
    return boost::json::parse(oms::encode(fixture::value_of(oms::decode<T>(body))));
}

value read_error(const value& example, const std::string& body)
{
    std::string header_id;
    if (const auto* headers = example.as_object().if_contains("headers"))
        header_id = headers->at("X-Request-Id").as_string();
    const auto error = oms::read_error_body(static_cast<int>(example.at("status").as_int64()), body, header_id);
    value seen = {{"code", error.code.text()}, {"type", error.type}, {"message", error.message}};
    if (!error.request_id.empty())
        seen.as_object()["requestId"] = error.request_id;
    return seen;
}

value read_event(const std::string& body)
{
    return {{"name", fixture::value_of(oms::decode_event(body)).name.text()}};
}

value read_quote_times(const std::string& body)
{
    const auto quote = fixture::value_of(oms::decode<oms::quote<oms::crypto_to_crypto>>(body));
    const auto milliseconds = [](const oms::timestamp& time) {
        return std::chrono::duration_cast<std::chrono::milliseconds>(time.time().time_since_epoch()).count();
    };
    return {{"createdAtUnixMillis", milliseconds(quote.created_at)},
            {"expiresAtUnixMillis", milliseconds(quote.expires_at)}};
}

value read_token(const std::string& body)
{
    value seen = read_and_write<oms::access_token>(body);
    for (char& c : seen.at("tokenType").as_string()) // compared without regard to case (contract section 1.2)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return seen;
}

const std::map<std::string, value (*)(const std::string&)> readers = {
    {"Customer", &read_and_write<oms::customer>},
    {"WalletBalance", &read_and_write<oms::wallet_balance>},
    {"CustomerBalance", &read_and_write<oms::customer_balance>},
    {"CustomerList", &read_and_write<oms::page<oms::customer>>},
    {"TransactionList", &read_and_write<oms::page<oms::any_transaction>>},
    {"CashLocationList", &read_and_write<oms::page<oms::cash_location>>},
    {"CashIn", &read_and_write<oms::cash_in>},
    {"Transaction", &read_and_write<oms::any_transaction>},
    {"TokenResponse", &read_token},
    {"WebhookDelivery", &read_event},
    {"Quote", &read_quote_times},
    {"VirtualAccount", &read_and_write<oms::virtual_account>},
    {"DepositAddress", &read_and_write<oms::deposit_address>},
};

} // namespace

TEST_CASE("Unusual bodies are read with the values that the contract says (F65, F72, F73)")
{
    std::size_t read = 0;
    std::size_t elsewhere = 0;
    const value all = fixture::load("tolerance.json");
    for (const value& example : all.at("cases").as_array()) {
        const std::string what(example.at("reads").as_string());
        const std::string name(example.at("name").as_string());
        const std::string body(example.at("rawBody").as_string());
        INFO(name);
        if (what == "WebhookDeleted" || what == "RetryAfter") {
            ++elsewhere; // no documents: tests/unit/client/tolerated_answers.cpp and tests/unit/http/retry_after.cpp
            continue;
        }
        const value seen = what == "Error" ? read_error(example, body) : readers.at(what)(body);
        INFO(seen);
        CHECK(covers(seen, example.at("expect")));
        ++read;
    }
    CHECK(read == 42);
    CHECK(elsewhere == 6);
}

TEST_CASE("Every error code of the contract is read from its body")
{
    const value all = fixture::load("errors.json");
    for (const value& example : all.at("errors").as_array()) {
        INFO(example);
        const auto error = oms::read_error_body(static_cast<int>(example.at("status").as_int64()),
                                                boost::json::serialize(example.at("body")), "req_other");
        CHECK(error.code.text() == std::string_view(example.at("code").as_string()));
        CHECK(error.code.known());
        CHECK(error.type == std::string_view(example.at("body").at("type").as_string()));
        CHECK(error.message == std::string_view(example.at("body").at("message").as_string()));
        CHECK(error.request_id == std::string_view(example.at("body").at("requestId").as_string()));
        if (const auto* details = example.at("body").as_object().if_contains("details")) {
            REQUIRE(error.details.size() == details->as_array().size());
            CHECK(error.details[0].field == std::string_view(details->at(0).at("field").as_string()));
            CHECK(error.details[0].message == std::string_view(details->at(0).at("message").as_string()));
        } else {
            CHECK(error.details.empty());
        }
    }
}
