#include "integration/operations.hpp"

#include <oms/webhook/secret.hpp>

// The operations of contract section 11, against the emulator over TLS.

namespace {

using namespace test;

} // namespace

TEST_CASE("createWebhook: shows the secret this once")
{
    operations s;
    oms::new_webhook request("https://hooks.example.com/oms");
    request.event(oms::event_name::cash_in_completed).event("transaction.*.failed").enabled(false);
    const oms::webhook_created made = s.run(s.api.webhooks().create(request));
    CHECK(made.url == "https://hooks.example.com/oms");
    CHECK(made.events == names{"cashIn.completed", "transaction.*.failed"});
    CHECK_FALSE(made.enabled);
    CHECK(made.status == oms::webhook_status::disabled);
    CHECK_FALSE(made.compliance_only);
    CHECK_NOTHROW(oms::webhook_secret(made.secret));
}

TEST_CASE("listWebhooks: all subscriptions, newest first")
{
    operations s;
    const auto subscribe = [&] {
        return s.run(s.api.webhooks().create(oms::new_webhook("https://hooks.example.com").enabled(false)));
    };
    const oms::webhook first = subscribe(), second = subscribe();
    CHECK(ids(s.all(s.api.webhooks().list())) == names{second.id.str(), first.id.str()});
    CHECK(s.all(s.api.webhooks().list(oms::webhook_filter().limit(1))).size() == 2);
}

TEST_CASE("getWebhook: shows a subscription without its secret")
{
    operations s;
    const auto made = s.run(s.api.webhooks().create(oms::new_webhook("https://hooks.example.com").enabled(false)));
    oms::raw_answer answer;
    const auto seen = s.run(s.api.webhooks().get(made.id, oms::call_options().keep_answer(answer)));
    CHECK(seen.id == made.id);
    CHECK(seen.events.empty());
    CHECK(answer.body().find("whsec_") == std::string_view::npos);
}

TEST_CASE("updateWebhook: changes what is named; a list of events replaces the old one (B7)")
{
    operations s;
    const auto made =
        s.run(s.api.webhooks().create(oms::new_webhook("https://hooks.example.com").event("cashIn.*").enabled(false)));
    const auto moved = s.run(s.api.webhooks().update(made.id, oms::webhook_update().url("https://two.example.com")));
    CHECK(moved.url == "https://two.example.com");
    CHECK(moved.events == names{"cashIn.*"});
    CHECK_FALSE(moved.enabled);
    const auto other = s.run(s.api.webhooks().update(
        made.id, oms::webhook_update().event(oms::event_name::wallet_deposit_detected).enabled(true)));
    CHECK(other.events == names{"wallet.depositDetected"});
    CHECK(other.status == oms::webhook_status::active);
    CHECK(s.run(s.api.webhooks().update(made.id, oms::webhook_update().every_event())).events.empty());
}

TEST_CASE("deleteWebhook: ends a subscription")
{
    operations s;
    const auto made = s.run(s.api.webhooks().create(oms::new_webhook("https://hooks.example.com").enabled(false)));
    s.run(s.api.webhooks().remove(made.id));
    CHECK(s.answered("deleteWebhook", 204) == 1);
    CHECK(s.refusal(s.api.webhooks().get(made.id)).code() == oms::errc::not_found);
}
