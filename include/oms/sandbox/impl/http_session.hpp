#pragma once

#include <oms/sandbox/impl/answer_bytes.hpp>
#include <oms/sandbox/impl/server_connection.hpp>
#include <oms/sandbox/impl/server_state.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/string_body.hpp>

#include <chrono>
#include <string>
#include <type_traits>

namespace oms { inline namespace v0_1 { namespace detail {

using request_parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

/// What becomes of the connection after an answer.
enum class connection_fate {
    keep,  ///< the next request may come
    end,   ///< the answer said so: an orderly end of TLS and TCP
    close, ///< at once, whatever the client believes
    reset, ///< at once, by a TCP reset
    hold   ///< nothing more is sent until the client gives up or the server stops
};

/// The bytes of an answer that are really sent, and what happens then.
struct spoilt_answer {
    std::string bytes;
    connection_fate fate = connection_fate::keep;
    bool whole = true;
};

/// Applies the faults that struck this answer.
OMS_DECL spoilt_answer spoil(answer_bytes whole, const planned_answer& plan, bool keep_alive);

/// What the rules make of a request that was read, or refused as too long.
OMS_DECL planned_answer answer_request(server_state& server, const request_parser& parser, bool too_long);

/// The answer to bytes that are no HTTP request.
OMS_DECL std::string not_http_answer(const timestamp& now);

/// Ends a connection so that the answer arrives: bytes of the client that nobody read would turn the end into a reset
/// that overtakes it. Takes a second at most.
OMS_DECL boost::asio::awaitable<void> linger(std::shared_ptr<server_connection> connection);

/// Keeps a connection open and silent until the client gives up or the server stops.
OMS_DECL boost::asio::awaitable<void> hold_open(std::shared_ptr<server_connection> connection);

/// Serves the requests of one connection, one after the other, until either side ends it.
template <class Stream>
boost::asio::awaitable<void> serve_requests(std::shared_ptr<server_state> server,
                                            std::shared_ptr<server_connection> connection, Stream& stream)
{
    namespace asio = boost::asio;
    namespace http = boost::beast::http;
    const auto token = asio::as_tuple(asio::deferred);
    const std::chrono::seconds write_limit(5);

    boost::beast::flat_buffer buffer;
    while (!connection->stopping) {
        request_parser parser;
        parser.header_limit(16 * 1024);
        parser.body_limit(server->body_limit);

        connection->tcp.expires_after(server->idle_limit);
        auto [failure, head_size] = co_await http::async_read_header(stream, buffer, parser, token);
        if (!failure && http::token_list(parser.get()[http::field::expect]).exists("100-continue")) {
            const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            auto [lost, sent] = co_await asio::async_write(stream, asio::buffer(go_on), token);
            failure = lost;
        }
        if (!failure) {
            auto [lost, body_size] = co_await http::async_read(stream, buffer, parser, token);
            failure = lost;
        }

        const bool too_long = failure == http::error::body_limit;
        const bool http_error = failure.category() == http::make_error_code(http::error::bad_method).category();
        if (http_error && !too_long && failure != http::error::end_of_stream &&
            failure != http::error::partial_message) {
            const std::string refusal = not_http_answer(timestamp(std::chrono::system_clock::now()));
            connection->tcp.expires_after(write_limit);
            co_await asio::async_write(stream, asio::buffer(refusal), token);
            co_await linger(connection);
            co_return;
        }
        if (failure && !too_long)
            co_return;

        connection->answering = true;
        const planned_answer plan = answer_request(*server, parser, too_long);
        const bool keep_alive = !too_long && parser.keep_alive();
        if (plan.delay.count() > 0 && !connection->stopping) {
            connection->pause.expires_after(plan.delay);
            co_await connection->pause.async_wait(token);
        }
        answer_bytes whole = write_answer(plan.response, plan.now, keep_alive);
        if (parser.get().method() == http::verb::head)
            whole.text.resize(whole.head_size);
        const spoilt_answer answer = spoil(std::move(whole), plan, keep_alive);

        connection->tcp.expires_after(write_limit);
        auto [lost, sent] = co_await asio::async_write(stream, asio::buffer(answer.bytes), token);
        connection->answering = false;
        if (lost)
            co_return;

        if (answer.whole && plan.counts)
            server->count_answer();
        if (answer.fate == connection_fate::keep)
            continue;

        if (answer.fate == connection_fate::end) {
            if constexpr (!std::is_same_v<Stream, boost::beast::tcp_stream>) {
                connection->tcp.expires_after(std::chrono::seconds(1));
                if (!too_long)
                    co_await stream.async_shutdown(token);
            }
            co_await linger(connection);
        } else if (answer.fate == connection_fate::hold) {
            co_await hold_open(connection);
        } else if (answer.fate == connection_fate::reset) {
            connection->close_by_reset();
        }
        co_return;
    }
}

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/http_session.ipp>
#endif
