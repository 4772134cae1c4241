#include "payments_server/trouble.hpp"

#include <connection.hpp>

#include <algorithm>
#include <chrono>
#include <thread>

using namespace oms::sandbox;
using namespace std::chrono_literals;

namespace test {

namespace {

const std::string quotes = "/quotes", payouts = "/transactions", deposits = "/cash-ins";
constexpr int statuses_of_refusals[] = {403, 404};

bool is_post(const request_record& one, const std::string& path)
{
    return one.method == "POST" && one.path.size() > path.size() &&
           one.path.compare(one.path.size() - path.size(), path.size(), path) == 0;
}

std::size_t answered(const world& emulator, const std::string& path, int status)
{
    const std::vector<request_record> all = emulator.requests();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const request_record& each) {
        return is_post(each, path) && each.status == status;
    }));
}

std::size_t refusals(const world& emulator)
{
    std::size_t found = 0;
    for (const std::string& path : {payouts, deposits})
        for (const int status : statuses_of_refusals)
            found += answered(emulator, path, status);
    return found;
}

void inject_refusals(world& emulator)
{
    for (const std::string& path : {payouts, deposits})
        for (const int status : statuses_of_refusals)
            emulator.inject(fault::answer(status, "<html><body>No.</body></html>")
                                .header("Content-Type", "text/html")
                                .on("POST", path)
                                .times(path == deposits ? 2 : 1));
    for (const int status : statuses_of_refusals)
        emulator.inject(fault::answer(status).on("POST", payouts));
}

template <class Condition>
bool comes_true(Condition condition)
{
    for (const auto until = std::chrono::steady_clock::now() + 1min; std::chrono::steady_clock::now() < until;) {
        if (condition())
            return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

// What was sent last has had its effect, of so many operations.
bool all_done(const world& emulator, payments::connection& on, std::size_t operations)
{
    const payments::rows rows = on.execute("select execute_key from operations where state = 'executing'");
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (emulator.effects(rows.text(i, "execute_key")) == 0)
            return false;
    return rows.size() == operations;
}

} // namespace

void make_trouble(world& emulator, int of_each)
{
    // Before every so-many-th request on a path something happens to it.
    const int gap = std::clamp(of_each / 6, 1, 20);
    for (const std::string& path : {quotes, payouts, deposits}) {
        // A lost connection waits until the one before it has struck; an answer counts all requests.
        for (int left = of_each / gap; left > 1; left -= 2) {
            emulator.inject(connection_fault::drop_answer().on("POST", path).after(gap));
            emulator.inject(connection_fault::drop_request().on("POST", path).after(gap));
        }
        for (int at = gap; at + 2 * gap <= of_each; at += 3 * gap) {
            emulator.inject(fault::answer(500).after_effect().on("POST", path).after(at));
            emulator.inject(fault::answer(429).retry_after("0").on("POST", path).after(at + gap));
            // For longer than a price is good; so often that not each of them meets what was done before.
            const int times = path == payouts ? 3 : 1;
            emulator.inject(fault::answer(503).retry_after("4").on("POST", path).after(at + 2 * gap).times(times));
        }
    }
    emulator.inject(delivery_fault::duplicate(2).every(7).times(0));
    emulator.inject(delivery_fault::duplicate(1, 20ms).under_new_ids().every(11).times(0));
    emulator.inject(delivery_fault::reorder(300ms).every(5).times(0));
    // Long after the event that follows it.
    emulator.inject(delivery_fault::delay(1s).on("transaction.*.processing").every(3).times(0));
}

void refuse_what_was_done(report& into, world& emulator, const std::string& database, fleet& processes,
                          const std::vector<order>& orders, bool by_others)
{
    for (const std::string& path : {payouts, deposits})
        emulator.inject(connection_fault::stall_answer().on("POST", path).times(0));
    const std::size_t before = refusals(emulator);
    payments::connection on(database);
    load customers(emulator, processes.port(), orders, static_cast<int>(orders.size()));
    const bool done = comes_true([&] { return all_done(emulator, on, orders.size()); });
    for (std::size_t i = 0; by_others && i < processes.size(); ++i)
        processes.kill(i);
    emulator.clear_faults();
    inject_refusals(emulator);
    for (std::size_t i = 0; by_others && i < processes.size(); ++i)
        processes.start(i);
    const bool refused = comes_true([&] { return refusals(emulator) - before == orders.size(); });
    const std::string again = by_others ? "another process sent it again" : "it was sent again";
    into.check("what OMS had done was refused when " + again, done && refused,
               std::to_string(refusals(emulator) - before) + " refusals");
    emulator.clear_faults();
    comes_true([&] { return customers.over(); });
    const std::vector<std::string> complaints = customers.complaints();
    into.check("nobody complains when " + again, customers.over() && complaints.empty(),
               complaints.empty() ? "" : complaints.front());
}

void judge_trouble(report& into, const world& emulator)
{
    std::string facts, missing;
    const auto note = [&](const std::string& what, std::size_t times) {
        facts += ", " + what + ' ' + std::to_string(times);
        if (times == 0)
            missing += ' ' + what;
    };
    const std::vector<request_record> all = emulator.requests();
    note("requests lost", emulator.counters().requests - all.size());
    for (const std::string& path : {quotes, payouts, deposits}) {
        for (const int status : {500, 429, 503})
            note(path + ' ' + std::to_string(status), answered(emulator, path, status));
        note(path + " sent again after its effect",
             static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const request_record& each) {
                 return is_post(each, path) && each.replayed;
             })));
    }
    into.facts.push_back("trouble: " + facts.substr(2));
    into.check("every kind of trouble struck", missing.empty(), missing);
}

} // namespace test
