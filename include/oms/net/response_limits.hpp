#pragma once

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
};

}} // namespace oms::v0_1
