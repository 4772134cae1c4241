#pragma once

#include "connection.hpp"

#include <string>

namespace payments {

/// A row of `operations`, as far as work on it needs it.
///
///     payout   accepted -> quoted -> executing -> submitted -> completed | failed
///     deposit              executing -> submitted -> completed | failed
///
/// Keys and bytes are in the row before they are sent. In `quoted` the execution is known not to have been sent; from
/// `executing` on it may have been.
class operation {
public:
    operation() = default;
    operation(const rows& from, std::size_t row);

    bool is_payout() const { return kind == "payout"; }

    std::string id, claims; ///< `claims` is the right to change the row
    std::string kind, reference, request, customer, wallet, state;
    std::string quote_key, quote_body, quote_id;
    std::string execute_key, execute_body;
    std::string resource, code, outcome;
    int quotes = 0;
    bool beyond_keys = false; ///< begun so long ago that OMS may have forgotten its key
};

} // namespace payments
