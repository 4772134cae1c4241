#include "describe.hpp"
#include "lists.hpp"
#include "person.hpp"

#include <boost/asio/awaitable.hpp>

namespace omsctl {

namespace {

namespace asio = boost::asio;

oms::customer_id id_of(const session& on)
{
    return oms::customer_id(on.given.text("CUSTOMER"));
}

/// Reads the customer's endorsements until each is decided. Gives whether all of them are active.
asio::awaitable<bool> all_active(session& on, const oms::customer& created, std::chrono::milliseconds at_most)
{
    bool active = true;
    for (const oms::endorsement& each : created.endorsements) {
        const oms::endorsement now =
            co_await on.client.customers().wait_endorsement(created.id, each.name, at_most, on.options_without_key());
        if (now.status != oms::endorsement_status::active) {
            on.tell(std::string(now.name.text()) + " is " + std::string(now.status.text()) +
                    "; what is missing: omsctl customers wait " + created.id.str() + ' ' +
                    std::string(now.name.text()));
            active = false;
        }
    }
    co_return active;
}

asio::awaitable<int> create(session& on)
{
    const oms::new_customer request = person_of(on.given);
    const std::chrono::milliseconds at_most = on.given.seconds("--wait", 30);
    const oms::customer created = co_await on.client.customers().create(request, on.options());
    if (!on.given.has("--wait"))
        co_return on.show(describe(created));
    const std::string document(on.answer.body());
    on.begun = "the customer is created; to wait on: omsctl customers wait " + created.id.str();
    bool active = false;
    oms::customer now;
    std::exception_ptr failure;
    try {
        active = co_await all_active(on, created, at_most);
        now = co_await on.client.customers().get(created.id, on.options_without_key());
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) {
        on.show(describe(created), document);
        std::rethrow_exception(failure);
    }
    on.show(describe(now));
    co_return active ? done : came_to_nothing;
}

asio::awaitable<int> get(session& on)
{
    const oms::customer found = co_await on.client.customers().get(id_of(on), on.options());
    co_return on.show(describe(found));
}

asio::awaitable<int> list(session& on)
{
    oms::customer_filter filter = filter_of<oms::customer_filter>(on.given);
    if (on.given.has("--status"))
        filter.status(oms::customer_status(on.given.text("--status")));
    if (on.given.has("--email"))
        filter.email(on.given.text("--email"));
    if (on.given.has("--external-id"))
        filter.external_id(on.given.text("--external-id"));
    return show_list<oms::customer>(on, on.client.customers().list(filter, on.options()), describe,
                                    {"id", "name", "status", "email", "createdAt"});
}

asio::awaitable<int> update(session& on)
{
    const oms::customer_update changes = changes_of(on.given);
    const oms::customer changed = co_await on.client.customers().update(id_of(on), changes, on.options());
    co_return on.show(describe(changed));
}

asio::awaitable<int> remove(session& on)
{
    const oms::customer gone = co_await on.client.customers().remove(id_of(on), on.options());
    co_return on.show(describe(gone));
}

asio::awaitable<int> balance(session& on)
{
    const oms::customer_balance found =
        co_await on.client.customers().balance(id_of(on), on.given.text("--currency"), on.options());
    co_return on.show(describe(found));
}

asio::awaitable<int> transactions(session& on)
{
    const auto filter = filter_of<oms::customer_transaction_filter>(on.given);
    return show_list<oms::any_transaction>(on, on.client.customers().transactions(id_of(on), filter, on.options()),
                                           describe, {"id", "type", "status", "takes", "arrives", "createdAt"});
}

asio::awaitable<int> wait(session& on)
{
    const oms::endorsement_name name(on.given.text_or("ENDORSEMENT", "basic"));
    const oms::endorsement now =
        co_await on.client.customers().wait_endorsement(id_of(on), name, on.given.seconds("--for", 60), on.options());
    on.show(describe(now));
    if (now.status == oms::endorsement_status::active)
        co_return done;
    on.tell("it is not granted; omsctl customers update " + id_of(on).str() + " supplies what is missing");
    co_return came_to_nothing;
}

} // namespace

std::span<const command> customer_commands()
{
    static const command all[] = {
        {"customers", "create", {}, person_options(true), "Creates a customer.", create},
        {"customers", "get", {"CUSTOMER"}, {}, "Shows one, with wallets and endorsements.", get},
        {"customers",
         "list",
         {},
         list_options({{"--status", "CUSTOMER_STATUS", "active or inactive"},
                       {"--email", "TEXT", "with this address"},
                       {"--external-id", "TEXT", "with this id of your own"}}),
         "Shows them, the newest first.",
         list},
        {"customers", "update", {"CUSTOMER"}, person_options(false), "Changes what is given.", update},
        {"customers", "remove", {"CUSTOMER"}, {}, "Makes one inactive; there is no way back.", remove},
        {"customers",
         "balance",
         {"CUSTOMER"},
         {{"--currency", "CODE", "of the estimate, ISO 4217 (USD)"}},
         "Shows what all the wallets hold.",
         balance},
        {"customers", "transactions", {"CUSTOMER"}, list_options(), "Shows what they sent and received.", transactions},
        {"customers",
         "wait",
         {"CUSTOMER", "[ENDORSEMENT]"},
         {{"--for", "SECONDS", "how long at most (60)"}},
         "Waits until an endorsement is decided (basic).",
         wait},
    };
    return all;
}

} // namespace omsctl
