#include "common/catch.hpp"
#include "tls_pair.hpp"

#include <oms/net/impl/byte_stream.hpp>

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/error.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

using namespace net_test;
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

/// What an operation ended with.
struct outcome {
    boost::system::error_code failure;
    std::size_t bytes = 0;
};

/// A stream with TLS, connected on loopback to a server that the test moves.
class tls_over_loopback {
public:
    explicit tls_over_loopback(int version = TLS1_3_VERSION)
        : sides_(root_), server(root_.issue(), version), stream(io.get_executor()), peer(io)
    {
        tcp::acceptor acceptor(io, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        stream.socket().connect(acceptor.local_endpoint());
        acceptor.accept(peer);
        peer.non_blocking(true);
        peer.set_option(tcp::no_delay(true));
        stream.socket().set_option(tcp::no_delay(true));
        server.begin();
        sides_.context.prepare(stream.secure(sides_.context.native()));
    }

    boost::system::error_code shake_hands()
    {
        std::optional<outcome> done;
        stream.async_handshake([&](boost::system::error_code failure) { done = {failure, 0}; });
        CHECK_FALSE(done);
        until(done, [&] { server.handshake(); });
        exchange_ciphertext();
        server.handshake();
        server_sends();
        return done->failure;
    }

    /// Both sides move until it is there.
    template <class Step>
    void until(const std::optional<outcome>& done, Step step)
    {
        const auto given_up = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (!done && std::chrono::steady_clock::now() < given_up) {
            run();
            exchange_ciphertext();
            step();
            server_sends();
        }
        REQUIRE(done);
    }

    void run()
    {
        io.restart();
        io.poll();
    }

    /// What has come to the server.
    void exchange_ciphertext()
    {
        char some[20000];
        boost::system::error_code nothing;
        for (std::size_t n = 1; n > 0;) {
            n = peer.read_some(asio::buffer(some), nothing);
            server.arrived(some, n);
        }
    }

    void server_sends()
    {
        const std::string bytes = server.output();
        peer.non_blocking(false);
        peer.write_some(asio::buffer(bytes));
        peer.non_blocking(true);
    }

    void server_says(std::string_view text)
    {
        server.write(text);
        server_sends();
    }

    static auto keep(std::optional<outcome>& done)
    {
        return [&done](boost::system::error_code failure, std::size_t bytes) {
            done = {failure, bytes};
        };
    }

    outcome read(std::string& to)
    {
        std::optional<outcome> done;
        stream.async_read_some(asio::buffer(to), keep(done));
        CHECK_FALSE(done);
        until(done, [] {});
        to.resize(done->bytes);
        return *done;
    }

private:
    authority root_;
    tls_client_side sides_;

public:
    asio::io_context io;
    tls_server_side server;
    oms::detail::byte_stream stream;
    tcp::socket peer;
};

/// Counts what it gives.
template <class T>
struct counting_allocator {
    using value_type = T;
    int* count;
    explicit counting_allocator(int& counter) : count(&counter) {}
    template <class Other>
    counting_allocator(const counting_allocator<Other>& other) : count(other.count)
    {
    }
    T* allocate(std::size_t n)
    {
        ++*count;
        return std::allocator<T>().allocate(n);
    }
    void deallocate(T* at, std::size_t n) { std::allocator<T>().deallocate(at, n); }
    friend bool operator==(const counting_allocator&, const counting_allocator&) = default;
};

} // namespace

TEST_CASE("A stream of TLS shakes hands, writes in records and reads what is there, and never ends inside the call")
{
    tls_over_loopback tls(GENERATE(TLS1_2_VERSION, TLS1_3_VERSION));
    REQUIRE_FALSE(tls.shake_hands());
    const std::string text(100000, 'x');
    std::string taken;
    for (asio::const_buffer rest = asio::buffer(text); rest.size() > 0;) {
        std::optional<outcome> done;
        tls.stream.async_write_some({rest, asio::const_buffer()}, tls.keep(done));
        CHECK_FALSE(done);
        tls.until(done, [&] { taken += tls.server.read(); });
        REQUIRE_FALSE(done->failure);
        CHECK(done->bytes == std::min<std::size_t>(rest.size(), 16384));
        rest += done->bytes;
    }
    for (int i = 0; i < 100000 && taken.size() < text.size(); ++i) {
        tls.exchange_ciphertext();
        taken += tls.server.read();
    }
    const bool same = taken == text;
    CHECK(same);

    tls.server_says("one ");
    tls.server_says("two");
    std::string some(3, '\0');
    CHECK(tls.read(some).bytes == 3);
    CHECK(some == "one");
    CHECK(tls.stream.holds_unread());
    some.assign(100, '\0');
    CHECK(tls.read(some).bytes == 4); // decrypted before it was asked for, and all the same not within the call
    CHECK(some == " two");
    CHECK(tls.stream.quiet());
}

TEST_CASE("A read over TLS that is cancelled, in any way, ends at once and takes nothing with it")
{
    const auto kind =
        GENERATE(asio::cancellation_type::total, asio::cancellation_type::partial, asio::cancellation_type::terminal);
    tls_over_loopback tls;
    REQUIRE_FALSE(tls.shake_hands());
    tls.run();
    std::string to(100, '\0');
    asio::cancellation_signal stop;
    std::optional<outcome> done;
    tls.stream.async_read_some(asio::buffer(to), asio::bind_cancellation_slot(stop.slot(), tls.keep(done)));
    // Half a record first, so that it is not the first wait that is cancelled.
    tls.server.write("an answer");
    const std::string record = tls.server.output();
    tls.peer.write_some(asio::buffer(record, 9));
    for (int i = 0; i < 3; ++i)
        tls.run();
    CHECK_FALSE(done);
    stop.emit(kind);
    CHECK_FALSE(done);
    tls.run();
    REQUIRE(done);
    CHECK(done->failure == asio::error::operation_aborted);
    CHECK(done->bytes == 0);

    tls.peer.write_some(asio::buffer(record) + 9);
    CHECK(tls.read(to).failure == boost::system::error_code());
    CHECK(to == "an answer");
}

TEST_CASE("A cancellation that comes while a step of a read over TLS is on its way back is not lost")
{
    tls_over_loopback tls;
    REQUIRE_FALSE(tls.shake_hands());
    tls.run();
    tls.server.write("an answer");
    const std::string record = tls.server.output();
    tls.peer.write_some(asio::buffer(record, 9));
    std::string to(100, '\0');
    asio::cancellation_signal stop;
    std::optional<outcome> done;
    // The socket has bytes: its operation is over before the context runs, and cannot be cancelled any more.
    tls.stream.async_read_some(asio::buffer(to), asio::bind_cancellation_slot(stop.slot(), tls.keep(done)));
    stop.emit(asio::cancellation_type::terminal);
    for (int i = 0; i < 3 && !done; ++i)
        tls.run();
    REQUIRE(done);
    CHECK(done->failure == asio::error::operation_aborted);
}

TEST_CASE("A write over TLS that is cancelled midway counts for nothing; an early answer is read, nothing is written")
{
    tls_over_loopback tls;
    REQUIRE_FALSE(tls.shake_hands());
    const std::string text(16384, 'x');
    asio::cancellation_signal stop;
    std::optional<outcome> done;
    do {
        done.reset();
        tls.stream.async_write_some({asio::buffer(text), asio::const_buffer()},
                                    asio::bind_cancellation_slot(stop.slot(), tls.keep(done)));
        tls.run();
    } while (done); // until the peer, which reads nothing, is full
    stop.emit(asio::cancellation_type::terminal);
    tls.run();
    REQUIRE(done);
    CHECK(done->failure == asio::error::operation_aborted);
    CHECK(done->bytes == 0);

    tls.server_says("413");
    std::string to(100, '\0');
    CHECK_FALSE(tls.read(to).failure);
    CHECK(to == "413");
    done.reset();
    tls.stream.async_write_some({asio::buffer(text), asio::const_buffer()}, tls.keep(done));
    CHECK_FALSE(done);
    tls.run();
    REQUIRE(done);
    CHECK(done->failure == asio::error::broken_pipe);
}

TEST_CASE("The end of TLS is eof, the end of the stream without it is a truncation, in the handshake, too")
{
    std::string to(100, '\0');
    {
        tls_over_loopback tls;
        tls.peer.close();
        std::optional<outcome> done;
        tls.stream.async_handshake([&](boost::system::error_code failure) { done = {failure, 0}; });
        while (!done)
            tls.run();
        const bool cut_off = done->failure == asio::ssl::error::stream_truncated ||
                             done->failure == asio::error::connection_reset ||
                             done->failure == asio::error::broken_pipe;
        CAPTURE(done->failure.message());
        CHECK(cut_off);
    }
    {
        tls_over_loopback tls;
        REQUIRE_FALSE(tls.shake_hands());
        tls.server_says("an answer");
        tls.peer.shutdown(tcp::socket::shutdown_send);
        CHECK_FALSE(tls.read(to).failure);
        CHECK(to == "an answer");
        CHECK(tls.read(to).failure == asio::ssl::error::stream_truncated);
    }
    tls_over_loopback tls;
    REQUIRE_FALSE(tls.shake_hands());
    SSL_shutdown(tls.server.native());
    tls.server_sends();
    to.assign(100, '\0');
    CHECK(tls.read(to).failure == asio::error::eof);
    CHECK(tls.stream.holds_unread());
    CHECK_FALSE(tls.stream.quiet()); // although the connection is still open
    to.assign(100, '\0');
    CHECK(tls.read(to).failure == asio::error::eof);
}

TEST_CASE("Operations over TLS run where their handler says, with the memory it gives")
{
    tls_over_loopback tls;
    REQUIRE_FALSE(tls.shake_hands());
    asio::io_context elsewhere;
    int allocations = 0;
    std::optional<outcome> done;
    auto handler = asio::bind_executor(elsewhere.get_executor(),
                                       asio::bind_allocator(counting_allocator<char>(allocations), tls.keep(done)));
    std::string to(2, '\0');
    tls.server_says("an answer");
    for (int i = 0; i < 2; ++i) { // once with a wait, once with what is decrypted already
        done.reset();
        allocations = 0;
        tls.stream.async_read_some(asio::buffer(to), decltype(handler)(handler));
        for (int k = 0; k < 3; ++k)
            tls.run();
        CHECK_FALSE(done);
        for (int k = 0; k < 10 && !done; ++k) {
            elsewhere.restart();
            elsewhere.poll();
            tls.run();
        }
        REQUIRE(done);
        CHECK(done->bytes == 2);
        CHECK(allocations > 0);
    }
}
