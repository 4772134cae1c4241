#pragma once

#include <oms/client/client.hpp>
#include <oms/client/client_config.hpp>
#include <oms/core/json_text.hpp>
#include <oms/sandbox/connection_fault.hpp>
#include <oms/sandbox/delivery_fault.hpp>
#include <oms/sandbox/event_envelope.hpp>
#include <oms/sandbox/fault.hpp>
#include <oms/sandbox/oracle.hpp>
#include <oms/sandbox/server_options.hpp>
#include <oms/sandbox/traffic.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test {

/// A customer of the emulator with one wallet for usdc on polygon.
struct person {
    oms::customer_id customer;
    oms::wallet_id wallet;
};

/// A sandbox emulator over TLS and clients that talk to it, for integration tests.
///
/// The emulator runs on threads of its own. Clients run on `io()`, which nobody runs but `run` and the test itself: so
/// every `run` that comes back also shows that a client leaves nothing pending in the context of its user.
///
/// The SDK's second door and the emulator are instantiated in world.cpp alone, in both build modes: tests include this
/// header and pay for the first door.
class world {
public:
    world();
    /// The emulator's context has this many threads.
    explicit world(const oms::sandbox::server_options& options, int server_threads = 1);
    ~world();
    world(const world&) = delete;
    world& operator=(const world&) = delete;

    /// Ends the emulator: its port refuses connections from here on, and its threads have ended.
    void stop_server();

    boost::asio::io_context& io();

    /// A client on `io()`, ready to call the emulator.
    oms::client client();
    oms::client client(const oms::client_config& config);
    oms::client client(boost::asio::any_io_executor executor, const oms::client_config& config);
    oms::client_config config() const;
    std::string base_url() const;
    std::string ca_pem() const;
    std::uint16_t port() const;

    // The emulator's clock.
    oms::timestamp now() const;
    void advance(std::chrono::milliseconds by);

    // Its switches: what they do stands at oms::sandbox::server and oms::sandbox::service.
    void inject(const oms::sandbox::fault& what);
    void inject(const oms::sandbox::connection_fault& what);
    void inject(const oms::sandbox::delivery_fault& what);
    void clear_faults();
    void limit_rate(int requests, std::chrono::milliseconds window = std::chrono::seconds(1));
    void revoke_tokens();
    void fail_next_transaction();
    void hold_next_transaction();
    void review_next_transaction(std::chrono::milliseconds how_long);
    void refuse_next_endorsement(std::string_view name, std::string_view status = "REJECTED");
    void set_wallet_status(const oms::wallet_id& wallet, std::string_view status);
    void fund(const oms::wallet_id& wallet, std::string_view amount);
    void deposit(const oms::wallet_id& wallet, std::string_view amount, std::string_view from_address);
    std::string add_compliance_webhook(std::string_view url, std::string_view secret);
    std::string place_virtual_account(const oms::wallet_id& wallet);
    std::string place_deposit_address(const oms::wallet_id& wallet, std::string_view asset, std::string_view network);
    std::string place_bank_account(const oms::customer_id& customer);

    std::string trigger(std::string_view event, oms::sandbox::event_envelope envelope = {});
    std::string trigger(std::string_view event, const oms::json_text& data, oms::sandbox::event_envelope envelope = {});
    std::string trigger(std::string_view event, std::string_view resource, oms::sandbox::event_envelope envelope = {});
    std::string rotate_webhook_secret(std::string_view webhook, std::chrono::milliseconds overlap);

    // What really happened there.
    oms::sandbox::oracle oracle() const;
    oms::decimal balance(const oms::wallet_id& wallet) const;
    int effects(std::string_view idempotency_key) const;
    std::vector<oms::sandbox::request_record> requests() const;
    std::vector<oms::sandbox::delivery_record> deliveries() const;
    oms::sandbox::server_counters counters() const;

    /// Onboards a customer with the whole identifying set, opens a wallet and puts this amount into it, "0" for none.
    person make_person(std::string_view amount = "0");

    /// Runs `io()` until nothing is left in it, and gives what the coroutine gave or threw.
    template <class T>
    T run(boost::asio::awaitable<T> work)
    {
        std::exception_ptr failure;
        std::optional<T> value;
        boost::asio::co_spawn(io(), std::move(work), [&](std::exception_ptr thrown, T given) {
            failure = thrown;
            value.emplace(std::move(given));
        });
        run_dry(failure);
        if (!value)
            throw std::logic_error("the context ran out of work before the coroutine ended");
        return std::move(*value);
    }
    void run(boost::asio::awaitable<void> work);

private:
    void run_dry(const std::exception_ptr& failure);

    struct state;
    std::unique_ptr<state> state_;
};

} // namespace test
