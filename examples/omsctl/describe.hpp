// What is shown of each resource, in the contract's own names.
#pragma once

#include "facts.hpp"

#include <oms/fwd.hpp>
#include <oms/model/cash_in.hpp>
#include <oms/model/cash_location.hpp>
#include <oms/model/customer.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/transaction.hpp>
#include <oms/model/wallet.hpp>
#include <oms/model/webhook.hpp>

namespace omsctl {

facts describe(const oms::customer& one);
facts describe(const oms::endorsement& one);
facts describe(const oms::wallet& one);
facts describe(const oms::wallet_balance& one);
facts describe(const oms::customer_balance& one);
facts describe(const oms::any_quote& one);
facts describe(const oms::any_transaction& one);
facts describe(const oms::cash_in& one);
facts describe(const oms::cash_location& one);
facts describe(const oms::webhook& one);

/// `548 Market Street, San Francisco, CA 94104, US`, of what there is.
std::string one_line(const oms::postal_address& address);

} // namespace omsctl
