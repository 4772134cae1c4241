#pragma once

#include <oms/client/credential_check.hpp>
#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/credential_inquiry.hpp>
#include <oms/client/impl/deadline.hpp>
#include <oms/client/impl/token_exchange.hpp>
#include <oms/client/impl/token_gate.hpp>
#include <oms/client/impl/wiped_at_end.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/this_coro.hpp>

#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL error no_token(const error& last_failure)
{
    error::builder why(errc::auth_unavailable);
    if (last_failure.code())
        why.text("the last exchange of /auth/token ended with: " + last_failure.code().message());
    if (last_failure.retry_after())
        why.retry_after(*last_failure.retry_after());
    return why.cause(last_failure.cause()).cause_text(std::string(last_failure.cause_text())).build();
}

// The service cannot be reached at all, the token endpoint no less than any other.
OMS_DECL bool is_out_of_reach(const error& failure)
{
    return failure.code() == errc::connect_failed || failure.code() == errc::connect_timeout ||
           failure.code() == errc::dns_failed || failure.code() == errc::proxy_failed;
}

OMS_DECL token_gate::token_gate(boost::asio::any_io_executor executor, const base_url& origin, api_credentials fixed,
                                std::shared_ptr<credential_source> source, const retry_policy& policy,
                                const timeouts& times, std::shared_ptr<transport> wire, std::shared_ptr<clock> time,
                                std::uint64_t seed, http_headers of_all, std::shared_ptr<observer> told)
    : executor_(std::move(executor)), origin_(origin), fixed_(std::move(fixed)), source_(std::move(source)),
      user_agent_(of_all.find("User-Agent").value()), told_(std::move(told)), times_(times), wire_(std::move(wire)),
      time_(std::move(time)), jitter_(seed), state_(policy, std::move(of_all))
{
}

OMS_DECL grant_ptr token_gate::current(std::chrono::steady_clock::time_point now)
{
    {
        const std::lock_guard lock(mutex_);
        if (closed_)
            return nullptr;
        if (grant_ptr grant = state_.at_hand(now))
            return grant;
    }
    return ask().grant;
}

OMS_DECL token_plan token_gate::ask()
{
    token_plan plan;
    {
        const std::lock_guard lock(mutex_);
        if (closed_) {
            plan.next = token_plan::step::refuse;
            plan.failure = error(errc::client_closed);
            return plan;
        }
        const auto now = time_->now();
        plan = state_.acquire(now);
        if (plan.start_exchange)
            exchange_begun_ = now;
    }
    if (plan.start_exchange) {
        try {
            start_exchange();
        } catch (...) {
            if (!plan.grant)
                throw;
        }
    }
    return plan;
}

OMS_DECL boost::asio::awaitable<token_answer>
token_gate::obtain(std::shared_ptr<token_gate> self, std::chrono::steady_clock::time_point deadline, int attempts)
{
    const auto cancellation = co_await boost::asio::this_coro::cancellation_state;
    const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
    error last_failure;
    int failures_before = -1;
    while (true) {
        // In the list before the state is asked: an exchange that ends in between ends this pause too.
        const auto place = std::make_shared<pause>(executor);
        const pause_list::entry waiting(self->waiting_, place);
        const token_plan plan = self->ask();
        if (plan.next == token_plan::step::use)
            co_return token_answer(plan.grant);
        if (plan.next == token_plan::step::refuse)
            co_return token_answer(plan.failure);
        if (failures_before < 0)
            failures_before = plan.failures;

        auto until = deadline;
        if (plan.next == token_plan::step::cool_down) {
            last_failure = plan.failure;
            // A connect that fails counts like one of the call's own attempts.
            if (is_out_of_reach(last_failure) && plan.failures >= attempts && plan.failures > failures_before)
                co_return token_answer(last_failure);
            if (plan.at >= deadline)
                co_return token_answer(no_token(last_failure));
            until = plan.at;
        }
        co_await pause::until(place, self->time_, until);
        if (cancellation.cancelled() != boost::asio::cancellation_type::none)
            co_return token_answer(error(errc::cancelled));
        if (self->time_->now() >= deadline)
            co_return token_answer(no_token(last_failure));
    }
}

OMS_DECL void token_gate::reject(const access_grant& grant)
{
    const std::lock_guard lock(mutex_);
    state_.rejected(grant);
}

OMS_DECL void token_gate::close()
{
    std::shared_ptr<credential_inquiry> asking;
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        asking = asking_;
    }
    waiting_.end_all();
    if (asking)
        credential_inquiry::stop_soon(asking);
}

OMS_DECL bool token_gate::note_inquiry(std::shared_ptr<credential_inquiry> running)
{
    const std::lock_guard lock(mutex_);
    asking_ = std::move(running);
    return closed_;
}

OMS_DECL bool token_gate::still_asking()
{
    const std::lock_guard lock(mutex_);
    return asking_ && !asking_->ended;
}

OMS_DECL void token_gate::start_exchange()
{
    exchanges.add();
    try {
        // A strand for the credential source, which is another's code and may have to be stopped. A new one each time:
        // Asio's strands stand still for ever after a failed allocation.
        const boost::asio::any_io_executor where =
            source_ ? boost::asio::any_io_executor(boost::asio::make_strand(executor_)) : executor_;
        boost::asio::co_spawn(where, exchange(shared_from_this()), boost::asio::detached);
    } catch (...) {
        settle(token_exchange_end::failed(error()));
        waiting_.end_all();
        throw;
    }
}

OMS_DECL exchange_limits token_gate::limits_from(std::chrono::steady_clock::time_point now) const noexcept
{
    using std::chrono::milliseconds;
    const auto at_most = [](milliseconds of_client) {
        const bool unbounded = of_client.count() == 0 || of_client > exchange_timeout;
        return unbounded ? milliseconds(exchange_timeout) : milliseconds(-1);
    };
    exchange_limits limits(deadline_of(deadline_of(now, times_.total), exchange_timeout));
    limits.connect = at_most(times_.connect);
    limits.first_byte = at_most(times_.first_byte);
    limits.idle_read = at_most(times_.idle_read);
    limits.pool_wait = milliseconds(0);
    return limits;
}

/// On the strand. None when the source threw, or had to be stopped.
OMS_DECL boost::asio::awaitable<std::optional<api_credentials>>
token_gate::credentials(std::shared_ptr<token_gate> self)
{
    if (!self->source_)
        co_return self->fixed_;
    // One that was told to end, and has not, is not asked again.
    if (self->still_asking())
        co_return std::nullopt;
    const boost::asio::any_io_executor strand = co_await boost::asio::this_coro::executor;
    const auto asked = std::make_shared<credential_inquiry>(strand);
    credential_inquiry::begin(asked, self->source_);
    if (self->note_inquiry(asked))
        asked->stop.emit(boost::asio::cancellation_type::terminal);
    co_await pause::until(asked->over, self->time_, self->time_->now() + exchange_timeout);
    if (!asked->ended) {
        asked->late = true;
        asked->stop.emit(boost::asio::cancellation_type::terminal);
        co_return std::nullopt;
    }
    self->note_inquiry(nullptr);
    co_return asked->given;
}

OMS_DECL bool token_gate::usable(const std::optional<api_credentials>& offered)
{
    if (!offered) {
        settle(token_exchange_end::failed(error(errc::auth_unavailable, "the credential source gave no credentials")));
        return false;
    }
    if (const char* const fault = fault_of_credentials(*offered, origin_)) {
        settle(token_exchange_end::refused(error(errc::credentials_rejected, fault), token_state::credentials_cache));
        return false;
    }
    return true;
}

OMS_DECL boost::asio::awaitable<void> token_gate::exchange(std::shared_ptr<token_gate> self)
{
    bool ended = false;
    try {
        const std::optional<api_credentials> mine = co_await credentials(self);
        if (self->usable(mine)) {
            const auto asked = self->time_->now();
            const exchange_limits limits = self->limits_from(asked);
            http_request request = token_request(self->origin_, *mine, self->user_agent_);
            const wiped_at_end sent(request.body);
            exchange_result result = co_await self->wire_->exchange(request, limits);
            const wiped_at_end received(result.response.body);
            if (is_stale_connection(result))
                result = co_await self->wire_->exchange(request, limits);
            self->settle(read_token_exchange(result, *mine, asked, self->time_->wall()));
        }
        ended = true;
    } catch (...) {
        // Told below, where nothing can throw: whoever waits must never wait for an exchange that is not running.
    }
    if (!ended)
        self->settle(token_exchange_end::failed(error()));
    self->waiting_.end_all();
}

OMS_DECL void token_gate::settle(token_exchange_end end)
{
    using kind = token_exchange_end::kind;
    const error failure = end.failure;
    const bool granted = end.how == kind::granted;
    if (!granted)
        failures.add();
    token_exchange ended;
    {
        const std::lock_guard lock(mutex_);
        const auto now = time_->now();
        ended.took = now - exchange_begun_;
        if (granted)
            state_.granted(std::move(end.token), end.asked, end.lifetime, jitter_.next());
        else if (end.how == kind::failed)
            state_.failed(std::move(end.failure), now, jitter_.next(), end.asked_wait);
        else
            state_.refused(std::move(end.failure), now, end.cached_for);
    }
    ended.failure = granted ? nullptr : &failure;
    if (told_)
        told_->on_token_exchange(ended);
}

}}} // namespace oms::v0_1::detail
