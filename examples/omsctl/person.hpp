// The options that say who somebody is, for a new customer and for changes.
#pragma once

#include "arguments.hpp"

#include <oms/model/customer_update.hpp>
#include <oms/model/new_customer.hpp>

namespace omsctl {

/// Of `customers create`, or of `customers update`.
std::vector<option> person_options(bool is_new);

/// These throw usage_error.
oms::new_customer person_of(const arguments& given);
oms::customer_update changes_of(const arguments& given);

} // namespace omsctl
