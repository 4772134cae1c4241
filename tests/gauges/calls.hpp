#pragma once

#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <cstddef>
#include <cstdlib>
#include <exception>
#include <string>
#include <utility>

namespace gauge {

namespace asio = boost::asio;

inline void rethrow(const std::exception_ptr& failure)
{
    if (failure)
        std::rethrow_exception(failure);
}

/// GET /wallets/{walletId}/balance.
struct balances {
    using result = oms::wallet_balance;
    oms::wallet_id wallet{"wlt_01H9Xb3K7nM2pQ4r"};

    asio::awaitable<result> call(const oms::client& client) const { return client.wallets().balance(wallet); }
    static bool is_right(const result& answer) { return answer.balance.scale() == 2; }
};

/// POST /quotes: a body, a key, a typed answer.
struct quotes {
    using result = oms::quote<oms::crypto_to_crypto>;
    oms::new_quote<oms::crypto_to_crypto> order = order_from(oms::wallet_id("wlt_01H9Xb3K7nM2pQ4r"));

    static oms::new_quote<oms::crypto_to_crypto> order_from(const oms::wallet_id& wallet)
    {
        return {oms::customer_id("cst_01H9Xa8F5dN6mP3q"),
                oms::from_wallet{wallet, oms::asset::usdc, oms::network::polygon},
                oms::to_address{"0x20f26aaa9d070e73d6432c839a37ed1b24087c3a", oms::asset::usdc, oms::network::polygon},
                oms::source_amount{"100.00"}};
    }

    asio::awaitable<result> call(const oms::client& client) const { return client.quotes().create(order); }
    static bool is_right(const result& answer) { return answer.destination.amount_net.scale() == 2; }
};

/// A client with everything on, as a configuration has it by default, of the gauges' server.
inline oms::client client_of(asio::io_context& io, const std::string& port, std::size_t connections)
{
    oms::client_config config;
    config.base_url = "http://127.0.0.1:" + port + "/v0.9";
    config.api_key = oms::secret("sk_sdbx_gauge");
    config.api_secret = oms::secret("gauge");
    config.pool.max_connections = connections;
    return oms::make_client(io.get_executor(), config);
}

/// Coroutines that make one call after the other, as many of them as there are connections.
template <class Operation>
class callers {
public:
    callers(const std::string& port, std::size_t connections, Operation operation = Operation())
        : connections_(connections), operation_(std::move(operation)), client_(client_of(io_, port, connections))
    {
    }

    /// Makes `total` calls in all. Returns when nothing is left to wait for, or at once when the last call has ended.
    void make(int total, bool at_once = false)
    {
        left_ = total;
        at_once_ = at_once;
        for (std::size_t i = 0; i != connections_; ++i)
            asio::co_spawn(io_, calls(), rethrow);
        io_.restart();
        io_.run();
    }

    /// What the last call gave.
    const typename Operation::result& last() const { return last_; }

    asio::io_context& context() { return io_; }
    const oms::client& client() const { return client_; }

private:
    asio::awaitable<void> calls()
    {
        while (left_ > 0) {
            --left_;
            typename Operation::result answer = co_await operation_.call(client_);
            if (!Operation::is_right(answer))
                std::abort();
            if (left_ != 0)
                continue;
            last_ = std::move(answer);
            if (at_once_)
                io_.stop();
        }
    }

    std::size_t connections_;
    Operation operation_;
    asio::io_context io_{1};
    oms::client client_;
    typename Operation::result last_;
    int left_ = 0;
    bool at_once_ = false;
};

} // namespace gauge
