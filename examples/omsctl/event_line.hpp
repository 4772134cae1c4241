#pragma once

#include <oms/model/event.hpp>

#include <string>
#include <string_view>

namespace omsctl {

/// `14:30:05  cashIn.completed  ci_...  completed  100.00 usd`
std::string event_line(const oms::event& event);

/// The same JSON without line ends: those stand between its parts only, never in a string.
std::string on_one_line(std::string_view json);

/// Up to the first line end.
std::string first_line(const std::string& text);

} // namespace omsctl
