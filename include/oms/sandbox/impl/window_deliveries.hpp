#pragma once

#include <oms/config.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
class json_writer;

/// The member `deliveries` of the window's state: each delivery once, with the attempts that ended and what follows;
/// those that have not ended before the others.
OMS_DECL void show_deliveries(json_writer& out, const emulator& state);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/window_deliveries.ipp>
#endif
