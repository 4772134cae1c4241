#include "common/catch.hpp"
#include "common/property_count.hpp"
#include "common/temporary_directory.hpp"

#include "file_guard_bench.hpp"

#include <oms/core/error.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

using guard_bench::ask;
using guard_bench::file_on;
using guard_bench::handle;
using guard_bench::small_disk;
using guard_bench::version;
using oms::file_order_guard;
using oms::order_claim;
using oms::resource_version;

namespace {

resource_version at(const std::string& time, bool final_state = false)
{
    resource_version made;
    made.delivery_id = oms::event_id("evt_" + std::to_string(time.size()));
    made.resource = "txn_1";
    made.updated_at = oms::timestamp(time);
    made.final_state = final_state;
    return made;
}

std::int64_t latest_sequence(const oms::order_guard& guard, const std::string& resource)
{
    const std::optional<resource_version> known = guard.latest(resource);
    if (!known || !known->sequence)
        return -1;
    return *known->sequence;
}

} // namespace

TEST_CASE("F98 An older state is superseded also after the program has started anew (G15)")
{
    const test::temporary_directory directory;
    const std::string path = directory.file("resources");
    {
        file_order_guard guard(path);
        CHECK(guard.claim(version("txn_1", 5)) == order_claim::granted);
        guard.confirm(version("txn_1", 5));
        CHECK(guard.claim(version("txn_2", 9)) == order_claim::granted); // at which the program ends
    }
    file_order_guard guard(path);
    CHECK(ask(guard, version("txn_1", 4)) == order_claim::superseded);
    CHECK(ask(guard, version("txn_1", 5)) == order_claim::superseded);
    CHECK(ask(guard, version("txn_1", 6)) == order_claim::granted);
    CHECK(ask(guard, version("txn_2", 1)) == order_claim::granted);
    CHECK(guard.damaged() == 0);
    CHECK_FALSE(guard.failure());
    CHECK(guard.size() > 0);
}

TEST_CASE("F98 One event of a resource is handled at a time, and what is released leaves the state as it was (G15)")
{
    file_order_guard guard(file_on(std::make_shared<small_disk>()));
    handle(guard, version("txn_1", 1));
    CHECK(guard.claim(version("txn_1", 3)) == order_claim::granted);
    CHECK(guard.claim(version("txn_1", 2)) == order_claim::in_progress);
    CHECK(guard.claim(version("txn_1", 4)) == order_claim::in_progress);
    CHECK(guard.claim(version("txn_2", 1)) == order_claim::granted);
    guard.release(version("txn_1", 3));
    CHECK(guard.claim(version("txn_1", 2)) == order_claim::granted);
    guard.confirm(version("txn_1", 2));
    CHECK(ask(guard, version("txn_1", 2)) == order_claim::superseded);
    CHECK(ask(guard, version("txn_1", 3)) == order_claim::granted);
    guard.release(version("txn_9", 3));
}

TEST_CASE("F98 A state in the file keeps all that order is told by (G15)")
{
    using limits = std::numeric_limits<std::int64_t>;
    std::vector<resource_version> versions;
    for (const std::int64_t sequence : {std::int64_t{0}, std::int64_t{-1}, limits::min(), limits::max()})
        versions.push_back(version("txn_" + std::to_string(sequence), sequence));
    for (const char* time : {"2026-06-15T14:36:40Z", "0000-01-01T00:00:00.000000001Z", "9999-12-31T23:59:59.123456Z"}) {
        versions.push_back(at(time, true));
        versions.back().resource = std::string("cst_1/") + time;
    }
    versions.push_back(versions.front());
    versions.back().resource = std::string("\0\xF5OOR", 5) + std::string(5000, 'r');
    versions.back().delivery_id = oms::event_id::from_answer(std::string(3000, 'd'));
    versions.back().updated_at = oms::timestamp("2026-06-15T14:36:40Z");
    versions.push_back(resource_version{});

    const auto disk = std::make_shared<small_disk>();
    {
        file_order_guard guard(file_on(disk));
        for (const resource_version& each : versions)
            handle(guard, each);
    }
    const file_order_guard guard(file_on(disk));
    for (const resource_version& each : versions) {
        CAPTURE(each.resource);
        const std::optional<resource_version> found = guard.latest(each.resource);
        REQUIRE(found);
        CHECK(found->resource == each.resource);
        CHECK(found->delivery_id == each.delivery_id);
        CHECK(found->sequence == each.sequence);
        CHECK(found->updated_at.str() == each.updated_at.str());
        CHECK(found->final_state == each.final_state);
    }
    CHECK_FALSE(guard.latest("txn_unknown"));
}

TEST_CASE("F98 Without a sequence, times and final states in the file tell the order (G15)")
{
    const auto disk = std::make_shared<small_disk>();
    const auto reopened = [&] {
        return file_order_guard(file_on(disk));
    };
    {
        file_order_guard guard = reopened();
        handle(guard, at("2026-06-15T14:36:40.5Z"));
    }
    {
        file_order_guard guard = reopened();
        CHECK(ask(guard, at("2026-06-15T14:36:40.4Z", true)) == order_claim::superseded);
        CHECK(ask(guard, at("2026-06-15T14:36:40.50Z")) == order_claim::granted); // another delivery
        handle(guard, at("2026-06-15T14:36:40.500Z", true));
    }
    file_order_guard guard = reopened();
    CHECK(ask(guard, at("2026-06-15T14:36:40.5Z")) == order_claim::superseded);
    CHECK(ask(guard, at("2026-06-15T14:36:40.6Z")) == order_claim::granted);
}

TEST_CASE("F98 A state with a time alone does not make an order guard's file forget the sequence before it (G15)")
{
    const auto disk = std::make_shared<small_disk>();
    const auto timed = [](int number, std::optional<std::int64_t> sequence, const char* time) {
        resource_version made;
        made.delivery_id = guard_bench::delivery_id(number);
        made.resource = "txn_1";
        made.sequence = sequence;
        if (time)
            made.updated_at = oms::timestamp(time);
        return made;
    };
    const resource_version first = timed(1, 5, "2026-06-15T14:36:40Z");
    const resource_version second = timed(2, std::nullopt, "2026-06-15T14:36:41Z");
    SECTION("in memory and in the file")
    {
        file_order_guard guard(file_on(disk));
        handle(guard, first);
        handle(guard, second);
        CHECK(ask(guard, timed(3, 4, nullptr)) == order_claim::superseded);
        CHECK(guard.latest("txn_1")->delivery_id == second.delivery_id);
    }
    SECTION("in a file with a record of each")
    {
        for (const resource_version& each : {first, second}) {
            const auto alone = std::make_shared<small_disk>();
            file_order_guard guard(file_on(alone));
            const std::size_t header = guard.size();
            handle(guard, each);
            disk->written += disk->written.empty() ? alone->written : alone->written.substr(header);
        }
    }
    file_order_guard guard(file_on(disk));
    CHECK(guard.damaged() == 0);
    CHECK(ask(guard, timed(3, 4, nullptr)) == order_claim::superseded);
    CHECK(ask(guard, timed(3, std::nullopt, "2026-06-15T14:36:40Z")) == order_claim::superseded);
    CHECK(ask(guard, timed(3, 6, nullptr)) == order_claim::granted);
    handle(guard, timed(3, 6, nullptr));
    CHECK(ask(guard, timed(4, std::nullopt, "2026-06-15T14:36:40Z")) == order_claim::superseded);
}

TEST_CASE("An order guard with a file forgets the resources that changed longest ago, none in progress")
{
    const auto disk = std::make_shared<small_disk>();
    {
        file_order_guard guard(file_on(disk), 3);
        for (int i = 1; i <= 3; ++i)
            handle(guard, version("txn_" + std::to_string(i), 1));
        handle(guard, version("txn_1", 2));
        CHECK(guard.claim(version("txn_2", 2)) == order_claim::granted);
        handle(guard, version("txn_4", 1));
        CHECK(latest_sequence(guard, "txn_1") == 2);
        CHECK(latest_sequence(guard, "txn_2") == 1); // in progress
        CHECK(latest_sequence(guard, "txn_3") == -1);
        CHECK(latest_sequence(guard, "txn_4") == 1);
        CHECK(guard.claim(version("txn_2", 3)) == order_claim::in_progress);
    }
    const file_order_guard guard(file_on(disk), 2);
    CHECK(latest_sequence(guard, "txn_1") == 2);
    CHECK(latest_sequence(guard, "txn_2") == -1);
    CHECK(latest_sequence(guard, "txn_4") == 1);
}

TEST_CASE("F98 When the newest record of a resource is damaged, the state before is the latest (G15)")
{
    const auto disk = std::make_shared<small_disk>();
    std::size_t end = 0;
    {
        file_order_guard guard(file_on(disk));
        handle(guard, version("txn_1", 1));
        handle(guard, version("txn_2", 7));
        handle(guard, version("txn_1", 2));
        end = guard.size();
    }
    disk->written[end - 5] ^= 1;
    file_order_guard guard(file_on(disk));
    CHECK(guard.damaged() == 1);
    CHECK(latest_sequence(guard, "txn_1") == 1);
    CHECK(latest_sequence(guard, "txn_2") == 7);
}

TEST_CASE("F98 When the disk fails, a confirmed state is the latest in memory and the error is told (G15)")
{
    const auto disk = std::make_shared<small_disk>();
    file_order_guard guard(file_on(disk));
    handle(guard, version("txn_1", 1));
    disk->before = [&](const char*) {
        disk->fail();
    };
    REQUIRE(guard.claim(version("txn_1", 3)) == order_claim::granted);
    CHECK_THROWS_AS(guard.confirm(version("txn_1", 3)), oms::error);
    CHECK(guard.failure() == boost::system::errc::io_error);
    CHECK(guard.claim(version("txn_1", 4)) == order_claim::in_progress);
    guard.release(version("txn_1", 3));
    CHECK(ask(guard, version("txn_1", 2)) == order_claim::superseded);
    disk->before = nullptr;
    handle(guard, version("txn_2", 1));
    CHECK_FALSE(guard.failure());
    const file_order_guard after(file_on(guard_bench::disk_with(disk->durable)));
    CHECK(latest_sequence(after, "txn_1") == 3);
    CHECK(latest_sequence(after, "txn_2") == 1);
}

TEST_CASE("F98 No state goes back behind one that was confirmed, wherever power and disk fail (G15)")
{
    const int seeds = test::property_count(400);
    for (int seed = 0; seed < seeds; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        const unsigned long resources = 1 + random() % 6;
        auto disk = std::make_shared<small_disk>();
        std::map<std::string, std::int64_t> durable, newest;
        for (int life = 0; life < 6; ++life) {
            std::optional<file_order_guard> guard(std::in_place, file_on(disk), 6);
            REQUIRE(guard->damaged() == 0);
            for (const auto& [resource, sequence] : durable) {
                REQUIRE(latest_sequence(*guard, resource) >= sequence);
                REQUIRE(latest_sequence(*guard, resource) <= newest[resource]);
            }
            newest.clear();
            for (unsigned long i = 0; i < resources; ++i)
                newest["txn_" + std::to_string(i)] = latest_sequence(*guard, "txn_" + std::to_string(i));
            const unsigned long trouble = random() % 4;
            disk->before = [&](const char*) {
                if (random() % 20 < trouble)
                    disk->fail();
            };
            for (auto steps = random() % 60; steps > 0; --steps) {
                const std::string resource = "txn_" + std::to_string(random() % resources);
                std::int64_t& known = newest[resource];
                const std::int64_t sequence = std::max<std::int64_t>(0, known + 2 - static_cast<int>(random() % 4));
                const resource_version shown = version(resource, sequence);
                const order_claim said = guard->claim(shown);
                REQUIRE(said == (sequence > known ? order_claim::granted : order_claim::superseded));
                if (said == order_claim::superseded)
                    continue;
                known = sequence;
                try {
                    guard->confirm(shown);
                    durable = newest; // and whatever failed before
                } catch (const oms::error&) {
                    guard->release(shown);
                }
            }
            disk->before = nullptr;
            guard.reset();
            if (random() % 2) {
                disk->crash(random() % 200);
                disk = guard_bench::disk_with(disk->durable);
            }
        }
    }
}
