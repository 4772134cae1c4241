#pragma once

// One exchange without a network: the test is the peer, and says what comes of each write and read.

#include <oms/net/impl/http_exchange.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

namespace net_test {

struct dry_terms {
    oms::timeouts times;
    oms::response_limits sizes;
    oms::exchange_limits limits;
    std::string body = "{}";
    bool used_before = false;
};

class dry_exchange {
public:
    using step = oms::detail::http_exchange::step;

    explicit dry_exchange(dry_terms given = dry_terms())
        : terms_(std::move(given)), connection(io_.get_executor()), request_(oms::http_method::post, "/v0.9/x"),
          exchange_((connection.used = terms_.used_before, request_.body = terms_.body, connection), request_,
                    terms_.times, terms_.sizes, terms_.limits, result)
    {
        next = exchange_.begin("localhost", std::chrono::steady_clock::now());
    }

    /// The peer takes all of the request.
    dry_exchange& send()
    {
        while (next == step::write)
            write(boost::asio::buffer_size(exchange_.unsent()));
        return *this;
    }

    dry_exchange& write(std::size_t bytes, boost::system::error_code problem = {})
    {
        next = exchange_.wrote(problem, bytes);
        return *this;
    }

    /// Reads `bytes`, as many at a time as there is space for.
    dry_exchange& receive(std::string_view bytes)
    {
        while (!bytes.empty() && next == step::read) {
            const auto space = exchange_.space();
            const std::size_t part = std::min(bytes.size(), space.size());
            std::memcpy(space.data(), bytes.data(), part);
            bytes.remove_prefix(part);
            next = exchange_.received({}, part);
        }
        unread = bytes.size();
        return *this;
    }

    /// A read that ends without a byte.
    dry_exchange& end(boost::system::error_code problem)
    {
        if (next == step::read)
            next = exchange_.received(problem, 0);
        return *this;
    }

    /// The caller gives up, which ends the connection.
    dry_exchange& cancel()
    {
        connection.guard.trip_now(oms::detail::trip::cancelled);
        return *this;
    }

    bool done() const { return next == step::done; }
    bool reusable() const { return exchange_.reusable(); }

private:
    dry_terms terms_;
    boost::asio::io_context io_;

public:
    oms::detail::connection connection;
    oms::exchange_result result;
    step next = step::write;
    std::size_t unread = 0; // bytes that it did not want any more

private:
    oms::http_request request_;
    oms::detail::http_exchange exchange_;
};

} // namespace net_test
