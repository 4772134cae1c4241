#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// Records by id, in the order they were made. References stay good until the record is erased.
/// Ids grow with the order, so the order is the one of contract 1.5 backwards.
template <class Record>
class store {
public:
    Record& add(Record record)
    {
        records_.push_back(std::move(record));
        Record& added = records_.back();
        by_id_.emplace(added.id, &added);
        return added;
    }

    Record* find(std::string_view id) const
    {
        const auto found = by_id_.find(std::string(id));
        return found == by_id_.end() ? nullptr : found->second;
    }

    /// Erased records stay in the sequence with an empty id.
    void erase(std::string_view id)
    {
        const auto found = by_id_.find(std::string(id));
        if (found == by_id_.end())
            return;
        *found->second = Record();
        by_id_.erase(found);
    }

    const std::deque<Record>& all() const { return records_; }
    std::deque<Record>& all() { return records_; }

private:
    std::deque<Record> records_;
    std::unordered_map<std::string, Record*> by_id_;
};

}}} // namespace oms::v0_1::detail::emulation
