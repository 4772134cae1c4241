#include "describe.hpp"
#include "lists.hpp"
#include "private_file.hpp"

#include <boost/asio/awaitable.hpp>

#include <iostream>

namespace omsctl {

namespace {

namespace asio = boost::asio;

oms::webhook_id id_of(const session& on)
{
    return oms::webhook_id(on.given.text("WEBHOOK"));
}

/// The only answer with the secret: it goes into the file, or it is shown once.
asio::awaitable<int> create(session& on)
{
    oms::new_webhook request(on.given.text("URL"));
    for (const std::string& each : on.given.all("--event"))
        request.event(each);
    if (on.given.has("--disabled"))
        request.enabled(false);
    const bool shows_secret = on.json() || !on.given.has("--print") || on.given.prints("secret");
    if (!shows_secret && !on.given.has("--secret-file"))
        throw usage_error("the secret is shown this once, and --print " + on.given.text("--print") +
                          " leaves it out: --print " + on.given.text("--print") + ",secret, or --secret-file FILE");
    std::optional<secret_file> file;
    if (on.given.has("--secret-file"))
        file.emplace(on.given.text("--secret-file"));
    const oms::webhook_created made = co_await on.client.webhooks().create(request, on.options());
    facts shown = describe(static_cast<const oms::webhook&>(made));
    if (file) {
        try {
            file->keep(made.secret.reveal());
        } catch (...) {
            on.tell("registered, but nobody has the secret: omsctl webhooks remove " + made.id.str());
            throw;
        }
        co_return on.show(shown);
    }
    shown.add("secret", made.secret.reveal());
    on.show_with_secret(shown);
    on.tell("the secret is shown this once: store it now, where only the receiver reads it");
    co_return done;
}

asio::awaitable<int> get(session& on)
{
    const oms::webhook found = co_await on.client.webhooks().get(id_of(on), on.options());
    co_return on.show(describe(found));
}

asio::awaitable<int> list(session& on)
{
    const auto filter = filter_of<oms::webhook_filter>(on.given);
    return show_list<oms::webhook>(on, on.client.webhooks().list(filter, on.options()), describe,
                                   {"id", "status", "url", "events", "createdAt"});
}

asio::awaitable<int> update(session& on)
{
    oms::webhook_update changes;
    if (on.given.has("--url"))
        changes.url(on.given.text("--url"));
    if (on.given.has("--every-event"))
        changes.every_event();
    for (const std::string& each : on.given.all("--event"))
        changes.event(each);
    if (on.given.has("--enabled"))
        changes.enabled(on.given.boolean("--enabled"));
    const oms::webhook changed = co_await on.client.webhooks().update(id_of(on), changes, on.options());
    co_return on.show(describe(changed));
}

asio::awaitable<int> remove(session& on)
{
    const oms::webhook_id id = id_of(on);
    co_await on.client.webhooks().remove(id, on.options());
    facts shown;
    shown.add("id", id).add("removed", true);
    co_return on.show(shown, "{\"id\":\"" + id.str() + "\",\"removed\":true}");
}

} // namespace

std::span<const command> webhook_commands()
{
    static const command all[] = {
        {"webhooks",
         "create",
         {"URL"},
         {{"--event", "EVENT", "this one, not every event", true},
          {"--secret-file", "FILE", "a new file for the secret, not shown then"},
          {"--disabled", "", "without deliveries for now"}},
         "Registers a receiver of events.",
         create},
        {"webhooks", "get", {"WEBHOOK"}, {}, "Shows one.", get},
        {"webhooks", "list", {}, list_options(), "Shows them, the newest first.", list},
        {"webhooks",
         "update",
         {"WEBHOOK"},
         {{"--url", "URL", "deliver there"},
          {"--event", "EVENT", "this one, not those before", true},
          {"--every-event", "", "all of them"},
          {"--enabled", "BOOLEAN", "false: no deliveries for now"}},
         "Changes what is given.",
         update},
        {"webhooks", "remove", {"WEBHOOK"}, {}, "Ends the subscription.", remove},
    };
    return all;
}

} // namespace omsctl
