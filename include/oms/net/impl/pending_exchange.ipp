#pragma once

#include <oms/net/pending_exchange.hpp>

#include <oms/net/impl/connection_pool.hpp>

#include <new>

namespace oms { inline namespace v0_1 { namespace detail {

/// A connection that came back so little ago, with nothing left to read, is taken for what it was then, where the
/// request may be sent again.
inline constexpr std::chrono::microseconds looked_at_lately{100};

OMS_DECL pending_exchange::~pending_exchange()
{
    if (running_)
        pool_->forget(*this);
}

OMS_DECL void pending_exchange::listen(boost::asio::cancellation_slot slot)
{
    if (!slot.is_connected())
        return;
    try {
        slot.emplace<canceller>(*this);
    } catch (...) {
        const resumption dropped(std::move(resumption_));
        throw;
    }
}

OMS_DECL void pending_exchange::start(direct_exchanges& over, const http_request& request,
                                      const exchange_limits& limits)
{
    connection_pool& pool = static_cast<connection_pool&>(over);
    if (pool_.get() != &pool)
        pool_ = pool.shared_from_this();
    request_ = &request;
    limits_ = &limits;
    cancelled_ = false;
    ended_ = false;
    running_ = true;
    failure = errc{};
    details.reset();
    empty(result_.response);
    result_.failure = errc{};
    result_.cause = {};
    result_.cause_text.clear();
    result_.phase = exchange_phase::not_connected;
    result_.reused_connection = false;
    take_connection(true);
}

OMS_DECL void pending_exchange::cancel() noexcept
{
    const std::shared_ptr<connection_pool> pool = pool_; // it may be over before this is
    pool->cancel(*this);
}

// Once it is in the queue it may end, and be gone, on another thread.
OMS_DECL void pending_exchange::take_connection(bool initiating)
{
    for (;;) {
        const auto now = std::chrono::steady_clock::now();
        if (!pool_->in_its_process())
            result_.failure = errc::wrong_process;
        else if (now >= limits_->deadline)
            result_.failure = errc::deadline_exceeded;
        else if (!pool_->take(*this, now))
            return;
        if (!on_)
            return end(initiating);
        if (!is_stale(now, true))
            return begin(now, initiating);
        pool_->drop_stale(*this, now);
    }
}

// The lock first, whatever comes next: who posted this step holds it until the step is on its way.
OMS_DECL void pending_exchange::woken()
{
    const auto now = std::chrono::steady_clock::now();
    pool_->settle(*this, now);
    if (!on_)
        return end(false);
    if (!is_stale(now, false))
        return begin(now, false);
    pool_->drop_stale(*this, now);
    take_connection(false);
}

/// The server has ended this connection meanwhile, or sent what nobody asked for. One that was just opened is taken as
/// it is, or a server that closes them all would be connected to without end.
OMS_DECL bool pending_exchange::is_stale(std::chrono::steady_clock::time_point now, bool stood_idle) noexcept
{
    if (!on_->used)
        return stood_idle && on_->stream.closed_by_peer();
    if (request_->method == http_method::get && on_->drained && now - on_->idle_since < looked_at_lately)
        return false;
    return !on_->stream.quiet();
}

OMS_DECL void pending_exchange::begin(std::chrono::steady_clock::time_point now, bool initiating)
{
    if (watch)
        watch->leased(on_->used);
    http_exchange& exchange = on_->exchange.emplace(*on_, *request_, pool_->times, pool_->limits, *limits_, result_);
    exchange_next next = exchange_next::done;
    try {
        next = exchange.begin(pool_->host, now);
    } catch (const std::bad_alloc&) {
        next = exchange.no_memory();
    }
    go_on(next, initiating);
}

// Once an operation is under way this may end, and be gone, on another thread.
OMS_DECL void pending_exchange::go_on(exchange_next next, bool initiating)
{
    pooled_connection& on = *on_;
    if (next == exchange_next::read) {
        boost::asio::mutable_buffer space;
        try {
            space = on.exchange->space();
        } catch (const std::bad_alloc&) {
            on.exchange->no_memory();
            return end(initiating);
        }
        on.stream.async_read_some(space, stream_step(*this, on.memory));
    } else if (next == exchange_next::write) {
        on.stream.async_write_some(on.exchange->unsent(), stream_step(*this, on.memory));
    } else {
        end(initiating);
    }
}

OMS_DECL void pending_exchange::moved_on(const boost::system::error_code& problem, std::size_t bytes)
{
    http_exchange& exchange = *on_->exchange;
    exchange_next next = exchange_next::done;
    try {
        next = exchange.moved_on(problem, bytes);
    } catch (const std::bad_alloc&) {
        next = exchange.no_memory();
    }
    go_on(next, false);
}

OMS_DECL void pending_exchange::end(bool initiating)
{
    if (on_)
        pool_->release(*this, on_->exchange->reusable());
    if (resumption_.at_home() && initiating) {
        const std::shared_ptr<connection_pool> pool = pool_;
        ended_ = true;
        return pool->send_on(*this);
    }
    running_ = false;
    resumption_.resume(!initiating);
}

OMS_DECL void pending_exchange::abandon() noexcept
{
    const std::shared_ptr<connection_pool> pool = pool_;
    if (std::exchange(running_, false))
        pool->forget(*this);
    const resumption dropped(std::move(resumption_)); // and this with it, if the handler owns it
}

}}} // namespace oms::v0_1::detail
