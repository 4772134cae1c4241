#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/instant.hpp>

#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;

/// What a person does at the window:
///
///     POST /_sandbox/clock {"seconds":900}                       moves the clock forward, 31 days at most
///     POST /_sandbox/cash-ins/{id}/deposit {"amount":"100.00"}   hands over cash at the counter
///     POST /_sandbox/quotes/{id}/expire                          ends a quote that is open
///     POST /_sandbox/deliveries/fail-next                        the first attempt of the next delivery is not sent
///     POST /_sandbox/deliveries/{number}/redeliver               sends it now when it waits, and else once more
///
/// A request with a number of its own, `X-Oms-Press`, is carried out once, however often it comes. Throws a refusal.
OMS_DECL void act_in_window(emulator& state, std::string_view path, std::string_view body, instant at);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/window_actions.ipp>
#endif
