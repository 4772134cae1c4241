#pragma once

#include <oms/config.hpp>
#include <oms/endpoint/impl/event_handling.hpp>
#include <oms/endpoint/impl/request_reader.hpp>
#include <oms/endpoint/listener_options.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

class listener_connection;

/// Everything that a listener is, shared by its coroutines. Nothing waits and no one is called under the mutex.
class listener_state : public std::enable_shared_from_this<listener_state> {
public:
    listener_state(const boost::asio::any_io_executor& executor, std::shared_ptr<const async_endpoint_parts> endpoint,
                   const listener_options& options);

    const boost::asio::any_io_executor& executor() const noexcept { return executor_; }
    const std::shared_ptr<const async_endpoint_parts>& endpoint() const noexcept { return endpoint_; }
    const listener_options& options() const noexcept { return options_; }
    const request_rules& rules() const noexcept { return rules_; }
    boost::asio::ssl::context* tls() noexcept { return tls_ ? &*tls_ : nullptr; }
    std::uint16_t port() const noexcept { return at_.port(); }
    std::string url() const;

    /// The whole of webhook_listener::serve and stop.
    static boost::asio::awaitable<void> serve(std::shared_ptr<listener_state> self);
    void stop() noexcept;

    void came();
    /// What to ring, when nothing is left.
    std::function<void()> went();

    /// The connection is closed, which makes room for another.
    void closed(const listener_connection& one);

    /// Whether somebody waits for room.
    bool crowded() const;

    void tell_refusal(int status, std::string_view reason) const noexcept;

private:
    using connections = std::vector<std::shared_ptr<listener_connection>>;

    void listen();
    static boost::asio::awaitable<void> accept(std::shared_ptr<listener_state> self);
    static boost::asio::awaitable<bool> accept_one(std::shared_ptr<listener_state> self);
    static boost::asio::awaitable<void> wait_for_room(std::shared_ptr<listener_state> self);
    /// Asks the open connections one after the other, each on its strand, until one says yes; whether one did.
    static boost::asio::awaitable<bool> ask(std::shared_ptr<listener_state> self,
                                            bool (listener_connection::*to_make_room)());
    bool full() const;
    bool stopped() const;
    /// False when it is stopped already. Throws `error{errc::invalid_argument}` the second time.
    bool begin(std::function<void()> on_stop, std::function<void()> on_end);
    /// Starts an accepted connection, unless it is stopped.
    void enter(boost::asio::ip::tcp::socket socket);
    /// Lets `ring` be called when there is room or the listener stops; at once, if so already.
    void call_for_room(std::function<void()> ring);
    /// The oldest first.
    connections open_ones() const;
    /// Lets each open connection do this on its strand; false when there is no memory for telling all of them.
    bool tell_all(void (listener_connection::*what)()) noexcept;

    const boost::asio::any_io_executor executor_;
    const std::shared_ptr<const async_endpoint_parts> endpoint_;
    listener_options options_; // as they are from the constructor on
    const request_rules rules_;
    std::optional<boost::asio::ssl::context> tls_;
    boost::asio::ip::tcp::acceptor acceptor_; // on a strand; used by one coroutine, which closes it
    boost::asio::ip::tcp::endpoint at_;

    mutable std::mutex mutex_; // guards all that follows
    bool begun_ = false;
    bool stopped_ = false;
    std::size_t present_ = 0;
    std::function<void()> on_stop_;
    std::function<void()> on_end_;
    std::function<void()> on_room_;
    std::unordered_map<const listener_connection*, std::weak_ptr<listener_connection>> open_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/endpoint/impl/listener_state.ipp>
#endif
