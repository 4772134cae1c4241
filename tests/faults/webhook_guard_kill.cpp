#include "common/catch.hpp"
#include "common/program.hpp"
#include "common/property_count.hpp"
#include "common/temporary_directory.hpp"
#include "webhook_guard_kill/capacities.hpp"

#include <oms/webhook/file_order_guard.hpp>
#include <oms/webhook/file_replay_guard.hpp>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

// The kill test of the guards on files: webhook_guard_kill/main.cpp is the program that is killed.

namespace {

struct told_delivery {
    std::string id;
    std::size_t surely_before = 0; ///< so many others can only stand before it in the file
};

/// What the program was told is durable, over all its lives.
struct told_durable {
    std::vector<told_delivery> deliveries;
    std::map<std::string, std::size_t> confirming; ///< all that were begun, each with its `surely_before`
    std::map<std::string, std::int64_t> states;

    void read(const std::string& path)
    {
        std::ifstream file(path);
        std::string line;
        std::size_t surely_before = confirming.size();    // of earlier lives, stored or not
        while (std::getline(file, line) && !file.eof()) { // the last line may be torn
            std::string what, name;
            std::int64_t sequence = 0;
            std::istringstream words(line);
            words >> what >> name;
            if (what == "confirming") {
                confirming[name] = surely_before;
            } else if (what == "delivery") {
                deliveries.push_back({name, confirming.at(name)});
                ++surely_before;
            } else {
                words >> sequence;
                states[name] = std::max(states[name], sequence);
            }
        }
    }
};

void check_deliveries(const std::string& path, const told_durable& before)
{
    oms::file_replay_guard guard(path, guard_kill::deliveries_kept);
    CHECK(guard.damaged() == 0);
    std::size_t kept = 0;
    for (const told_delivery& one : before.deliveries) {
        // A thread may be told late, and by then others have displaced its delivery; a killed one is never told.
        if (before.confirming.size() - one.surely_before > guard_kill::deliveries_kept)
            continue;
        CAPTURE(one.id, one.surely_before);
        CHECK(guard.claim(oms::event_id(one.id)) == oms::replay_claim::done);
        ++kept;
    }
    CHECK(kept >= guard_kill::deliveries_kept / 2); // in fact nearly all
    CHECK(guard.claim(oms::event_id("evt_never")) == oms::replay_claim::granted);
}

void check_states(const std::string& path, told_durable& before)
{
    oms::file_order_guard guard(path, guard_kill::resources_kept);
    CHECK(guard.damaged() == 0);
    for (auto& [resource, sequence] : before.states) {
        CAPTURE(resource, sequence);
        const auto latest = guard.latest(resource);
        REQUIRE(latest);
        REQUIRE(latest->sequence);
        // One more may have been stored, of which the program was not told any more.
        CHECK(*latest->sequence >= sequence);
        CHECK(*latest->sequence <= sequence + 1);
        CHECK(guard.claim(*latest) == oms::order_claim::superseded);
        sequence = *latest->sequence;
    }
}

} // namespace

TEST_CASE("F97 F98 Killed at 50 random moments, a receiver's guards know all that they were told is durable (G5, G15)")
{
    const int kills = test::property_count(50);
    const test::temporary_directory directory;
    const std::string deliveries = directory.file("deliveries");
    const std::string resources = directory.file("resources");

    std::mt19937 random(97);
    told_durable all;
    for (int life = 0; life <= kills; ++life) {
        CAPTURE(life, all.deliveries.size());
        const std::string log = directory.file("log-" + std::to_string(life));
        {
            test::background_program program({std::string(OMS_PROGRAMS) + "/tests/webhook_guard_kill", deliveries,
                                              resources, log, std::to_string(life)});
            const auto until = life == 0 ? 20 : random() % 5;
            if (until > 0)
                program.read_until("stored " + std::to_string(50 * until) + "\n");
            else if (random() % 2)
                program.read_until("ready");
            std::this_thread::sleep_for(std::chrono::microseconds(random() % 5000));
        } // SIGKILL
        all.read(log);
        check_deliveries(deliveries, all);
        check_states(resources, all);
    }
    CHECK(all.deliveries.size() > 2 * guard_kill::deliveries_kept); // so the file was written anew
    CHECK(all.states.size() == guard_kill::resources_kept);
}
