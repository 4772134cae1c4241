// F110: memory that runs out in the webhook guards on files.
#include "common/catch.hpp"
#include "short_memory.hpp"
#include "unit/webhook/delivery.hpp"
#include "unit/webhook/file_guard_bench.hpp"

#include <oms/core/error.hpp>
#include <oms/webhook/endpoint.hpp>

#include <memory>
#include <optional>
#include <string>

using guard_bench::file_on;
using guard_bench::small_disk;
using test::short_memory;

TEST_CASE("F110 A replay guard on a file that found no memory knows what was handled, and stores it later (G5)")
{
    const oms::event_id first("evt_whose_text_does_not_fit_into_the_id_itself_1");
    const oms::event_id second("evt_whose_text_does_not_fit_into_the_id_itself_2");
    const auto seen = test::fail_each_allocation([&](short_memory& memory) {
        const auto disk = std::make_shared<small_disk>();
        std::optional<oms::file_replay_guard> guard(std::in_place, file_on(disk), 10);
        std::optional<oms::replay_claim> said;
        if (!memory([&] { said = guard->claim(first); }))
            said = guard->claim(first);
        CHECK(said == oms::replay_claim::granted);
        memory([&] { guard->confirm(first); });
        guard->release(first);
        CHECK(guard->claim(first) == oms::replay_claim::done);

        guard_bench::handle(*guard, second);
        CHECK_FALSE(guard->failure());
        guard.reset();
        disk->crash();
        guard.emplace(file_on(disk), 10);
        CHECK(guard->damaged() == 0);
        CHECK(guard_bench::is_done(*guard, second));
        CHECK(guard_bench::is_done(*guard, first));
    });
    CHECK(seen.failures > 10);
    CHECK(seen.leaked == 0);
}

TEST_CASE(
    "F110 An order guard on a file that found no memory goes on, and lets no older state come after a newer one (G15)")
{
    const std::string resource = "txn_whose_text_does_not_fit_into_a_small_string";
    const auto seen = test::fail_each_allocation([&](short_memory& memory) {
        const auto disk = std::make_shared<small_disk>();
        std::optional<oms::file_order_guard> guard(std::in_place, file_on(disk), 10);
        guard_bench::handle(*guard, guard_bench::version(resource, 1));
        const oms::resource_version next = guard_bench::version(resource, 5);
        std::optional<oms::order_claim> said;
        if (!memory([&] { said = guard->claim(next); }))
            said = guard->claim(next);
        CHECK(said == oms::order_claim::granted);
        memory([&] { guard->confirm(next); });
        guard->release(next);
        CHECK(guard_bench::ask(*guard, guard_bench::version(resource, 4)) == oms::order_claim::superseded);
        CHECK(guard_bench::ask(*guard, next) == oms::order_claim::superseded);
        guard_bench::handle(*guard, guard_bench::version("txn_other", 1));
        CHECK_FALSE(guard->failure());
        guard.reset();
        disk->crash();
        guard.emplace(file_on(disk), 10);
        CHECK(guard_bench::ask(*guard, guard_bench::version(resource, 4)) == oms::order_claim::superseded);
        CHECK(guard_bench::ask(*guard, next) == oms::order_claim::superseded);
    });
    CHECK(seen.failures > 10);
    CHECK(seen.leaked == 0);
}

TEST_CASE("F110 An endpoint that found no memory handles no older event after a newer one, and none twice (G15)")
{
    fixture::change newer;
    newer.id = "evt_whose_text_does_not_fit_into_the_id_itself_5";
    newer.resource = "txn_whose_text_does_not_fit_into_the_id_itself";
    newer.sequence = 5;
    fixture::change older = newer;
    older.id = "evt_whose_text_does_not_fit_into_the_id_itself_4";
    older.sequence = 4;
    const fixture::delivery first(newer), second(older);
    const auto seen = test::fail_each_allocation([&](short_memory& memory) {
        const auto disk = std::make_shared<small_disk>();
        const auto deliveries = std::make_shared<small_disk>();
        int newer_handled = 0, older_handled = 0;
        const oms::webhook_endpoint endpoint(fixture::verifier(), oms::webhook_router([&](const oms::event& event) {
                                                 ++(event.sequence == 5 ? newer_handled : older_handled);
                                             }),
                                             oms::endpoint_options{}
                                                 .replay(std::make_shared<oms::file_replay_guard>(file_on(deliveries)))
                                                 .order(std::make_shared<oms::file_order_guard>(file_on(disk))));
        memory([&] { static_cast<void>(endpoint.receive(first.request())); });
        CHECK(newer_handled <= 1);
        CHECK(endpoint.receive(first.request()).status == 204);
        CHECK(newer_handled == 1);
        CHECK(endpoint.receive(second.request()).status == 204);
        CHECK(newer_handled == 1);
        CHECK(older_handled == 0);
    });
    CHECK(seen.failures > 10);
    CHECK(seen.leaked == 0);
}
