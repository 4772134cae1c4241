#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/fault.hpp>
#include <oms/sandbox/impl/access.hpp>
#include <oms/sandbox/impl/cash_ins.hpp>
#include <oms/sandbox/impl/cash_locations.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/delivery_faults.hpp>
#include <oms/sandbox/impl/deposit_addresses.hpp>
#include <oms/sandbox/impl/external_accounts.hpp>
#include <oms/sandbox/impl/idempotency_store.hpp>
#include <oms/sandbox/impl/identifiers.hpp>
#include <oms/sandbox/impl/instant.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/ledger.hpp>
#include <oms/sandbox/impl/outbox.hpp>
#include <oms/sandbox/impl/quotes.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/simulations.hpp>
#include <oms/sandbox/impl/store.hpp>
#include <oms/sandbox/impl/transactions.hpp>
#include <oms/sandbox/impl/virtual_accounts.hpp>
#include <oms/sandbox/impl/wallets.hpp>
#include <oms/sandbox/impl/webhooks.hpp>
#include <oms/sandbox/oracle.hpp>
#include <oms/sandbox/settings.hpp>
#include <oms/sandbox/traffic.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

class event_samples;

/// Something that happens at its time without a request.
struct planned {
    enum class kind { evaluate_endorsements, settle_transaction, expire_cash_in } what;
    std::string id;
};

/// What the next matching thing does differently, at the wish of a test.
struct switches {
    std::optional<transaction_failure> failing_transaction;
    bool held_transaction = false;
    std::optional<std::chrono::milliseconds> reviewed_transaction;
    std::optional<endorsement_record> refused_endorsement;
};

/// A fault and how often it has yet to pass and to strike.
struct armed_fault {
    sandbox::fault what;
    int passes_left;
    int strikes_left; ///< negative: without end
};

/// The whole state of an emulator.
struct emulator {
    explicit emulator(sandbox::settings with);
    ~emulator();

    sandbox::settings settings;
    movable_clock clock;
    identifiers ids;

    ledger books;
    store<customer_record> customers;
    store<wallet_record> wallets;
    store<quote_record> quotes;
    store<transaction_record> transactions;
    std::vector<cash_location_record> cash_locations;
    store<cash_in_record> cash_ins;
    std::map<std::string, std::string> cash_in_of_code; ///< every code that was ever issued
    store<cash_authorization> cash_authorizations;
    std::vector<cash_deposit> cash_deposits;
    store<external_account_record> external_accounts;
    store<virtual_account_record> virtual_accounts;
    store<deposit_address_record> deposit_addresses;
    store<webhook_record> webhooks;

    outbox deliveries;
    delivery_faults troubles;
    std::int64_t latest_sequence = 0;       ///< one for all resources: for each it grows, with gaps
    std::unique_ptr<event_samples> samples; ///< once the first was wanted
    std::multimap<instant, planned> agenda;
    std::set<std::string> unevaluated; ///< customers whose endorsements the next request finds evaluated

    std::map<std::string, token_grant, std::less<>> tokens;
    idempotency_store keys;
    rate_limit rate;
    std::vector<armed_fault> faults;
    switches next;

    std::map<std::string, int> effects;
    std::deque<sandbox::request_record> requests;
    std::deque<sandbox::event_record> events;
    std::deque<sandbox::delivery_record> attempts;
    std::deque<std::string> presses; ///< what was done at the window, by its number: the latest 100

    /// Carries out what is planned until then, each at its own time.
    void step(instant until);
    /// Announces what happened: to the record and to the subscriptions of the account. `data` is the full resource;
    /// `later` is the envelope of v0.11. Gives the id of the delivery.
    std::string announce(std::string_view account, std::string_view name, std::string_view data, instant at,
                         bool later = false);
    /// On its way to one subscription, with the troubles that strike it.
    void send(const letter& event, std::string_view webhook_id, instant at);
    void plan(instant at, planned::kind what, std::string_view id);
};

/// Keeps the latest 100 000 of a record.
template <class Record>
void log(std::deque<Record>& records, Record record)
{
    if (records.size() == 100'000)
        records.pop_front();
    records.push_back(std::move(record));
}

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/access.ipp>
#include <oms/sandbox/impl/cash_ins.ipp>
#include <oms/sandbox/impl/cash_locations.ipp>
#include <oms/sandbox/impl/cash_simulation.ipp>
#include <oms/sandbox/impl/customers.ipp>
#include <oms/sandbox/impl/deposit_addresses.ipp>
#include <oms/sandbox/impl/emulator.ipp>
#include <oms/sandbox/impl/endorsements.ipp>
#include <oms/sandbox/impl/event_data.ipp>
#include <oms/sandbox/impl/event_samples.ipp>
#include <oms/sandbox/impl/external_accounts.ipp>
#include <oms/sandbox/impl/funding_routes.ipp>
#include <oms/sandbox/impl/later_transactions.ipp>
#include <oms/sandbox/impl/quotes.ipp>
#include <oms/sandbox/impl/transactions.ipp>
#include <oms/sandbox/impl/transfer_simulation.ipp>
#include <oms/sandbox/impl/virtual_accounts.ipp>
#include <oms/sandbox/impl/wallets.ipp>
#include <oms/sandbox/impl/webhooks.ipp>
#endif
