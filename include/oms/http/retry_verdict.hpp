#pragma once

#include <oms/config.hpp>
#include <oms/core/safe_callback.hpp>
#include <oms/http/headers.hpp>
#include <oms/http/retry_policy.hpp>

#include <functional>
#include <memory>
#include <utility>

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
///
/// \code
/// const oms::retry_judge reads_should_retry = [](int, const oms::http_headers& fields) { ... };
/// config.retry.judge(reads_should_retry);
/// \endcode
using retry_judge = std::function<retry_verdict(int status, const http_headers& fields)>;

namespace detail {

/// A judge as policies keep it, so that files which only use a policy need not know what one is.
class held_judge {
public:
    explicit held_judge(retry_judge reads) : ask(std::move(reads)) {}
    const retry_judge ask;
};

} // namespace detail

template <class Judge>
retry_policy& retry_policy::judge(Judge&& reads) &
{
    static_assert(detail::safe_callback<Judge>,
                  "name the lambda before the call: GCC 12 destroys its captures twice when it is written inside a "
                  "co_await expression");
    retry_judge made(std::forward<Judge>(reads));
    judge_ = made ? std::make_shared<const detail::held_judge>(std::move(made)) : nullptr;
    return *this;
}

template <class Judge>
retry_policy&& retry_policy::judge(Judge&& reads) &&
{
    return static_cast<retry_policy&&>(judge(std::forward<Judge>(reads)));
}

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/http/impl/retry_verdict.ipp>
#endif
