#pragma once

#include <oms/config.hpp>
#include <oms/endpoint/impl/connection_stream.hpp>
#include <oms/webhook/answer.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <chrono>
#include <memory>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

class listener_state;
class request_reader;

/// Something of a listener that is still there: an accepted connection, a handler that it started, the coroutine that
/// accepts.
class listener_presence {
public:
    explicit listener_presence(std::shared_ptr<listener_state> listener);
    ~listener_presence();
    listener_presence(const listener_presence&) = delete;
    listener_presence& operator=(const listener_presence&) = delete;

private:
    std::shared_ptr<listener_state> listener_;
};

/// An accepted connection. All of it but start() is for its strand alone.
class listener_connection : public std::enable_shared_from_this<listener_connection> {
public:
    listener_connection(std::shared_ptr<listener_state> listener, boost::asio::ip::tcp::socket socket);

    boost::asio::any_io_executor strand() { return stream_.get_executor(); }

    /// Serves it to its end.
    void start();

    /// Ends it after the request under way; at once when there is none.
    void stop();

    /// Ends it when it is between two requests, and soon when its last answer is out; says whether it does.
    bool make_room() noexcept;

    /// Ends it when it has sent nothing of a request for a while; says whether it does.
    bool make_room_if_silent() noexcept;

    /// When it was accepted. From any thread.
    std::chrono::steady_clock::time_point since() const noexcept { return since_; }

    /// Ends it at once; a handler under way gets a terminal cancellation.
    void cut();

private:
    using pointer = std::shared_ptr<listener_connection>;

    static boost::asio::awaitable<void> serve(pointer self);
    static boost::asio::awaitable<bool> shake_hands(pointer self);
    static boost::asio::awaitable<void> serve_requests(pointer self);
    static boost::asio::awaitable<bool> read_request(pointer self, boost::beast::flat_buffer& received,
                                                     request_reader& reader);
    static boost::asio::awaitable<webhook_answer> answer_to(pointer self, request_reader& reader);
    static boost::asio::awaitable<void> linger(pointer self);

    /// What waits longer than this is interrupted, and `late_` set. Ends an earlier interruption.
    void limit(std::chrono::milliseconds time);
    void no_limit();
    void close();

    const std::shared_ptr<const listener_presence> presence_; // goes last, when nothing else is left
    const std::shared_ptr<listener_state> listener_;
    connection_stream stream_;
    boost::asio::steady_timer clock_;
    boost::asio::cancellation_signal cut_signal_;
    const std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
    bool late_ = false;
    bool idle_ = false;     // nothing of a request has come
    bool served_ = false;   // a request has been answered
    bool stopping_ = false; // the next answer is the last
    bool leaving_ = false;  // the last answer is out
    bool cut_ = false;
    bool over_ = false;
};

/// An answer as bytes.
OMS_DECL std::string write_listener_answer(const webhook_answer& answer, bool keep_alive, bool http_1_0,
                                           bool without_body, std::chrono::system_clock::time_point now);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/listener_connection.ipp>
#endif
