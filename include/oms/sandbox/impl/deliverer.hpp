#pragma once

#include <oms/config.hpp>

#include <memory>

namespace oms { inline namespace v0_1 { namespace detail {

class server_state;

/// Starts the coroutine that sends what the rules say is due, until the server stops. Attempts run side by side, as
/// many as the rules give out.
OMS_DECL void start_delivering(std::shared_ptr<server_state> server);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/deliverer.ipp>
#endif
