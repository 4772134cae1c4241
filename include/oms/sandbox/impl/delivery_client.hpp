#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/delivery.hpp>
#include <oms/sandbox/impl/stoppable.hpp>
#include <oms/sandbox/traffic.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/tcp_stream.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// The connection of one delivery attempt, which the server may give up.
class delivery_connection final : public stoppable {
public:
    explicit delivery_connection(const boost::asio::any_io_executor& strand)
        : stoppable(strand), resolver(strand), lookup(strand), tcp(strand)
    {
    }

    void stop() override
    {
        stopping = true;
        resolver.cancel();
        lookup.cancel();
        tcp.close();
    }

    boost::asio::ip::tcp::resolver resolver;
    boost::asio::steady_timer lookup; ///< until the limit of the attempt; cancelled when the lookup has ended
    std::vector<boost::asio::ip::tcp::endpoint> found;
    boost::beast::tcp_stream tcp;
    bool stopping = false;
};

/// Where a delivery goes: the parts of its URL.
struct receiver_address {
    bool tls = false;
    std::string host;
    std::uint16_t port = 0;
    std::string target; ///< path and query
    std::string host_header;
};

/// How one attempt ended: the status of the answer, or why there is none.
struct delivery_end {
    std::optional<int> status;
    sandbox::delivery_failure failure = sandbox::delivery_failure::none;
};

/// Reads `http://` and `https://` URLs; nothing for any other text.
OMS_DECL std::optional<receiver_address> parse_receiver(std::string_view url);

/// Sends one attempt, which must end within the limit. Redirects are not followed. `trust` verifies https receivers and
/// outlives the call.
///
/// Names are looked up one at a time, in the resolver thread of the context, which nothing can break off: an attempt
/// that is over leaves its lookup behind. Addresses and `localhost` wait for none.
OMS_DECL boost::asio::awaitable<delivery_end> send_delivery(std::shared_ptr<delivery_connection> connection,
                                                            sandbox::delivery attempt, boost::asio::ssl::context& trust,
                                                            std::chrono::milliseconds limit);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/delivery_client.ipp>
#endif
