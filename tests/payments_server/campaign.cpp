#include "payments_server/campaign.hpp"

#include "payments_server/fleet.hpp"
#include "payments_server/http_call.hpp"
#include "payments_server/judge.hpp"
#include "payments_server/load.hpp"
#include "payments_server/postgres.hpp"
#include "payments_server/trouble.hpp"

#include <chrono>
#include <ostream>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>

using namespace std::chrono_literals;

namespace test {

namespace {

using dice = std::mt19937_64;

// Orders for `refuse_what_was_done`, before all others: payouts and deposits in turn.
constexpr int refused_at_once = 2 * refusals_after_loss, refused_in_all = 2 * refused_at_once;

// Quotes live shorter than the lease of a dead process, so that some run out in its hands.
oms::sandbox::server_options impatient_emulator(std::uint64_t seed)
{
    oms::sandbox::settings rules;
    rules.seed = seed;
    rules.quote_lifetime = 3s;
    rules.delivery_first_gap = 100ms;
    return oms::sandbox::server_options().settings(rules);
}

std::string cents(std::uint64_t amount)
{
    return std::to_string(amount / 100) + '.' + std::to_string(amount / 10 % 10) + std::to_string(amount % 10);
}

std::string address(dice& random)
{
    std::string text = "0x";
    while (text.size() < 42)
        text += "0123456789abcdef"[random() % 16];
    return text;
}

// A customer may deposit three times a day, 1500 in all. The last of the people deposits nothing, has nothing, and asks
// for payouts that must fail; not among the first, which must not.
std::vector<order> orders_for(const std::vector<person>& people, int number, dice& random)
{
    std::vector<order> made;
    for (int i = 0; i < number; ++i) {
        order wish;
        wish.payout = i % 2 == 0;
        const std::size_t rich = people.size() - 1;
        wish.of = people[static_cast<std::size_t>(i) / 6];
        if (wish.payout)
            wish.of = people[random() % 50 == 0 && i >= refused_in_all ? rich : random() % rich];
        if (wish.payout)
            wish.address = address(random);
        wish.reference = (wish.payout ? "payout-" : "deposit-") + std::to_string(i);
        wish.amount = cents(wish.payout ? 100 + random() % 900 : 2000 + random() % 40'000);
        wish.twice = random() % 10 == 0;
        wish.otherwise = random() % 20 == 0;
        made.push_back(wish);
    }
    return made;
}

// A line of a statement that PostgreSQL refused, not of one that it lost.
std::string first_mistake(const std::string& log)
{
    std::istringstream lines(log);
    for (std::string line; std::getline(lines, line);)
        for (const char* sign : {"duplicate key", "violates", "invalid", "syntax error", "no column", "does not exist"})
            if (line.find(sign) != std::string::npos)
                return line;
    return {};
}

class torment {
public:
    torment(const campaign& how, world& emulator, postgres& database, fleet& processes, const load& customers)
        : how_(how), emulator_(emulator), database_(database), fleet_(processes), load_(customers), random_(how.seed)
    {
    }

    void go_on_until_the_end()
    {
        while (!load_.over()) {
            const std::size_t done = load_.finished() * 2 + 1, all = static_cast<std::size_t>(how_.operations) * 2;
            if (!restarted && done > all / 2)
                restart_database();
            if (kills < how_.kills &&
                done * static_cast<std::size_t>(how_.kills) > all * static_cast<std::size_t>(kills))
                kill_some();
            if (random_() % 100 == 0)
                emulator_.fail_next_transaction();
            std::this_thread::sleep_for(5ms);
        }
    }

    int kills = 0;
    bool restarted = false;
    bool was_told = false; ///< 503 while there was no database
    int turned_away = 0;   ///< so were so many customers

private:
    // Mostly one, at times all.
    void kill_some()
    {
        const std::size_t count = random_() % 10 == 0 ? fleet_.size() : 1;
        const std::size_t first = random_() % fleet_.size();
        for (std::size_t i = 0; i < count; ++i)
            fleet_.kill((first + i) % fleet_.size());
        std::this_thread::sleep_for(std::chrono::milliseconds(random_() % 100));
        for (std::size_t i = 0; i < count; ++i)
            fleet_.start((first + i) % fleet_.size());
        kills += static_cast<int>(count);
    }

    void restart_database()
    {
        database_.crash();
        const auto answer = http_call(fleet_.port(), "GET", "/healthz");
        was_told = answer && answer->status == 503;
        const int before = load_.turned_away();
        const auto began = std::chrono::steady_clock::now();
        const auto gone = [&] {
            return std::chrono::steady_clock::now() - began;
        };
        while (gone() < 500ms || (load_.turned_away() == before && !load_.over() && gone() < 10s))
            std::this_thread::sleep_for(10ms);
        turned_away = load_.turned_away() - before;
        database_.start();
        restarted = true;
    }

    const campaign& how_;
    world& emulator_;
    postgres& database_;
    fleet& fleet_;
    const load& load_;
    dice random_;
};

} // namespace

bool report::good() const
{
    for (const verdict& each : verdicts)
        if (!each.good)
            return false;
    return !verdicts.empty();
}

void report::check(std::string what, bool holds, std::string found)
{
    verdict made;
    made.what = std::move(what);
    made.good = holds;
    made.found = std::move(found);
    verdicts.push_back(std::move(made));
}

std::ostream& operator<<(std::ostream& to, const report& from)
{
    for (const std::string& each : from.facts)
        to << "      " << each << '\n';
    for (const verdict& each : from.verdicts)
        to << (each.good ? "good  " : "BAD   ") << each.what << (each.found.empty() ? "" : ": ") << each.found << '\n';
    return to << (from.good() ? "everything once, nothing lost\n" : "NOT GOOD\n");
}

report carry_out(const campaign& how)
{
    if (how.operations < 2 * least_for_trouble)
        throw std::invalid_argument("fewer than " + std::to_string(2 * least_for_trouble) + " operations");
    const auto began = std::chrono::steady_clock::now();
    dice random(how.seed);
    // From the same seed both would draw the same addresses, and payouts would come back to wallets of ours.
    world emulator(impatient_emulator(~how.seed));
    postgres database;
    fleet processes(emulator, database.address(), 3);
    std::vector<person> people;
    const std::string wealth = "10000.00";
    for (int i = 0; i < refused_in_all + how.operations; i += 6)
        people.push_back(emulator.make_person(wealth));
    people.push_back(emulator.make_person());
    const std::vector<order> orders = orders_for(people, refused_in_all + how.operations, random);
    for (std::size_t i = 0; i < processes.size(); ++i) {
        // One looks often enough to meet the webhooks on their way. What the others submitted is left to the webhooks.
        if (i > 0)
            processes.sweep(i, 1min);
        processes.start(i);
    }

    report result;
    const auto first = orders.begin(), second = first + refused_at_once, rest = first + refused_in_all;
    refuse_what_was_done(result, emulator, database.address(), processes, {first, second}, false);
    refuse_what_was_done(result, emulator, database.address(), processes, {second, rest}, true);
    make_trouble(emulator, how.operations / 2);
    {
        load customers(emulator, processes.port(), {rest, orders.end()}, how.customers);
        torment pain(how, emulator, database, processes, customers);
        pain.go_on_until_the_end();
        result.facts.push_back(std::to_string(orders.size()) + " operations, " + std::to_string(pain.kills) +
                               " kills, seed " + std::to_string(how.seed));
        result.facts.push_back("customers: " + std::to_string(customers.broken()) + " requests without an answer, " +
                               std::to_string(customers.turned_away()) + " answered 503");
        const std::vector<std::string> complaints = customers.complaints();
        result.check("no customer complains", complaints.empty(), complaints.empty() ? "" : complaints.front());
        result.check("processes were killed", how.kills == 0 || pain.kills >= how.kills / 2 + how.kills % 2,
                     std::to_string(pain.kills));
        result.check("PostgreSQL crashed once, and requests were answered 503",
                     pain.restarted && pain.was_told && pain.turned_away > 0, std::to_string(pain.turned_away));
    }
    judge(result, emulator, database.address(), people, wealth, orders);
    judge_trouble(result, emulator);
    const std::string mistake = first_mistake(processes.log());
    result.check("nothing happened that the servers call a mistake", mistake.empty(), mistake);
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - began);
    result.facts.push_back("took " + std::to_string(took.count() / 1000) + " s");
    return result;
}

} // namespace test
