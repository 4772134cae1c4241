#pragma once

#include <oms/client/client_config.hpp>
#include <oms/config.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/timestamp.hpp>
#include <oms/sandbox/connection_fault.hpp>
#include <oms/sandbox/delivery_fault.hpp>
#include <oms/sandbox/event_envelope.hpp>
#include <oms/sandbox/fault.hpp>
#include <oms/sandbox/oracle.hpp>
#include <oms/sandbox/server_options.hpp>
#include <oms/sandbox/service.hpp>
#include <oms/sandbox/traffic.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

namespace detail {
class server_state;
}

namespace sandbox {

/// The sandbox emulator as an HTTPS server on loopback: contract v0.9 with its own certificate, ledger, clock and
/// webhook delivery. For demos and for the tests of programs that use the SDK.
///
/// @code
/// boost::asio::io_context io;
/// oms::sandbox::server sandbox{io.get_executor()};
/// oms::client client = oms::make_client(io.get_executor(), sandbox.client_config());
/// @endcode
///
/// It has no thread of its own: it runs on the given executor, whose context may have any number of threads and must
/// outlive the server. It listens from construction on; requests that arrive earlier than `run()` wait.
/// Every function may be called from any thread, also from within the executor.
class server {
public:
    /// Starts to listen.
    ///
    /// @throws boost::system::system_error when the port cannot be had; oms::error with errc::invalid_config for
    /// settings that contradict themselves; std::runtime_error when no certificate can be made.
    explicit server(boost::asio::any_io_executor executor);
    server(boost::asio::any_io_executor executor, const server_options& options);

    /// Stops, as `stop()` does.
    ~server();
    server(server&&) noexcept;
    server& operator=(server&&) noexcept;

    /// `https://localhost:PORT/v0.9`, what a client takes as its base URL.
    std::string base_url() const;
    std::uint16_t port() const;

    /// The certificate of the authority to trust, PEM. Empty when it serves plain HTTP.
    const std::string& ca_pem() const;

    /// A ready configuration: base URL, the first key pair of the settings, and the authority, in memory.
    oms::client_config client_config() const;

    /// The emulator's time, and how to move it forward: lifetimes end, settlements and deliveries fall due.
    timestamp now() const;
    void advance(std::chrono::milliseconds by);

    /// Switch on trouble: of the rules, of a connection, or of webhook deliveries.
    void inject(const fault& what);
    void inject(const connection_fault& what);
    void inject(const delivery_fault& what);
    /// Switches all of it off; what already struck goes on.
    void clear_faults();

    /// Puts money into a wallet without a trace in the API.
    /// @throws oms::error errc::invalid_argument for an unknown wallet and for an amount that is not above zero or has
    /// more than 24 digits on either side of its point.
    void fund(std::string_view wallet_id, const decimal& amount);

    /// Makes any event of the catalogue happen, delivers it to the subscriptions that want it, and gives the `id` it is
    /// delivered under:
    ///
    /// @code
    /// sandbox.trigger("transaction.cryptoToCrypto.failed");                      // a new resource of its kind
    /// sandbox.trigger("transaction.cryptoToCrypto.completed", sent.id.view());   // one that the emulator has
    /// sandbox.trigger("cashIn.reviewed", oms::json_text(R"({"id":"ci_1"})"));    // any name, any data
    /// sandbox.trigger("cashIn.completed", oms::sandbox::event_envelope::v0_11);  // as a later version sends it
    /// @endcode
    ///
    /// @throws oms::error as `service::trigger`, which says more.
    std::string trigger(std::string_view event_name, event_envelope envelope = event_envelope::of_name);
    std::string trigger(std::string_view event_name, const json_text& data,
                        event_envelope envelope = event_envelope::of_name);
    std::string trigger(std::string_view event_name, std::string_view resource_id,
                        event_envelope envelope = event_envelope::of_name);

    /// A new secret for a subscription. Deliveries carry a signature by each of both for `overlap`, on the emulator's
    /// clock; afterwards by the new one alone.
    /// @throws oms::error errc::invalid_argument for an unknown subscription and an overlap below zero.
    std::string rotate_webhook_secret(std::string_view webhook_id, std::chrono::milliseconds overlap);

    /// What really happened, whatever the clients were told: balances, totals, effects by idempotency key.
    sandbox::oracle oracle() const;
    /// The requests in the order they were carried out.
    std::vector<request_record> requests() const;
    /// The attempts to deliver webhooks, in the order they ended: the latest 100 000.
    std::vector<delivery_record> deliveries() const;
    server_counters counters() const;

    /// Calls `function(service&)` while no request runs: for every switch of the rules that has no shortcut here.
    /// The function must not call this server.
    template <class Function>
    decltype(auto) with_service(Function&& function)
    {
        const access rules(*this);
        return std::forward<Function>(function)(rules.service());
    }

    /// Ends it. The port refuses connections when this returns; idle connections are closed, a request that is being
    /// answered is answered first (5 s at most), waiting and running deliveries are given up. Then nothing of the
    /// server is left in the context, and `run()` returns. Stopping twice is fine.
    ///
    /// One thing cannot be given up: when a webhook receiver is neither an address nor `localhost` and its name is
    /// being looked up, `run()` returns when the system's resolver has answered or given up, up to half a minute
    /// without a network. Names that wait for their lookup are not looked up any more.
    void stop();

private:
    /// Holds the rules for one caller, and looks for new deliveries afterwards.
    class access {
    public:
        explicit access(server& of);
        ~access();
        access(const access&) = delete;
        access& operator=(const access&) = delete;
        sandbox::service& service() const;

    private:
        detail::server_state& state_;
        std::unique_lock<std::mutex> lock_;
    };

    std::shared_ptr<detail::server_state> state_;
};

} // namespace sandbox

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/server.ipp>
#endif
