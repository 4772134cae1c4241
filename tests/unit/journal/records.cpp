#include "common/catch.hpp"
#include "common/property_count.hpp"

#include <oms/journal/record.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using oms::detail::entry_content;
using oms::detail::entry_record;
using oms::detail::journal_header;
using oms::detail::journal_scan;
using oms::detail::outcome_record;
using oms::detail::read_entry;
using oms::detail::record_kind;
using oms::detail::scan_journal;

namespace {

oms::journal_entry entry(std::uint64_t number)
{
    oms::journal_entry made;
    made.number = number;
    made.begun = std::chrono::system_clock::time_point(std::chrono::microseconds(1'781'500'000'000'001));
    made.origin = "https://oms.example/v0.9";
    made.method = "POST";
    made.target = "/transactions";
    made.path_template = "/transactions";
    made.idempotency_key = "key-" + std::to_string(number);
    made.body = R"({"quoteId":"qt_)" + std::to_string(number) + R"("})" + std::string(number % 7, ' ');
    return made;
}

oms::journal_outcome outcome(std::uint64_t number)
{
    oms::journal_outcome made;
    made.number = number;
    made.delivery = oms::delivery::refused;
    made.http_status = 422;
    return made;
}

/// A journal, and where its records begin and end.
struct written {
    std::string bytes = journal_header();
    std::vector<std::size_t> ends{bytes.size()};

    void add(const std::string& record)
    {
        bytes += record;
        ends.push_back(bytes.size());
    }
    std::string record(std::size_t i) const { return bytes.substr(ends[i], ends[i + 1] - ends[i]); }
};

written several_records()
{
    written journal;
    for (const std::uint64_t number : std::vector<std::uint64_t>{1, 2, 3})
        journal.add(entry_record(number, entry_content(entry(number))));
    journal.add(outcome_record(outcome(2)));
    journal.add(entry_record(4, entry_content(entry(4))));
    journal.add(outcome_record(outcome(1)));
    return journal;
}

/// Every record that was read is one that was written, each at most once.
void check_that_nothing_is_invented(const written& journal, std::string_view bytes, const journal_scan& scan)
{
    std::vector<std::string> rest;
    for (std::size_t i = 0; i + 1 < journal.ends.size(); ++i)
        rest.push_back(journal.record(i));
    for (const auto& record : scan.records) {
        const auto known =
            std::find(rest.begin(), rest.end(), std::string(bytes.substr(record.begin, record.end - record.begin)));
        REQUIRE(known != rest.end());
        rest.erase(known);
    }
}

} // namespace

TEST_CASE("A journal's records are read as they were written")
{
    const written journal = several_records();
    const journal_scan scan = scan_journal(journal.bytes);
    CHECK(scan.what == journal_scan::form::journal);
    CHECK(scan.damaged.empty());
    CHECK(scan.whole == journal.bytes.size());
    REQUIRE(scan.records.size() == 6);

    const auto first = read_entry(scan.records[0].number, scan.records[0].content);
    REQUIRE(first);
    const oms::journal_entry& found = *first;
    const oms::journal_entry wanted = entry(1);
    CHECK(found.number == wanted.number);
    CHECK(found.begun == wanted.begun);
    CHECK(found.origin == wanted.origin);
    CHECK(found.method == wanted.method);
    CHECK(found.target == wanted.target);
    CHECK(found.path_template == wanted.path_template);
    CHECK(found.idempotency_key == wanted.idempotency_key);
    CHECK(found.body == wanted.body);

    CHECK(scan.records[3].kind == record_kind::outcome);
    CHECK(scan.records[3].number == 2);
    CHECK(scan.records[3].delivery == oms::delivery::refused);
    CHECK(scan.records[3].http_status == 422);
}

TEST_CASE("An entry keeps every byte of its texts, and any time")
{
    oms::journal_entry odd = entry(7);
    odd.body = std::string("\0\xF5OJR\xFF\n", 7);
    odd.target.clear();
    odd.begun = std::chrono::system_clock::time_point(std::chrono::microseconds(-5));
    const auto read = read_entry(7, entry_content(odd));
    REQUIRE(read);
    const oms::journal_entry& found = *read;
    CHECK(found.body == odd.body);
    CHECK(found.target.empty());
    CHECK(found.begun == odd.begun);
}

TEST_CASE("The content of an entry that is cut or has something behind it is none")
{
    const std::string content = entry_content(entry(3));
    for (std::size_t size = 0; size < content.size(); ++size)
        CHECK_FALSE(read_entry(3, content.substr(0, size)).has_value());
    CHECK_FALSE(read_entry(3, content + "x").has_value());
}

TEST_CASE("A journal cut at any byte has all whole records, and reports nothing")
{
    const written journal = several_records();
    for (std::size_t size = 0; size <= journal.bytes.size(); ++size) {
        CAPTURE(size);
        const std::string cut = journal.bytes.substr(0, size);
        const journal_scan scan = scan_journal(cut);
        const auto whole = static_cast<std::size_t>(std::upper_bound(journal.ends.begin(), journal.ends.end(), size) -
                                                    journal.ends.begin());
        REQUIRE(scan.damaged.empty());
        if (whole == 0) {
            REQUIRE(scan.what == journal_scan::form::empty);
            continue;
        }
        REQUIRE(scan.what == journal_scan::form::journal);
        REQUIRE(scan.records.size() == whole - 1);
        REQUIRE(scan.whole == journal.ends[whole - 1]);
    }
}

TEST_CASE("A last record whose rest is zeros is as good as cut")
{
    const written journal = several_records();
    for (std::size_t size = journal.ends[4] + 1; size < journal.ends[5]; ++size) {
        CAPTURE(size);
        for (const std::size_t zeros : {journal.ends[5] - size, std::size_t{4096}}) {
            const journal_scan scan = scan_journal(journal.bytes.substr(0, size) + std::string(zeros, '\0'));
            REQUIRE(scan.damaged.empty());
            REQUIRE(scan.records.size() == 4);
            REQUIRE(scan.whole == journal.ends[4]);
        }
    }
    const journal_scan scan = scan_journal(journal.bytes + std::string(512, '\0'));
    CHECK(scan.damaged.empty());
    CHECK(scan.whole == journal.bytes.size());
}

TEST_CASE("Any byte that changes costs its record alone, and that is reported where it stands")
{
    const written journal = several_records();
    for (std::size_t at = 0; at < journal.bytes.size(); ++at) {
        for (const int flip : {0x01, 0x80, 0xFF}) {
            CAPTURE(at, flip);
            std::string damaged = journal.bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ flip);
            const journal_scan scan = scan_journal(damaged);
            REQUIRE(scan.what == journal_scan::form::journal);
            REQUIRE(scan.whole == damaged.size());
            check_that_nothing_is_invented(journal, damaged, scan);
            const auto record = std::upper_bound(journal.ends.begin(), journal.ends.end(), at) - journal.ends.begin();
            REQUIRE(scan.records.size() == (record == 0 ? 6 : 5));
            REQUIRE(scan.damaged.size() == 1);
            REQUIRE(scan.damaged.front().begin ==
                    (record == 0 ? 0 : journal.ends[static_cast<std::size_t>(record) - 1]));
            REQUIRE(scan.damaged.front().end == journal.ends[static_cast<std::size_t>(record)]);
        }
    }
}

TEST_CASE("Two damaged records in a row are reported one by one when their heads are right")
{
    written journal = several_records();
    for (const std::size_t record : std::vector<std::size_t>{0, 1})
        journal.bytes[journal.ends[record] + 40] ^= 1;
    const journal_scan scan = scan_journal(journal.bytes);
    REQUIRE(scan.damaged.size() == 2);
    CHECK(scan.damaged[1].begin == journal.ends[1]);
    CHECK(scan.records.size() == 4);
}

TEST_CASE("A piece that is missing from the middle does not pass for the end")
{
    const written journal = several_records();
    for (std::size_t from = journal.ends[1]; from < journal.ends[2]; ++from) {
        CAPTURE(from);
        std::string shorter = journal.bytes;
        shorter.erase(from, journal.ends[3] - 5 - from);
        const journal_scan scan = scan_journal(shorter);
        REQUIRE(scan.damaged.size() >= 1);
        REQUIRE(scan.records.size() == 4);
        REQUIRE(scan.whole == shorter.size());
    }
}

TEST_CASE("Random damage of a journal is never silent and never invents a record")
{
    const written journal = several_records();
    std::mt19937 random(20260615);
    const int cases = test::property_count(20'000);
    for (int i = 0; i < cases; ++i) {
        std::string damaged = journal.bytes;
        for (auto hits = random() % 8 + 1; hits > 0; --hits) {
            const std::size_t at = random() % damaged.size();
            const std::size_t length = std::min<std::size_t>(random() % 60, damaged.size() - at);
            switch (random() % 4) {
            case 0:
                damaged[at] = static_cast<char>(random());
                break;
            case 1:
                damaged.erase(at, length);
                break;
            case 2:
                damaged.insert(at, journal.bytes.substr(random() % journal.bytes.size(), length));
                break;
            default:
                std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(at), length, '\0');
            }
            if (damaged.empty())
                damaged = "x";
        }
        CAPTURE(i);
        const journal_scan scan = scan_journal(damaged);
        if (scan.what != journal_scan::form::journal) {
            REQUIRE(scan.records.empty());
            continue;
        }
        // A copied piece may be a whole record: then it is one that was written, too.
        for (const auto& record : scan.records) {
            const std::string bytes = damaged.substr(record.begin, record.end - record.begin);
            REQUIRE(journal.bytes.find(bytes) != std::string::npos);
        }
        // What lies between the records is reported, or is the torn end.
        std::size_t covered = oms::detail::journal_header_size;
        std::size_t damage = 0;
        for (const auto& record : scan.records) {
            while (damage < scan.damaged.size() && scan.damaged[damage].begin <= record.begin)
                covered = scan.damaged[damage++].end;
            REQUIRE(record.begin == covered);
            covered = record.end;
        }
        REQUIRE((damage == scan.damaged.size() ? covered : scan.damaged.back().end) == scan.whole);
    }
}

TEST_CASE("What is no journal is told from a damaged one")
{
    CHECK(scan_journal("").what == journal_scan::form::empty);
    CHECK(scan_journal(std::string(100, '\0')).what == journal_scan::form::empty);
    CHECK(scan_journal("root:x:0:0:root:/root:/bin/bash\n").what == journal_scan::form::foreign);
    CHECK(scan_journal("short").what == journal_scan::form::foreign);
    std::string random(5000, 'x');
    std::mt19937 source(1);
    for (char& each : random)
        each = static_cast<char>(source());
    CHECK(scan_journal(random).what == journal_scan::form::foreign);
}

TEST_CASE("A journal of a later version is told from a damaged one")
{
    // "omsjrnl\n", version 2, and the checksum of both as another program computes it.
    const std::string later("omsjrnl\n\x02\0\0\0\xE4\x9F\x68\x76", 16);
    CHECK(scan_journal(later).what == journal_scan::form::newer);
}
