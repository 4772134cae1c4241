#include "faults/webhook_soak/judge.hpp"

#include <algorithm>

namespace test {

namespace {

constexpr int none = -1;

class reading {
public:
    explicit reading(const sent_events& sent) : sent_(sent) {}

    void take(const ledger_entry& entry)
    {
        if (entry.what == noted::life) {
            life_ = static_cast<int>(++found_.lives);
            return;
        }
        if (entry.what == noted::refused) {
            ++found_.refused;
            return;
        }
        const auto truth = sent_.find(entry.event);
        if (truth == sent_.end()) {
            count(found_.never_sent, "never sent", entry);
            return;
        }
        past& of = events_[entry.event];
        switch (entry.what) {
        case noted::applied:
            called(of, entry, truth->second);
            apply(of, entry, truth->second);
            break;
        case noted::repeated:
            called(of, entry, truth->second);
            break;
        case noted::older:
            called(of, entry, truth->second);
            ++found_.held_by_the_store;
            look_for_guard(entry, truth->second);
            break;
        case noted::superseded:
            call(of, entry);
            ++found_.superseded;
            if (const auto change = changes_.find(truth->second.change); change != changes_.end())
                found_.copies_passed_over += change->second.applied_by != entry.event;
            look_for_newer(of, entry, truth->second);
            break;
        case noted::failed:
            ++found_.failed;
            of.failed = true;
            of.running = none;
            ended(truth->second, entry.event, false);
            break;
        case noted::outrun:
            ++found_.outrun;
            if (of.running != life_ && !of.failed)
                count(found_.empty_promises, "outrun without a call", entry);
            break;
        case noted::done:
            if (of.running != life_)
                count(found_.empty_promises, "acknowledged without a call", entry);
            of.running = none;
            of.done = true;
            ended(truth->second, entry.event, true);
            note_sequence(truth->second);
            ++found_.signed_by[entry.detail];
            break;
        case noted::duplicate:
            ++found_.duplicates;
            if (!of.called || of.failed)
                count(found_.empty_promises, "acknowledged as known, and no call ended well", entry);
            of.done = true;
            break;
        case noted::busy:
            ++found_.busy;
            break;
        case noted::life:
        case noted::refused:
            break;
        }
    }

    webhook_verdict end()
    {
        for (const auto& [id, event] : sent_) {
            const auto known = events_.find(id);
            if (known == events_.end() || !known->second.called || known->second.failed)
                count(found_.lost, "lost", ledger_entry{noted::done, id, event.resource, event.version, {}});
            int& newest = newest_.try_emplace(event.resource, event.rank).first->second;
            newest = std::max(newest, event.rank);
        }
        for (const auto& [resource, rank] : newest_) {
            const auto last = resources_.find(resource);
            if (last == resources_.end() || last->second.last != rank)
                count(found_.not_newest, "not the newest state", ledger_entry{noted::applied, "-", resource, 0, {}});
        }
        return std::move(found_);
    }

private:
    struct past {
        bool called = false;
        bool applied = false;
        bool failed = false; ///< the last call did
        bool done = false;
        int running = none; ///< the life that its last call is of, unless that call ended
    };
    /// A change that a sequence tells from others, under all its ids.
    struct change_past {
        std::string applied_by;
        std::string called_by;
        int running = none;
        bool done = false;
    };
    struct resource_past {
        int highest = none;
        int last = none;
        std::int64_t sequence = 0; ///< the highest of those that were done
        std::string event;         ///< whose state is the highest
    };

    void count(std::uint64_t& what, const char* words, const ledger_entry& entry)
    {
        ++what;
        if (found_.findings.size() < 20)
            found_.findings.push_back(std::string(words) + ": " + entry.event + " of " + entry.resource + " version " +
                                      std::to_string(entry.version) + " in life " + std::to_string(life_));
    }

    void call(past& of, const ledger_entry& entry)
    {
        if (of.done)
            count(found_.repeated_calls, "called again when it was done", entry);
        else if (of.running == life_)
            count(found_.repeated_calls, "called beside a call", entry);
        else if (of.called)
            ++found_.calls_again;
        of.called = true;
        of.failed = false;
        of.running = life_;
    }

    void called(past& of, const ledger_entry& entry, const sent_event& truth)
    {
        call(of, entry);
        if (entry.resource != truth.resource || entry.version != truth.version)
            count(found_.garbled, "not what was sent", entry);
        if (truth.change.empty())
            return;
        // Only a gap lets a change come to the handler under a second id.
        change_past& change = changes_[truth.change];
        if (change.called_by != entry.event && (change.done || change.running == life_))
            count(found_.repeated_calls, "called for a change that is known under another id", entry);
        change.called_by = entry.event;
        change.running = life_;
    }

    void ended(const sent_event& truth, const std::string& id, bool well)
    {
        const auto known = changes_.find(truth.change);
        if (known == changes_.end() || known->second.called_by != id)
            return;
        known->second.running = none;
        known->second.done = known->second.done || well;
    }

    void apply(past& of, const ledger_entry& entry, const sent_event& truth)
    {
        ++found_.applied;
        if (of.applied)
            count(found_.double_effects, "applied twice", entry);
        of.applied = true;
        if (!truth.change.empty()) {
            std::string& by = changes_[truth.change].applied_by;
            if (!by.empty() && by != entry.event)
                count(found_.double_changes, "the change applied under two ids", entry);
            by = entry.event;
        }
        resource_past& resource = resources_[truth.resource];
        if (truth.rank < resource.highest)
            count(found_.steps_back, "older over newer", entry);
        resource.last = truth.rank;
        if (truth.rank > resource.highest) {
            resource.highest = truth.rank;
            resource.event = entry.event;
        }
    }

    void note_sequence(const sent_event& truth)
    {
        std::int64_t& highest = resources_[truth.resource].sequence;
        highest = std::max(highest, truth.sequence);
    }

    /// The newer state was applied and nothing more is known of it: then the order guard need not know of it either.
    void look_for_guard(const ledger_entry& entry, const sent_event& truth)
    {
        const resource_past& resource = resources_[truth.resource];
        if (resource.highest == none) {
            count(found_.garbled, "older than nothing", entry);
            return;
        }
        if (truth.sequence > resource.sequence && sent_.at(resource.event).sequence == 0) {
            ++found_.ahead_by_sequence;
            return;
        }
        const past& newer = events_[resource.event];
        if (newer.done || newer.running == life_)
            count(found_.unguarded_calls, "an older state was let through", entry);
    }

    void look_for_newer(const past& of, const ledger_entry& entry, const sent_event& truth)
    {
        if (!of.applied && resources_[truth.resource].highest < truth.rank)
            count(found_.wrongly_held_back, "superseded by nothing", entry);
    }

    const sent_events& sent_;
    webhook_verdict found_;
    int life_ = 0;
    std::unordered_map<std::string, past> events_;
    std::unordered_map<std::string, change_past> changes_;
    std::unordered_map<std::string, resource_past> resources_;
    std::unordered_map<std::string, int> newest_;
};

} // namespace

std::uint64_t webhook_verdict::violations() const
{
    return lost + double_effects + double_changes + steps_back + not_newest + never_sent + garbled + repeated_calls +
           unguarded_calls + wrongly_held_back + empty_promises;
}

webhook_verdict judge(const sent_events& sent, const std::vector<ledger_entry>& history)
{
    reading all(sent);
    for (const ledger_entry& entry : history)
        all.take(entry);
    return all.end();
}

} // namespace test
