#pragma once

#include <oms/config.hpp>
#include <oms/core/delivery.hpp>
#include <oms/journal/journal.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

// The bytes of a journal: a file header, then records one after another. All numbers are little-endian, both checksums
// are CRC-32C.
//
//   file header   "omsjrnl\n"  version u32  checksum of these u32
//   record        magic F5 'O' 'J' 'R'  kind u8  delivery u8  status u16  length u32  number u64
//                 checksum of the content u32  checksum of the record's head up to here u32  "end\n"
//                 then `length` bytes: the content and a last byte A5; an outcome has neither
//
// A head has a checksum of its own, so a length is believed or not used at all. Heads and contents end with bytes that
// are not zero, so zeros in their place are a tear. The magic begins with a byte that UTF-8 never has, so no text in a
// content looks like a record.

inline constexpr std::size_t journal_header_size = 16;
inline constexpr std::size_t record_head_size = 32;
/// More than that is not written into one record.
inline constexpr std::size_t record_content_limit = std::size_t{1} << 30;

enum class record_kind : unsigned char { entry = 1, outcome = 2 };

/// One record that is right, where it stands.
class journal_record {
public:
    journal_record() = default;

    record_kind kind = record_kind::entry;
    std::uint64_t number = 0;
    oms::delivery delivery = oms::delivery::maybe_applied; ///< of an outcome
    int http_status = 0;                                   ///< of an outcome
    std::string_view content;                              ///< of an entry; in the bytes that were read
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// Bytes that should be records and are not.
class damaged_bytes {
public:
    damaged_bytes() = default;
    damaged_bytes(std::uint64_t from, std::uint64_t to, std::string_view why) : begin(from), end(to), reason(why) {}

    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    std::string_view reason; ///< a literal
};

/// What the bytes of a journal hold.
class journal_scan {
public:
    enum class form {
        journal,
        empty,  ///< nothing, or the beginning of a file header: the crash came while the file was made
        newer,  ///< of a version that this library does not know
        foreign ///< neither a file header nor a record: something else
    };

    journal_scan() = default;

    form what = form::journal;
    std::vector<journal_record> records;
    std::vector<damaged_bytes> damaged;
    /// Where the whole part ends; what follows is the torn rest of the last write.
    std::uint64_t whole = 0;
};

/// The 16 bytes that a journal begins with.
OMS_DECL std::string journal_header();
/// The record of an entry. `content` is what `entry_content` made, sealed or not, at most `record_content_limit`.
OMS_DECL std::string entry_record(std::uint64_t number, std::string_view content);
OMS_DECL std::string outcome_record(const journal_outcome& outcome);

/// All of an entry but its number.
OMS_DECL std::string entry_content(const journal_entry& entry);
/// Nothing when these bytes are not what `entry_content` makes.
OMS_DECL std::optional<journal_entry> read_entry(std::uint64_t number, std::string_view content);

/// Finds every record that is right, wherever damage is. The views in the result look into `bytes`.
OMS_DECL journal_scan scan_journal(std::string_view bytes);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/journal/impl/record.ipp>
#endif
