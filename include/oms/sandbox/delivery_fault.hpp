#pragma once

#include <chrono>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// Trouble on the way of an event to its receivers, while the events themselves are right: what "at least once,
/// best-effort order" (contract 12.5) means at its worst. Made by the named functions, narrowed by the setters,
/// switched on with `inject`:
///
///     sandbox.inject(delivery_fault::duplicate(2).on("transaction.*.completed").every(10).times(0));
///
/// It strikes when an event is queued for a subscription, each subscription for itself. Several that are switched on
/// strike independently of each other, so that one delivery may be late and come twice. Every time is a time of the
/// emulator's clock.
class delivery_fault {
public:
    enum class kind { duplicate, delay, reorder, fail };

    /// The delivery comes this many times more, each copy `apart` after the one before; without it they race. Copies
    /// are deliveries of their own: each has its attempts, its gaps and its signatures.
    static delivery_fault duplicate(int copies = 1, std::chrono::milliseconds apart = std::chrono::milliseconds{0})
    {
        delivery_fault fault(kind::duplicate);
        fault.copies_ = copies;
        fault.time_ = apart;
        return fault;
    }

    /// The first attempt comes this much later.
    static delivery_fault delay(std::chrono::milliseconds how_long)
    {
        delivery_fault fault(kind::delay);
        fault.time_ = how_long;
        return fault;
    }

    /// The delivery is held back until a later one for the same subscription has been attempted, at most for this
    /// long. One at a time is held back for a subscription; the next to strike is the one that overtakes it.
    static delivery_fault reorder(std::chrono::milliseconds at_most = std::chrono::seconds{5})
    {
        delivery_fault fault(kind::reorder);
        fault.time_ = at_most;
        return fault;
    }

    /// So many attempts, from the first on, are not sent: each is recorded with `delivery_failure::fault`, and what
    /// follows it is what follows any failure. Of copies that `duplicate` makes, all attempts are sent.
    static delivery_fault fail(int attempts = 1)
    {
        delivery_fault fault(kind::fail);
        fault.attempts_ = attempts;
        return fault;
    }

    /// Copies of `duplicate` get delivery ids of their own, as when the same change is announced twice: `eventId` and
    /// `sequence`, where the envelope has them, and `data` stay the same.
    delivery_fault& under_new_ids()
    {
        new_ids_ = true;
        return *this;
    }

    /// Only events of this name, or of a pattern as in a subscription: `*` stands for one segment. Compliance events
    /// are matched too.
    delivery_fault& on(std::string event_name)
    {
        event_name_ = std::move(event_name);
        return *this;
    }

    /// How many times it strikes; 1 when not said, 0 for every time until `clear_faults`.
    delivery_fault& times(int count)
    {
        times_ = count;
        return *this;
    }

    /// Lets this many matching deliveries pass first.
    delivery_fault& after(int count)
    {
        after_ = count;
        return *this;
    }

    /// Strikes one in this many matching deliveries, the last of each row; 1 when not said.
    delivery_fault& every(int count)
    {
        every_ = count;
        return *this;
    }

    kind what() const { return kind_; }
    int copies() const { return copies_; }
    int attempts() const { return attempts_; }
    std::chrono::milliseconds time() const { return time_; }
    bool gives_new_ids() const { return new_ids_; }
    const std::string& event_name() const { return event_name_; }
    int times() const { return times_; }
    int after() const { return after_; }
    int every() const { return every_; }

private:
    explicit delivery_fault(kind what) : kind_(what) {}

    kind kind_;
    int copies_ = 0;
    int attempts_ = 0;
    std::chrono::milliseconds time_{0};
    bool new_ids_ = false;
    std::string event_name_;
    int times_ = 1;
    int after_ = 0;
    int every_ = 1;
};

}}} // namespace oms::v0_1::sandbox
