#pragma once

// The way through a proxy: CONNECT (RFC 9110, section 9.3.6).

#include <oms/net/impl/connection_pool.hpp>

#include <oms/core/secret.hpp>
#include <oms/net/impl/connect_answer.hpp>

#include <openssl/evp.h>

#include <string>
#include <string_view>
#include <tuple>

namespace oms { inline namespace v0_1 { namespace detail {

/// The credentials of RFC 7617.
OMS_DECL std::string basic_credentials(const proxy_config& proxy)
{
    std::string plain;
    plain.reserve(proxy.user.size() + 1 + proxy.password.reveal().size()); // so that no copy is left behind
    plain.append(proxy.user).append(":").append(proxy.password.reveal());
    std::string base64((plain.size() + 2) / 3 * 4 + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()),
                        reinterpret_cast<const unsigned char*>(plain.data()), static_cast<int>(plain.size()));
    base64.resize(static_cast<std::size_t>(size));
    secret::wipe(plain);
    return base64;
}

OMS_DECL std::string connect_request(const base_url& origin, const proxy_config& proxy)
{
    const std::string host = origin.is_ipv6() ? "[" + origin.host() + "]" : origin.host();
    const std::string authority = host + ":" + std::to_string(origin.port());
    std::string head = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n";
    if (!proxy.user.empty()) {
        std::string credentials = basic_credentials(proxy);
        head.reserve(head.size() + credentials.size() + 40);
        head.append("Proxy-Authorization: Basic ").append(credentials).append("\r\n");
        secret::wipe(credentials);
    }
    head.append("\r\n");
    return head;
}

/// Asks the proxy that `opening` is connected to for a tunnel to the origin. Zero when it stands.
OMS_DECL boost::asio::awaitable<connect_failure> open_tunnel(connection_pool& pool, connection& opening)
{
    constexpr auto token = boost::asio::as_tuple(boost::asio::deferred);

    boost::asio::ip::tcp::socket& proxy = opening.stream.socket();
    connect_answer answer(pool.limits);
    std::string request = connect_request(pool.origin, pool.proxy);
    std::string_view unsent = request;
    boost::system::error_code problem;
    while (!problem && !unsent.empty()) {
        const boost::asio::const_buffer bytes = boost::asio::buffer(unsent);
        const std::tuple<boost::system::error_code, std::size_t> written =
            co_await proxy.async_write_some(bytes, token);
        problem = std::get<0>(written);
        unsent.remove_prefix(std::get<1>(written));
    }
    secret::wipe(request);

    bool done = false;
    while (!problem && !done) {
        const boost::asio::mutable_buffer space = opening.input.prepare(2048);
        const std::tuple<boost::system::error_code, std::size_t> read = co_await proxy.async_read_some(space, token);
        problem = std::get<0>(read);
        done = answer.received(std::string_view(static_cast<const char*>(space.data()), std::get<1>(read)));
    }
    if (!done)
        answer.ended(problem);
    co_return answer.failure();
}

}}} // namespace oms::v0_1::detail
