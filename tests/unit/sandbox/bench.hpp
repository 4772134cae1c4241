#pragma once

#include <oms/core/decimal.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/http/headers.hpp>
#include <oms/sandbox/delivery.hpp>
#include <oms/sandbox/delivery_fault.hpp>
#include <oms/sandbox/event_envelope.hpp>
#include <oms/sandbox/fault.hpp>
#include <oms/sandbox/oracle.hpp>
#include <oms/sandbox/settings.hpp>
#include <oms/sandbox/traffic.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the emulator answered.
struct reply {
    int status = 0;
    oms::http_headers headers;
    std::string body;
    std::chrono::milliseconds delay{0};

    /// The value at a dotted path: `data.0.id`. A text as it is, other values as JSON, `(absent)` when there is none.
    std::string operator[](std::string_view path) const;
    std::size_t count(std::string_view path) const;
    bool has(std::string_view path) const { return (*this)[path] != "(absent)"; }
    std::string header(std::string_view name) const;

private:
    friend class bench;
    std::shared_ptr<const void> document_; // the body, read once
};

/// The value at a dotted path of a JSON text.
std::string json_at(std::string_view json, std::string_view path);

/// A clock that stands at 2026-06-15T14:30:00Z, nothing takes time, the receivers' clock stands too.
oms::sandbox::settings standing_settings();
/// The same, with early access.
oms::sandbox::settings early_settings();

/// An emulator and a client of it that knows no codec.
class bench {
public:
    explicit bench(oms::sandbox::settings with = standing_settings());
    ~bench();

    /// With a token and, for POST, a fresh key unless one is given. Paths are without the version.
    reply get(std::string_view path);
    reply post(std::string_view path, std::string_view body, std::string_view key = {});
    reply patch(std::string_view path, std::string_view body);
    reply remove(std::string_view path);
    /// With these headers and nothing else; the target with the version.
    reply send(std::string_view method, std::string_view target, std::string_view body,
               const std::vector<std::pair<std::string, std::string>>& headers);

    std::string token(std::string_view key = "sk_sdbx_emulator", std::string_view secret = "emulator-secret");
    /// What the shortcuts send from now on.
    void use_token(std::string token) { token_ = std::move(token); }
    const std::string& used_token() const { return token_; }
    std::string fresh_key() { return "key-" + std::to_string(++keys_); }

    /// An identified customer with all endorsements ACTIVE.
    std::string customer(std::string_view first_name = "Alice");
    std::string wallet(std::string_view customer, std::string_view asset = "usdc", std::string_view chain = "polygon");
    std::string funded_wallet(std::string_view customer, std::string_view amount);
    /// The id of a quote of usdc on polygon; `destination` is the inside of `destination.wallet`.
    std::string quote(std::string_view customer, std::string_view wallet, std::string_view amount,
                      std::string_view destination = R"("blockchainAddress":"0x20f26aaa")");
    reply transaction(std::string_view quote, std::string_view key = {});
    /// A cash-in of 100 USD into the wallet, at the first location near Sacramento.
    reply cash_in(std::string_view customer, std::string_view wallet, std::string_view amount = "100.00");
    /// Both steps at the counter.
    reply pay_at_counter(std::string_view code, std::string_view amount);
    std::string balance(std::string_view wallet);
    /// For these events, quoted and with commas; without any for all of them.
    reply subscribe(std::string_view events = {}, std::string_view host = "hooks.example.com");

    // The service's own functions.
    oms::timestamp now() const;
    void advance(std::chrono::milliseconds by);
    void step();
    std::vector<oms::sandbox::delivery> due();
    void report(std::uint64_t id, std::optional<int> status,
                oms::sandbox::delivery_failure failure = oms::sandbox::delivery_failure::not_told);
    std::optional<oms::timestamp> next_due() const;
    void inject(const oms::sandbox::fault& what);
    void inject(const oms::sandbox::delivery_fault& what);
    void clear_faults();
    std::string trigger(std::string_view event, oms::sandbox::event_envelope envelope = {});
    std::string trigger(std::string_view event, const oms::json_text& data, oms::sandbox::event_envelope envelope = {});
    std::string trigger(std::string_view event, std::string_view resource, oms::sandbox::event_envelope envelope = {});
    std::string rotate_webhook_secret(std::string_view webhook, std::chrono::milliseconds overlap);
    void limit_rate(int requests, std::chrono::milliseconds window);
    void revoke_tokens();
    void fail_next_transaction(std::string_view code = "onchain_transfer_failed", bool recoverable = false);
    void hold_next_transaction();
    void review_next_transaction(std::chrono::milliseconds how_long);
    void refuse_next_endorsement(std::string_view name, std::string_view status);
    void set_wallet_status(std::string_view wallet, std::string_view status);
    void fund(std::string_view wallet, std::string_view amount);
    void deposit(std::string_view wallet, std::string_view amount, std::string_view from);
    std::string add_compliance_webhook(std::string_view url, std::string_view secret);
    std::string place_virtual_account(std::string_view wallet);
    std::string place_deposit_address(std::string_view wallet);
    std::string place_bank_account(std::string_view customer);
    std::string place_debit_card(std::string_view customer);
    std::string place_blockchain_account(std::string_view customer, std::string_view asset, std::string_view network,
                                         std::string_view address);
    oms::sandbox::oracle oracle() const;
    std::vector<oms::sandbox::request_record> requests() const;
    std::vector<oms::sandbox::event_record> events() const;
    std::vector<oms::sandbox::delivery_record> deliveries() const;
    /// The names of the events so far.
    std::vector<std::string> event_names() const;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
    std::string token_;
    int keys_ = 0;
};

/// The full identifying set of contract section 14.
std::string identified_customer(std::string_view first_name = "Alice", std::string_view more = {});
