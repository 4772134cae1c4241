#include "sandbox_receiver.hpp"

#include <oms/sandbox/certificate.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

namespace test {

namespace asio = boost::asio;
using boost::asio::ip::tcp;

struct receiver::state {
    explicit state(std::vector<int> answers)
        : statuses(std::move(answers)), listener(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0))
    {
    }

    /// True when the connection is to stay open.
    template <class Stream>
    bool serve(Stream& stream)
    {
        received_delivery got;
        std::string bytes;
        std::size_t whole = std::string::npos;
        while (bytes.size() < whole) {
            char some[4096];
            boost::system::error_code failure;
            bytes.append(some, stream.read_some(asio::buffer(some), failure));
            if (failure)
                return false;
            const std::size_t head = bytes.find("\r\n\r\n");
            if (whole == std::string::npos && head != std::string::npos)
                whole = head + 4 + std::stoul(header(bytes, "Content-Length"));
        }
        got.path = bytes.substr(5, bytes.find(' ', 5) - 5);
        got.signature = header(bytes, "Webhook-Signature");
        got.content_type = header(bytes, "Content-Type");
        got.body = bytes.substr(bytes.find("\r\n\r\n") + 4);

        const int status = keep(std::move(got));
        if (status <= 0)
            return status == -1;
        std::string answer = "HTTP/1.1 " + std::to_string(status) + " Told\r\nConnection: close\r\n";
        if (status == 302)
            answer += "Location: /elsewhere\r\n";
        answer += status == 204 ? "\r\n" : "Content-Length: 0\r\n\r\n";
        boost::system::error_code ignored;
        asio::write(stream, asio::buffer(answer), ignored);
        return false;
    }

    static std::string header(const std::string& bytes, const std::string& name)
    {
        const std::size_t at = bytes.find("\r\n" + name + ": ");
        if (at == std::string::npos)
            return {};
        const std::size_t from = at + name.size() + 4;
        return bytes.substr(from, bytes.find("\r\n", from) - from);
    }

    int keep(received_delivery got)
    {
        const std::lock_guard lock(mutex);
        const int status = statuses[std::min(deliveries.size(), statuses.size() - 1)];
        deliveries.push_back(std::move(got));
        arrived.notify_all();
        return status;
    }

    void run()
    {
        for (;;) {
            tcp::socket socket(io);
            boost::system::error_code failure;
            listener.accept(socket, failure);
            if (failure)
                return;
            if (!tls) {
                if (serve(socket))
                    held.push_back(std::move(socket));
                continue;
            }
            asio::ssl::stream<tcp::socket> stream(std::move(socket), *tls);
            stream.handshake(asio::ssl::stream_base::server, failure);
            if (!failure)
                serve(stream);
        }
    }

    std::vector<int> statuses;
    asio::io_context io;
    tcp::acceptor listener;
    std::optional<asio::ssl::context> tls;
    std::vector<tcp::socket> held;
    std::mutex mutex;
    std::condition_variable arrived;
    std::vector<received_delivery> deliveries;
    std::thread thread;
};

receiver::receiver(std::vector<int> statuses) : state_(std::make_unique<state>(std::move(statuses)))
{
    state_->thread = std::thread([this] { state_->run(); });
}

receiver::receiver(std::vector<int> statuses, const oms::sandbox::certificate& certificate)
    : state_(std::make_unique<state>(std::move(statuses)))
{
    state_->tls.emplace(asio::ssl::context::tls_server);
    state_->tls->use_certificate_chain(asio::buffer(certificate.pem()));
    state_->tls->use_private_key(asio::buffer(certificate.key_pem()), asio::ssl::context::pem);
    state_->thread = std::thread([this] { state_->run(); });
}

receiver::~receiver()
{
    ::shutdown(state_->listener.native_handle(), SHUT_RDWR);
    state_->thread.join();
}

std::string receiver::url() const
{
    const std::string port = std::to_string(state_->listener.local_endpoint().port());
    return (state_->tls ? "https://localhost:" : "http://127.0.0.1:") + port + "/hooks?for=tests";
}

std::vector<received_delivery> receiver::wait_for(std::size_t count)
{
    std::unique_lock lock(state_->mutex);
    if (!state_->arrived.wait_for(lock, std::chrono::seconds(10), [&] { return state_->deliveries.size() >= count; }))
        throw std::runtime_error("the deliveries did not come: " + std::to_string(state_->deliveries.size()));
    return state_->deliveries;
}

std::size_t receiver::count() const
{
    const std::lock_guard lock(state_->mutex);
    return state_->deliveries.size();
}

} // namespace test
