#pragma once

#include <oms/config.hpp>
#include <oms/core/json_depth.hpp>

#include <oms/model/server_error.hpp>

#include <cstddef>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// Reads the body of an answer that is an error (contract section 1.6); never fails.
///
/// Understood are the main shape, the same nested under `error`, `error` as plain text, `message` as text or a list
/// (joined with "; ") beside `statusCode`, and problem details (RFC 9457) with an `errors` list. A body that is no
/// JSON, or JSON nested deeper than `depth`, becomes the message, clipped to 2,048 bytes. A missing code and type
/// follow from the status, a missing request id is `header_request_id`.
OMS_DECL server_error read_error_body(int status, std::string_view body, std::string_view header_request_id,
                                      std::size_t depth = default_json_depth);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/error_body.ipp>
#endif
