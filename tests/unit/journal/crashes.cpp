#include "common/catch.hpp"
#include "common/property_count.hpp"

#include "file_journal_bench.hpp"

#include <algorithm>
#include <random>
#include <set>

TEST_CASE("No entry that was stored is lost and none is invented, wherever the power fails")
{
    const int seeds = test::property_count(300);
    for (int seed = 0; seed < seeds; ++seed) {
        CAPTURE(seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        file_journal_bench bench;
        bench.options.compact_at(random() % 2 ? 800 : 1'000'000);
        std::set<std::uint64_t> begun, ended;
        std::uint64_t next = 1;
        for (int life = 0; life < 8; ++life) {
            bench.open();
            REQUIRE(bench.journal->contents().corrupted.empty());
            std::set<std::uint64_t> found;
            for (const oms::journal_entry& each : bench.journal->contents().unfinished) {
                REQUIRE(begun.count(each.number) == 1);
                REQUIRE(each.idempotency_key == "key-" + std::to_string(each.number));
                REQUIRE(found.insert(each.number).second);
            }
            for (const std::uint64_t number : begun) {
                if (bench.is_stored(number) && !ended.count(number))
                    REQUIRE(found.count(number) == 1);
            }
            for (auto steps = random() % 40; steps > 0; --steps) {
                switch (random() % 4) {
                case 0:
                case 1:
                    begun.insert(next);
                    bench.begin(next++);
                    break;
                case 2:
                    if (!begun.empty()) {
                        const auto which = std::next(begun.begin(), static_cast<long>(random() % begun.size()));
                        ended.insert(*which);
                        bench.end(*which);
                    }
                    break;
                default:
                    bench.executor.run_one();
                }
            }
            if (random() % 3 == 0)
                bench.kill();
            else
                bench.lose_power(random() % 200);
        }
    }
}
