#include "endpoint_fixture.hpp"

#include <oms/webhook/endpoint.hpp>

#include "common/catch.hpp"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <latch>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using fixture::change;
using fixture::delivery;
using texts = std::vector<std::string>;

/// Guards that say so when somebody has to wait.
class telling_replay final : public oms::replay_guard {
public:
    explicit telling_replay(std::latch& somebody_waits) : waits_{somebody_waits} {}
    oms::replay_claim claim(const oms::event_id& delivery) override
    {
        const oms::replay_claim claimed = memory_.claim(delivery);
        if (claimed == oms::replay_claim::in_progress && !told_.exchange(true))
            waits_.count_down();
        return claimed;
    }
    void confirm(const oms::event_id& delivery) override { memory_.confirm(delivery); }
    void release(const oms::event_id& delivery) noexcept override { memory_.release(delivery); }

private:
    std::latch& waits_;
    std::atomic<bool> told_{false};
    oms::memory_replay_guard memory_;
};

class telling_order final : public oms::order_guard {
public:
    explicit telling_order(std::latch& somebody_waits) : waits_{somebody_waits} {}
    oms::order_claim claim(const oms::resource_version& version) override
    {
        const oms::order_claim claimed = memory_.claim(version);
        if (claimed == oms::order_claim::in_progress && !told_.exchange(true))
            waits_.count_down();
        return claimed;
    }
    void confirm(const oms::resource_version& version) override { memory_.confirm(version); }
    void release(const oms::resource_version& version) noexcept override { memory_.release(version); }

private:
    std::latch& waits_;
    std::atomic<bool> told_{false};
    oms::memory_order_guard memory_;
};

/// A receiver whose first handler runs until another thread has come and found that it has to wait.
struct overlapping {
    explicit overlapping(oms::endpoint_options options = oms::endpoint_options{})
        : endpoint{fixture::verifier(), oms::webhook_router{[this](const oms::event& event) {
                       handle(event);
                   }},
                   options.busy_limit(1h)
                       .replay(std::make_shared<telling_replay>(somebody_waits))
                       .order(std::make_shared<telling_order>(somebody_waits))}
    {
    }

    /// Statuses of the first, and of the second that came while the first was being handled.
    std::pair<int, int> statuses(const change& first, const change& second)
    {
        std::pair<int, int> statuses;
        std::thread thread{[&] {
            const delivery given{first};
            statuses.first = endpoint.receive(given.request()).status;
        }};
        first_is_in.wait();
        const delivery given{second};
        statuses.second = endpoint.receive(given.request()).status;
        thread.join();
        return statuses;
    }

    void handle(const oms::event& event)
    {
        bool first = false;
        {
            const std::scoped_lock lock{mutex};
            first = handled.empty();
            handled.push_back(event.id.str());
        }
        if (!first)
            return;
        first_is_in.count_down();
        somebody_waits.wait();
        if (first_throws)
            throw std::runtime_error{"the database is away"};
        const std::scoped_lock lock{mutex};
        handled.push_back(event.id.str() + " ends");
    }

    std::latch first_is_in{1};
    std::latch somebody_waits{1};
    bool first_throws = false;
    std::mutex mutex;
    texts handled;
    oms::webhook_endpoint endpoint;
};

} // namespace

TEST_CASE("F86 The same delivery on two threads at once is handed to the handler once, and acknowledged to both (G5)")
{
    overlapping receiver;
    CHECK(receiver.statuses({}, {}) == std::pair{204, 204});
    CHECK(receiver.handled == texts{"evt_1", "evt_1 ends"});
}

TEST_CASE("F97 The same delivery on two threads is handed to the second when the first handler throws (G5)")
{
    overlapping receiver;
    receiver.first_throws = true;
    CHECK(receiver.statuses({}, {}) == std::pair{500, 204});
    CHECK(receiver.handled == texts{"evt_1", "evt_1"});
}

TEST_CASE("F98 Two events of one resource on two threads are handled one after the other (G15)")
{
    overlapping receiver;
    CHECK(receiver.statuses({.id = "evt_1", .sequence = 1}, {.id = "evt_2", .sequence = 2}) == std::pair{204, 204});
    CHECK(receiver.handled == texts{"evt_1", "evt_1 ends", "evt_2"});
}

TEST_CASE("F98 An older event that waited for a newer one of its resource is held back (G15)")
{
    overlapping receiver;
    CHECK(receiver.statuses({.id = "evt_2", .sequence = 2}, {.id = "evt_1", .sequence = 1}) == std::pair{204, 204});
    CHECK(receiver.handled == texts{"evt_2", "evt_2 ends"});
}

TEST_CASE("F98 An older event that waited for a newer one is handled when the newer one failed (G15)")
{
    overlapping receiver;
    receiver.first_throws = true;
    CHECK(receiver.statuses({.id = "evt_2", .sequence = 2}, {.id = "evt_1", .sequence = 1}) == std::pair{500, 204});
    CHECK(receiver.handled == texts{"evt_2", "evt_1"});
}

TEST_CASE("F97 While a handler hangs, the same delivery and others of its resource are 503, all others are handled")
{
    std::latch hangs{1}, end{1};
    std::mutex mutex;
    texts handled;
    const oms::webhook_endpoint endpoint{fixture::verifier(), oms::webhook_router{[&](const oms::event& event) {
                                             if (event.id.view() == "evt_1") {
                                                 hangs.count_down();
                                                 end.wait();
                                             }
                                             const std::scoped_lock lock{mutex};
                                             handled.push_back(event.id.str());
                                         }},
                                         oms::endpoint_options{}.busy_limit(0ms)};
    const delivery first{change{.id = "evt_1"}};
    int status_of_first = 0;
    std::thread thread{[&] {
        status_of_first = endpoint.receive(first.request()).status;
    }};
    hangs.wait();
    const delivery newer{change{.id = "evt_2", .updated_at = "2026-06-15T15:00:00Z"}};
    const delivery elsewhere{change{.id = "evt_3", .resource = "txn_2"}};
    CHECK(endpoint.receive(first.request()).status == 503);
    CHECK(endpoint.receive(newer.request()).status == 503);
    CHECK(endpoint.receive(elsewhere.request()).status == 204);
    end.count_down();
    thread.join();
    CHECK(status_of_first == 204);
    CHECK(endpoint.receive(first.request()).status == 204); // a duplicate now
    CHECK(endpoint.receive(newer.request()).status == 204);
    CHECK(handled == texts{"evt_3", "evt_1", "evt_2"});
}

TEST_CASE("A claim that another endpoint holds is looked for again, though nobody tells that it has ended")
{
    std::latch asked{1};
    const auto shared = std::make_shared<telling_replay>(asked);
    const delivery given{change{}};
    const oms::event_id id{"evt_1"};
    REQUIRE(shared->claim(id) == oms::replay_claim::granted); // by somebody else
    std::thread thread{[&] {
        asked.wait(); // the endpoint has found it busy
        shared->release(id);
    }};
    int handled = 0;
    const oms::webhook_endpoint endpoint{fixture::verifier(), oms::webhook_router{[&](const oms::event&) {
                                             ++handled;
                                         }},
                                         oms::endpoint_options{}.busy_limit(1h).replay(shared)};
    CHECK(endpoint.receive(given.request()).status == 204);
    thread.join();
    CHECK(handled == 1);
}

TEST_CASE("F86 F97 F98 From many threads, with repetitions, failures and any order, each event has its effect once and "
          "no older state follows a newer one (G5, G15)")
{
    constexpr int threads = 6, resources = 5, states = 12;
    struct effects {
        std::mutex mutex;
        std::map<std::string, std::vector<std::int64_t>> states;
        std::map<std::string, int> times;
        std::set<std::string> passed_over;
        std::mt19937 chance{20260615};
    } seen;

    oms::webhook_router router{[](const oms::event&) {
    }};
    router.on_family([&](const oms::transaction_event& e, const oms::event& whole) {
        const std::scoped_lock lock{seen.mutex};
        if (seen.chance() % 4 == 0)
            throw std::runtime_error{"the database is away"};
        seen.states[oms::id_of(e.transaction).str()].push_back(*whole.sequence);
        ++seen.times[whole.id.str()];
    });
    router.on_superseded([&](const oms::event& whole) {
        const std::scoped_lock lock{seen.mutex};
        seen.passed_over.insert(whole.id.str());
    });
    const oms::webhook_endpoint endpoint{fixture::verifier(), std::move(router),
                                         oms::endpoint_options{}.busy_limit(1h)};

    std::vector<delivery> all;
    for (int resource = 0; resource < resources; ++resource)
        for (int state = 1; state <= states; ++state)
            all.emplace_back(change{.id = "whd_" + std::to_string(resource) + "_" + std::to_string(state),
                                    .resource = "txn_" + std::to_string(resource),
                                    .sequence = state});

    std::atomic<int> strange{0};
    std::barrier together{threads};
    std::vector<std::thread> senders;
    for (int sender = 0; sender < threads; ++sender)
        senders.emplace_back([&, sender] {
            std::mt19937 order{static_cast<std::uint32_t>(sender)};
            std::vector<const delivery*> mine;
            for (const delivery& each : all)
                mine.push_back(&each);
            together.arrive_and_wait();
            while (!mine.empty()) { // until each is acknowledged, as the sender does
                std::shuffle(mine.begin(), mine.end(), order);
                std::erase_if(mine, [&](const delivery* each) {
                    const int status = endpoint.receive(each->request()).status;
                    strange += status != 204 && status != 500;
                    return status == 204;
                });
            }
        });
    for (std::thread& each : senders)
        each.join();

    CHECK(strange == 0);
    for (const auto& [id, count] : seen.times) {
        INFO(id);
        CHECK(count == 1);
        CHECK_FALSE(seen.passed_over.contains(id));
    }
    CHECK(seen.times.size() + seen.passed_over.size() == all.size()); // each is one or the other
    CHECK(seen.states.size() == resources);
    for (const auto& [resource, applied] : seen.states) {
        INFO(resource);
        CHECK(std::adjacent_find(applied.begin(), applied.end(), std::greater_equal<>{}) == applied.end());
        CHECK(applied.back() == states);
    }
}
