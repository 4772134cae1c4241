#include "common/catch.hpp"
#include "common/program.hpp"
#include "common/property_count.hpp"
#include "common/temporary_directory.hpp"
#include "common/world.hpp"

#include <oms/journal/record.hpp>
#include <oms/oms.hpp>

#include <chrono>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <thread>

// The kill test: journal_kill/main.cpp is the program that is killed.

namespace {

std::string content_of(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// What a file of the journal holds, read without the journal.
struct held {
    explicit held(const std::string& path) : bytes(content_of(path))
    {
        const oms::detail::journal_scan scan = oms::detail::scan_journal(bytes);
        damaged = scan.damaged.size();
        std::map<std::uint64_t, std::string> keys;
        for (const auto& record : scan.records) {
            if (record.kind == oms::detail::record_kind::entry) {
                const auto entry = oms::detail::read_entry(record.number, record.content);
                if (!entry) {
                    ++damaged;
                    continue;
                }
                keys[record.number] = entry->idempotency_key;
                begun.insert(entry->idempotency_key);
                open.insert(entry->idempotency_key);
            } else if (keys.count(record.number)) {
                open.erase(keys[record.number]);
            }
        }
    }
    std::string bytes;
    std::set<std::string> begun, open;
    std::size_t damaged = 0;
};

/// What the program wrote into its log since line `from`.
struct logged {
    logged(const std::string& path, std::size_t& from)
    {
        std::istringstream lines(content_of(path));
        std::string line;
        for (std::size_t i = 0; std::getline(lines, line); ++i) {
            if (i < from)
                continue;
            ++from;
            std::string what, key, how;
            std::istringstream(line) >> what >> key >> how;
            if (what == "begun")
                begun.insert(key);
            else if (what == "ended")
                ended[key] = how;
            else if (what == "recovered")
                recovered[key] = how;
            else
                recover_ended = true, corrupted = key;
        }
    }
    std::set<std::string> begun;
    std::map<std::string, std::string> ended, recovered;
    std::string corrupted;
    bool recover_ended = false;
};

boost::asio::awaitable<std::vector<std::string>> make_quotes(oms::client client, test::person from, int count)
{
    const oms::new_quote order(
        from.customer, oms::from_wallet(from.wallet, oms::asset::usdc, oms::network::polygon),
        oms::to_address("0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon),
        oms::source_amount("1.37"));
    std::vector<std::string> made;
    for (int i = 0; i < count; ++i) {
        const oms::quote<oms::crypto_to_crypto> quote = co_await client.quotes().create(order);
        made.push_back(quote.id.str());
    }
    co_return made;
}

} // namespace

TEST_CASE("F108 Killed at 50 random moments, a program that moves money forgets nothing and does nothing twice (D6)")
{
    const int operations = test::property_count(1000);
    const int kills = test::property_count(50);
    oms::sandbox::settings rules;
    rules.quote_lifetime = std::chrono::hours(1);
    test::world world{oms::sandbox::server_options().settings(rules)};
    const test::person alice = world.make_person("5000.00");

    const test::temporary_directory directory;
    const std::string journal = directory.file("payments.journal");
    const std::string log = directory.file("log");
    {
        std::ofstream(directory.file("ca.pem")) << world.ca_pem();
        std::ofstream quotes(directory.file("quotes"));
        for (const std::string& id : world.run(make_quotes(world.client(), alice, operations)))
            quotes << id << '\n';
    }
    const oms::client_config config = world.config();
    const test::environment variables{{"OMS_API_KEY", std::string(config.api_key.reveal())},
                                      {"OMS_API_SECRET", std::string(config.api_secret.reveal())},
                                      {"OMS_BASE_URL", world.base_url()},
                                      {"OMS_ENVIRONMENT", ""},
                                      {"OMS_CA_FILE", directory.file("ca.pem")}};
    const std::vector<std::string> command{std::string(OMS_PROGRAMS) + "/tests/journal_kill", journal, log,
                                           directory.file("quotes")};

    std::mt19937 random(108);
    std::size_t lines = 0;
    std::set<std::string> open;
    std::set<std::string> begun;
    int recovered = 0;
    for (int life = 0; life <= kills; ++life) {
        CAPTURE(life, begun.size());
        // Each life gets its share, so that there is work for all of them.
        const int rest = operations - static_cast<int>(begun.size());
        const int most = life < kills ? rest / (kills - life + 1) : operations;
        REQUIRE(rest > 0);
        {
            std::vector<std::string> arguments = command;
            arguments.push_back(std::to_string(most));
            test::background_program program(arguments, variables);
            const auto until = static_cast<int>(random() % static_cast<unsigned>(most + 1));
            if (life == kills) {
                program.read_until("finished");
            } else if (until > 0) {
                program.read_until(until < 3 ? "recovered\n" : "ended " + std::to_string(until) + "\n");
                std::this_thread::sleep_for(std::chrono::microseconds(random() % 2000));
            } else {
                std::this_thread::sleep_for(std::chrono::microseconds(random() % 100'000));
            }
        } // SIGKILL
        const logged said(log, lines);
        const held after(journal);
        REQUIRE(after.damaged == 0);
        const oms::sandbox::oracle truth = world.oracle();
        const auto effects = [&](const std::string& key) {
            const auto found = truth.effects.find(key);
            return found == truth.effects.end() ? 0 : found->second;
        };

        // Every recover found exactly what the journal held, and told the truth about each.
        if (said.recover_ended) {
            std::set<std::string> keys;
            for (const auto& [key, how] : said.recovered) {
                CAPTURE(key, how);
                keys.insert(key);
                CHECK(how == "applied");
                CHECK(effects(key) == 1);
            }
            CHECK(keys == open);
            CHECK(said.corrupted == "0");
            recovered += static_cast<int>(keys.size());
        }
        for (const auto& [key, how] : said.ended) {
            CAPTURE(key);
            CHECK(how == "applied");
            CHECK(effects(key) == 1);
        }
        // What has an effect and was not told stands in the journal. An operation that an earlier life had ended, and
        // did not come to note that, is begun once more under its key: it has its effect from then.
        for (const std::string& key : said.begun) {
            CAPTURE(key);
            if (begun.insert(key).second && !said.ended.count(key) && effects(key) > 0)
                CHECK(after.begun.count(key) == 1);
        }
        open = after.open;
    }

    const oms::sandbox::oracle truth = world.oracle();
    for (int i = 0; i < operations; ++i) {
        const auto found = truth.effects.find("kill-" + std::to_string(i));
        REQUIRE(found != truth.effects.end());
        CHECK(found->second == 1);
    }
    const oms::decimal spent = oms::decimal("1.37") * oms::decimal(std::to_string(operations));
    CHECK(world.balance(alice.wallet) == oms::decimal("5000.00") - spent);
    CHECK(recovered > 0);
}
