#include "common/catch.hpp"
#include "scripted_client.hpp"
#include "unit/journal/fake_disk.hpp"

#include <oms/client/recovery_report.hpp>
#include <oms/journal/file_journal.hpp>
#include <oms/oms.hpp>

#include <map>
#include <set>
#include <tuple>

// The kill test without a process: a disk that forgets what was not synced, cut at every byte at every moment.

namespace {

using bytes_by_key = std::map<std::string, std::string>;

/// What the machine that fails leaves, and what it has done until then.
struct moment {
    std::string file;
    std::set<std::string> sent;    ///< keys of requests that the service may have carried out
    std::set<std::string> told;    ///< keys of operations whose end the caller knows
    std::set<std::string> refused; ///< those of them that the caller knows to be refused

    friend bool operator<(const moment& a, const moment& b)
    {
        return std::tie(a.file, a.sent, a.told, a.refused) < std::tie(b.file, b.sent, b.told, b.refused);
    }
};

std::string key_of(const oms::http_request& request)
{
    return std::string(request.headers.find("Idempotency-Key").value_or(""));
}

std::shared_ptr<oms::file_journal> journal_on(const std::shared_ptr<test::fake_disk>& disk, oms::executor_function run)
{
    return std::make_shared<oms::file_journal>(std::make_unique<test::fake_journal_file>(disk), std::move(run),
                                               oms::file_journal_options().compact_at(700));
}

boost::asio::awaitable<void> send_some(oms::client client, int from, int count, moment& known)
{
    for (int i = from; i < from + count; ++i) {
        const std::string key = "order-" + std::to_string(i);
        const oms::quote_id quote = oms::quote_id::from_storage("qt_" + std::to_string(i));
        auto call =
            client.transactions().execute<oms::crypto_to_crypto>(quote, oms::call_options().idempotency_key(key));
        const auto ended = co_await oms::as_result(std::move(call));
        known.told.insert(key);
        if (!ended && ended.error().delivery() == oms::delivery::refused)
            known.refused.insert(key);
    }
}

/// A program that sends from three places at once, one step of it or of its disk at a time.
std::set<moment> moments_of_a_life(bytes_by_key& bodies, std::set<std::string>& without_effect)
{
    std::set<moment> moments;
    const auto disk = std::make_shared<test::fake_disk>();
    const test::manual_executor work;
    moment known;
    {
        test::scripted_client bench(
            test::config_with(journal_on(disk, [work](std::function<void()> next) { work.execute(std::move(next)); })));
        for (int i = 0; i < 9; ++i)
            bench.wire->then(
                scripted_step::answer(i % 4 == 3 ? 422 : 201, R"({"id":"txn_1","type":"cryptoToCrypto"})"));
        disk->could_leave = [&](const std::string& file) {
            moment now;
            now.file = file;
            for (const oms::http_request& each : bench.wire->requests) {
                now.sent.insert(key_of(each));
                bodies[key_of(each)] = each.body;
            }
            now.told = known.told;
            now.refused = known.refused;
            moments.insert(std::move(now));
        };
        for (int place = 0; place < 3; ++place)
            boost::asio::co_spawn(bench.io, send_some(*bench.client, place * 3, 3, known), [](auto...) {});
        do {
            bench.io.restart();
            while (bench.io.poll_one() > 0)
                disk->note();
        } while (work.run_one());
        disk->could_leave = nullptr;
    }
    REQUIRE(known.told.size() == 9);
    REQUIRE(known.refused.size() == 2);
    without_effect = known.refused;
    return moments;
}

} // namespace

TEST_CASE(
    "F108 Cut at every byte at every moment, the journal forgets no operation that was sent and invents none (D6)")
{
    bytes_by_key bodies;
    std::set<std::string> without_effect;
    const std::set<moment> moments = moments_of_a_life(bodies, without_effect);
    REQUIRE(bodies.size() == 9);
    CHECK(moments.size() > 1000);
    std::size_t recovered = 0;
    for (const moment& at : moments) {
        CAPTURE(at.file.size(), at.sent.size(), at.told.size());
        const auto disk = std::make_shared<test::fake_disk>();
        disk->written = disk->durable = at.file;
        test::scripted_client next(
            test::config_with(journal_on(disk, [](const std::function<void()>& work) { work(); })));
        for (std::size_t i = 0; i < bodies.size(); ++i)
            next.wire->then(scripted_step::answer(201, R"({"id":"txn_1"})"));
        const auto ended = next.run(next.client->recover());
        REQUIRE(ended.has_value());
        REQUIRE(ended->corrupted.empty());

        std::set<std::string> keys;
        for (const oms::recovered_operation& each : ended->operations) {
            REQUIRE(each.delivery == oms::delivery::applied);
            REQUIRE(bodies.count(each.idempotency_key) == 1);
            REQUIRE(keys.insert(each.idempotency_key).second);
        }
        for (const std::string& key : at.sent) {
            // What the service refused may have ended before its caller was told.
            if (!at.told.count(key) && !without_effect.count(key))
                REQUIRE(keys.count(key) == 1);
        }
        for (const std::string& key : at.refused)
            REQUIRE(keys.count(key) == 0);
        REQUIRE(next.wire->requests.size() == keys.size());
        for (const oms::http_request& again : next.wire->requests) {
            REQUIRE(keys.count(key_of(again)) == 1);
            REQUIRE(again.target == "/v0.9/transactions");
            REQUIRE(again.body == bodies.at(key_of(again)));
        }
        recovered += keys.size();

        const auto again = next.run(next.client->recover());
        REQUIRE(again.has_value());
        REQUIRE(again->operations.empty());
    }
    CHECK(recovered > moments.size());
}
