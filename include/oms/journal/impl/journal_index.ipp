#pragma once

#include <oms/journal/impl/journal_writer.hpp>

#include <algorithm>
#include <exception>
#include <optional>

namespace oms { inline namespace v0_1 { namespace detail {

/// Reads the content of an entry, or says why that cannot be done.
OMS_DECL std::optional<journal_entry> open_entry(const journal_record& record, journal_seal* seal, std::string& reason)
{
    try {
        std::optional<journal_entry> entry;
        if (seal)
            entry = read_entry(record.number, seal->unseal(record.number, record.content));
        else
            entry = read_entry(record.number, record.content);
        if (!entry)
            reason = "the content is not that of an entry; is it sealed?";
        return entry;
    } catch (const std::exception& why) {
        reason = why.what();
    } catch (...) {
        reason = "the content could not be unsealed";
    }
    return std::nullopt;
}

OMS_DECL journal_contents journal_index::take(const journal_scan& scan, journal_seal* seal, bool drop_damaged)
{
    std::unordered_map<std::uint64_t, std::uint64_t> ended; // where the last outcome of a number stands
    for (const journal_record& record : scan.records) {
        if (record.kind == record_kind::outcome)
            ended[record.number] = record.begin;
    }
    const auto has_ended = [&](const journal_record& entry) {
        const auto last = ended.find(entry.number);
        return last != ended.end() && last->second > entry.begin;
    };
    journal_contents found;
    for (const damaged_bytes& damage : scan.damaged) {
        found.corrupted.emplace_back(damage.begin, std::string(damage.reason));
        // A damaged file header is not kept: the file gets a good one when it is written anew.
        const std::uint64_t from = std::max<std::uint64_t>(damage.begin, journal_header_size);
        if (!drop_damaged && from < damage.end)
            keep(from, damage.end);
    }
    for (const journal_record& record : scan.records) {
        if (record.kind == record_kind::outcome || has_ended(record))
            continue;
        std::string reason;
        if (std::optional<journal_entry> entry = open_entry(record, seal, reason)) {
            found.unfinished.push_back(std::move(*entry));
            began(record.number, record.begin, record.end);
        } else {
            found.corrupted.emplace_back(record.begin, std::move(reason));
            keep(record.begin, record.end);
        }
    }
    std::sort(found.corrupted.begin(), found.corrupted.end(),
              [](const corrupted_record& a, const corrupted_record& b) { return a.offset < b.offset; });
    return found;
}

OMS_DECL void journal_index::began(std::uint64_t number, std::uint64_t from, std::uint64_t to)
{
    const auto before = open_.find(number);
    if (before != open_.end()) // two of one number: neither is lost
        kept_.push_back(before->second);
    open_[number] = {from, to};
    needed_ += to - from;
}

OMS_DECL void journal_index::ended(std::uint64_t number)
{
    const auto found = open_.find(number);
    if (found == open_.end())
        return;
    needed_ -= found->second.to - found->second.from;
    open_.erase(found);
}

OMS_DECL void journal_index::keep(std::uint64_t from, std::uint64_t to)
{
    kept_.push_back({from, to});
    needed_ += to - from;
}

OMS_DECL std::string journal_index::compacted(std::string_view bytes, journal_index& moved) const
{
    struct piece {
        place where;
        std::optional<std::uint64_t> number;
    };
    std::vector<piece> pieces;
    for (const place& each : kept_)
        pieces.push_back({each, std::nullopt});
    for (const auto& [number, where] : open_)
        pieces.push_back({where, number});
    std::sort(pieces.begin(), pieces.end(), [](const piece& a, const piece& b) { return a.where.from < b.where.from; });

    std::string fresh = journal_header();
    for (const piece& each : pieces) {
        const std::uint64_t from = fresh.size();
        fresh += bytes.substr(each.where.from, each.where.to - each.where.from);
        if (each.number)
            moved.began(*each.number, from, fresh.size());
        else
            moved.keep(from, fresh.size());
    }
    return fresh;
}

}}} // namespace oms::v0_1::detail
