#pragma once

// An HTTP proxy on loopback that opens tunnels, or does what a test says instead, and keeps all it has heard.

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace net_test {

class http_proxy {
public:
    /// What comes after the proxy's answer.
    enum class then { relay, close, reset, hold };
    struct reply {
        std::string bytes = "HTTP/1.1 200 Connection established\r\n\r\n";
        then what = then::relay;
    };

    /// `decide` is given the head of a CONNECT and which connection it came on: 1, 2, 3, ...
    using decision = std::function<reply(const std::string& head, int number)>;

    /// Tunnels lead to this host, whatever name was asked for.
    explicit http_proxy(decision decide) : decide_(std::move(decide))
    {
        sockaddr_in at = loopback(0);
        socklen_t size = sizeof(at);
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        if (::bind(listener_, reinterpret_cast<sockaddr*>(&at), size) != 0 || ::listen(listener_, 64) != 0 ||
            ::getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size) != 0)
            throw std::runtime_error("no proxy");
        port_ = ntohs(at.sin_port);
        accepting_ = std::thread([this] { accept_all(); });
    }

    /// Opens every tunnel.
    http_proxy() : http_proxy([](const std::string&, int) { return reply(); }) {}

    ~http_proxy()
    {
        stopping_ = true;
        accepting_.join();
        for (std::thread& talking : talking_)
            talking.join();
        ::close(listener_);
    }

    http_proxy(const http_proxy&) = delete;
    http_proxy& operator=(const http_proxy&) = delete;

    std::uint16_t port() const { return port_; }
    int accepted() const { return accepted_; }

    /// All that clients have sent so far, the heads of their CONNECTs and what went through the tunnels.
    std::string heard() const
    {
        const std::lock_guard lock(mutex_);
        return heard_;
    }
    /// The heads alone.
    std::vector<std::string> heads() const
    {
        const std::lock_guard lock(mutex_);
        return heads_;
    }

private:
    static sockaddr_in loopback(std::uint16_t port)
    {
        sockaddr_in at{};
        at.sin_family = AF_INET;
        at.sin_port = htons(port);
        at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        return at;
    }

    /// False when the proxy is to stop.
    bool readable(int descriptor) const
    {
        pollfd waiting{descriptor, POLLIN, 0};
        while (!stopping_)
            if (::poll(&waiting, 1, 10) > 0)
                return true;
        return false;
    }

    void accept_all()
    {
        while (readable(listener_)) {
            const int client = ::accept(listener_, nullptr, nullptr);
            const int number = ++accepted_;
            talking_.emplace_back([this, client, number] {
                talk(client, number);
                ::close(client);
            });
        }
    }

    void talk(int client, int number)
    {
        std::string head;
        std::array<char, 4096> space;
        while (head.find("\r\n\r\n") == std::string::npos) {
            const ssize_t got = readable(client) ? ::recv(client, space.data(), space.size(), 0) : 0;
            if (got <= 0)
                return;
            head.append(space.data(), static_cast<std::size_t>(got));
        }
        {
            const std::lock_guard lock(mutex_);
            heard_ += head;
            heads_.push_back(head);
        }
        const reply next = decide_(head, number);
        ::send(client, next.bytes.data(), next.bytes.size(), MSG_NOSIGNAL);
        if (next.what == then::relay)
            relay(client, static_cast<std::uint16_t>(std::stoi(head.substr(head.find(':') + 1))));
        if (next.what == then::hold)
            readable(client); // until the client goes
        if (next.what == then::reset) {
            const linger at_once{1, 0};
            ::setsockopt(client, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
        }
    }

    void relay(int client, std::uint16_t port)
    {
        const int origin = ::socket(AF_INET, SOCK_STREAM, 0);
        const sockaddr_in to = loopback(port);
        if (::connect(origin, reinterpret_cast<const sockaddr*>(&to), sizeof(to)) == 0)
            while (pass_on(client, origin)) {
            }
        ::close(origin);
    }

    bool pass_on(int client, int origin)
    {
        std::array<pollfd, 2> ends{pollfd{client, POLLIN, 0}, pollfd{origin, POLLIN, 0}};
        ::poll(ends.data(), ends.size(), 10);
        std::array<char, 16384> space;
        for (const pollfd& from : ends) {
            if (from.revents == 0)
                continue;
            const ssize_t got = ::recv(from.fd, space.data(), space.size(), 0);
            if (got <= 0)
                return false;
            const std::size_t size = static_cast<std::size_t>(got);
            if (from.fd == client) {
                const std::lock_guard lock(mutex_);
                heard_.append(space.data(), size);
            }
            ::send(from.fd == client ? origin : client, space.data(), size, MSG_NOSIGNAL);
        }
        return !stopping_;
    }

    decision decide_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<int> accepted_{0};
    mutable std::mutex mutex_;
    std::string heard_;
    std::vector<std::string> heads_;
    std::thread accepting_;
    std::vector<std::thread> talking_;
};

} // namespace net_test
