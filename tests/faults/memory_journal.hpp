#pragma once

#include <oms/journal/journal.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// A journal of one's own, as somebody would write it over a database. What a program leaves in it, the next one finds.
class memory_journal final : public oms::journal {
public:
    void begin(oms::journal_entry entry, stored done) override
    {
        if (failure)
            return done(*failure);
        entries.push_back(std::move(entry));
        if (hangs)
            waiting.push_back(std::move(done));
        else
            done({});
    }
    void end(const oms::journal_outcome& outcome) noexcept override
    {
        outcomes.push_back(outcome);
        std::erase_if(opened.unfinished, [&](const auto& each) { return each.number == outcome.number; });
    }
    void end_durably(const oms::journal_outcome& outcome, stored done) override
    {
        end(outcome);
        if (failure)
            done(*failure);
        else if (hangs || hangs_at_end)
            waiting.push_back(std::move(done));
        else
            done({});
    }
    oms::journal_contents contents() override { return opened; }

    /// The program died, and the next one opens the journal.
    void open_again()
    {
        opened.unfinished = unfinished();
        waiting.clear();
    }

    std::vector<oms::journal_entry> unfinished() const
    {
        std::vector<oms::journal_entry> open = entries;
        std::erase_if(open, [this](const oms::journal_entry& each) { return outcome_of(each.number).has_value(); });
        return open;
    }
    std::optional<oms::journal_outcome> outcome_of(std::uint64_t number) const
    {
        for (const oms::journal_outcome& each : outcomes) {
            if (each.number == number)
                return each;
        }
        return std::nullopt;
    }

    std::vector<oms::journal_entry> entries;
    std::vector<oms::journal_outcome> outcomes;
    std::vector<stored> waiting;
    oms::journal_contents opened;
    bool hangs = false;
    bool hangs_at_end = false; ///< when an outcome has to be durable
    std::optional<boost::system::error_code> failure;
};

} // namespace test
