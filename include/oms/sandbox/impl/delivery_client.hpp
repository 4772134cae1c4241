#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/delivery.hpp>
#include <oms/sandbox/impl/stoppable.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// The connection of one delivery attempt, which the server may give up.
class delivery_connection final : public stoppable {
public:
    explicit delivery_connection(const boost::asio::any_io_executor& strand)
        : stoppable(strand), resolver(strand), tcp(strand)
    {
    }

    void stop() override
    {
        stopping = true;
        resolver.cancel();
        tcp.close();
    }

    boost::asio::ip::tcp::resolver resolver;
    boost::beast::tcp_stream tcp;
    bool stopping = false;
};

/// Where a delivery goes: the parts of its URL.
struct receiver_address {
    bool tls = false;
    std::string host;
    std::string port;
    std::string target;      ///< path and query
    std::string host_header;
};

/// Reads `http://` and `https://` URLs; nothing for any other text.
OMS_DECL std::optional<receiver_address> parse_receiver(std::string_view url);

/// Sends one attempt and gives the status of the answer, or nothing when no answer came within the limit.
/// Redirects are not followed. `trust` verifies https receivers and outlives the call.
OMS_DECL boost::asio::awaitable<std::optional<int>> send_delivery(std::shared_ptr<delivery_connection> connection,
                                                                  sandbox::delivery attempt,
                                                                  boost::asio::ssl::context& trust,
                                                                  std::chrono::milliseconds limit);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/delivery_client.ipp>
#endif
