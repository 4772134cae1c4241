#pragma once

#include "database.hpp"
#include "http_server.hpp"
#include "worker.hpp"

#include <oms/webhook/verifier.hpp>

namespace payments {

/// What the paths of this server do. One thread.
class routes {
public:
    routes(database& store, worker& hands, oms::webhook_verifier verifier);

    /// 503 when there is no database.
    boost::asio::awaitable<response> answer(const request& asked);

private:
    boost::asio::awaitable<response> routed(const request& asked);
    boost::asio::awaitable<response> accept_operation(const request& asked);
    boost::asio::awaitable<response> show_operation(const request& asked, std::string kind, std::string reference);
    boost::asio::awaitable<response> take_webhook(const request& asked);
    boost::asio::awaitable<response> show_metrics(const request& asked);
    boost::asio::awaitable<response> show_health(const request& asked);

    database& store_;
    worker& hands_;
    oms::webhook_verifier verifier_;
    unsigned long taken_ = 0, repeated_ = 0, superseded_ = 0, forged_ = 0;
};

} // namespace payments
