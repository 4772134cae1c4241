#pragma once

// The head of nearly every response, read in one pass. It is plain when no reader could understand it in another way
// and nothing about it is special:
//
//   - it is there as a whole, begins with "HTTP/1.1 ", and is within its limit;
//   - its status is final and goes with a body;
//   - each field is a line "Name: value" that ends in CRLF, with no other blanks at the ends of the value;
//   - one Content-Length, of digits, within the limit of a body;
//   - Connection, if it is there, is "keep-alive" or "close"; no Transfer-Encoding, no Upgrade.
//
// Whatever is not plain, right or wrong, is `response_reader`'s affair.

#include <oms/config.hpp>
#include <oms/http/response.hpp>
#include <oms/net/response_limits.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

struct plain_head {
    std::size_t size = 0;     ///< its bytes; zero when it is not plain
    std::uint64_t length = 0; ///< of the body
    bool keep_alive = true;
};

/// Reads the head at the front of `arrived` into `into`, which is empty, and stays so when it is not plain.
OMS_DECL plain_head read_plain_head(std::string_view arrived, const response_limits& limits, http_response& into);

/// What is made ready for a body before it arrives: a Content-Length is only a promise.
inline constexpr std::uint64_t body_room_ahead = 64 * 1024;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/plain_head.ipp>
#endif
