#include "common/catch.hpp"
#include "common/property_count.hpp"

#include <oms/journal/record.hpp>
#include <oms/webhook/impl/guard_record.hpp>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

using oms::detail::guard_header;
using oms::detail::guard_kind;
using oms::detail::guard_record;
using oms::detail::guard_record_bytes;
using oms::detail::guard_scan;
using oms::detail::newest_of_each;
using oms::detail::scan_guard;

namespace {

/// A file, and where its records begin and end.
struct written {
    std::string bytes = guard_header(guard_kind::replay);
    std::vector<std::size_t> ends{bytes.size()};
    std::vector<std::string> keys;

    void add(const std::string& key, const std::string& value = {})
    {
        bytes += guard_record_bytes(guard_kind::replay, key, value);
        ends.push_back(bytes.size());
        keys.push_back(key);
    }
};

written several_records()
{
    written file;
    for (int i = 1; i <= 5; ++i)
        file.add("evt_" + std::to_string(i), std::string(static_cast<std::size_t>(i % 3), 'v'));
    return file;
}

std::vector<std::string> keys_of(const std::vector<guard_record>& records)
{
    std::vector<std::string> keys;
    for (const guard_record& each : records)
        keys.emplace_back(each.key);
    return keys;
}

} // namespace

TEST_CASE("A guard's records are read as they were written, whatever bytes and lengths their texts have")
{
    const std::vector<std::string> texts{"evt_1", "", std::string("\0\xF5ORP\xFF\n\0", 8), std::string(70'000, 'x'),
                                         guard_record_bytes(guard_kind::replay, "evt_2", "")};
    for (const guard_kind kind : {guard_kind::replay, guard_kind::order}) {
        std::string bytes = guard_header(kind);
        for (const std::string& key : texts)
            for (const std::string& value : texts)
                bytes += guard_record_bytes(kind, key, value);
        const guard_scan scan = scan_guard(kind, bytes);
        CHECK(scan.what == guard_scan::form::guard);
        CHECK(scan.damaged == 0);
        CHECK(scan.whole == bytes.size());
        REQUIRE(scan.records.size() == texts.size() * texts.size());
        for (std::size_t i = 0; i < scan.records.size(); ++i) {
            CHECK(scan.records[i].key == texts[i / texts.size()]);
            CHECK(scan.records[i].value == texts[i % texts.size()]);
        }
    }
}

TEST_CASE("A guard's file cut at any byte has all whole records, and nothing is damaged")
{
    const written file = several_records();
    for (std::size_t size = 0; size <= file.bytes.size(); ++size) {
        for (const std::size_t zeros : {std::size_t{0}, std::size_t{3}, std::size_t{4096}}) {
            CAPTURE(size, zeros);
            const std::string cut = file.bytes.substr(0, size) + std::string(zeros, '\0');
            const guard_scan scan = scan_guard(guard_kind::replay, cut);
            // A byte that was zero anyway is not missing.
            auto whole = std::upper_bound(file.ends.begin(), file.ends.end(), size) - file.ends.begin();
            if (whole == 0 && cut.starts_with(guard_header(guard_kind::replay)))
                whole = 1;
            REQUIRE(scan.damaged == 0);
            if (whole == 0) {
                REQUIRE(scan.what == guard_scan::form::empty);
                continue;
            }
            REQUIRE(scan.what == guard_scan::form::guard);
            REQUIRE(scan.records.size() == static_cast<std::size_t>(whole) - 1);
            REQUIRE(scan.whole == file.ends[static_cast<std::size_t>(whole) - 1]);
        }
    }
}

TEST_CASE("Any byte of a guard's file that changes costs its record alone, and that is counted")
{
    const written file = several_records();
    for (std::size_t at = 0; at < file.bytes.size(); ++at) {
        for (const int flip : {0x01, 0x80, 0xFF}) {
            CAPTURE(at, flip);
            std::string damaged = file.bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ flip);
            const guard_scan scan = scan_guard(guard_kind::replay, damaged);
            const auto record = std::upper_bound(file.ends.begin(), file.ends.end(), at) - file.ends.begin();
            std::vector<std::string> left = file.keys;
            if (record > 0)
                left.erase(left.begin() + record - 1);
            REQUIRE(scan.what == guard_scan::form::guard);
            REQUIRE(scan.whole == damaged.size());
            REQUIRE(scan.damaged == 1);
            REQUIRE(keys_of(scan.records) == left);
        }
    }
}

TEST_CASE("Damaged records of a guard in a row are counted one by one when their heads are right")
{
    written file = several_records();
    for (const std::size_t record : std::vector<std::size_t>{1, 2})
        file.bytes[file.ends[record] + 22] ^= 1;
    const guard_scan scan = scan_guard(guard_kind::replay, file.bytes);
    CHECK(scan.damaged == 2);
    CHECK(keys_of(scan.records) == std::vector<std::string>{"evt_1", "evt_4", "evt_5"});
}

TEST_CASE("A stretch of a guard's file that is overwritten or missing costs what stood there")
{
    const written file = several_records();
    std::string holed = file.bytes;
    holed.erase(file.ends[1] + 7, file.ends[3] - file.ends[1] - 9);
    CHECK(keys_of(scan_guard(guard_kind::replay, holed).records) ==
          std::vector<std::string>{"evt_1", "evt_4", "evt_5"});
    std::string zeroed = file.bytes;
    std::fill_n(zeroed.begin() + static_cast<std::ptrdiff_t>(file.ends[0]) + 3, 2 * (file.ends[1] - file.ends[0]),
                '\0');
    const guard_scan scan = scan_guard(guard_kind::replay, zeroed);
    CHECK(scan.damaged > 0);
    CHECK(keys_of(scan.records) == std::vector<std::string>{"evt_4", "evt_5"});
}

TEST_CASE("A guard's file is neither a journal nor the other guard's, and nothing else is a guard's file")
{
    using form = guard_scan::form;
    const std::string replay = several_records().bytes;
    const std::string order =
        guard_header(guard_kind::order) + guard_record_bytes(guard_kind::order, "txn_1", "version");
    CHECK(scan_guard(guard_kind::order, replay).what == form::foreign);
    CHECK(scan_guard(guard_kind::replay, order).what == form::foreign);
    CHECK(oms::detail::scan_journal(replay).what == oms::detail::journal_scan::form::foreign);
    CHECK(oms::detail::scan_journal(order).what == oms::detail::journal_scan::form::foreign);
    oms::journal_entry entry;
    entry.idempotency_key = "key-1";
    const std::string journal =
        oms::detail::journal_header() + oms::detail::entry_record(1, oms::detail::entry_content(entry));
    for (const guard_kind kind : {guard_kind::replay, guard_kind::order}) {
        CHECK(scan_guard(kind, journal).what == form::foreign);
        CHECK(scan_guard(kind, "id,handled\nevt_1,yes\n").what == form::foreign);
        CHECK(scan_guard(kind, std::string(5000, 'x')).what == form::foreign);
        CHECK(scan_guard(kind, "").what == form::empty);
        CHECK(scan_guard(kind, std::string(4096, '\0')).what == form::empty);
    }
    // Without its header, a file is still told apart by its records.
    CHECK(scan_guard(guard_kind::replay, "damaged header  " + replay.substr(16)).what == form::guard);
    CHECK(scan_guard(guard_kind::order, "damaged header  " + replay.substr(16)).what == form::foreign);
}

TEST_CASE("A guard's file of a later version is told apart from a damaged one")
{
    std::string header = "omsrply\n";
    oms::detail::put_guard_number(header, 2, 4);
    oms::detail::put_guard_number(header, oms::detail::guard_checksum(header), 4);
    CHECK(scan_guard(guard_kind::replay, header + "whatever that version writes").what == guard_scan::form::newer);
    CHECK(scan_guard(guard_kind::order, header).what == guard_scan::form::foreign);
    header[9] ^= 1;
    CHECK(scan_guard(guard_kind::replay, header).what == guard_scan::form::foreign);
}

TEST_CASE("Of each key the newest record counts, and of the keys the newest")
{
    written file;
    for (const char* key : {"a", "b", "c", "a", "d", "b", "a"})
        file.add(key, std::to_string(file.keys.size()));
    const guard_scan scan = scan_guard(guard_kind::replay, file.bytes);
    const auto newest = newest_of_each(scan.records, 3);
    CHECK(keys_of(newest) == std::vector<std::string>{"d", "b", "a"});
    CHECK(newest[1].value == "5");
    CHECK(newest[2].value == "6");
    CHECK(keys_of(newest_of_each(scan.records, 100)) == std::vector<std::string>{"c", "d", "b", "a"});
    CHECK(newest_of_each({}, 3).empty());
}

TEST_CASE("However a guard's file is mangled, no record is invented")
{
    const written file = several_records();
    for (int seed = 0; seed < test::property_count(20'000); ++seed) {
        CAPTURE(seed);
        std::mt19937 random(static_cast<unsigned>(seed));
        std::string bytes = file.bytes;
        for (auto times = random() % 4 + 1; times > 0; --times) {
            const std::size_t at = random() % bytes.size();
            const std::size_t size = random() % 60;
            switch (random() % 5) {
            case 0:
                bytes[at] = static_cast<char>(random());
                break;
            case 1:
                bytes.erase(at, size);
                break;
            case 2:
                bytes.insert(at, std::string(size, static_cast<char>(random() % 2 ? 0 : random())));
                break;
            case 3:
                bytes.insert(at, file.bytes.substr(random() % file.bytes.size(), size));
                break;
            default:
                bytes.resize(at + 1);
            }
            if (bytes.empty())
                bytes = "x";
        }
        const guard_scan scan = scan_guard(guard_kind::replay, bytes);
        REQUIRE(scan.whole <= bytes.size());
        for (const guard_record& each : scan.records)
            REQUIRE(std::count(file.keys.begin(), file.keys.end(), each.key) == 1);
    }
}
