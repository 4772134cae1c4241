#include "payments_server/http_call.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdlib>

namespace test {

namespace {

class connected_socket {
public:
    explicit connected_socket(std::uint16_t port) : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        const timeval patience{30, 0};
        ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_port = htons(port);
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        good_ = ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0;
    }
    ~connected_socket() { ::close(descriptor_); }
    connected_socket(const connected_socket&) = delete;
    connected_socket& operator=(const connected_socket&) = delete;

    bool good() const { return good_; }

    bool write(const std::string& bytes)
    {
        std::size_t done = 0;
        while (done < bytes.size()) {
            const ssize_t count = ::send(descriptor_, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            done += static_cast<std::size_t>(count);
        }
        return true;
    }

    std::string read_to_the_end()
    {
        std::string text;
        char bytes[4096];
        for (ssize_t count = 0; (count = ::read(descriptor_, bytes, sizeof bytes)) > 0;)
            text.append(bytes, static_cast<std::size_t>(count));
        return text;
    }

private:
    int descriptor_;
    bool good_ = false;
};

} // namespace

std::optional<http_answer> http_call(std::uint16_t port, const std::string& method, const std::string& path,
                                     const std::string& body, const std::string& header)
{
    connected_socket socket(port);
    const std::string request = method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + header +
                                "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    if (!socket.good() || !socket.write(request))
        return std::nullopt;
    const std::string text = socket.read_to_the_end();
    const std::size_t end = text.find("\r\n\r\n");
    const std::size_t length = text.find("Content-Length: ");
    if (end == std::string::npos || text.compare(0, 9, "HTTP/1.1 ") != 0)
        return std::nullopt;
    http_answer answer;
    answer.status = std::atoi(text.c_str() + 9);
    answer.body = text.substr(end + 4);
    if (method != "HEAD" && length < end && answer.body.size() != std::strtoul(text.c_str() + length + 16, nullptr, 10))
        return std::nullopt;
    return answer;
}

} // namespace test
