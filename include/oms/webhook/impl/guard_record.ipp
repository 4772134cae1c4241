#pragma once

#include <oms/webhook/impl/guard_record.hpp>

#include <boost/crc.hpp>

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

inline constexpr std::uint64_t guard_version = 1;
inline constexpr char guard_content_end = '\xA5';

OMS_DECL std::string_view guard_file_magic(guard_kind kind)
{
    return kind == guard_kind::replay ? "omsrply\n" : "omsordr\n";
}

OMS_DECL std::string_view guard_record_magic(guard_kind kind)
{
    return kind == guard_kind::replay ? "\xF5ORP" : "\xF5OOR";
}

OMS_DECL std::uint32_t guard_checksum(std::string_view bytes)
{
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> sum;
    sum.process_bytes(bytes.data(), bytes.size());
    return sum.checksum();
}

OMS_DECL void put_guard_number(std::string& into, std::uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        into += static_cast<char>(static_cast<unsigned char>(number >> (8 * i)));
}

OMS_DECL std::uint64_t guard_number_at(std::string_view bytes, std::size_t at, int count)
{
    std::uint64_t number = 0;
    for (int i = count; i-- > 0;)
        number = number << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return number;
}

OMS_DECL std::string guard_header(guard_kind kind)
{
    std::string header(guard_file_magic(kind));
    put_guard_number(header, guard_version, 4);
    put_guard_number(header, guard_checksum(header), 4);
    return header;
}

OMS_DECL std::string guard_record_bytes(guard_kind kind, std::string_view key, std::string_view value)
{
    std::string content;
    put_guard_number(content, key.size(), 4);
    content.append(key).append(value) += guard_content_end;

    std::string record(guard_record_magic(kind));
    put_guard_number(record, content.size(), 4);
    put_guard_number(record, guard_checksum(content), 4);
    put_guard_number(record, guard_checksum(record), 4);
    return record += content;
}

OMS_DECL std::string_view guard_key_of(std::string_view record)
{
    return record.substr(guard_head_size + 4, guard_number_at(record, guard_head_size, 4));
}

/// Walks through the bytes of a guard's file.
class guard_reader {
public:
    guard_reader(guard_kind kind, std::string_view bytes)
        : kind_(kind), magic_(guard_record_magic(kind)), bytes_(bytes),
          written_(bytes.find_last_not_of('\0') + 1) // npos + 1 is 0
    {
    }

    guard_scan run()
    {
        std::size_t at = read_file_header();
        scan_.whole = at;
        while (scan_.what == guard_scan::form::guard && at < bytes_.size())
            at = read_record(at);
        // Damage alone is no guard's file: it would be appended to, or cut.
        if (headless_ && scan_.records.empty() && scan_.what == guard_scan::form::guard)
            scan_.what = guard_scan::form::foreign;
        return std::move(scan_);
    }

private:
    std::size_t read_file_header()
    {
        const std::string header = guard_header(kind_);
        const std::string_view right = header;
        if (bytes_.starts_with(right))
            return right.size();
        if (written_ < right.size() && right.starts_with(bytes_.substr(0, written_))) {
            scan_.what = guard_scan::form::empty;
            return 0;
        }
        if (bytes_.size() >= right.size() && bytes_.starts_with(guard_file_magic(kind_)) &&
            guard_checksum(bytes_.substr(0, 12)) == guard_number_at(bytes_, 12, 4)) {
            scan_.what = guard_scan::form::newer;
            return 0;
        }
        headless_ = true;
        const std::size_t next = next_record(0);
        damaged(next);
        return next;
    }

    std::size_t read_record(std::size_t at)
    {
        const bool headed = is_head(at);
        if (headed && is_content(at, end_of(at))) {
            take(at, end_of(at));
            return end_of(at);
        }
        const std::size_t end = headed ? end_of(at) : at + guard_head_size;
        std::size_t next = next_record(at + 1);
        if (next == bytes_.size() && written_ < end && (headed || begins_like_a_record(at)))
            return next; // torn
        // Several damaged records in a row are counted one by one.
        if (headed && end < next && is_head(end))
            next = end;
        damaged(next);
        return next;
    }

    std::size_t end_of(std::size_t at) const { return at + guard_head_size + guard_number_at(bytes_, at + 4, 4); }

    bool begins_like_a_record(std::size_t at) const
    {
        const std::size_t seen = std::min(magic_.size(), std::max(written_, at) - at);
        return magic_.starts_with(bytes_.substr(at, seen));
    }

    bool is_head(std::size_t at) const
    {
        return bytes_.size() - at >= guard_head_size && bytes_.substr(at).starts_with(magic_) &&
               guard_number_at(bytes_, at + 12, 4) == guard_checksum(bytes_.substr(at, 12));
    }

    bool is_content(std::size_t at, std::size_t end) const
    {
        const std::size_t from = at + guard_head_size;
        if (end > bytes_.size() || end < from + 5)
            return false;
        const std::string_view content = bytes_.substr(from, end - from);
        return guard_number_at(bytes_, at + 8, 4) == guard_checksum(content) &&
               guard_number_at(content, 0, 4) <= content.size() - 5;
    }

    /// The first record that is right at or after `at`; the end of the bytes when there is none.
    std::size_t next_record(std::size_t at) const
    {
        while (at < bytes_.size()) {
            at = std::min(bytes_.find(magic_, at), bytes_.size());
            if (at < bytes_.size() && is_head(at) && is_content(at, end_of(at)))
                return at;
            ++at;
        }
        return bytes_.size();
    }

    void take(std::size_t at, std::size_t end)
    {
        guard_record record;
        record.whole = bytes_.substr(at, end - at);
        const std::string_view content = record.whole.substr(guard_head_size);
        const std::size_t key_size = guard_number_at(content, 0, 4);
        record.key = content.substr(4, key_size);
        record.value = content.substr(4 + key_size, content.size() - key_size - 5);
        scan_.records.push_back(record);
        scan_.whole = end;
    }

    void damaged(std::size_t end)
    {
        ++scan_.damaged;
        scan_.whole = end;
    }

    guard_kind kind_;
    std::string_view magic_;
    std::string_view bytes_;
    std::size_t written_; ///< where the zeros begin that the bytes end with, if they do
    bool headless_ = false;
    guard_scan scan_;
};

OMS_DECL guard_scan scan_guard(guard_kind kind, std::string_view bytes)
{
    return guard_reader(kind, bytes).run();
}

OMS_DECL std::vector<guard_record> newest_of_each(const std::vector<guard_record>& records, std::size_t capacity)
{
    std::unordered_set<std::string_view> seen;
    std::vector<guard_record> newest;
    for (auto record = records.rbegin(); record != records.rend() && newest.size() < capacity; ++record)
        if (seen.insert(record->key).second)
            newest.push_back(*record);
    std::reverse(newest.begin(), newest.end());
    return newest;
}

}}} // namespace oms::v0_1::detail
