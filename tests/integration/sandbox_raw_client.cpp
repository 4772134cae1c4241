#include "sandbox_raw_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>

#include <sys/socket.h>
#include <sys/time.h>

#include <optional>

namespace test {

namespace asio = boost::asio;
using boost::asio::ip::tcp;

struct raw_client::state {
    explicit state(const std::string& ca) : ca_pem(ca), context(asio::ssl::context::tls_client), stream(socket, context)
    {
    }

    std::size_t read_some(asio::mutable_buffer into, boost::system::error_code& failure)
    {
        return ca_pem.empty() ? socket.read_some(into, failure) : stream.read_some(into, failure);
    }

    std::string ca_pem;
    asio::io_context io;
    tcp::socket socket{io};
    asio::ssl::context context;
    asio::ssl::stream<tcp::socket&> stream;
    std::string left_over;
    std::string token;
};

raw_client::raw_client(std::uint16_t port, const std::string& ca_pem) : state_(std::make_unique<state>(ca_pem))
{
    tcp::resolver resolver(state_->io);
    asio::connect(state_->socket, resolver.resolve("localhost", std::to_string(port)));
    const timeval limit{10, 0};
    ::setsockopt(state_->socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    if (ca_pem.empty())
        return;
    state_->context.add_certificate_authority(asio::buffer(ca_pem));
    state_->stream.set_verify_mode(asio::ssl::verify_peer);
    state_->stream.set_verify_callback(asio::ssl::host_name_verification("localhost"));
    state_->stream.handshake(asio::ssl::stream_base::client);
}

raw_client::~raw_client() = default;

void raw_client::write(std::string_view bytes)
{
    if (state_->ca_pem.empty())
        asio::write(state_->socket, asio::buffer(bytes));
    else
        asio::write(state_->stream, asio::buffer(bytes));
}

raw_answer raw_client::read()
{
    raw_answer answer;
    answer.bytes.swap(state_->left_over);
    std::optional<std::size_t> whole;
    for (;;) {
        const std::size_t head_end = answer.bytes.find("\r\n\r\n");
        if (head_end != std::string::npos && !whole) {
            answer.head = answer.bytes.substr(0, head_end + 2);
            const std::string length = answer.header("Content-Length");
            whole = head_end + 4 + (length.empty() ? 0 : std::stoul(length));
        }
        if (whole && answer.bytes.size() >= *whole) {
            answer.body = answer.bytes.substr(answer.head.size() + 2, *whole - answer.head.size() - 2);
            state_->left_over = answer.bytes.substr(*whole);
            answer.bytes.resize(*whole);
            break;
        }
        char some[16384];
        boost::system::error_code failure;
        const std::size_t size = state_->read_some(asio::buffer(some), failure);
        answer.bytes.append(some, size);
        if (failure == asio::error::try_again || failure == asio::error::would_block)
            throw boost::system::system_error(failure, "no answer within ten seconds");
        if (failure) {
            answer.ended = true;
            if (whole)
                answer.body = answer.bytes.substr(answer.head.size() + 2);
            break;
        }
    }
    if (answer.head.rfind("HTTP/1.1 ", 0) == 0)
        answer.status = std::stoi(answer.head.substr(9, 3));
    return answer;
}

raw_answer raw_client::send(std::string_view method, std::string_view path, std::string_view body,
                            std::string_view idempotency_key)
{
    std::string request = std::string(method) + " /v0.9" + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n";
    request += "Accept: application/json\r\n";
    if (!state_->token.empty())
        request += "Authorization: Bearer " + state_->token + "\r\n";
    if (!idempotency_key.empty())
        request += "Idempotency-Key: " + std::string(idempotency_key) + "\r\n";
    if (!body.empty())
        request += "Content-Type: application/json\r\n";
    if (!body.empty() || method == "POST")
        request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    write(request + "\r\n" + std::string(body));
    return read();
}

raw_answer raw_client::log_in()
{
    const raw_answer answer =
        send("POST", "/auth/token", R"({"apiKey":"sk_sdbx_emulator","apiSecret":"emulator-secret"})");
    state_->token = answer.member("accessToken");
    return answer;
}

bool raw_client::closed_by_peer()
{
    const raw_answer rest = read();
    return rest.ended && rest.bytes.empty();
}

std::string raw_answer::header(std::string_view name) const
{
    const std::string start = "\r\n" + std::string(name) + ": ";
    const std::size_t at = head.find(start);
    if (at == std::string::npos)
        return {};
    const std::size_t from = at + start.size();
    return head.substr(from, head.find("\r\n", from) - from);
}

std::string raw_answer::member(std::string_view name) const
{
    const boost::json::value document = boost::json::parse(body);
    const boost::json::value* found = document.as_object().if_contains(name);
    return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

std::string identified_customer_json()
{
    return R"({"type":"individual","firstName":"Alice","lastName":"Example","email":"alice@example.com",)"
           R"("phone":"+12125550123","birthDate":"1990-04-12","nationality":"US","residentialAddress":)"
           R"({"line1":"548 Market Street","city":"San Francisco","state":"CA","country":"US","zipCode":"94104"},)"
           R"("identifyingInformation":[{"type":"ssn","issuingCountry":"US","number":"987654321"}]})";
}

} // namespace test
