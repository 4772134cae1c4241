#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/cash_ins.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/deposit_addresses.hpp>
#include <oms/sandbox/impl/event_catalogue.hpp>
#include <oms/sandbox/impl/external_accounts.hpp>
#include <oms/sandbox/impl/instant.hpp>
#include <oms/sandbox/impl/transactions.hpp>
#include <oms/sandbox/impl/virtual_accounts.hpp>
#include <oms/sandbox/impl/wallets.hpp>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
class identifiers;

/// Resources for events that are triggered about nothing that exists. They belong to a customer of a world of their
/// own, so that no list and no ledger of the emulator shows them.
class event_samples {
public:
    event_samples(std::uint64_t seed, instant at);
    ~event_samples();

    /// The `data` of the event, about a new resource in the state that the event's name says.
    std::string data(const catalogued_event& what, bool later, identifiers& ids, instant at) const;

private:
    transaction_record transaction(const catalogued_event& what, identifiers& ids, instant at) const;
    cash_in_record cash_in(const catalogued_event& what, identifiers& ids, instant at) const;

    std::unique_ptr<emulator> world_;
    // What the new ones are copies of.
    customer_record customer_;
    wallet_record wallet_;
    external_account_record bank_;
    virtual_account_record virtual_account_;
    deposit_address_record deposit_address_;
    cash_in_record cash_in_;
    std::map<std::string, transaction_record, std::less<>> transactions_; ///< by type
};

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
