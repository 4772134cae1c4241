#pragma once

#include "fake_disk.hpp"

#include <oms/journal/file_journal.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

/// A journal on a fake disk. `open` is the program that starts, `kill` its end, `lose_power` that of the machine.
class file_journal_bench {
public:
    file_journal_bench() = default;
    file_journal_bench(const file_journal_bench&) = delete;
    file_journal_bench& operator=(const file_journal_bench&) = delete;
    ~file_journal_bench()
    {
        disk->before = nullptr; // its variables are gone
        close();
        executor.drop(); // work that was never run keeps the journal that keeps the executor
    }

    oms::file_journal& open()
    {
        close();
        journal.emplace(
            std::make_unique<test::fake_journal_file>(disk),
            [executor = executor](std::function<void()> work) { executor.execute(std::move(work)); }, options);
        return *journal;
    }
    void close() { journal.reset(); }

    /// What is handed over is lost, what is written is not.
    void kill()
    {
        executor.drop();
        ++life_; // who is dead is told nothing
        const auto frozen = std::make_shared<test::fake_disk>(*disk);
        frozen->open = false;
        close();
        disk = frozen;
    }
    void lose_power(std::size_t unsynced = 0)
    {
        kill();
        disk->crash(unsynced);
    }

    static oms::journal_entry entry(std::uint64_t number, std::string body = "{}")
    {
        oms::journal_entry made;
        made.number = number;
        made.method = "POST";
        made.target = made.path_template = "/transactions";
        made.idempotency_key = "key-" + std::to_string(number);
        made.body = std::move(body);
        return made;
    }
    void begin(std::uint64_t number, std::string body = "{}")
    {
        journal->begin(entry(number, std::move(body)), [this, number, life = life_](boost::system::error_code how) {
            if (life == life_)
                told[number].push_back(how);
        });
    }
    void end(std::uint64_t number)
    {
        oms::journal_outcome outcome;
        outcome.number = number;
        outcome.delivery = oms::delivery::applied;
        journal->end(outcome);
    }
    void end_durably(std::uint64_t number)
    {
        oms::journal_outcome outcome;
        outcome.number = number;
        outcome.delivery = oms::delivery::not_sent;
        journal->end_durably(outcome, [this, number](boost::system::error_code how) { ended[number].push_back(how); });
    }
    void run() { executor.run(); }

    bool is_stored(std::uint64_t number) const
    {
        const auto found = told.find(number);
        return found != told.end() && found->second.size() == 1 && !found->second.front();
    }
    std::vector<std::uint64_t> unfinished()
    {
        std::vector<std::uint64_t> numbers;
        for (const oms::journal_entry& each : journal->contents().unfinished)
            numbers.push_back(each.number);
        return numbers;
    }

    std::shared_ptr<test::fake_disk> disk = std::make_shared<test::fake_disk>();
    test::manual_executor executor;
    oms::file_journal_options options;
    std::optional<oms::file_journal> journal;
    std::map<std::uint64_t, std::vector<boost::system::error_code>> told;
    std::map<std::uint64_t, std::vector<boost::system::error_code>> ended; ///< durably

private:
    int life_ = 0;
};
