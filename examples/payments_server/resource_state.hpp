#pragma once

#include "connection.hpp"

#include <oms/model/cash_in.hpp>
#include <oms/model/transaction.hpp>
#include <oms/webhook/resource_version.hpp>

#include <string>

namespace payments {

/// What OMS says about one of its resources, in an answer or an event.
class resource_state {
public:
    resource_state() = default;

    std::string status;
    bool final = false;           ///< nothing is expected to follow, and what it moved is known
    parameter amount;             ///< what arrived (cash-in) or left (transaction), where it is said
    parameter code, code_expires; ///< what the customer shows at the counter, of a cash-in
    oms::resource_version version;
};

resource_state state_of(const oms::any_transaction& transaction);
resource_state state_of(const oms::cash_in& cash_in);

} // namespace payments
