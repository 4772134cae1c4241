#pragma once

// A webhook listener on threads of its own, and a client that writes to it whatever a test wants to.

#include <oms/endpoint/listener.hpp>

#include "unit/endpoint/fixture.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include <poll.h>
#include <sys/time.h>

#include <atomic>
#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace listening {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

/// A listener of the path /oms. Its context runs until serve() has returned.
class running_listener {
public:
    explicit running_listener(oms::async_webhook_router router, oms::listener_options options = {},
                              oms::async_endpoint_options endpoint = {}, int threads = 1)
        : listener(io.get_executor(),
                   oms::async_webhook_endpoint(delivered::verifier(), std::move(router), std::move(endpoint)),
                   options.path("/oms"))
    {
        asio::co_spawn(io, listener.serve(), [this](std::exception_ptr thrown) {
            failure_ = thrown;
            served = true;
        });
        for (int i = 0; i < threads; ++i)
            threads_.emplace_back([this] { io.run(); });
    }
    ~running_listener()
    {
        listener.stop();
        join();
    }

    /// Until nothing is left in its context.
    void join()
    {
        for (std::thread& one : threads_)
            one.join();
        threads_.clear();
        if (failure_)
            std::rethrow_exception(failure_);
    }

    asio::io_context io;
    oms::webhook_listener listener;
    std::atomic<bool> served{false}; ///< serve() has returned

private:
    std::vector<std::thread> threads_;
    std::exception_ptr failure_;
};

/// What came back for one request.
struct answer {
    int status = 0;
    std::string head;
    std::string body;

    bool has(std::string_view line) const
    {
        return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
    }
};

/// A blocking connection; gives up after ten seconds of silence.
class client {
public:
    explicit client(std::uint16_t port) : socket_(io_) { connect(port); }
    /// Over TLS, trusting this authority.
    client(std::uint16_t port, const std::string& ca_pem, int newest_version = 0) : socket_(io_)
    {
        connect(port);
        context_.add_certificate_authority(asio::buffer(ca_pem));
        context_.set_verify_mode(asio::ssl::verify_peer);
        SSL_CTX_set_max_proto_version(context_.native_handle(), newest_version);
        SSL_CTX_set_security_level(context_.native_handle(), 0);
        tls_.emplace(socket_, context_);
        tls_->handshake(asio::ssl::stream_base::client);
    }

    client& send(std::string_view bytes)
    {
        boost::system::error_code failure; // the server may have answered and closed already
        if (tls_)
            asio::write(*tls_, asio::buffer(bytes.data(), bytes.size()), failure);
        else
            asio::write(socket_, asio::buffer(bytes.data(), bytes.size()), failure);
        return *this;
    }

    /// One answer; status 0 when the connection ended before. Without a body where HTTP has none.
    answer read(bool without_body = false)
    {
        answer got;
        while (received_.find("\r\n\r\n") == std::string::npos)
            if (!read_some())
                return got;
        const std::size_t size = received_.find("\r\n\r\n") + 4;
        got.head = received_.substr(0, size);
        received_.erase(0, size);
        got.status = std::stoi(got.head.substr(9, 3));
        const std::size_t field = got.head.find("Content-Length: ");
        if (field == std::string::npos || without_body)
            return got;
        const std::size_t length = std::stoul(got.head.substr(field + 16));
        while (received_.size() < length)
            if (!read_some())
                return got;
        got.body = received_.substr(0, length);
        received_.erase(0, length);
        return got;
    }

    /// Whether the server has closed and sent nothing more; waits for it.
    bool ended() { return received_.empty() && !read_some() && !timed_out_; }

    /// Whether something has come, or comes within this time: an answer or the end.
    bool readable(std::chrono::milliseconds within)
    {
        pollfd what{socket_.native_handle(), POLLIN, 0};
        return ::poll(&what, 1, static_cast<int>(within.count())) == 1;
    }

    tcp::socket& socket() { return socket_; }

private:
    void connect(std::uint16_t port)
    {
        socket_.connect(tcp::endpoint(asio::ip::address_v4::loopback(), port));
        const timeval limit{10, 0};
        ::setsockopt(socket_.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    }
    bool read_some()
    {
        // By the system's own call, for which alone the time limit holds.
        char bytes[4096];
        boost::system::error_code failure;
        std::size_t size = 0;
        if (tls_) {
            size = tls_->read_some(asio::buffer(bytes), failure);
        } else {
            const auto got = ::recv(socket_.native_handle(), bytes, sizeof bytes, 0);
            timed_out_ = got < 0 && errno == EAGAIN;
            size = got > 0 ? static_cast<std::size_t>(got) : 0;
        }
        received_.append(bytes, size);
        return size > 0;
    }

    asio::io_context io_;
    tcp::socket socket_;
    asio::ssl::context context_{asio::ssl::context::tls_client};
    std::optional<asio::ssl::stream<tcp::socket&>> tls_;
    std::string received_;
    bool timed_out_ = false;
};

/// The request of a delivery, with other header lines in place of its own and more of them.
inline std::string request_of(const std::string& body, const std::string& more = "",
                              const std::string& content_type = "application/json")
{
    return "POST /oms HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + content_type +
           "\r\nWebhook-Signature: " + delivered::signature(body) + "\r\n" + more +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// The same with the body in chunks of this many bytes.
inline std::string chunked_request_of(const std::string& body, std::size_t size)
{
    std::string text = "POST /oms HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                       "Webhook-Signature: " +
                       delivered::signature(body) + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < body.size(); at += size) {
        const std::string chunk = body.substr(at, size);
        char digits[20];
        std::snprintf(digits, sizeof digits, "%zx\r\n", chunk.size());
        text += digits + chunk + "\r\n";
    }
    return text + "0\r\n\r\n";
}

/// A router of one plain handler that counts.
inline oms::async_webhook_router counting(std::atomic<int>& handled)
{
    return oms::async_webhook_router{[&handled](const oms::event&) {
        ++handled;
    }};
}

} // namespace listening
