#pragma once

#include "common/catch.hpp"
#include "flows_service.hpp"

#include <oms/client/as_result.hpp>
#include <oms/client/impl/call_addition.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <functional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

/// What the tests of flows share: a service in memory, a client over it, and customers who are asked.
namespace flow {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using oms::delivery;
using oms::errc;
using offer = oms::quote<oms::crypto_to_crypto>;
using outcome = oms::send_outcome<oms::crypto_to_crypto>;
using refused = oms::send_refused<oms::crypto_to_crypto>;
using begun = oms::send_begun<oms::crypto_to_crypto>;
using lines = std::vector<std::string>;

inline const oms::new_quote new_order{
    oms::customer_id("cst_1"), oms::from_wallet{oms::wallet_id("wlt_1"), oms::asset::usdc, oms::network::polygon},
    oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
    oms::source_amount{"100.00"}};

struct stage {
    std::shared_ptr<flows_service> service = std::make_shared<flows_service>();
    oms::client client{service};
    asio::io_context io;

    template <class T>
    oms::result<T> run(asio::awaitable<T> call)
    {
        std::optional<oms::result<T>> ended;
        std::exception_ptr failure;
        asio::co_spawn(io, oms::as_result(std::move(call)), [&](std::exception_ptr thrown, oms::result<T> given) {
            failure = thrown;
            ended = std::move(given);
        });
        io.restart();
        io.run();
        if (failure)
            std::rethrow_exception(failure);
        return ended.value();
    }

    template <class Approve>
    oms::result<outcome> send(const Approve& approve, const oms::call_options& options = oms::call_options())
    {
        return run(client.flows().send(new_order, approve, options));
    }
};

/// Agrees to everything and keeps what it was shown.
class agreeing {
public:
    bool operator()(const offer& shown) const
    {
        seen->push_back(shown.id.str() + " " + shown.source.amount_gross.str());
        return true;
    }
    std::shared_ptr<lines> seen = std::make_shared<lines>();
};

inline bool never(const offer&)
{
    throw std::logic_error("was asked");
}

inline bool agrees(const offer&)
{
    return true;
}

inline oms::call_options keyed(std::string_view key = "pay-7")
{
    return oms::call_options().idempotency_key(key);
}

} // namespace flow
