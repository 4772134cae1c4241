#pragma once

#include "common/world.hpp"
#include "payments_server/campaign.hpp"
#include "payments_server/load.hpp"

#include <connection.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace test {

/// How many rows there are: `from` is what stands behind `from` in a statement.
std::size_t count(payments::connection& on, const std::string& from);

/// What became of the latest attempt of each delivery, by its id.
std::map<std::uint64_t, oms::sandbox::delivery_record> latest_deliveries(const world& emulator);

/// What exists at OMS is what was asked for: each order's payout or deposit once, with its amount, wallet and address.
void judge_orders(report& into, world& emulator, payments::connection& on, const std::vector<order>& orders);

/// Every webhook had its effect once; and many operations were ended by nothing but a webhook.
void judge_webhooks(report& into, const world& emulator, payments::connection& on);

} // namespace test
