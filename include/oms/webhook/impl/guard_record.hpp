#pragma once

#include <oms/config.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

// The bytes of a guard's file: a file header, then records one after another. All numbers are u32 and little-endian,
// all checksums are CRC-32C.
//
//   file header   "omsrply\n" or "omsordr\n"  version  checksum of these
//   record        magic F5 'O' 'R' 'P' or F5 'O' 'O' 'R'  length  checksum of the content
//                 checksum of the record's head up to here
//                 then `length` bytes, the content: length of the key, the key, the value, and a last byte A5
//
// A head has a checksum of its own, so a length is believed or not used at all. A content ends with a byte that is not
// zero, so zeros in its place are a tear. The magic begins with a byte that UTF-8 never has, so no key looks like a
// record. What the newest record of a key says is what counts.

enum class guard_kind { replay, order };

inline constexpr std::size_t guard_header_size = 16;
inline constexpr std::size_t guard_head_size = 16;
/// Key and value together are not longer than that in one record.
inline constexpr std::size_t guard_content_limit = std::size_t{1} << 24;

/// One record that is right, where it stands.
class guard_record {
public:
    guard_record() = default;

    std::string_view key;
    std::string_view value;
    std::string_view whole; ///< all of its bytes
};

/// What the bytes of a guard's file hold.
class guard_scan {
public:
    enum class form {
        guard,
        empty,  ///< nothing, or the beginning of a file header: the crash came while the file was made
        newer,  ///< of a version that this library does not know
        foreign ///< neither this kind's file header nor a record of it: something else
    };

    guard_scan() = default;

    form what = form::guard;
    std::vector<guard_record> records;
    std::size_t damaged = 0; ///< how many stretches of bytes should be records and are not, the file header counted in
    /// Where the whole part ends; what follows is the torn rest of the last write.
    std::size_t whole = 0;
};

/// The bytes that a guard's file begins with.
OMS_DECL std::string guard_header(guard_kind kind);
/// Key and value are together at most `guard_content_limit` long.
OMS_DECL std::string guard_record_bytes(guard_kind kind, std::string_view key, std::string_view value);

/// The key of a record that `guard_record_bytes` made.
OMS_DECL std::string_view guard_key_of(std::string_view record);

/// Finds every record that is right, wherever damage is. The views in the result look into `bytes`.
OMS_DECL guard_scan scan_guard(guard_kind kind, std::string_view bytes);

/// The newest record of each key, of these keys the newest `capacity`; the oldest first.
OMS_DECL std::vector<guard_record> newest_of_each(const std::vector<guard_record>& records, std::size_t capacity);

OMS_DECL std::uint32_t guard_checksum(std::string_view bytes);
/// A number of a value or a head.
OMS_DECL void put_guard_number(std::string& into, std::uint64_t number, int bytes);
OMS_DECL std::uint64_t guard_number_at(std::string_view bytes, std::size_t at, int count);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/guard_record.ipp>
#endif
