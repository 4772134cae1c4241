// What a user would write by hand in place of one SDK call: an HTTPS GET with Beast, verified TLS, a JSON answer. Only
// compiled, by compile_cost.sh: its cost is the unit in which the cost of including the SDK is measured.
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/json.hpp>

#include <iostream>
#include <string>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace ssl = boost::asio::ssl;
using asio::ip::tcp;

asio::awaitable<boost::json::value> get(ssl::context& tls, std::string host, std::string target, std::string token)
{
    const auto executor = co_await asio::this_coro::executor;
    tcp::resolver resolver(executor);
    const auto addresses = co_await resolver.async_resolve(host, "443", asio::use_awaitable);

    ssl::stream<tcp::socket> stream(executor, tls);
    if (!SSL_set_tlsext_host_name(stream.native_handle(), host.c_str()))
        throw std::runtime_error("SNI");
    stream.set_verify_callback(ssl::host_name_verification(host));
    co_await asio::async_connect(stream.next_layer(), addresses, asio::use_awaitable);
    co_await stream.async_handshake(ssl::stream_base::client, asio::use_awaitable);

    http::request<http::empty_body> request(http::verb::get, target, 11);
    request.set(http::field::host, host);
    request.set(http::field::authorization, "Bearer " + token);
    request.set(http::field::accept, "application/json");
    co_await http::async_write(stream, request, asio::use_awaitable);

    beast::flat_buffer buffer;
    http::response<http::string_body> response;
    co_await http::async_read(stream, buffer, response, asio::use_awaitable);
    if (response.result() != http::status::ok)
        throw std::runtime_error("status");
    co_return boost::json::parse(response.body());
}

int main()
{
    asio::io_context io;
    ssl::context tls(ssl::context::tls_client);
    tls.set_default_verify_paths();
    tls.set_verify_mode(ssl::verify_peer);
    asio::co_spawn(io, get(tls, "api.polygon.technology", "/v0.9/customers/cst_1", "token"),
                   [](std::exception_ptr failure, boost::json::value answer) {
                       if (failure)
                           std::rethrow_exception(failure);
                       std::cout << answer << '\n';
                   });
    io.run();
}
