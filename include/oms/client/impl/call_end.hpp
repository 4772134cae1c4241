#pragma once

#include <oms/client/impl/prepared_call.hpp>
#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/http/attempt.hpp>
#include <oms/net/transport.hpp>

#include <exception>
#include <optional>

namespace oms { inline namespace v0_1 { namespace detail {

/// The error of a call that ends between two attempts, or before the first. A cause of its own goes before the one of
/// the attempt before.
OMS_DECL error broken_off(const prepared_call& call, const error& why);

/// What a finished call ends with: nothing for a usable 2xx.
OMS_DECL std::optional<error> finish(prepared_call& call, const attempt_outcome& outcome, attempt_end reason);

/// Whether it was the closing of the client that ended the call.
OMS_DECL bool ended_by_closing(const prepared_call& call) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/call_end.ipp>
#endif
