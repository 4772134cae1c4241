#include "fixture.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/verifier.hpp>

#include "common/catch.hpp"

#include <string>
#include <variant>

namespace {

std::string verdict(const oms::result<oms::signature_match>& checked)
{
    if (checked)
        return "ok";
    const auto code = checked.error().code();
    if (code == oms::errc::malformed_header)
        return "malformed_header";
    if (code == oms::errc::timestamp_out_of_tolerance)
        return "timestamp_out_of_tolerance";
    return code == oms::errc::signature_mismatch ? "signature_mismatch" : code.message();
}

/// The family of contract section 12.2, from the event's name.
std::size_t expected_alternative(std::string_view name)
{
    const oms::event any;
    decltype(any.payload) payload;
    if (name.starts_with("transaction."))
        payload = oms::transaction_event{};
    else if (name.starts_with("customer.endorsement."))
        payload = oms::endorsement_event{};
    else if (name.starts_with("cashIn."))
        payload = oms::cash_in_event{};
    else if (name.starts_with("wallet."))
        payload = oms::wallet_event{};
    else
        payload = oms::unknown_event{};
    return payload.index();
}

struct delivery {
    explicit delivery(const std::filesystem::path& file)
        : document(fixture::read(file)), name{fixture::text(document, "event")},
          header{fixture::text(document.at("delivery").at("headers"), "Webhook-Signature")},
          body{fixture::text(document.at("delivery"), "rawBody")},
          verifier{oms::webhook_secret{fixture::text(document.at("delivery"), "secret"),
                                       fixture::form(fixture::text(document.at("delivery"), "keyForm"))},
                   fixture::options_at(document.at("delivery").at("now").as_int64())}
    {
    }

    boost::json::value document;
    std::string name;
    std::string header;
    std::string body;
    oms::webhook_verifier verifier;
};

} // namespace

TEST_CASE("Every signature vector of the contract gets the contract's verdict")
{
    const boost::json::value document = fixture::read(fixture::contract() / "signatures.json");
    const auto& vectors = document.at("vectors").as_array();
    REQUIRE(vectors.size() >= 54);
    for (const auto& vector : vectors) {
        INFO(fixture::text(vector, "name"));
        auto options = fixture::options_at(vector.at("now").as_int64());
        options.tolerance(std::chrono::seconds{vector.at("tolerance").as_int64()});
        const oms::webhook_verifier verifier{
            oms::webhook_secret{fixture::text(vector, "secret"), fixture::form(fixture::text(vector, "keyForm"))},
            options};
        CHECK(verdict(verifier.check(fixture::text(vector, "header"), fixture::text(vector, "body"))) ==
              fixture::text(vector.at("expected"), "reason"));
    }
}

TEST_CASE("Every v0.9 event of the contract verifies and becomes its typed alternative")
{
    const auto files = fixture::files_beginning_with("event.v0.9.");
    REQUIRE(files.size() == 15);
    for (const auto& file : files) {
        INFO(file.filename().string());
        const delivery sent{file};
        const auto event = sent.verifier.verify(sent.header, sent.body);
        REQUIRE(event.has_value());
        CHECK(event->name.text() == sent.name);
        CHECK(event->id.view() == fixture::text(sent.document.at("body"), "id"));
        CHECK(event->payload.index() == expected_alternative(sent.name));
    }
}

TEST_CASE("Every later event of the contract verifies and becomes some event")
{
    const auto files = fixture::files_beginning_with("event.v0.11.");
    REQUIRE(files.size() >= 50);
    for (const auto& file : files) {
        INFO(file.filename().string());
        const delivery sent{file};
        CHECK(sent.verifier.check(sent.header, sent.body).has_value());
        CHECK(sent.verifier.verify(sent.header, sent.body).has_value());
    }
}

TEST_CASE("Every event of the contract is received with 204, and with one changed byte refused with 400")
{
    for (const auto& file : fixture::files_beginning_with("event.")) {
        INFO(file.filename().string());
        const delivery sent{file};
        oms::webhook_request request{"POST", sent.body};
        request.header("Content-Type", "application/json").header("Webhook-Signature", sent.header);
        const auto received = oms::receive(sent.verifier, request);
        CHECK(received.status == 204);
        CHECK(received.event.has_value());

        std::string changed = sent.body;
        changed[changed.size() / 2] = static_cast<char>(changed[changed.size() / 2] ^ 1);
        const auto refused = oms::receive(sent.verifier, request.body(changed));
        CHECK(refused.status == 400);
        CHECK_FALSE(refused.event.has_value());
        REQUIRE(refused.problem.has_value());
        CHECK(refused.problem->code() == oms::errc::signature_mismatch);
    }
}
