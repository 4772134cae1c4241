#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/http/request.hpp>
#include <oms/http/response.hpp>
#include <oms/sandbox/delivery.hpp>
#include <oms/sandbox/delivery_fault.hpp>
#include <oms/sandbox/event_envelope.hpp>
#include <oms/sandbox/fault.hpp>
#include <oms/sandbox/oracle.hpp>
#include <oms/sandbox/settings.hpp>
#include <oms/sandbox/traffic.hpp>

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 {

namespace detail::emulation {
struct emulator;
}

namespace sandbox {

/// What the server does with one request: wait `delay` in real time (nearly always none), then send `response`.
struct handled {
    http_response response;
    std::chrono::milliseconds delay{0};
};

/// The emulator's rules without a socket: requests in, answers and webhook deliveries out.
///
/// It follows contract v0.9, every line marked *Emulator* included. The same settings, clock and requests give the
/// same answers to the byte. Not synchronised: whoever shares one between threads holds a mutex around every call.
///
/// The driver's loop: after each `handle`, `advance` and `report`, send what `due()` gives and sleep until
/// `next_due()`. A request is always safe to handle first; nothing depends on deliveries being sent.
class service {
public:
    /// Throws `error{errc::invalid_config}` when the settings contradict themselves.
    explicit service(sandbox::settings with = sandbox::settings());
    ~service();
    service(service&&) noexcept;
    service& operator=(service&&) noexcept;

    const sandbox::settings& settings() const;

    /// Answers one request. Never throws for anything a request can hold.
    handled handle(const http_request& request);
    /// The same for a request as it came from a socket: any method (an unknown one is 404), target with the base path.
    handled handle(std::string_view method, std::string_view target, const http_headers& headers,
                   std::string_view body);

    /// The emulator's time, in milliseconds.
    timestamp now() const;
    /// Moves the clock forward. Lifetimes, settlements and deliveries that fall due take place in their order.
    void advance(std::chrono::milliseconds by);
    /// Lets everything happen that is due by now, without a request.
    void step();

    /// Deliveries to send now, each marked as under way until reported; no more than the settings let be under way.
    /// Steps first.
    std::vector<delivery> due();
    /// How an attempt ended: the HTTP status, or nothing and the reason when no answer came. Success is 2xx; 410
    /// disables the subscription; everything else is tried again after its gap. A report about a delivery that is not
    /// under way changes nothing.
    void report(std::uint64_t delivery_id, std::optional<int> http_status,
                delivery_failure failure = delivery_failure::not_told);
    /// When something will be due next, deliveries under way excluded; may be in the past; nothing: not before the
    /// next call.
    std::optional<timestamp> next_due() const;

    // Switches for tests.

    void inject(const fault& what);
    /// Throws `error{errc::invalid_argument}` for an event name that no subscription could have, for a number below
    /// zero, an `every` below one, and a `duplicate` without a copy.
    void inject(const delivery_fault& what);
    /// Switches faults off; what a delivery fault already struck stays struck.
    void clear_faults();
    /// At most `requests` in any `window` for each account, then 429 with Retry-After. Zero switches it off.
    void limit_rate(int requests, std::chrono::milliseconds window = std::chrono::seconds{1});
    /// Forgets every token: the next call with one gets 401.
    void revoke_tokens();
    /// The next transaction that settles fails instead, and the gross amount returns to the source wallet.
    void fail_next_transaction(std::string_view error_code = "onchain_transfer_failed", bool recoverable = false);
    /// The next POST /transactions answers 422 `compliance_hold`.
    void hold_next_transaction();
    /// The next transaction is reviewed: its `underReview` event fires and it settles `how_long` later.
    void review_next_transaction(std::chrono::milliseconds how_long);
    /// The next evaluation of endorsements gives this one the status REJECTED or NEEDS_ACTION.
    void refuse_next_endorsement(std::string_view name, std::string_view status = "REJECTED");
    /// `active`, `suspended` or `closed`. Throws `error{errc::invalid_argument}` for another text or an unknown wallet.
    void set_wallet_status(std::string_view wallet_id, std::string_view status);
    /// Puts money into a wallet without a trace in the API. Throws `error{errc::invalid_argument}` for an unknown
    /// wallet and for an amount that is not above zero or has more than 24 digits on either side of its point.
    void fund(std::string_view wallet_id, const decimal& amount);
    /// Crypto sent straight to a wallet's address: `wallet.depositDetected` fires. Throws as `fund` does.
    void deposit(std::string_view wallet_id, const decimal& amount, std::string_view from_address);
    /// Makes any event of the catalogue happen (contract 12.2 and 16) and queues it for the subscriptions that want it,
    /// of the first credential's account. Gives the delivery's `id`, the same for all of them. `data` is a new resource
    /// in the state that the name says; it exists in the event alone.
    ///
    /// Compliance events go to compliance subscriptions in the envelope of v0.9, and in that of v0.11 to ordinary ones
    /// that name them in full. Throws `error{errc::invalid_argument}` for a name that is not in the catalogue.
    std::string trigger(std::string_view event_name, event_envelope envelope = event_envelope::of_name);
    /// The same with this `data`, for any name. Throws `error{errc::invalid_argument}` for an empty name or no data.
    std::string trigger(std::string_view event_name, const json_text& data,
                        event_envelope envelope = event_envelope::of_name);
    /// The same about a resource of the emulator as it is now, for the subscriptions of its account:
    ///
    ///     sandbox.trigger("transaction.cryptoToCrypto.completed", sent.id.view());
    ///
    /// Nothing changes with it: in `wallet.depositDetected` the deposit is a sample, which moves no money (`deposit`
    /// does). Throws `error{errc::invalid_argument}` when there is no such resource or the event is about another kind.
    std::string trigger(std::string_view event_name, std::string_view resource_id,
                        event_envelope envelope = event_envelope::of_name);
    /// Gives the subscription a new secret and returns it. For `overlap`, on the emulator's clock, deliveries carry a
    /// signature by the new one and another by the old one, afterwards by the new one alone. Throws
    /// `error{errc::invalid_argument}` for an unknown subscription and an overlap below zero.
    std::string rotate_webhook_secret(std::string_view webhook_id, std::chrono::milliseconds overlap);
    /// A subscription made in the dashboard that receives the compliance events only; gives its id. Throws
    /// `error{errc::invalid_argument}` for a secret that `webhook_secret` refuses.
    std::string add_compliance_webhook(std::string_view url, std::string_view secret);
    /// A virtual account or a deposit address that leads to the wallet, without the API and so without
    /// `settings::early_access`; each gives its id. Throws `error{errc::invalid_argument}` for an unknown wallet.
    std::string place_virtual_account(std::string_view wallet_id);
    std::string place_deposit_address(std::string_view wallet_id, std::string_view asset, std::string_view network);
    /// External accounts of a customer: a US bank account, reached by `ach` and by `wire`, a debit card and an address
    /// on a chain, which the API documents no way to create; each gives its id. Throws
    /// `error{errc::invalid_argument}` for an unknown customer and for a pair that is no crypto asset on its chain.
    std::string place_bank_account(std::string_view customer_id);
    std::string place_debit_card(std::string_view customer_id);
    std::string place_blockchain_account(std::string_view customer_id, std::string_view asset, std::string_view network,
                                         std::string_view address);

    // What really happened.

    sandbox::oracle oracle() const;
    /// The latest 100 000 of each, oldest first. The references live as long as the service.
    const std::deque<request_record>& requests() const;
    const std::deque<event_record>& events() const;
    /// Attempts to deliver, in the order they were reported.
    const std::deque<delivery_record>& deliveries() const;

private:
    std::unique_ptr<detail::emulation::emulator> emulator_;
};

} // namespace sandbox

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/service.ipp>
#include <oms/sandbox/impl/service_webhooks.ipp>
#endif
