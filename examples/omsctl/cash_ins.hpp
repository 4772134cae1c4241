#pragma once

#include "session.hpp"

#include <oms/model/cash_in.hpp>

namespace omsctl {

/// Shows a cash-in that nothing more will happen to, and what to do when no money came. Gives the exit code.
int show_end(session& on, const oms::cash_in& now);

} // namespace omsctl
