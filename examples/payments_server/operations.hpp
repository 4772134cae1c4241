#pragma once

#include "operation.hpp"
#include "resource_state.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <utility>
#include <vector>

// All that happens to the table `operations`. Each function is a transaction of its own, or one statement.
namespace payments {

/// What a customer asks for, ready to be stored: with the very bytes that will be sent first.
class new_operation {
public:
    new_operation() = default;

    std::string kind, reference, request, customer, wallet;
    std::string body; ///< of POST /quotes for a payout, of POST /cash-ins for a deposit
};

class acceptance {
public:
    acceptance() = default;

    operation found;
    bool fresh = false; ///< it was not there before
};

/// Stores it, or finds the one of that reference, whatever that asks for.
acceptance accept(connection& on, const new_operation& asked);

std::optional<operation> find(connection& on, const std::string& kind, const std::string& reference);

/// Takes rows that are due: nobody else gets them before the lease is over. What a dead process left is due by then. Up
/// to `at_most` that have a way to go, and up to `watched` that are only to be looked after.
std::vector<operation> claim(connection& on, int at_most, int watched, std::chrono::milliseconds lease);

// Steps of work. Each is done by whoever has the latest claim, and gives false when that is somebody else.

/// accepted -> quoted
bool store_quote(connection& on, const operation& row, const std::string& quote_id, const parameter& expires_at,
                 const std::string& execute_body);
/// quoted -> executing, unless the price has run out
bool begin(connection& on, const operation& row);
/// quoted or executing -> accepted, under new keys. Only when it is certain that nothing was and will be executed.
bool ask_again(connection& on, const operation& row, const std::string& from_state);
/// executing -> submitted, and further when the end is known already
bool submit(connection& on, const operation& row, const resource_state& became, std::chrono::milliseconds look_after);
/// -> failed. Only when it is certain that nothing happened.
bool fail(connection& on, const operation& row, const std::string& why);
/// Gives the row back.
bool postpone(connection& on, const operation& row, std::chrono::milliseconds until);
/// Gives back what is watched. The older it is, the later it is looked after again: after a tenth of its age, at least
/// after `at_least` and at most after an hour. A code that ran out is looked after for three days more.
bool look_again(connection& on, const operation& row, std::chrono::milliseconds at_least);
/// The same, with what a read has shown.
bool note(connection& on, const operation& row, const resource_state& seen, std::chrono::milliseconds at_least);

/// How many there are, by kind and state.
std::map<std::pair<std::string, std::string>, std::string> count(connection& on);

} // namespace payments
