#pragma once

#include <oms/client/impl/prepared_call.hpp>
#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/http/attempt.hpp>
#include <oms/http/circuit_breaker.hpp>
#include <oms/http/retry_policy.hpp>
#include <oms/net/clock.hpp>
#include <oms/net/transport.hpp>

#include <cstddef>

namespace oms { inline namespace v0_1 { namespace detail {

// What one exchange means, to each of those who have to know. Pure.

/// What the retry decision needs to know about an exchange. `time` is for a Retry-After that is a date.
OMS_DECL attempt_outcome outcome_of(const exchange_result& result, const clock& time, std::size_t json_depth,
                                    const retry_policy& policy);

/// What the circuit breaker learns from an attempt.
OMS_DECL attempt_ending ending_of(const attempt_outcome& outcome) noexcept;

/// The error of an attempt that is followed by another.
OMS_DECL error attempt_error(const prepared_call& call, const exchange_result& result, const attempt_outcome& outcome);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/exchange_outcome.ipp>
#endif
