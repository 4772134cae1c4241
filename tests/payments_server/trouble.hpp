#pragma once

#include "common/world.hpp"
#include "payments_server/campaign.hpp"
#include "payments_server/fleet.hpp"
#include "payments_server/load.hpp"

#include <string>
#include <vector>

namespace test {

/// At least so many payouts and as many deposits are needed for each kind of trouble to find its victim.
inline constexpr int least_for_trouble = 20;

/// Answers get lost after the effect, services stumble, deliveries come twice and out of order, while so many payouts
/// and as many deposits pass.
void make_trouble(world& emulator, int of_each);

/// OMS does what these orders ask for, and its answers get lost; what comes when the same is sent again are refusals:
/// for payouts those of a gateway (HTML) and of OMS, for deposits those of a gateway. (A deposit that OMS refuses may
/// end: a code that nobody has seen moves nothing.) Nothing else may be under way. There are `refusals_after_loss` for
/// payouts and as many for deposits, and as many orders. `by_others`: all processes die in between.
void refuse_what_was_done(report& into, world& emulator, const std::string& database, fleet& processes,
                          const std::vector<order>& orders, bool by_others);
inline constexpr int refusals_after_loss = 4;

/// All of this struck: each kind of trouble, as the emulator remembers it.
void judge_trouble(report& into, const world& emulator);

} // namespace test
