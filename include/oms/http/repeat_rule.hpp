#pragma once

#include <oms/http/method.hpp>

namespace oms { inline namespace v0_1 {

/// What sending a request again may do, and so when it is allowed (contract section 1.6, "Retry").
enum class repeat_rule {
    freely,   ///< GET: a repeat has no effect of its own
    with_key, ///< POST with an Idempotency-Key: the service answers a repeat with the first answer
    deletion, ///< DELETE: a repeat finds nothing left; 404 after a lost answer means done
    unheard   ///< PATCH, POST without a key: after a failed connection, 429, 503 and a first 401 only
};

/// The rule of a method; `keyed` tells whether an Idempotency-Key is sent.
constexpr repeat_rule repeat_rule_of(http_method method, bool keyed) noexcept
{
    switch (method) {
    case http_method::get:
        return repeat_rule::freely;
    case http_method::del:
        return repeat_rule::deletion;
    case http_method::post:
    case http_method::put:
        return keyed ? repeat_rule::with_key : repeat_rule::unheard;
    case http_method::patch:
        break;
    }
    return repeat_rule::unheard;
}

}} // namespace oms::v0_1
