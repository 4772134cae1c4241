#pragma once

#include <oms/journal/record.hpp>

#include <boost/crc.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail {

inline constexpr std::string_view journal_magic = "omsjrnl\n";
inline constexpr std::uint32_t journal_version = 1;
inline constexpr std::string_view record_magic = "\xF5OJR";
inline constexpr std::string_view head_end = "end\n";
inline constexpr char content_end = '\xA5';

OMS_DECL std::uint32_t crc32c(std::string_view bytes)
{
    boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> sum;
    sum.process_bytes(bytes.data(), bytes.size());
    return sum.checksum();
}

OMS_DECL void put_number(std::string& into, std::uint64_t value, int bytes)
{
    for (int i = 0; i < bytes; ++i)
        into += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

OMS_DECL std::uint64_t number_at(std::string_view bytes, std::size_t at, int count)
{
    std::uint64_t value = 0;
    for (int i = count; i-- > 0;)
        value = value << 8 | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
    return value;
}

OMS_DECL std::string journal_header()
{
    std::string header(journal_magic);
    put_number(header, journal_version, 4);
    put_number(header, crc32c(header), 4);
    return header;
}

OMS_DECL std::string record_head(record_kind kind, std::uint64_t number, oms::delivery delivery, int http_status,
                                 std::string_view stored)
{
    std::string head(record_magic);
    put_number(head, static_cast<unsigned char>(kind), 1);
    put_number(head, static_cast<std::uint64_t>(delivery), 1);
    put_number(head, static_cast<std::uint64_t>(http_status), 2);
    put_number(head, stored.size(), 4);
    put_number(head, number, 8);
    put_number(head, crc32c(stored), 4);
    put_number(head, crc32c(head), 4);
    return head.append(head_end);
}

OMS_DECL std::string entry_record(std::uint64_t number, std::string_view content)
{
    const std::string stored = std::string(content) + content_end;
    return record_head(record_kind::entry, number, {}, 0, stored) + stored;
}

OMS_DECL std::string outcome_record(const journal_outcome& outcome)
{
    return record_head(record_kind::outcome, outcome.number, outcome.delivery, outcome.http_status, {});
}

OMS_DECL std::string entry_content(const journal_entry& entry)
{
    using std::chrono::nanoseconds;
    const auto begun = std::chrono::duration_cast<nanoseconds>(entry.begun.time_since_epoch()).count();
    std::string content;
    put_number(content, static_cast<std::uint64_t>(begun), 8);
    for (const std::string* text :
         {&entry.origin, &entry.method, &entry.target, &entry.path_template, &entry.idempotency_key, &entry.body}) {
        put_number(content, text->size(), 4);
        content += *text;
    }
    return content;
}

OMS_DECL std::optional<journal_entry> read_entry(std::uint64_t number, std::string_view content)
{
    if (content.size() < 8)
        return std::nullopt;
    journal_entry entry;
    entry.number = number;
    const std::chrono::nanoseconds begun(static_cast<std::int64_t>(number_at(content, 0, 8)));
    entry.begun += std::chrono::duration_cast<std::chrono::system_clock::duration>(begun);
    content.remove_prefix(8);
    for (std::string* text :
         {&entry.origin, &entry.method, &entry.target, &entry.path_template, &entry.idempotency_key, &entry.body}) {
        if (content.size() < 4 || number_at(content, 0, 4) > content.size() - 4)
            return std::nullopt;
        *text = content.substr(4, number_at(content, 0, 4));
        content.remove_prefix(4 + text->size());
    }
    if (!content.empty())
        return std::nullopt;
    return entry;
}

/// Walks through the bytes of a journal.
class journal_reader {
public:
    explicit journal_reader(std::string_view bytes)
        : bytes_(bytes), written_(bytes.find_last_not_of('\0') + 1) // npos + 1 is 0
    {
    }

    journal_scan run()
    {
        std::size_t at = read_file_header();
        scan_.whole = at;
        while (scan_.what == journal_scan::form::journal && at < bytes_.size())
            at = read_record(at);
        // Damage alone is no journal: it would be appended to, or cut.
        if (headless_ && scan_.records.empty())
            scan_.what = journal_scan::form::foreign;
        return std::move(scan_);
    }

private:
    std::size_t read_file_header()
    {
        const std::string right = journal_header();
        const std::string_view begins = bytes_.substr(0, std::min(bytes_.size(), right.size()));
        if (begins == right)
            return right.size();
        if (written_ < right.size() && std::string_view(right).substr(0, written_) == bytes_.substr(0, written_)) {
            scan_.what = journal_scan::form::empty;
            return 0;
        }
        if (begins.size() == right.size() && begins.substr(0, journal_magic.size()) == journal_magic &&
            crc32c(begins.substr(0, 12)) == number_at(begins, 12, 4)) {
            scan_.what = journal_scan::form::newer;
            return 0;
        }
        headless_ = true;
        const std::size_t next = next_record(0);
        damaged(0, next, "the header of the file is damaged");
        return next;
    }

    std::size_t read_record(std::size_t at)
    {
        if (!is_head(at))
            return after_damaged_head(at);
        const std::size_t end = at + record_head_size + number_at(bytes_, at + 8, 4);
        if (end > bytes_.size() || !is_content(at, end))
            return after_damaged_content(at, end);
        take(at, end);
        return end;
    }

    bool is_head(std::size_t at) const
    {
        if (bytes_.size() - at < record_head_size || bytes_.substr(at, record_magic.size()) != record_magic)
            return false;
        return number_at(bytes_, at + 24, 4) == crc32c(bytes_.substr(at, 24)) &&
               bytes_.substr(at + 28, head_end.size()) == head_end;
    }

    bool is_content(std::size_t at, std::size_t end) const
    {
        const std::string_view stored = bytes_.substr(at + record_head_size, end - at - record_head_size);
        return number_at(bytes_, at + 20, 4) == crc32c(stored);
    }

    bool is_record(std::size_t at) const
    {
        if (!is_head(at))
            return false;
        const std::size_t end = at + record_head_size + number_at(bytes_, at + 8, 4);
        return end <= bytes_.size() && is_content(at, end);
    }

    /// The first record that is right at or after `at`; the end of the bytes when there is none.
    std::size_t next_record(std::size_t at) const
    {
        while (at < bytes_.size()) {
            at = std::min(bytes_.find(record_magic, at), bytes_.size());
            if (at < bytes_.size() && is_record(at))
                return at;
            ++at;
        }
        return bytes_.size();
    }

    std::size_t after_damaged_head(std::size_t at)
    {
        const std::size_t next = next_record(at + 1);
        const std::size_t seen = std::min(at + record_magic.size(), written_);
        const bool torn = next == bytes_.size() && written_ < at + record_head_size &&
                          (written_ <= at || bytes_.substr(at, seen - at) == record_magic.substr(0, seen - at));
        if (torn)
            return bytes_.size();
        damaged(at, next, "the head of a record is damaged");
        return next;
    }

    std::size_t after_damaged_content(std::size_t at, std::size_t end)
    {
        std::size_t next = next_record(at + record_head_size);
        const bool torn = next == bytes_.size() && written_ < end;
        if (torn)
            return bytes_.size();
        // Several damaged records in a row are told one by one.
        if (end < next && is_head(end))
            next = end;
        damaged(at, next, "the content of a record is damaged");
        return next;
    }

    void take(std::size_t at, std::size_t end)
    {
        journal_record record;
        record.kind = static_cast<record_kind>(bytes_[at + 4]);
        record.number = number_at(bytes_, at + 12, 8);
        record.delivery = static_cast<oms::delivery>(bytes_[at + 5]);
        record.http_status = static_cast<int>(number_at(bytes_, at + 6, 2));
        record.content = bytes_.substr(at + record_head_size, end - at - record_head_size);
        record.begin = at;
        record.end = end;
        const bool entry = record.kind == record_kind::entry && !record.content.empty();
        const bool outcome =
            record.kind == record_kind::outcome && record.content.empty() && record.delivery <= oms::delivery::applied;
        if (!entry && !outcome)
            return damaged(at, end, "a record is of an unknown kind");
        if (entry)
            record.content.remove_suffix(1);
        scan_.records.push_back(record);
        scan_.whole = end;
    }

    void damaged(std::size_t from, std::size_t to, std::string_view why)
    {
        scan_.damaged.emplace_back(from, to, why);
        scan_.whole = to;
    }

    std::string_view bytes_;
    std::size_t written_; ///< where the zeros begin that the bytes end with, if they do
    bool headless_ = false;
    journal_scan scan_;
};

OMS_DECL journal_scan scan_journal(std::string_view bytes)
{
    return journal_reader(bytes).run();
}

}}} // namespace oms::v0_1::detail
