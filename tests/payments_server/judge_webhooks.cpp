#include "payments_server/judge_parts.hpp"

#include <set>

namespace test {

namespace {

using texts = std::set<std::string>;

struct reads {
    texts read;  ///< what was read at OMS by its id, "/cash-ins/{id}"
    texts again; ///< keys that came after their answer was there
};

reads reads_at(const world& emulator)
{
    reads found;
    for (const oms::sandbox::request_record& each : emulator.requests()) {
        if (each.method == "GET")
            found.read.insert(each.path.substr(each.path.rfind('/') + 1));
        if (each.replayed)
            found.again.insert(each.idempotency_key);
    }
    return found;
}

// The answer that makes an operation does not tell its end: where nobody has read that, an event has told it. It came
// after the answer when the answer was given the first time, and always for a deposit: the answer has the code.
void judge_ends(report& into, const world& emulator, payments::connection& on)
{
    const reads of = reads_at(emulator);
    for (const char* kind : {"payout", "deposit"}) {
        const payments::rows rows =
            on.execute("select resource, execute_key from operations where state = 'completed' and kind = $1", {kind});
        const std::string name = kind;
        std::size_t by_event = 0, early = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const bool asked_again = of.again.count(rows.text(i, "execute_key")) != 0;
            if (of.read.count(rows.text(i, "resource")) == 0)
                ++(asked_again && name == "payout" ? early : by_event);
        }
        into.facts.push_back(name + "s completed: " + std::to_string(rows.size()) + ", " + std::to_string(by_event) +
                             " by a webhook, " + std::to_string(early) +
                             " by a webhook that may have come before the answer");
        // In most runs it is more than two thirds. The rest is read by the process that does not wait for webhooks.
        into.check("webhooks ended a third of the " + name + "s, and more", by_event * 3 > rows.size(),
                   std::to_string(by_event) + " of " + std::to_string(rows.size()));
    }
}

} // namespace

std::map<std::uint64_t, oms::sandbox::delivery_record> latest_deliveries(const world& emulator)
{
    std::map<std::uint64_t, oms::sandbox::delivery_record> latest;
    for (const oms::sandbox::delivery_record& each : emulator.deliveries())
        latest[each.delivery_id] = each;
    return latest;
}

void judge_webhooks(report& into, const world& emulator, payments::connection& on)
{
    const payments::rows rows = on.execute("select id from inbox");
    texts inbox;
    for (std::size_t i = 0; i < rows.size(); ++i)
        inbox.insert(rows.text(i, "id"));
    texts acknowledged;
    std::size_t given_up = 0, delivered = 0;
    for (const auto& [id, latest] : latest_deliveries(emulator)) {
        const bool taken = latest.sequel == oms::sandbox::delivery_sequel::delivered;
        delivered += taken;
        if (taken)
            acknowledged.insert(latest.event_id);
        given_up += !taken;
    }
    into.facts.push_back("webhooks: " + std::to_string(emulator.deliveries().size()) + " attempts, " +
                         std::to_string(delivered) + " acknowledged, " + std::to_string(inbox.size()) + " events");
    into.check("every delivery was acknowledged in the end", given_up == 0 && delivered > 0, std::to_string(given_up));
    into.check("deliveries came twice", delivered > acknowledged.size(),
               std::to_string(delivered - acknowledged.size()));
    const std::size_t superseded = count(on, "inbox where superseded");
    into.check("deliveries came out of order", superseded > 0, std::to_string(superseded));
    into.check("the inbox holds what was acknowledged, and nothing else", inbox == acknowledged,
               std::to_string(acknowledged.size()) + " events acknowledged");
    const std::string effects = on.execute("select coalesce(sum(events), 0) as n from resources").text(0, "n");
    into.check("every webhook counted once for its resource", effects == std::to_string(acknowledged.size()), effects);
    judge_ends(into, emulator, on);
}

} // namespace test
