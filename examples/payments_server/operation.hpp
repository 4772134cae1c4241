#pragma once

#include "connection.hpp"

#include <string>

namespace payments {

/// A row of `operations`, as far as work on it needs it.
///
///     payout   accepted -> quoted -> executing -> submitted -> completed | failed
///     deposit              executing -> submitted -> completed | failed
///
/// A deposit that failed because its code ran out is submitted again when OMS shows anything else of it: cash came.
///
/// Keys and bytes are in the row before they are sent. In `quoted` the execution is known not to have been sent; from
/// `executing` on it may have been.
class operation {
public:
    operation() = default;
    operation(const rows& from, std::size_t row);

    bool is_payout() const { return kind == "payout"; }
    /// There is nothing to do for it but to read at OMS now and then.
    bool is_watched() const { return state == "submitted" || state == "failed"; }

    std::string id, claims; ///< `claims` is the right to change the row
    std::string kind, reference, request, customer, wallet, state;
    std::string quote_key, quote_body, quote_id;
    std::string execute_key, execute_body;
    std::string resource, code, code_expires, outcome;
    std::string not_before; ///< of what its execution made at OMS, with a day for clocks that differ
    int quotes = 0;
    bool beyond_keys = false; ///< begun so long ago that OMS may have forgotten its key
};

} // namespace payments
