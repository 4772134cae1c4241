#pragma once

#include <oms/sandbox/impl/delivery_client.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include <openssl/ssl.h>

#include <charconv>
#include <system_error>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::optional<receiver_address> parse_receiver(std::string_view url)
{
    receiver_address to;
    if (url.substr(0, 8) == "https://")
        to.tls = true;
    else if (url.substr(0, 7) != "http://")
        return std::nullopt;
    url.remove_prefix(to.tls ? 8 : 7);

    const std::string_view authority = url.substr(0, url.find_first_of("/?#"));
    url.remove_prefix(authority.size());
    url = url.substr(0, url.find('#'));
    to.target = url.empty() || url.front() != '/' ? "/" : "";
    to.target += url;

    const bool bracket = authority.substr(0, 1) == "[";
    const std::size_t host_end = bracket ? authority.find(']') : authority.find(':');
    if (bracket && host_end == std::string_view::npos)
        return std::nullopt;
    to.host = bracket ? authority.substr(1, host_end - 1) : authority.substr(0, host_end);
    const std::size_t colon = authority.find(':', bracket ? host_end : 0);
    to.port = to.tls ? 443 : 80;
    to.host_header = authority;
    if (colon != std::string_view::npos) {
        const std::string_view digits = authority.substr(colon + 1);
        const char* const end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, to.port);
        if (read.ec != std::errc() || read.ptr != end)
            return std::nullopt;
    }
    if (to.host.empty())
        return std::nullopt;
    return to;
}

/// Of an operation that failed, when nothing but the clock is a better reason.
OMS_DECL delivery_end no_answer(const boost::system::error_code& reason, sandbox::delivery_failure otherwise)
{
    const bool late = reason == boost::beast::error::timeout;
    return {std::nullopt, late ? sandbox::delivery_failure::timed_out : otherwise};
}

template <class Stream>
boost::asio::awaitable<delivery_end> post_delivery(Stream& stream, std::string request)
{
    const auto token = boost::asio::as_tuple(boost::asio::deferred);
    const auto [write_failure, written] =
        co_await boost::asio::async_write(stream, boost::asio::buffer(request), token);
    if (write_failure)
        co_return no_answer(write_failure, sandbox::delivery_failure::broken);

    boost::beast::flat_buffer buffer;
    boost::beast::http::response_parser<boost::beast::http::string_body> parser;
    parser.body_limit(64 * 1024);
    const auto [read_failure, size] = co_await boost::beast::http::async_read(stream, buffer, parser, token);
    // The status is the whole answer; what happens to the body changes nothing.
    if (read_failure && !parser.is_header_done())
        co_return no_answer(read_failure, sandbox::delivery_failure::broken);
    delivery_end answered;
    answered.status = parser.get().result_int();
    co_return answered;
}

OMS_DECL std::string delivery_bytes(const receiver_address& to, const sandbox::delivery& attempt)
{
    std::string request = "POST " + to.target + " HTTP/1.1\r\n";
    request.append("Host: ").append(to.host_header).append("\r\n");
    request.append("User-Agent: oms-sandbox\r\nContent-Type: application/json\r\n");
    request.append("Webhook-Signature: ").append(attempt.signature).append("\r\n");
    request.append("Content-Length: ").append(std::to_string(attempt.body.size())).append("\r\n");
    request.append("Connection: close\r\n\r\n").append(attempt.body);
    return request;
}

/// Where a receiver is that needs no lookup; empty for any other.
OMS_DECL std::vector<boost::asio::ip::tcp::endpoint> known_endpoints(const receiver_address& to)
{
    using namespace boost::asio::ip;
    if (to.host == "localhost")
        return {tcp::endpoint(address_v4::loopback(), to.port), tcp::endpoint(address_v6::loopback(), to.port)};
    boost::system::error_code not_an_address;
    const address literal = make_address(to.host, not_an_address);
    if (not_an_address)
        return {};
    return {tcp::endpoint(literal, to.port)};
}

/// Ends with the lookup, at the limit, or when the server stops; then the lookup is left to itself.
OMS_DECL boost::asio::awaitable<void> look_up(std::shared_ptr<delivery_connection> connection, receiver_address to)
{
    using boost::asio::ip::tcp;
    connection->resolver.async_resolve(to.host, std::to_string(to.port), tcp::resolver::numeric_service,
                                       [connection](boost::system::error_code, const tcp::resolver::results_type& all) {
                                           connection->found.assign(all.begin(), all.end());
                                           connection->lookup.cancel();
                                       });
    co_await connection->lookup.async_wait(boost::asio::as_tuple(boost::asio::deferred));
    connection->resolver.cancel(); // one that has not begun never does
}

/// Why there is no connection, or `none`.
OMS_DECL boost::asio::awaitable<sandbox::delivery_failure>
connect_receiver(std::shared_ptr<delivery_connection> connection, receiver_address to)
{
    using sandbox::delivery_failure;
    connection->found = known_endpoints(to);
    if (connection->found.empty())
        co_await look_up(connection, to);
    if (connection->found.empty() || connection->stopping) {
        const bool late = std::chrono::steady_clock::now() >= connection->lookup.expiry();
        co_return late ? delivery_failure::timed_out : delivery_failure::not_found;
    }
    const std::vector<boost::asio::ip::tcp::endpoint> endpoints = std::move(connection->found);
    const auto [failure, endpoint] =
        co_await connection->tcp.async_connect(endpoints, boost::asio::as_tuple(boost::asio::use_awaitable));
    co_return failure ? no_answer(failure, delivery_failure::refused).failure : delivery_failure::none;
}

OMS_DECL boost::asio::awaitable<delivery_end> send_delivery(std::shared_ptr<delivery_connection> connection,
                                                            sandbox::delivery attempt, boost::asio::ssl::context& trust,
                                                            std::chrono::milliseconds limit)
{
    using sandbox::delivery_failure;
    delivery_end end;
    const std::optional<receiver_address> to = parse_receiver(attempt.url);
    if (!to) {
        end.failure = delivery_failure::not_found;
        co_return end;
    }
    const auto deadline = std::chrono::steady_clock::now() + limit;
    connection->lookup.expires_at(deadline);
    connection->tcp.expires_at(deadline);
    end.failure = co_await connect_receiver(connection, *to);
    if (end.failure != delivery_failure::none || connection->stopping)
        co_return end;

    std::string request = delivery_bytes(*to, attempt);
    if (!to->tls) {
        end = co_await post_delivery(connection->tcp, std::move(request));
    } else {
        boost::asio::ssl::stream<boost::beast::tcp_stream&> stream(connection->tcp, trust);
        boost::system::error_code not_an_address;
        boost::asio::ip::make_address(to->host, not_an_address);
        if (not_an_address && SSL_set_tlsext_host_name(stream.native_handle(), to->host.c_str()) != 1) {
            end.failure = delivery_failure::tls;
            co_return end;
        }
        stream.set_verify_callback(boost::asio::ssl::host_name_verification(to->host));
        const auto [failure] = co_await stream.async_handshake(boost::asio::ssl::stream_base::client,
                                                               boost::asio::as_tuple(boost::asio::deferred));
        if (failure)
            end = no_answer(failure, delivery_failure::tls);
        else
            end = co_await post_delivery(stream, std::move(request));
    }
    connection->tcp.close();
    co_return end;
}

}}} // namespace oms::v0_1::detail
