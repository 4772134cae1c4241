#pragma once

#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/core/json_depth.hpp>
#include <oms/http/response.hpp>
#include <oms/net/transport.hpp>

#include <chrono>
#include <cstddef>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// The error code of a complete response that is not 2xx (contract section 1.6). `in_progress` tells the two 409 apart.
OMS_DECL errc errc_of_status(int status, bool in_progress) noexcept;

/// The error of a complete response that is not 2xx: code, status, what its body says, request id, raw body. For a
/// redirect to an absolute Location the cause text holds scheme, host and port of it.
OMS_DECL error::builder answer_error(const http_response& response, std::size_t json_depth = default_json_depth);

/// The error of an exchange that gave no complete response.
OMS_DECL error::builder exchange_error(const exchange_result& result);

/// A pooled connection that the server had closed before anything was written.
OMS_DECL bool is_stale_connection(const exchange_result& result) noexcept;

/// A host name that does not exist, a status of a proxy other than 502, 503, 504: trying again soon does not help.
OMS_DECL bool is_permanent_failure(const exchange_result& result) noexcept;

/// X-Request-Id, or one of its other spellings (contract section 1.3); empty when there is none.
OMS_DECL std::string_view request_id_of(const http_response& response) noexcept;

/// Whether the body may be read as JSON: a JSON content type or none at all, and no content encoding.
OMS_DECL bool is_json_answer(const http_response& response) noexcept;

/// When the server says that it answered: its Date field, else `now`.
OMS_DECL std::chrono::sys_seconds time_of_answer(const http_response& response,
                                                 std::chrono::system_clock::time_point now);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/answer_error.ipp>
#endif
