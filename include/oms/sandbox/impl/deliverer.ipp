#pragma once

#include <oms/sandbox/impl/deliverer.hpp>

#include <oms/sandbox/impl/delivery_client.hpp>
#include <oms/sandbox/impl/server_state.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL boost::asio::awaitable<void> deliver(std::shared_ptr<server_state> server,
                                              std::shared_ptr<delivery_connection> connection,
                                              sandbox::delivery attempt)
{
    delivery_end end;
    try {
        if (!server->enlist(connection))
            co_return;
        end = co_await send_delivery(connection, attempt, server->delivery_tls, server->delivery_limit);
    } catch (...) { // an attempt that is not reported would hold its place among those under way for ever
        end = delivery_end{std::nullopt, sandbox::delivery_failure::broken};
    }
    if (!connection->stopping)
        server->delivered(attempt.id, end.status, end.failure);
}

OMS_DECL boost::asio::awaitable<void> deliver_what_is_due(std::shared_ptr<server_state> server)
{
    while (std::optional<std::vector<sandbox::delivery>> due = server->look_for_deliveries()) {
        for (sandbox::delivery& attempt : *due) {
            const boost::asio::any_io_executor strand = boost::asio::make_strand(server->executor);
            auto connection = std::make_shared<delivery_connection>(strand);
            boost::asio::co_spawn(strand, deliver(server, std::move(connection), std::move(attempt)),
                                  boost::asio::detached);
        }
        co_await server->next_look.async_wait(boost::asio::as_tuple(boost::asio::deferred));
    }
}

OMS_DECL void start_delivering(std::shared_ptr<server_state> server)
{
    const boost::asio::any_io_executor strand = server->next_look.get_executor();
    boost::asio::co_spawn(strand, deliver_what_is_due(std::move(server)), boost::asio::detached);
}

}}} // namespace oms::v0_1::detail
