#pragma once

#include <oms/endpoint/impl/listener_state.hpp>

#include <oms/core/error.hpp>
#include <oms/endpoint/impl/bell.hpp>
#include <oms/endpoint/impl/listener_connection.hpp>
#include <oms/endpoint/impl/listener_tls.hpp>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <sys/socket.h>

#include <algorithm>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// How often to do again what had no success.
inline constexpr std::chrono::milliseconds listener_look_again{100};

OMS_DECL listener_options checked(const listener_options& options)
{
    const auto refuse = [](const char* what) {
        throw error(errc::invalid_config, what);
    };
    const std::string& path = options.path();
    if (!path.starts_with('/') || path.find_first_of("?# \r\n") != std::string::npos)
        refuse("path: not the absolute path of a URL");
    if (options.head_limit() == 0)
        refuse("head_limit: above zero");
    if (options.max_connections() == 0)
        refuse("max_connections: above zero");
    constexpr std::chrono::milliseconds zero{0};
    if (options.head_timeout() <= zero || options.body_timeout() <= zero || options.idle_timeout() <= zero)
        refuse("head_timeout, body_timeout, idle_timeout: above zero");
    if (options.grace() < zero)
        refuse("grace: not below zero");
    return options;
}

OMS_DECL listener_state::listener_state(const boost::asio::any_io_executor& executor,
                                        std::shared_ptr<const async_endpoint_parts> endpoint,
                                        const listener_options& options)
    : executor_(executor), endpoint_(std::move(endpoint)), options_(checked(options)),
      rules_{options.path(), options.head_limit(), endpoint_->intake.verifier()->options().body_limit()},
      acceptor_(boost::asio::make_strand(executor))
{
    if (options_.tls()) {
        tls_ = make_listener_tls(options_.certificate_chain_pem(), options_.private_key_pem());
        options_.tls(std::string(), secret()); // OpenSSL has it; a key is not to lie about
    }
    listen();
}

OMS_DECL void listener_state::listen()
{
    using boost::asio::ip::tcp;
    boost::system::error_code failure;
    const auto address = boost::asio::ip::make_address(options_.address(), failure);
    if (failure)
        throw error(errc::invalid_config, "address: neither IPv4 nor IPv6");
    at_ = tcp::endpoint(address, options_.port());
    try {
        acceptor_.open(at_.protocol());
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(at_);
        acceptor_.listen();
        at_ = acceptor_.local_endpoint();
    } catch (const boost::system::system_error& why) {
        throw error::builder(errc::not_available).text("listening for webhooks").cause(why.code()).build();
    }
}

OMS_DECL std::string listener_state::url() const
{
    const auto address = at_.address();
    std::string host = address.to_string();
    if (address.is_unspecified())
        host = address.is_v4() ? "127.0.0.1" : "::1";
    if (address.is_v6())
        host = '[' + host + ']';
    return std::string(tls_ ? "https" : "http") + "://" + host + ':' + std::to_string(port()) + options_.path();
}

OMS_DECL bool listener_state::begin(std::function<void()> on_stop, std::function<void()> on_end)
{
    const std::lock_guard lock(mutex_);
    if (begun_)
        throw error(errc::invalid_argument, "a webhook listener serves once");
    begun_ = true;
    if (stopped_)
        return false;
    on_stop_ = std::move(on_stop);
    on_end_ = std::move(on_end);
    return true;
}

OMS_DECL boost::asio::awaitable<void> listener_state::serve(std::shared_ptr<listener_state> self)
{
    namespace asio = boost::asio;
    const bool throws = co_await asio::this_coro::throw_if_cancelled();
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    bell stopped(executor);
    bell ended(executor);
    if (!self->begin(stopped.rope(), ended.rope()))
        co_return;
    asio::co_spawn(self->acceptor_.get_executor(), accept(self), asio::detached);

    co_await asio::this_coro::throw_if_cancelled(false);
    while (!stopped.rung()) {
        co_await stopped.async_wait(bell::time_point::max(), asio::as_tuple(asio::deferred));
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
            self->stop();
    }
    const bell::time_point limit = std::chrono::steady_clock::now() + self->options_.grace();
    while (!ended.rung() && std::chrono::steady_clock::now() < limit)
        co_await ended.async_wait(limit, asio::as_tuple(asio::deferred));
    while (!ended.rung() && !self->tell_all(&listener_connection::cut)) {
        const bell::time_point again = std::chrono::steady_clock::now() + listener_look_again;
        co_await ended.async_wait(again, asio::as_tuple(asio::deferred));
    }
    co_await ended.wait();
    co_await asio::this_coro::throw_if_cancelled(throws);
}

OMS_DECL boost::asio::awaitable<void> listener_state::accept(std::shared_ptr<listener_state> self)
{
    namespace asio = boost::asio;
    const listener_presence presence(self);
    while (!self->stopped()) {
        bool accepted = false;
        try {
            accepted = co_await accept_one(self);
        } catch (const std::exception&) {
            accepted = false; // no memory, which is like no descriptor
        }
        if (!accepted && !self->stopped()) {
            // Out of descriptors, most likely: others have to close theirs first.
            asio::steady_timer pause(self->acceptor_.get_executor(), std::chrono::milliseconds(20));
            co_await pause.async_wait(asio::as_tuple(asio::deferred));
        }
    }
    boost::system::error_code ignored;
    self->acceptor_.close(ignored);
}

OMS_DECL boost::asio::awaitable<bool> listener_state::accept_one(std::shared_ptr<listener_state> self)
{
    namespace asio = boost::asio;
    if (self->full())
        co_await wait_for_room(self);
    const asio::any_io_executor strand = asio::make_strand(self->executor_);
    auto [failure, socket] = co_await self->acceptor_.async_accept(strand, asio::as_tuple(asio::deferred));
    if (failure)
        co_return false;
    self->enter(std::move(socket));
    co_return true;
}

OMS_DECL boost::asio::awaitable<void> listener_state::wait_for_room(std::shared_ptr<listener_state> self)
{
    namespace asio = boost::asio;
    co_await self->acceptor_.async_wait(asio::ip::tcp::acceptor::wait_read, asio::as_tuple(asio::deferred));
    bell room(self->acceptor_.get_executor());
    self->call_for_room(room.rope());
    while (!room.rung()) {
        const bool one_goes = co_await ask(self, &listener_connection::make_room);
        if (!one_goes)
            co_await ask(self, &listener_connection::make_room_if_silent);
        const bell::time_point again = std::chrono::steady_clock::now() + listener_look_again;
        co_await room.async_wait(again, asio::as_tuple(asio::deferred));
    }
}

OMS_DECL boost::asio::awaitable<bool> listener_state::ask(std::shared_ptr<listener_state> self,
                                                          bool (listener_connection::*to_make_room)())
{
    const connections all = self->open_ones();
    for (const std::shared_ptr<listener_connection>& one : all) {
        if (!self->crowded())
            break;
        const auto agreed = std::make_shared<bool>(false);
        std::function<void()> question = [one, agreed, to_make_room] {
            *agreed = ((*one).*to_make_room)();
        };
        co_await run_on(one->strand(), std::move(question));
        if (*agreed)
            co_return true;
    }
    co_return false;
}

OMS_DECL bool listener_state::full() const
{
    const std::lock_guard lock(mutex_);
    return open_.size() >= options_.max_connections();
}

OMS_DECL bool listener_state::stopped() const
{
    const std::lock_guard lock(mutex_);
    return stopped_;
}

OMS_DECL bool listener_state::crowded() const
{
    const std::lock_guard lock(mutex_);
    return on_room_ != nullptr;
}

OMS_DECL void listener_state::call_for_room(std::function<void()> ring)
{
    {
        const std::lock_guard lock(mutex_);
        if (!stopped_ && open_.size() >= options_.max_connections()) {
            on_room_ = std::move(ring);
            return;
        }
    }
    ring();
}

OMS_DECL void listener_state::enter(boost::asio::ip::tcp::socket socket)
{
    boost::system::error_code ignored;
    socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
    const auto connection = std::make_shared<listener_connection>(shared_from_this(), std::move(socket));
    {
        const std::lock_guard lock(mutex_);
        if (stopped_)
            return;
        open_.emplace(connection.get(), connection);
    }
    try {
        connection->start();
    } catch (...) {
        closed(*connection);
        throw;
    }
}

OMS_DECL void listener_state::closed(const listener_connection& one)
{
    std::function<void()> ring;
    {
        const std::lock_guard lock(mutex_);
        open_.erase(&one);
        ring = std::exchange(on_room_, nullptr);
    }
    if (ring)
        ring();
}

OMS_DECL void listener_state::came()
{
    const std::lock_guard lock(mutex_);
    ++present_;
}

OMS_DECL std::function<void()> listener_state::went()
{
    const std::lock_guard lock(mutex_);
    return --present_ == 0 ? std::exchange(on_end_, nullptr) : nullptr;
}

OMS_DECL listener_state::connections listener_state::open_ones() const
{
    const std::lock_guard lock(mutex_);
    connections all;
    all.reserve(open_.size());
    for (const auto& [address, entry] : open_)
        if (std::shared_ptr<listener_connection> one = entry.lock())
            all.push_back(std::move(one));
    std::sort(all.begin(), all.end(), [](const auto& one, const auto& other) { return one->since() < other->since(); });
    return all;
}

OMS_DECL void listener_state::stop() noexcept
{
    std::function<void()> ring_stop, ring_room;
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(stopped_, true))
            return;
        // The port refuses from here on, and the coroutine that accepts wakes and closes it.
        ::shutdown(acceptor_.native_handle(), SHUT_RDWR);
        ring_stop = std::exchange(on_stop_, nullptr);
        ring_room = std::exchange(on_room_, nullptr);
    }
    if (ring_room)
        ring_room();
    if (ring_stop)
        ring_stop();
    tell_all(&listener_connection::stop); // whom this does not reach is cut after the grace
}

OMS_DECL bool listener_state::tell_all(void (listener_connection::*what)()) noexcept
{
    bool all = true;
    try {
        for (const std::shared_ptr<listener_connection>& one : open_ones()) {
            try {
                boost::asio::post(one->strand(), [one, what] { ((*one).*what)(); });
            } catch (const std::exception&) {
                all = false;
            }
        }
    } catch (const std::exception&) {
        all = false;
    }
    return all;
}

OMS_DECL void listener_state::tell_refusal(int status, std::string_view reason) const noexcept
{
    try {
        if (options_.on_refusal())
            options_.on_refusal()(status, reason);
    } catch (...) { // what an operator's log cannot take must not change what the sender is told
    }
}

}}} // namespace oms::v0_1::detail
