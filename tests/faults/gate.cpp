#include "faults/gate.hpp"

#include "common/net_certificates.hpp"
#include "common/wire.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <future>
#include <list>
#include <mutex>
#include <set>
#include <thread>
#include <tuple>
#include <utility>

#include <poll.h>

namespace test {

namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;
using boost::system::error_code;

const auto deferred_tuple = asio::as_tuple(asio::deferred);

/// Writes beneath TLS.
asio::awaitable<bool> write_garbage(wire& to)
{
    const std::string garbage(64, '\x2a');
    std::tuple<error_code, std::size_t> done =
        co_await asio::async_write(to.tcp_socket(), asio::buffer(garbage), deferred_tuple);
    co_return !std::get<0>(done);
}

/// Whether the other side has ended its direction, seen without reading.
bool gone(wire& on)
{
    pollfd asked{on.tcp_socket().native_handle(), POLLRDHUP, 0};
    return !on.tcp_socket().is_open() || (::poll(&asked, 1, 0) > 0 && asked.revents != 0);
}

/// A connection through the gate. Touched on the gate's thread alone.
struct link {
    link(int number_, connection_plan plan_, tcp::socket socket)
        : number(number_), plan(std::move(plan_)), pause(socket.get_executor()),
          server(tcp::socket(socket.get_executor())), client(std::move(socket))
    {
    }

    void end(flow_end how)
    {
        ended = true;
        pause.cancel();
        how == flow_end::reset ? client.reset() : client.close();
        if (!learning)
            how == flow_end::reset ? server.reset() : server.close();
    }

    const int number;
    connection_plan plan;
    asio::steady_timer pause;
    wire server;
    wire client;
    bool connected = false; ///< to the server
    bool ended = false;
    bool held = false;     ///< by a fault, until the client goes or faults stop
    bool learning = false; ///< the client's side is over, the server still owes an answer
};

/// One HTTP/1.1 message with a Content-Length or without a body, at the beginning of the bytes.
struct message {
    std::size_t head = 0; ///< its size, 0 while the head is not whole
    std::size_t size = 0; ///< with the body
};

std::string field(std::string_view head, std::string_view name)
{
    for (std::size_t at = head.find("\r\n"); at != std::string_view::npos && at + 2 < head.size();
         at = head.find("\r\n", at + 2)) {
        const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
        const std::size_t colon = line.find(':');
        if (colon != name.size() ||
            !std::equal(name.begin(), name.end(), line.begin(), [](char a, char b) { return (a | 32) == (b | 32); }))
            continue;
        const std::size_t value = line.find_first_not_of(' ', colon + 1);
        return value == std::string_view::npos ? std::string() : std::string(line.substr(value));
    }
    return {};
}

message look(const std::string& bytes)
{
    message seen;
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == std::string::npos)
        return seen;
    seen.head = end + 4;
    const std::string length = field(std::string_view(bytes).substr(0, seen.head), "Content-Length");
    seen.size = seen.head + (length.empty() ? 0 : std::strtoull(length.c_str(), nullptr, 10));
    return seen;
}

} // namespace

std::uint64_t hash_of(std::string_view bytes, std::uint64_t before)
{
    for (const char c : bytes)
        before = (before ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return before;
}

struct gate::running {
    explicit running(gate_terms told)
        : terms(std::move(told)), reserved(io), acceptor(io), to_server_tls(asio::ssl::context::tls_client),
          identity(root.issue()), ca_pem(terms.ends_tls ? root.pem() : terms.server_ca_pem),
          server_port(terms.server_port)
    {
        if (!terms.server_ca_pem.empty()) {
            to_server_tls.add_certificate_authority(asio::buffer(terms.server_ca_pem));
            to_server_tls.set_verify_mode(asio::ssl::verify_peer);
        }
        listen();
        thread = std::thread([this] { io.run(); });
    }

    ~running()
    {
        on_thread([this] {
            shut();
            end_all(flow_end::close);
        });
        work.reset();
        io.stop();
        thread.join();
    }

    template <class Function>
    void on_thread(Function function)
    {
        std::promise<void> promise;
        std::future<void> done = promise.get_future();
        asio::post(io, [&] {
            try {
                function();
                promise.set_value();
            } catch (...) {
                promise.set_exception(std::current_exception());
            }
        });
        done.get();
    }

    void listen()
    {
        to_client_tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
        to_client_tls->use_certificate(asio::buffer(identity.certificate), asio::ssl::context::pem);
        to_client_tls->use_private_key(asio::buffer(identity.key), asio::ssl::context::pem);
        SSL_CTX_set_session_id_context(to_client_tls->native_handle(), reinterpret_cast<const unsigned char*>("g"), 1);
        if (!reserved.is_open())
            port = bind(reserved, 0);
        bind(acceptor, port);
        acceptor.listen(4096);
        asio::co_spawn(io, accept(), asio::detached);
    }

    static std::uint16_t bind(tcp::acceptor& what, std::uint16_t to)
    {
        const tcp::endpoint at(asio::ip::address_v4::loopback(), to);
        what.open(at.protocol());
        what.set_option(tcp::acceptor::reuse_address(true));
        what.bind(at);
        return what.local_endpoint().port();
    }

    void shut()
    {
        error_code ignored;
        acceptor.close(ignored);
    }

    void end_all(flow_end how)
    {
        for (const std::shared_ptr<link>& one : std::list<std::shared_ptr<link>>(links))
            one->end(how);
    }

    asio::awaitable<void> accept()
    {
        for (;;) {
            std::tuple<error_code, tcp::socket> taken = co_await acceptor.async_accept(deferred_tuple);
            if (std::get<0>(taken) == asio::error::operation_aborted || !acceptor.is_open())
                co_return;
            if (std::get<0>(taken))
                continue;
            const int number = ++accepted;
            connection_plan plan;
            if (terms.connections && !calm)
                plan = terms.connections(number);
            auto made = std::make_shared<link>(number, std::move(plan), std::move(std::get<1>(taken)));
            links.push_back(made);
            open = static_cast<int>(links.size());
            asio::co_spawn(io, serve(made), [this, made](std::exception_ptr) {
                made->end(flow_end::close);
                links.remove(made);
                open = static_cast<int>(links.size());
            });
        }
    }

    asio::awaitable<void> serve(std::shared_ptr<link> on)
    {
        if (on->plan.door == entrance::reset)
            on->client.reset();
        if (on->plan.door == entrance::silent)
            co_await hold(on, false);
        if (on->plan.door != entrance::serve)
            co_return;
        if (!terms.ends_tls) {
            co_await pass_through(on);
            co_return;
        }
        const bool shaken = co_await on->client.shake_hands(*to_client_tls, asio::ssl::stream_base::server);
        std::string input;
        for (int number = 1; shaken && !on->ended; ++number) {
            const bool goes_on = co_await one_exchange(on, input, number);
            if (!goes_on)
                co_return;
        }
    }

    asio::awaitable<bool> connect(std::shared_ptr<link> on)
    {
        const tcp::endpoint at(asio::ip::address_v4::loopback(), server_port);
        std::tuple<error_code> done = co_await on->server.tcp_socket().async_connect(at, deferred_tuple);
        on->connected = !std::get<0>(done);
        error_code ignored;
        on->server.tcp_socket().set_option(tcp::no_delay(true), ignored);
        if (on->connected && terms.ends_tls && !terms.server_ca_pem.empty())
            on->connected = co_await on->server.shake_hands(to_server_tls, asio::ssl::stream_base::client);
        co_return on->connected;
    }

    /// A whole message; empty when it does not come.
    asio::awaitable<std::string> read_message(wire& from, std::string& input)
    {
        for (;;) {
            const message seen = look(input);
            if (seen.head != 0 && input.size() >= seen.size) {
                std::string whole = input.substr(0, seen.size);
                input.erase(0, seen.size);
                co_return whole;
            }
            const bool more = co_await from.read(input);
            if (!more)
                co_return std::string();
        }
    }

    /// False when the connection is over.
    asio::awaitable<bool> one_exchange(std::shared_ptr<link> on, std::string& input, int number)
    {
        const std::string request = co_await read_message(on->client, input);
        if (request.empty())
            co_return false;
        seen_request seen = note(request, on->number, number);
        exchange_plan plan;
        if (terms.exchanges && !calm)
            plan = terms.exchanges(seen);

        // From here on it counts as under way, whatever throws or returns.
        const std::shared_ptr<void> counted = count();
        bool goes_on = on->connected;
        if (!goes_on)
            goes_on = co_await connect(on);
        if (goes_on) {
            flow_state to_server(plan.to_server);
            std::string given;
            on->learning = plan.to_server.passes();
            goes_on = co_await pass_on(on, to_server, request, true, given);
            seen.given_to_server = given == request;
        }

        on->learning = seen.given_to_server;
        if (!goes_on && !on->ended)
            on->end(flow_end::close);
        std::string answer;
        if (seen.given_to_server || goes_on) {
            std::string from_server;
            answer = co_await read_message(on->server, from_server);
        }
        on->learning = false;
        const message shape = look(answer);
        seen.answer_head_size = shape.head;
        seen.answer_size = answer.size();
        if (answer.size() > 12)
            seen.status = std::atoi(answer.c_str() + 9);

        if (goes_on && !on->ended && !answer.empty()) {
            flow_state to_client(plan.to_client);
            std::string given;
            goes_on = co_await pass_on(on, to_client, answer, false, given);
            seen.given_to_client = given == answer;
            goes_on = goes_on && field(std::string_view(answer).substr(0, shape.head), "Connection") != "close";
        } else {
            goes_on = false;
        }
        remember(std::move(seen));
        co_return goes_on && !on->ended;
    }

    /// Writes what the flow makes of the bytes; false when that was the end of the connection.
    asio::awaitable<bool> pass_on(std::shared_ptr<link> on, flow_state& how, const std::string& bytes, bool to_server,
                                  std::string& given)
    {
        std::vector<flow_step> steps = how.take(bytes);
        if (terms.ends_tls) {
            std::vector<flow_step> rest = how.flush();
            std::move(rest.begin(), rest.end(), std::back_inserter(steps));
        }
        wire& to = to_server ? on->server : on->client;
        for (const flow_step& step : steps) {
            if (step.wait.count() > 0 && !calm) {
                on->pause.expires_after(step.wait);
                co_await on->pause.async_wait(deferred_tuple);
            }
            if (on->ended && !on->learning)
                co_return false;
            if (!step.bytes.empty()) {
                const bool written = co_await to.write(step.bytes);
                if (!written)
                    co_return false;
                given += step.bytes;
            }
            if (step.end == flow_end::garbage) {
                co_await write_garbage(to);
                co_return false;
            }
            if (step.end == flow_end::close || step.end == flow_end::reset) {
                on->learning = terms.ends_tls && to_server && given == bytes;
                on->end(step.end);
                co_return false;
            }
            on->learning = on->learning || (terms.ends_tls && to_server && given == bytes);
            if (step.end == flow_end::swallow || step.end == flow_end::stop_reading) {
                co_await hold(on, step.end == flow_end::swallow);
                co_return false;
            }
        }
        co_return true;
    }

    /// Until the client goes or the faults stop.
    asio::awaitable<void> hold(std::shared_ptr<link> on, bool reads)
    {
        if (calm)
            co_return;
        on->held = true;
        std::string unwanted;
        bool more = true;
        while (more && reads) {
            more = co_await on->client.read(unwanted);
            unwanted.clear();
        }
        while (more && !on->ended && !gone(on->client)) {
            on->pause.expires_after(std::chrono::milliseconds(20));
            co_await on->pause.async_wait(deferred_tuple);
        }
    }

    asio::awaitable<void> pump(std::shared_ptr<link> on, flow how, bool to_server)
    {
        wire& from = to_server ? on->client : on->server;
        wire& to = to_server ? on->server : on->client;
        flow_state state(std::move(how));
        std::string bytes;
        std::string given;
        bool more = true;
        while (more && !on->ended) {
            bytes.clear();
            given.clear();
            more = co_await from.read(bytes);
            const bool goes_on = co_await pass_on(on, state, bytes, to_server, given);
            if (!goes_on) {
                on->end(flow_end::close);
                co_return;
            }
        }
        to.half_close();
    }

    asio::awaitable<void> pass_through(std::shared_ptr<link> on)
    {
        const bool connected = co_await connect(on);
        if (!connected)
            co_return;
        asio::steady_timer other(io, std::chrono::steady_clock::time_point::max());
        bool both = false;
        asio::co_spawn(io, pump(on, on->plan.to_server, true), [&](std::exception_ptr) {
            both = true;
            other.cancel();
        });
        co_await pump(on, on->plan.to_client, false);
        if (!both)
            co_await other.async_wait(deferred_tuple);
    }

    seen_request note(const std::string& request, int connection, int number)
    {
        seen_request seen;
        seen.connection = connection;
        seen.number = number;
        seen.request_size = request.size();
        const std::size_t space = request.find(' ');
        seen.method = request.substr(0, space);
        seen.target = request.substr(space + 1, request.find(' ', space + 1) - space - 1);
        const std::size_t head = look(request).head;
        const std::string_view fields = std::string_view(request).substr(0, head);
        const std::string_view body = std::string_view(request).substr(head);
        seen.host = field(fields, "Host");
        seen.key = field(fields, "Idempotency-Key");
        const std::string bearer = field(fields, "Authorization");
        seen.authorized = bearer.rfind("Bearer ", 0) == 0;
        if (seen.authorized) {
            const std::lock_guard lock(mutex);
            tokens.insert(bearer.substr(7));
        }
        seen.body_hash = hash_of(body);
        if (terms.mark_of && seen.key.empty())
            seen.mark = terms.mark_of(seen, body);
        return seen;
    }

    std::shared_ptr<void> count()
    {
        const std::lock_guard lock(mutex);
        ++under_way;
        return std::shared_ptr<void>(this, [](void* of) {
            running& one = *static_cast<running*>(of);
            const std::lock_guard guard(one.mutex);
            --one.under_way;
            one.quiet.notify_all();
        });
    }

    void remember(seen_request seen)
    {
        if (terms.over) {
            terms.over(seen);
            return;
        }
        const std::lock_guard lock(mutex);
        requests.push_back(std::move(seen));
    }

    const gate_terms terms;
    net_test::authority root;

    std::mutex mutex; ///< guards what follows
    std::condition_variable quiet;
    int under_way = 0;
    std::vector<seen_request> requests;
    std::set<std::string> tokens;

    // Frames that are still suspended end with it and use what is above, never what is below.
    asio::io_context io{1};
    asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
    tcp::acceptor reserved; ///< never listens: keeps the port while the door is closed
    tcp::acceptor acceptor;
    asio::ssl::context to_server_tls;
    std::unique_ptr<asio::ssl::context> to_client_tls;
    const net_test::identity identity;
    const std::string ca_pem;
    std::uint16_t port = 0;
    std::atomic<std::uint16_t> server_port;
    std::list<std::shared_ptr<link>> links;
    std::atomic<bool> calm{false};
    std::atomic<int> accepted{0};
    std::atomic<int> open{0};

    std::thread thread;
};

gate::gate(gate_terms terms) : running_(std::make_unique<running>(std::move(terms))) {}
gate::~gate() = default;

std::uint16_t gate::port() const
{
    return running_->port;
}

std::string gate::base_url(std::string_view path) const
{
    return "https://127.0.0.1:" + std::to_string(port()) + std::string(path);
}

const std::string& gate::ca_pem() const
{
    return running_->ca_pem;
}

void gate::close_door(bool reset)
{
    running_->on_thread([&] {
        running_->shut();
        running_->end_all(reset ? flow_end::reset : flow_end::close);
    });
}

void gate::open_door()
{
    running_->on_thread([this] { running_->listen(); });
}

void gate::close_all(bool reset)
{
    running_->on_thread([&] { running_->end_all(reset ? flow_end::reset : flow_end::close); });
}

void gate::lead_to(std::uint16_t server_port)
{
    running_->server_port = server_port;
}

void gate::stop_faults()
{
    running_->on_thread([this] {
        running_->calm = true;
        for (const std::shared_ptr<link>& one : std::list<std::shared_ptr<link>>(running_->links)) {
            one->pause.cancel();
            if (one->held)
                one->end(flow_end::close);
        }
    });
}

int gate::accepted() const
{
    return running_->accepted;
}

int gate::open() const
{
    return running_->open;
}

std::vector<seen_request> gate::requests() const
{
    const std::lock_guard lock(running_->mutex);
    return running_->requests;
}

std::vector<std::string> gate::tokens() const
{
    const std::lock_guard lock(running_->mutex);
    return std::vector<std::string>(running_->tokens.begin(), running_->tokens.end());
}

void gate::settle()
{
    std::unique_lock lock(running_->mutex);
    running_->quiet.wait(lock, [this] { return running_->under_way == 0; });
}

} // namespace test
