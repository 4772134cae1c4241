#pragma once

#include <oms/client/cash_ins.hpp>
#include <oms/client/cash_locations.hpp>
#include <oms/client/client_core.hpp>
#include <oms/client/customers.hpp>
#include <oms/client/flows.hpp>
#include <oms/client/quotes.hpp>
#include <oms/client/raw.hpp>
#include <oms/client/simulate.hpp>
#include <oms/client/transactions.hpp>
#include <oms/client/wallets.hpp>
#include <oms/client/webhooks.hpp>

#include <cassert>
#include <chrono>
#include <memory>
#include <utility>

namespace oms { inline namespace v0_1 {

struct client_metrics;
class close_report;
class early_access;
class recovery_report;

/// The OMS Payments API as one program sees it: `oms::make_client` makes it, door 2 of this library.
///
/// A cheap handle: copies are the same client, with one pool of connections and one access token. It may be copied,
/// used and destroyed in any thread, also while calls are in flight: calls, handles and pagers keep what they need. A
/// call may be awaited on any executor and resumes there. A moved-from client can only be assigned to or destroyed.
class client {
public:
    /// A client over a core of your own, for tests; `core` must not be null.
    explicit client(std::shared_ptr<client_core> core) noexcept : core_(std::move(core))
    {
        assert(core_ && "a client needs a core");
    }

    /// Whom you move money for (contract section 4).
    oms::customers customers() const { return oms::customers(core_); }
    /// Their custodial wallets (section 5).
    oms::wallets wallets() const { return oms::wallets(core_); }
    /// Prices of movements, held for a while.
    oms::quotes quotes() const { return oms::quotes(core_); }
    /// Movements of money: executing quotes, following them to their end.
    oms::transactions transactions() const { return oms::transactions(core_); }
    /// Deposits of cash at a counter, by a code.
    oms::cash_ins cash_ins() const { return oms::cash_ins(core_); }
    /// Where those counters are.
    oms::cash_locations cash_locations() const { return oms::cash_locations(core_); }
    /// Subscriptions to events (section 11).
    oms::webhooks webhooks() const { return oms::webhooks(core_); }
    /// What only the sandbox has: money that comes in as if somebody had brought it.
    oms::simulate simulate() const { return oms::simulate(core_); }

    /// What the contract documents but the service does not offer to everybody yet. Needs
    /// <oms/client/early_access.hpp>.
    oms::early_access early_access() const;
    /// Operations of several steps: quote, approve, execute.
    oms::flows flows() const { return oms::flows(core_); }
    /// Any method and path, for what this version has no function for.
    oms::raw raw() const { return oms::raw(core_); }

    /// Tells the waits of this client what a webhook brought: those for the event's transaction, cash-in or customer
    /// look at once. Give it events that were verified; one that nothing waits for, an old one or a repeated one does
    /// no harm. From any thread, but not while the context that such a wait runs in is destroyed; throws nothing but
    /// std::bad_alloc.
    void notify(const event& verified) const { core_->notify(verified); }

    /// Settles what a crash left in the journal (`client_config::journal`) without an outcome, and tells what became of
    /// each operation. Needs <oms/client/recovery_report.hpp>, where it is described. A client without a journal has
    /// nothing to recover.
    boost::asio::awaitable<recovery_report> recover(call_options options = {}) const;

    /// What this client holds now and has done so far, in numbers. Needs <oms/client/client_metrics.hpp>.
    client_metrics metrics() const;

    /// Ends this client and all its copies in good order: new calls are refused, those in flight may go on for
    /// `at_most`, then it is `close()`. Tells which calls did not end by themselves. Needs
    /// <oms/client/close_report.hpp>, where it is described.
    boost::asio::awaitable<close_report> close(std::chrono::milliseconds at_most) const;

    /// Ends this client and all its copies: closes the connections, ends calls in flight with errc::client_closed and
    /// their own delivery, and refuses later calls with errc::client_closed, not sent. Not needed before destruction.
    void close() const noexcept { core_->close(); }

private:
    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
