#pragma once

#include <oms/client/impl/calls_in_flight.hpp>
#include <oms/client/token_state.hpp>
#include <oms/http/attempt.hpp>
#include <oms/http/circuit_breaker.hpp>
#include <oms/net/exchange_limits.hpp>

#include <exception>

namespace oms { inline namespace v0_1 { namespace detail {

/// How far a call has come, while it runs: what it keeps from attempt to attempt.
class call_run {
public:
    explicit call_run(const attempt& to_come) noexcept : attempts(to_come) {}

    enum class stage : unsigned char {
        prepared,  ///< nothing is done yet
        open,      ///< it is among the calls in flight
        exchanged, ///< an exchange has ended, and nobody has looked at it
        planned,   ///< `plan` is what comes next
        closed     ///< it has ended
    };

    stage at = stage::prepared;
    bool throws = true; ///< the caller's flag "throw if cancelled", to be put back
    calls_in_flight::entry entered;
    attempt attempts;
    exchange_limits limits;
    attempt_plan plan;
    circuit_breaker::permit permit;
    grant_ptr token;           ///< of the attempt under way
    std::exception_ptr thrown; ///< ended the call, and is none of ours
};

}}} // namespace oms::v0_1::detail
