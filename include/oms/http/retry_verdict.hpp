#pragma once

#include <oms/http/headers.hpp>

#include <functional>

namespace oms { inline namespace v0_1 {

/// What somebody who knows the service says about a complete answer: whether the same request may be sent again.
enum class retry_verdict {
    by_status, ///< nothing: the status decides (contract section 1.6)
    retry,     ///< it may, whatever the status of this error answer
    stop       ///< it must not
};

/// Reads the service's own verdict, from a header field like `Should-Retry` for instance. It is asked about error
/// answers (status 400 and above, 401 excepted). "retry" still needs a request that may be repeated without harm (a
/// key, or GET, DELETE), an attempt left, the budget and the deadline. May be called from several threads; must not
/// throw.
using retry_judge = std::function<retry_verdict(int status, const http_headers& fields)>;

}} // namespace oms::v0_1
