#pragma once

#include "resource_state.hpp"

#include <oms/model/event.hpp>

// What is known of resources at OMS, and what follows for operations.
namespace payments {

/// Stores a state, unless a newer one is known. Holds the resource's row until the transaction ends. True: it was new.
bool learn(connection& on, const resource_state& seen);

/// Ends the operation of a resource that has ended, and books the money. Does nothing when that was done before, when
/// the resource has not ended, and when no operation is known to have made it (yet). A deposit that had ended because
/// its code ran out goes on, when its resource shows that there is more to come.
void settle(connection& on, const std::string& resource);

enum class reception { taken, repeated, superseded };

/// A verified delivery with its effect: one transaction. An id that was there before has none.
reception receive(connection& on, const oms::event& delivered);

} // namespace payments
