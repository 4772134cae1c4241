#pragma once

#include "common/world.hpp"
#include "payments_server/campaign.hpp"
#include "payments_server/load.hpp"

#include <string>
#include <vector>

namespace test {

/// Waits until nothing is under way any more, and holds the tables against what really happened at the emulator: each
/// of the people began with this much and was touched by the fleet alone, which these orders were given to. The last of
/// the people had nothing.
void judge(report& into, world& emulator, const std::string& database, const std::vector<person>& people,
           const std::string& wealth, const std::vector<order>& orders);

} // namespace test
