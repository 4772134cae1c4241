#pragma once

#include <oms/endpoint/impl/listener_connection.hpp>

#include <oms/endpoint/impl/event_handling.hpp>
#include <oms/endpoint/impl/listener_state.hpp>
#include <oms/endpoint/impl/request_reader.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/write.hpp>

#include <ctime>
#include <optional>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// For an answer to be taken by a client that reads at all, and for the end of a connection.
inline constexpr std::chrono::milliseconds listener_write_limit{10'000};
inline constexpr std::chrono::milliseconds listener_linger_limit{2'000};
/// The same, and for the first bytes of a connection, when somebody waits for its place.
inline constexpr std::chrono::milliseconds listener_short_linger_limit{200};
inline constexpr std::chrono::milliseconds listener_silence_limit{500};
inline constexpr std::size_t listener_read_size = 16 * 1024;

/// RFC 9110 section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`, in English whatever the locale.
OMS_DECL std::string imf_fixdate(std::chrono::system_clock::time_point when)
{
    static constexpr std::string_view days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = std::chrono::system_clock::to_time_t(when);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char numbers[32];
    std::string text(days[parts.tm_wday]);
    text.append(numbers, std::strftime(numbers, sizeof numbers, ", %d ", &parts));
    text += months[parts.tm_mon];
    return text.append(numbers, std::strftime(numbers, sizeof numbers, " %Y %H:%M:%S GMT", &parts));
}

OMS_DECL std::string write_listener_answer(const webhook_answer& answer, bool keep_alive, bool http_1_0,
                                           bool without_body, std::chrono::system_clock::time_point now)
{
    std::string text = "HTTP/1.1 " + std::to_string(answer.status) + ' ';
    text.append(answer.status == 204 ? "No Content" : answer.body).append("\r\nDate: ").append(imf_fixdate(now));
    for (const auto& [name, value] : answer.headers)
        text.append("\r\n").append(name).append(": ").append(value);
    if (answer.status != 204)
        text.append("\r\nContent-Length: ").append(std::to_string(answer.body.size()));
    if (!keep_alive)
        text.append("\r\nConnection: close");
    else if (http_1_0)
        text.append("\r\nConnection: keep-alive");
    text.append("\r\n\r\n");
    if (answer.status != 204 && !without_body)
        text.append(answer.body);
    return text;
}

OMS_DECL listener_presence::listener_presence(std::shared_ptr<listener_state> listener) : listener_(std::move(listener))
{
    listener_->came();
}

OMS_DECL listener_presence::~listener_presence()
{
    const std::function<void()> ring = listener_->went();
    listener_.reset(); // before the ring: serve() returns with nothing left
    if (ring)
        ring();
}

OMS_DECL listener_connection::listener_connection(std::shared_ptr<listener_state> listener,
                                                  boost::asio::ip::tcp::socket socket)
    : presence_(std::make_shared<listener_presence>(listener)), listener_(std::move(listener)),
      stream_(std::move(socket), listener_->tls()), clock_(stream_.get_executor())
{
}

OMS_DECL void listener_connection::start()
{
    boost::asio::post(strand(), [self = shared_from_this()] {
        // The completion handler, not the coroutine, keeps the signal for what co_spawn does after the coroutine.
        auto over = [self](std::exception_ptr) {
            self->over_ = true;
            self->close();
        };
        try {
            boost::asio::co_spawn(self->strand(), serve(self),
                                  boost::asio::bind_cancellation_slot(self->cut_signal_.slot(), over));
        } catch (const std::exception&) {
            over(nullptr); // no memory for it
        }
    });
}

OMS_DECL void listener_connection::stop()
{
    stopping_ = true;
    if (idle_)
        stream_.transport().interrupt();
}

OMS_DECL bool listener_connection::make_room() noexcept
{
    if (leaving_ && !over_) {
        try {
            if (clock_.expiry() > std::chrono::steady_clock::now() + listener_short_linger_limit)
                limit(listener_short_linger_limit);
        } catch (const std::exception&) {
            stream_.transport().interrupt(); // no memory for a timer
        }
        return true;
    }
    if (!idle_ || !served_ || stopping_)
        return false;
    stop();
    return true;
}

OMS_DECL bool listener_connection::make_room_if_silent() noexcept
{
    const auto silent_for = std::chrono::steady_clock::now() - since_;
    if (!idle_ || served_ || stopping_ || silent_for < listener_silence_limit)
        return false;
    stop();
    return true;
}

OMS_DECL void listener_connection::cut()
{
    stopping_ = true;
    if (std::exchange(cut_, true) || over_)
        return;
    boost::system::error_code ignored;
    stream_.socket().close(ignored);
    cut_signal_.emit(boost::asio::cancellation_type::terminal);
}

OMS_DECL void listener_connection::limit(std::chrono::milliseconds time)
{
    late_ = false;
    stream_.transport().resume();
    clock_.expires_after(time);
    clock_.async_wait([self = shared_from_this()](boost::system::error_code stopped) {
        // An expiry that was on its way when the time was set anew comes without an error.
        if (stopped || self->clock_.expiry() > std::chrono::steady_clock::now())
            return;
        self->late_ = true;
        self->stream_.transport().interrupt();
    });
}

OMS_DECL void listener_connection::no_limit()
{
    clock_.expires_at(boost::asio::steady_timer::time_point::max());
}

OMS_DECL void listener_connection::close()
{
    no_limit();
    boost::system::error_code ignored;
    stream_.socket().close(ignored);
    listener_->closed(*this);
}

OMS_DECL boost::asio::awaitable<void> listener_connection::serve(pointer self)
{
    co_await boost::asio::this_coro::throw_if_cancelled(false);
    const bool secured = co_await shake_hands(self);
    if (secured)
        co_await serve_requests(self);
}

OMS_DECL boost::asio::awaitable<bool> listener_connection::shake_hands(pointer self)
{
    if (!self->stream_.tls())
        co_return true;
    self->limit(self->listener_->options().head_timeout());
    self->idle_ = true;
    if (self->stopping_)
        co_return false;
    const auto [failure] = co_await self->stream_.tls()->async_handshake(boost::asio::ssl::stream_base::server,
                                                                         boost::asio::as_tuple(boost::asio::deferred));
    self->idle_ = false;
    if (failure && !self->stopping_) {
        const std::string why = self->late_ ? "it took too long" : failure.message();
        self->listener_->tell_refusal(0, "the TLS handshake failed: " + why);
    }
    co_return !failure;
}

OMS_DECL boost::asio::awaitable<void> listener_connection::serve_requests(pointer self)
{
    boost::beast::flat_buffer received;
    while (!self->stopping_) {
        request_reader reader(self->listener_->rules());
        const bool answerable = co_await read_request(self, received, reader);
        if (!answerable)
            co_return;

        self->no_limit();
        const webhook_answer answer = co_await answer_to(self, reader);
        if (self->cut_)
            co_return;
        const bool keep_alive = reader.keep_alive() && !self->stopping_ && !self->listener_->crowded();
        const std::string text = write_listener_answer(answer, keep_alive, reader.http_1_0(), reader.is_head_request(),
                                                       std::chrono::system_clock::now());
        self->limit(listener_write_limit);
        const auto bytes = boost::asio::buffer(text);
        const auto [failure, size] =
            co_await boost::asio::async_write(self->stream_, bytes, boost::asio::as_tuple(boost::asio::deferred));
        if (failure)
            co_return;
        self->served_ = true;
        if (!keep_alive || self->stopping_) {
            co_await linger(self);
            co_return;
        }
    }
}

/// Until the request is complete or refused; false when there is nobody to answer.
OMS_DECL boost::asio::awaitable<bool>
listener_connection::read_request(pointer self, boost::beast::flat_buffer& received, request_reader& reader)
{
    namespace asio = boost::asio;
    using stage = request_reader::stage;
    const listener_options& options = self->listener_->options();
    std::optional<stage> timed;
    for (;;) {
        reader.read(received);
        if (reader.at() == stage::complete || reader.at() == stage::refused)
            co_return true;
        if (timed != reader.at()) {
            timed = reader.at();
            if (timed == stage::body)
                self->limit(options.body_timeout());
            else if (timed == stage::head || !self->served_)
                self->limit(options.head_timeout());
            else
                self->limit(options.idle_timeout());
        }
        self->idle_ = timed == stage::nothing;
        if (self->idle_ && self->stopping_)
            co_return false;
        if (self->idle_ && self->served_ && self->listener_->crowded()) {
            co_await linger(self); // its answer was on its way when the others were asked to make room
            co_return false;
        }
        if (reader.take_expectation()) {
            const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            const auto bytes = asio::buffer(go_on.data(), go_on.size());
            co_await asio::async_write(self->stream_, bytes, asio::as_tuple(asio::deferred));
        }
        const auto space = received.prepare(listener_read_size);
        const auto [failure, size] = co_await self->stream_.async_read_some(space, asio::as_tuple(asio::deferred));
        self->idle_ = false;
        received.commit(size);
        if (failure && self->late_ && timed != stage::nothing) {
            reader.refuse(408, timed == stage::head ? "the head took too long" : "the body took too long");
            co_return true;
        }
        if (failure)
            co_return false;
    }
}

OMS_DECL boost::asio::awaitable<webhook_answer> listener_connection::answer_to(pointer self, request_reader& reader)
{
    if (reader.at() == request_reader::stage::refused) {
        self->listener_->tell_refusal(reader.refusal(), reader.reason());
        co_return answer_with(reader.refusal());
    }
    webhook_answer answer;
    try {
        answer = co_await receive_webhook(self->listener_->endpoint(), reader.request(), self->listener_->executor(),
                                          self->presence_);
    } catch (...) {
        answer = answer_with(503); // no memory, or cut, when nobody gets it
    }
    co_return answer;
}

/// Ends the connection so that the answer arrives: bytes of the client that nobody has read would turn the end into a
/// reset that overtakes it.
OMS_DECL boost::asio::awaitable<void> listener_connection::linger(pointer self)
{
    namespace asio = boost::asio;
    self->idle_ = false;
    self->leaving_ = true;
    self->limit(self->listener_->crowded() ? listener_short_linger_limit : listener_linger_limit);
    if (self->stream_.tls()) {
        const auto [unclean] = co_await self->stream_.tls()->async_shutdown(asio::as_tuple(asio::deferred));
        if (unclean && self->late_)
            co_return;
    }
    boost::system::error_code failure;
    self->stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, failure);
    char unwanted[4096];
    const auto space = asio::buffer(unwanted);
    while (!failure) {
        const auto [ended, size] =
            co_await self->stream_.transport().async_read_some(space, asio::as_tuple(asio::deferred));
        failure = ended;
        if (size == 0)
            co_return;
    }
}

}}} // namespace oms::v0_1::detail
