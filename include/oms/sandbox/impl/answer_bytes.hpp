#pragma once

#include <oms/config.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/http/response.hpp>

#include <cstddef>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// An answer as it goes over the wire.
struct answer_bytes {
    std::string text;
    std::size_t head_size = 0;
};

/// Adds what every answer carries: length, date (RFC 9110, section 6.6.1) and whether the connection stays.
OMS_DECL answer_bytes write_answer(const http_response& response, const timestamp& now, bool keep_alive);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/answer_bytes.ipp>
#endif
