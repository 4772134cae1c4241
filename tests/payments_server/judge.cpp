#include "payments_server/judge.hpp"

#include "payments_server/judge_parts.hpp"

#include <chrono>
#include <thread>

using namespace std::chrono_literals;

namespace test {

namespace {

std::string number(const payments::rows& from)
{
    return from.text(0, "n");
}

bool is_quiet(const world& emulator, payments::connection& on)
{
    if (count(on, "operations where state not in ('completed', 'failed')") != 0)
        return false;
    for (const auto& [id, latest] : latest_deliveries(emulator))
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

std::size_t count(payments::connection& on, const std::string& from)
{
    return std::stoul(number(on.execute("select count(*) as n from " + from)));
}

void judge(report& into, world& emulator, const std::string& database, const std::vector<person>& people,
           const std::string& wealth, const std::vector<order>& orders)
{
    payments::connection on(database);
    into.check("every operation came to its end", becomes_quiet(emulator, on));
    into.check("every operation that was asked for is there", count(on, "operations") == orders.size(),
               std::to_string(orders.size()));
    // What never reached OMS leaves nothing there to hold it against.
    const std::string refused = "operations where state = 'failed' and resource is null";
    const std::size_t rightly = count(on, refused + " and kind = 'payout' and outcome = 'insufficient_funds' and " +
                                              "wallet = '" + people.back().wallet.str() + "'");
    into.check("only who has nothing was refused", count(on, refused) == rightly,
               std::to_string(count(on, refused)) + " refused, " + std::to_string(rightly) + " rightly");
    const std::size_t dearer = count(on, "operations where quotes > 1");
    into.check("prices ran out, and were asked for again", dearer > 0, std::to_string(dearer));
    const std::size_t taken_over = count(on, "operations where claims > 1");
    into.check("operations were claimed more than once", taken_over > 0, std::to_string(taken_over));
    judge_orders(into, emulator, on, orders);
    judge_money(into, emulator, on, people, wealth);
    judge_webhooks(into, emulator, on);
}

} // namespace test
