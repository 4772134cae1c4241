#include "common/net_fixture.hpp"

#include "common/wire.hpp"

#include <oms/net/https_transport.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <thread>
#include <tuple>

namespace net_test {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr auto token = asio::as_tuple(asio::use_awaitable);

std::size_t content_length(const std::string& head)
{
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
}

/// What was written and did not arrive yet. After a reset it never does.
bool unacknowledged(int socket)
{
    int bytes = 0;
    pollfd end{socket, 0, 0};
    return ::ioctl(socket, SIOCOUTQ, &bytes) == 0 && bytes > 0 && ::poll(&end, 1, 0) == 0;
}

class live_peer final : public peer, public std::enable_shared_from_this<live_peer> {
public:
    explicit live_peer(tcp::socket socket) : wire_(std::move(socket)) {}

    asio::awaitable<bool> handshake(asio::ssl::context& context)
    {
        return wire_.shake_hands(context, asio::ssl::stream_base::server);
    }

    bool resumed() { return wire_.tls() && SSL_session_reused(wire_.tls()->native_handle()); }

    asio::awaitable<std::string> read_head() override
    {
        std::size_t size = 0;
        while ((size = input_.find("\r\n\r\n")) == std::string::npos) {
            const bool more = co_await wire_.read(input_);
            if (!more)
                co_return std::string();
        }
        std::string head = input_.substr(0, size + 4);
        input_.erase(0, size + 4);
        co_return head;
    }

    asio::awaitable<std::string> read_request() override
    {
        std::string request = co_await read_head();
        const std::size_t body = content_length(request);
        while (input_.size() < body) {
            const bool more = co_await wire_.read(input_);
            if (!more)
                co_return std::string();
        }
        request += input_.substr(0, body);
        input_.erase(0, body);
        co_return request;
    }

    asio::awaitable<bool> write(std::string bytes) override { co_return co_await wire_.write(bytes); }

    asio::awaitable<void> read_to_end() override
    {
        bool more = true;
        while (more) {
            input_.clear();
            more = co_await wire_.read(input_);
        }
    }

    asio::awaitable<void> pause(std::chrono::milliseconds time) override
    {
        asio::steady_timer timer(wire_.tcp_socket().get_executor(), time);
        co_await timer.async_wait(token);
    }

    asio::awaitable<void> hold() override
    {
        asio::steady_timer timer(wire_.tcp_socket().get_executor(), std::chrono::steady_clock::time_point::max());
        co_await timer.async_wait(token);
    }

    void say_goodbye() override
    {
        if (wire_.tls())
            wire_.tls()->async_shutdown([self = shared_from_this()](const error_code&) {});
    }

    void half_close() override { wire_.half_close(); }

    asio::awaitable<void> end_properly() override
    {
        if (wire_.tls())
            co_await wire_.tls()->async_shutdown(token);
        close();
    }

    asio::awaitable<void> delivered() override
    {
        while (unacknowledged(wire_.tcp_socket().native_handle()))
            co_await pause(std::chrono::milliseconds(1));
    }

    asio::awaitable<void> end_abruptly() override
    {
        half_close();
        co_await delivered();
        close();
    }

    void close() override { wire_.close(); }
    void reset() override { wire_.reset(); }

private:
    test::wire wire_;
    std::string input_;
};

} // namespace

struct server::running {
    running(script run_for_each, protocol speaks, const certificate_terms& terms, bool demands_certificate,
            const server_terms& more)
        : play(std::move(run_for_each)), acceptor(io, tcp::endpoint(asio::ip::make_address(more.address), more.port)),
          context(asio::ssl::context::tls_server), secure(speaks != protocol::plain)
    {
        const identity own = root.issue(terms);
        context.use_certificate(asio::buffer(own.certificate), asio::ssl::context::pem);
        context.use_private_key(asio::buffer(own.key), asio::ssl::context::pem);
        SSL_CTX_set_session_id_context(context.native_handle(), reinterpret_cast<const unsigned char*>("t"), 1);
        if (speaks == protocol::tls_1_2_only)
            SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_2_VERSION);
        if (speaks == protocol::tls_1_1_only) {
            SSL_CTX_set_security_level(context.native_handle(), 0);
            SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_VERSION);
            SSL_CTX_set_max_proto_version(context.native_handle(), TLS1_1_VERSION);
        }
        if (demands_certificate)
            SSL_CTX_set_verify(context.native_handle(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
        if (more.arrange)
            more.arrange(context.native_handle());
        asio::co_spawn(io, accept(), asio::detached);
        thread = std::thread([this] { io.run(); });
    }

    ~running()
    {
        io.stop();
        thread.join();
    }

    asio::awaitable<void> accept()
    {
        for (;;) {
            std::tuple<error_code, tcp::socket> taken = co_await acceptor.async_accept(token);
            if (!std::get<0>(taken))
                asio::co_spawn(io, talk(std::make_shared<live_peer>(std::move(std::get<1>(taken)))), asio::detached);
        }
    }

    asio::awaitable<void> talk(std::shared_ptr<live_peer> client)
    {
        client->number = ++accepted;
        if (secure) {
            const bool shaken = co_await client->handshake(context);
            if (!shaken)
                co_return;
        }
        resumed += client->resumed();
        co_await play(*client);
    }

    script play;
    authority root;
    asio::io_context io{1};
    tcp::acceptor acceptor;
    asio::ssl::context context;
    const bool secure;
    std::atomic<int> accepted{0};
    std::atomic<int> resumed{0};
    std::thread thread;
};

server::server(script for_each_connection, protocol speaks, const certificate_terms& terms, bool demands_certificate)
    : running_(
          std::make_unique<running>(std::move(for_each_connection), speaks, terms, demands_certificate, server_terms()))
{
}
server::server(script for_each_connection, const server_terms& terms)
    : running_(
          std::make_unique<running>(std::move(for_each_connection), terms.speaks, certificate_terms(), false, terms))
{
}
server::~server() = default;
std::uint16_t server::port() const
{
    return running_->acceptor.local_endpoint().port();
}
int server::accepted() const
{
    return running_->accepted;
}
int server::resumed() const
{
    return running_->resumed;
}
std::string server::ca_pem() const
{
    return running_->root.pem();
}
bool server::tls() const
{
    return running_->secure;
}

silent_listener::silent_listener(manner how)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
    descriptors_.push_back(listener);
    if (::bind(listener, raw, size) != 0 || ::listen(listener, how == manner::accepts ? 16 : 0) != 0 ||
        ::getsockname(listener, raw, &size) != 0)
        throw std::runtime_error("no silent listener");
    port_ = ntohs(address.sin_port);
    // A full queue makes the system ignore whoever comes next.
    for (int i = 0; how == manner::swallows_syn && i < 8 && !swallows_; ++i) {
        const int filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        descriptors_.push_back(filler);
        ::connect(filler, raw, size);
        pollfd waiting{filler, POLLOUT, 0};
        swallows_ = ::poll(&waiting, 1, 100) == 0;
    }
}

silent_listener::~silent_listener()
{
    for (const int descriptor : descriptors_)
        ::close(descriptor);
}

std::shared_ptr<oms::transport> connect_to_port(asio::any_io_executor executor, std::uint16_t port, bool tls,
                                                const transport_terms& terms)
{
    oms::transport_config network;
    network.tls = terms.tls;
    if (!terms.ca_file.empty())
        network.tls.ca_file = terms.ca_file;
    if (!terms.ca_pem.empty())
        network.tls.ca_pem = terms.ca_pem;
    if (network.tls.ca_file.empty() && network.tls.ca_pem.empty() && !terms.system_roots)
        network.tls.ca_pem = authority().pem();
    network.proxy = terms.proxy;
    network.pool = terms.pool;
    network.times = terms.times;
    network.limits = terms.limits;
    const oms::base_url origin((tls ? "https://" : "http://") + terms.host + ":" + std::to_string(port),
                               oms::base_path_rule::any);
    return oms::make_https_transport(std::move(executor), origin, network);
}

std::shared_ptr<oms::transport> connect_to(asio::any_io_executor executor, const server& to,
                                           const transport_terms& terms)
{
    transport_terms complete = terms;
    if (complete.ca_pem.empty() && complete.ca_file.empty() && !terms.system_roots)
        complete.ca_pem = to.ca_pem();
    return connect_to_port(std::move(executor), to.port(), to.tls(), complete);
}

bool descriptors_return_to(std::size_t before)
{
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (open_descriptors() > before && std::chrono::steady_clock::now() < give_up)
        std::this_thread::yield();
    return open_descriptors() <= before;
}

std::string ok(const std::string& body, const std::string& more_fields)
{
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more_fields + "\r\n" + body;
}

asio::awaitable<void> echo_paths(peer& client)
{
    for (;;) {
        const std::string request = co_await client.read_request();
        if (request.empty())
            co_return;
        const std::size_t path = request.find(' ') + 1;
        std::string answer = ok(request.substr(path, request.find(' ', path) - path));
        co_await client.write(std::move(answer));
    }
}

asio::awaitable<void> answer_once(peer& client)
{
    co_await client.read_request();
    co_await client.write(ok("once", "Connection: close\r\n"));
    client.close();
}

oms::http_request get(std::string target)
{
    return oms::http_request(oms::http_method::get, std::move(target));
}

oms::http_request post(std::string target, std::string body)
{
    oms::http_request request(oms::http_method::post, std::move(target));
    request.body = std::move(body);
    return request;
}

oms::exchange_limits within(std::chrono::milliseconds time)
{
    return oms::exchange_limits(std::chrono::steady_clock::now() + time);
}

namespace {

asio::awaitable<oms::exchange_result> one_exchange(std::shared_ptr<oms::transport> over, oms::http_request what,
                                                   oms::exchange_limits limits)
{
    co_return co_await over->exchange(what, limits);
}

} // namespace

std::shared_ptr<std::future<oms::exchange_result>> start(asio::any_io_executor where,
                                                         std::shared_ptr<oms::transport> over, oms::http_request what,
                                                         oms::exchange_limits limits)
{
    return std::make_shared<std::future<oms::exchange_result>>(
        asio::co_spawn(where, one_exchange(std::move(over), std::move(what), limits), asio::use_future));
}

oms::exchange_result run(asio::io_context& io, const std::shared_ptr<oms::transport>& over, oms::http_request what,
                         oms::exchange_limits limits)
{
    const auto result = start(io.get_executor(), over, std::move(what), limits);
    io.restart();
    io.run();
    return result->get();
}

oms::exchange_result run_to_result(asio::io_context& io, std::future<oms::exchange_result>& begun)
{
    while (begun.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
        io.restart();
        io.run_one();
    }
    return begun.get();
}

oms::exchange_result run_to_result(asio::io_context& io, const std::shared_ptr<oms::transport>& over,
                                   oms::http_request what, oms::exchange_limits limits)
{
    return run_to_result(io, *start(io.get_executor(), over, std::move(what), limits));
}

} // namespace net_test
