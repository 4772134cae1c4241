#pragma once

#include <oms/core/json_depth.hpp>

#include <cstddef>
#include <cstdint>

namespace oms { inline namespace v0_1 {

/// How much of a response is accepted. What goes beyond ends the exchange and its connection.
class response_limits {
public:
    response_limits() noexcept {}

    /// Bytes of the status line and all header fields: `errc::head_too_large`.
    std::uint32_t head = 16 * 1024;

    /// Bytes of the body: `errc::body_too_large`.
    std::uint64_t body = 8 * 1024 * 1024;

    /// Interim (1xx) responses skipped before the final one; one more is `errc::protocol_error`.
    std::size_t interim = 8;

    /// Objects and arrays inside each other in a JSON body, 1 to 512: `errc::decode_failed`. The reader's affair, not
    /// the transport's.
    std::size_t json_depth = default_json_depth;
};

}} // namespace oms::v0_1
