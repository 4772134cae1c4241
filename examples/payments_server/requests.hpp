#pragma once

#include "operations.hpp"

#include <stdexcept>
#include <string>
#include <string_view>

// What customers send to this server, and what becomes of it on the way to OMS.
namespace payments {

/// The body of a request is not what it must be. The text says what is wrong, and goes to whoever sent it.
class bad_request : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// 1 to 200 letters, digits, '-', '_' and '.', of which the first is a letter or a digit: what stands in a path as it
/// is.
bool is_reference(std::string_view text);

/// `{"reference", "customer", "wallet", "amount", "address"}`: usdc on polygon, from the wallet to the address.
new_operation read_payout(std::string_view body);

/// `{"reference", "customer", "wallet", "amount", "location": {"id", "reference"}}`: cash in dollars at a shop, that
/// arrives as usdc in the wallet.
new_operation read_deposit(std::string_view body);

/// The operation as its customer may see it.
std::string shown(const operation& row);

} // namespace payments
