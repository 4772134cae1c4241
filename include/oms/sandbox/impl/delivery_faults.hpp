#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/delivery_fault.hpp>

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// What the faults make of one delivery.
struct delivery_troubles {
    struct copy {
        std::chrono::milliseconds later{0};
        bool new_id = false;
    };
    std::vector<copy> copies;
    std::chrono::milliseconds delay{0};
    std::optional<std::chrono::milliseconds> held_back; ///< at most
    int failing_attempts = 0;
};

/// The delivery faults that are switched on, oldest first. Pure state.
class delivery_faults {
public:
    /// Throws `error{errc::invalid_argument}` for a fault that can never strike.
    void add(const sandbox::delivery_fault& what);
    void clear() { armed_.clear(); }

    /// How many deliveries in a row will fail, whatever their event is called.
    int failing_next() const;

    /// Called once for an event and a subscription. A reordering does not strike, and is not used up, when the
    /// subscription cannot hold the delivery back.
    delivery_troubles strike(std::string_view event_name, bool can_hold_back);

private:
    struct armed_fault {
        sandbox::delivery_fault what;
        int passes_left;
        int strikes_left; ///< negative: without end
        int row = 0;      ///< of `every`
    };

    static bool strikes(armed_fault& each);

    std::vector<armed_fault> armed_;
};

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/delivery_faults.ipp>
#endif
