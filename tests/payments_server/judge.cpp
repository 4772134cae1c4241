#include "payments_server/judge.hpp"

#include <connection.hpp>

#include <oms/client/cash_ins.hpp>
#include <oms/client/transactions.hpp>

#include <chrono>
#include <map>
#include <set>
#include <thread>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace test {

namespace {

using statuses = std::map<std::string, std::string>; // by id

std::string number(const payments::rows& from)
{
    return from.text(0, "n");
}

std::size_t count(payments::connection& on, const std::string& sql)
{
    return std::stoul(number(on.execute("select count(*) as n from " + sql)));
}

asio::awaitable<statuses> payouts_at(oms::client client)
{
    statuses found;
    auto pages = client.transactions().list(oms::transaction_filter().limit(100));
    while (const auto page = co_await pages.next())
        for (const oms::any_transaction& each : page->data)
            if (std::holds_alternative<oms::transaction<oms::crypto_to_crypto>>(each))
                found[oms::id_of(each).str()] = oms::common_of(each).status.text();
    co_return found;
}

asio::awaitable<statuses> deposits_at(oms::client client)
{
    statuses found;
    auto pages = client.cash_ins().list(oms::cash_in_filter().limit(100));
    while (const auto page = co_await pages.next())
        for (const oms::cash_in& each : page->data)
            found[each.id.str()] = each.status.text();
    co_return found;
}

statuses known(payments::connection& on, const std::string& kind)
{
    const payments::rows found =
        on.execute("select resource, state from operations where kind = $1 and resource is not null", {kind});
    statuses states;
    for (std::size_t i = 0; i < found.size(); ++i)
        states[found.text(i, "resource")] = found.text(i, "state");
    return states;
}

// What became of the latest attempt of each delivery.
std::map<std::uint64_t, oms::sandbox::delivery_record> deliveries(const world& emulator)
{
    std::map<std::uint64_t, oms::sandbox::delivery_record> latest;
    for (const oms::sandbox::delivery_record& each : emulator.deliveries())
        latest[each.delivery_id] = each;
    return latest;
}

bool is_quiet(const world& emulator, payments::connection& on)
{
    if (count(on, "operations where state not in ('completed', 'failed')") != 0)
        return false;
    for (const auto& [id, latest] : deliveries(emulator))
        if (latest.sequel == oms::sandbox::delivery_sequel::retry)
            return false;
    return true;
}

// Quiet for a second: what the emulator holds back for the sake of order is out by then.
bool becomes_quiet(const world& emulator, payments::connection& on)
{
    auto since = std::chrono::steady_clock::now();
    for (const auto until = since + 2min; std::chrono::steady_clock::now() < until;) {
        if (!is_quiet(emulator, on))
            since = std::chrono::steady_clock::now();
        else if (std::chrono::steady_clock::now() - since > 1s)
            return true;
        std::this_thread::sleep_for(100ms);
    }
    return false;
}

void judge_deliveries(report& into, const world& emulator, payments::connection& on)
{
    const payments::rows rows = on.execute("select id from inbox");
    std::set<std::string> inbox;
    for (std::size_t i = 0; i < rows.size(); ++i)
        inbox.insert(rows.text(i, "id"));
    std::set<std::string> acknowledged;
    std::size_t given_up = 0, delivered = 0;
    for (const auto& [id, latest] : deliveries(emulator)) {
        const bool taken = latest.sequel == oms::sandbox::delivery_sequel::delivered;
        delivered += taken;
        if (taken)
            acknowledged.insert(latest.event_id);
        given_up += !taken;
    }
    into.facts.push_back("webhooks: " + std::to_string(emulator.deliveries().size()) + " attempts, " +
                         std::to_string(delivered) + " acknowledged, " + std::to_string(inbox.size()) + " events");
    into.check("every delivery was acknowledged in the end", given_up == 0 && delivered > 0, std::to_string(given_up));
    into.check("the inbox holds what was acknowledged, and nothing else", inbox == acknowledged,
               std::to_string(acknowledged.size()) + " events acknowledged");
    const std::string effects = number(on.execute("select coalesce(sum(events), 0) as n from resources"));
    into.check("every webhook counted once for its resource", effects == std::to_string(acknowledged.size()), effects);
}

void judge_money(report& into, const world& emulator, payments::connection& on, const std::vector<person>& people,
                 const std::string& wealth)
{
    const oms::sandbox::oracle truth = emulator.oracle();
    std::size_t twice = 0;
    for (const auto& [key, effects] : truth.effects)
        twice += effects > 1;
    into.check("no key had two effects", twice == 0, std::to_string(truth.effects.size()) + " keys");

    std::string wrong;
    for (const person& each : people) {
        const auto booked =
            on.execute("select coalesce(sum(amount), 0)::text as n from ledger where wallet = $1", {each.wallet.str()});
        const bool poor = &each == &people.back();
        const oms::decimal ours = oms::decimal(poor ? "0" : wealth) + oms::decimal(number(booked));
        if (ours != truth.balances.at(each.wallet.str()))
            wrong = each.wallet.str() + " holds " + truth.balances.at(each.wallet.str()).str() + ", not " + ours.str();
    }
    into.check("every wallet holds what the ledger says", wrong.empty(), wrong);
    into.check("nothing is on its way", truth.assets.at("usdc").in_transit.is_zero());
    into.check("every completed operation was booked once, and no other",
               count(on, "operations o where effects <> (state = 'completed')::int or "
                         "(select count(*) from ledger l where l.operation = o.id) <> effects") == 0,
               std::to_string(count(on, "ledger")) + " lines");
}

} // namespace

void judge(report& into, world& emulator, const std::string& database, const std::vector<person>& people,
           const std::string& wealth, int operations)
{
    payments::connection on(database);
    into.check("every operation came to its end", becomes_quiet(emulator, on));
    into.facts.push_back("payouts: " + std::to_string(count(on, "operations where kind = 'payout'")) + ", " +
                         std::to_string(count(on, "operations where kind = 'payout' and state = 'completed'")) +
                         " completed, " + std::to_string(count(on, "operations where quotes > 1")) +
                         " with more than one quote");
    into.facts.push_back("deposits: " + std::to_string(count(on, "operations where kind = 'deposit'")) + ", " +
                         std::to_string(count(on, "operations where kind = 'deposit' and state = 'completed'")) +
                         " completed");
    into.facts.push_back(std::to_string(count(on, "operations where claims > 1")) +
                         " operations were claimed more than once");
    into.check("every operation that was asked for is there",
               count(on, "operations") == static_cast<std::size_t>(operations));
    // What never reached OMS leaves nothing there to hold it against.
    const std::string refused = "operations where state = 'failed' and resource is null";
    const std::size_t rightly = count(on, refused + " and kind = 'payout' and outcome = 'insufficient_funds' and " +
                                              "wallet = '" + people.back().wallet.str() + "'");
    into.check("only who has nothing was refused", count(on, refused) == rightly,
               std::to_string(count(on, refused)) + " refused, " + std::to_string(rightly) + " rightly");
    for (const char* kind : {"payout", "deposit"})
        into.check("a " + std::string(kind) + " was completed",
                   count(on, "operations where state = 'completed' and kind = '" + std::string(kind) + "'") > 0);

    const statuses payouts = emulator.run(payouts_at(emulator.client()));
    into.check("every payout was made once, and none that nobody asked for", payouts == known(on, "payout"),
               std::to_string(payouts.size()) + " transactions");
    const statuses deposits = emulator.run(deposits_at(emulator.client()));
    into.check("every deposit was made once, and none that nobody asked for", deposits == known(on, "deposit"),
               std::to_string(deposits.size()) + " cash-ins");
    judge_money(into, emulator, on, people, wealth);
    judge_deliveries(into, emulator, on);
}

} // namespace test
