// The token and the webhook subscriptions of contract section 3, against examples/operation.*.json.
#include "fixture.hpp"

#include <oms/model/new_webhook.hpp>
#include <oms/model/page.hpp>
#include <oms/model/token.hpp>
#include <oms/model/webhook.hpp>
#include <oms/wire/codec.hpp>

using namespace oms::literals;
using fixture::operation;
using fixture::value_of;

TEST_CASE("createAccessToken: key and secret are written and the token is read")
{
    const operation example("createAccessToken");
    fixture::check_request(
        example, oms::encode(oms::token_request("sk_sdbx_EXAMPLE7mJ4qT2v", oms::secret("example-secret-shown-once"))));
    const auto token = value_of(oms::decode<oms::access_token>(example.answer_text()));
    CHECK(token.token.reveal() == std::string_view(example.answer().at("accessToken").as_string()));
    CHECK(token.token_type == "bearer");
    CHECK(token.expires_in == 3600);
    CHECK(token.expires_at.str() == "2026-06-15T15:30:00Z");
}

TEST_CASE("createWebhook: url and events are written, and the secret is read from this answer alone")
{
    const operation example("createWebhook");
    const auto request = oms::new_webhook("https://hooks.example.com/oms")
                             .event("transaction.fiatToCrypto.completed")
                             .event("transaction.cryptoToCrypto.completed")
                             .event("customer.endorsement.granted")
                             .event("cashIn.completed");
    fixture::check_request(example, oms::encode(request));
    const auto made = value_of(oms::decode<oms::webhook_created>(example.answer_text()));
    CHECK(made.id == "whk_01kv5wgepqe3c9e04t7kwt5n6d"_whk);
    CHECK(made.secret.reveal() == "whsec_737f6713c6444dc63103a84117986fa53eb3fde6655007523308e28d622f35df");
    CHECK(made.url == "https://hooks.example.com/oms");
    CHECK(made.events.size() == 4);
    CHECK(made.enabled);
    CHECK(made.status == oms::webhook_status::active);
    CHECK_FALSE(made.compliance_only);
}

TEST_CASE("A webhook without events asks for all of them by leaving the list out")
{
    CHECK(oms::encode(oms::new_webhook("https://a.example").enabled(false)) ==
          R"({"url":"https://a.example","enabled":false})");
}

TEST_CASE("updateWebhook: the empty list is written, as it means every event")
{
    const operation example("updateWebhook");
    fixture::check_request(example, oms::encode(oms::webhook_update().every_event().enabled(false)));
    const auto changed = value_of(oms::decode<oms::webhook>(example.answer_text()));
    CHECK_FALSE(changed.enabled);
    CHECK(changed.status == oms::webhook_status::disabled);
    CHECK(changed.events.empty());
    CHECK(oms::encode(oms::webhook_update().event("cashIn.completed").url("https://b.example")) ==
          R"({"url":"https://b.example","events":["cashIn.completed"]})");
}

TEST_CASE("getWebhook, listWebhooks, deleteWebhook: subscriptions are read")
{
    const auto one = value_of(oms::decode<oms::webhook>(operation("getWebhook").answer_text()));
    CHECK(one.id == "whk_01kv5wgepqe3c9e04t7kwt5n6d"_whk);
    const auto page = value_of(oms::decode<oms::page<oms::webhook>>(operation("listWebhooks").answer_text()));
    REQUIRE(page.data.size() == 2);
    CHECK(page.data[1].compliance_only);
    CHECK(page.data[1].events.empty());
    CHECK(operation("deleteWebhook").answer().is_null()); // no body: nothing to decode
}
