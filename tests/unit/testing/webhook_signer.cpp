#include <oms/testing/webhook_signer.hpp>

#include <oms/core/error.hpp>
#include <oms/webhook/endpoint.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>
#include <oms/wire/event.hpp>

#include "common/catch.hpp"

using namespace std::chrono_literals;
using oms::testing::event_body;
using oms::testing::signed_request;
using oms::testing::webhook_signer;

namespace {

const oms::webhook_secret shared{"whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"};

std::chrono::system_clock::time_point noon()
{
    return std::chrono::system_clock::time_point{std::chrono::seconds{1781534200}};
}

oms::webhook_verifier receiver(std::vector<oms::webhook_secret> secrets = {shared})
{
    oms::verifier_options options;
    options.clock(noon);
    return oms::webhook_verifier{std::move(secrets), options};
}

const webhook_signer signer{shared, noon};

oms::errc verdict(const signed_request& delivery)
{
    const auto match = receiver().check(delivery.signature(), delivery.body);
    return match ? oms::errc{} : static_cast<oms::errc>(match.error().code().value());
}

} // namespace

TEST_CASE("The signer makes the header that the contract's own signing makes (G11)")
{
    CHECK(signer.sign("{}") == oms::sign(shared, 1781534200, "{}"));
    CHECK(signer.at(std::chrono::sys_seconds{5s}).sign("{}") == oms::sign(shared, 5, "{}"));
    CHECK_THROWS_AS(signer.at(std::chrono::sys_seconds{-1s}).sign("{}"), oms::error);
    CHECK_THROWS_AS(webhook_signer(shared, webhook_signer::clock_function{}), oms::error);
}

TEST_CASE("A signed request is a whole delivery, which a receiver accepts (G11)")
{
    const signed_request delivery = signer.request(event_body("evt_1", "wallet.renamed", oms::json_text("{}")));
    CHECK(delivery.method == "POST");
    REQUIRE(delivery.headers.size() == 2);
    CHECK(delivery.headers[0].first == "Content-Type");
    CHECK(delivery.headers[0].second == "application/json");
    CHECK(delivery.headers[1].first == oms::webhook_signature_header);
    const oms::received_webhook received = oms::receive(receiver(), delivery.view());
    CHECK(received.status == 204);
    CHECK(received.event.value().id.str() == "evt_1");
}

TEST_CASE("A signer without a clock signs at the system's time (G11)")
{
    const webhook_signer now{shared};
    const signed_request delivery = now.request("{}");
    CHECK(oms::webhook_verifier{shared}.check(delivery.signature(), delivery.body).has_value());
}

TEST_CASE("Every switch makes the delivery that its name says, and leaves the signer as it is (G11)")
{
    CHECK(verdict(signer.request("{}")) == oms::errc{});
    CHECK(verdict(signer.stale(300s).request("{}")) == oms::errc{});
    CHECK(verdict(signer.stale(301s).request("{}")) == oms::errc::timestamp_out_of_tolerance);
    CHECK(verdict(signer.future(300s).request("{}")) == oms::errc{});
    CHECK(verdict(signer.future(301s).request("{}")) == oms::errc::timestamp_out_of_tolerance);
    CHECK(verdict(signer.wrong_secret().request("{}")) == oms::errc::signature_mismatch);
    CHECK(verdict(signer.wrong_secret().stale(301s).request("{}")) == oms::errc::timestamp_out_of_tolerance);
    CHECK(verdict(signer.request("{}")) == oms::errc{});
}

TEST_CASE("A changed body is refused, as is a delivery that lost its header (G11)")
{
    signed_request delivery = signer.request(R"({"id":"evt_1","event":"a.b"})");
    delivery.body += '\n';
    CHECK(verdict(delivery) == oms::errc::signature_mismatch);
    delivery.headers.pop_back();
    CHECK(delivery.signature().empty());
    CHECK(oms::receive(receiver(), delivery.view()).status == 400);
}

TEST_CASE("F100 A delivery of a rotation carries a signature by each secret, and either is enough (G4) (G11)")
{
    const oms::webhook_secret other{"whsec_other"};
    const signed_request delivery = signer.also(other).request("{}");
    const std::string first = oms::sign(shared, 1781534200, "{}");
    const std::string second = oms::sign(other, 1781534200, "{}");
    CHECK(delivery.signature() == first + second.substr(second.find(',')));
    for (const oms::webhook_secret& known : {shared, other})
        CHECK(receiver({known}).check(delivery.signature(), delivery.body).has_value());
    CHECK_FALSE(receiver({oms::webhook_secret{"whsec_third"}}).check(delivery.signature(), delivery.body).has_value());
}

TEST_CASE("An event body has the envelope of v0.9, and that of v0.11 once it says what only that has (G11)")
{
    const oms::json_text wallet(R"({"id":"wlt_1","object":"wallet"})");
    event_body body("evt_1", "wallet.depositDetected", wallet);
    CHECK(body.str() == R"({"id":"evt_1","object":"event","event":"wallet.depositDetected",)"
                        R"("createdAt":"2026-06-15T14:36:40Z","apiVersion":"v0.9",)"
                        R"("data":{"id":"wlt_1","object":"wallet"}})");
    const oms::event early = oms::decode_event(body.str()).value();
    CHECK(std::get<oms::wallet_event>(early.payload).wallet.id.str() == "wlt_1");

    const std::string later =
        event_body("whd_1", "transaction.statusChanged", wallet).sequence(4).event_id("evt_1").str();
    CHECK(later == R"({"id":"whd_1","eventType":"transaction.statusChanged","eventId":"evt_1",)"
                   R"("createdAt":"2026-06-15T14:36:40Z","occurredAt":"2026-06-15T14:36:40Z","sequence":4,)"
                   R"("data":{"id":"wlt_1","object":"wallet"}})");
    CHECK(oms::decode_event(later).value().sequence == 4);

    CHECK(event_body("whd_1", "a.b", oms::json_text())
              .created_at(oms::timestamp())
              .sequence(4)
              .api_version("v0.11")
              .str() == R"({"id":"whd_1","event":"a.b","apiVersion":"v0.11","sequence":4})");
    CHECK(event_body("evt_1", "a.b", oms::json_text()).created_at(oms::timestamp()).api_version("v1").str() ==
          R"({"id":"evt_1","object":"event","event":"a.b","apiVersion":"v1"})");
    CHECK(event_body("evt_1", "a\"b", oms::json_text()).created_at(oms::timestamp("2030-01-01T00:00:00Z")).str() ==
          R"({"id":"evt_1","object":"event","event":"a\"b","createdAt":"2030-01-01T00:00:00Z","apiVersion":"v0.9"})");
}

TEST_CASE("A signed request goes into an endpoint as it is, also as a temporary, and by its three members (G10) (G11)")
{
    int handled = 0;
    const oms::webhook_endpoint endpoint{receiver(), oms::webhook_router{[&handled](const oms::event&) {
                                             ++handled;
                                         }}};
    const auto body = [](std::string_view id) {
        return event_body(id, "webhook.test", oms::json_text("{}")).str();
    };
    CHECK(endpoint.receive(signer.request(body("evt_1"))).status == 204);
    CHECK(endpoint.receive(signer.wrong_secret().request(body("evt_2"))).status == 400);
    const signed_request third = signer.request(body("evt_3"));
    CHECK(endpoint.receive(third).status == 204);
    CHECK(endpoint.receive(third.view()).status == 204);
    CHECK(endpoint.receive(third.method, signer.request(third.body).headers, third.body).status == 204);
    CHECK(handled == 2);
}
