#pragma once

#include <oms/config.hpp>
#include <oms/http/headers.hpp>
#include <oms/http/response.hpp>
#include <oms/sandbox/impl/dispatch.hpp>

#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;

/// Whether this is for the window: `/`, `/favicon.ico` and all under `/_sandbox/`.
OMS_DECL bool is_of_window(std::string_view target);

/// Answers a request that is for the window: the page's files, the state and the actions. It is no call of the API: it
/// is not recorded, uses no id and no fault up, and does not count as the request that finds endorsements evaluated.
OMS_DECL http_response serve_window(emulator& state, const incoming& request);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/window.ipp>
#endif
