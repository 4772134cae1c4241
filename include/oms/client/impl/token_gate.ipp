#pragma once

#include <oms/client/credential_check.hpp>
#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/deadline.hpp>
#include <oms/client/impl/operation.hpp>
#include <oms/client/impl/token_gate.hpp>
#include <oms/client/impl/wiped_at_end.hpp>
#include <oms/core/json_string.hpp>
#include <oms/core/server_text.hpp>
#include <oms/http/attempt.hpp>
#include <oms/http/retry_after.hpp>
#include <oms/model/token.hpp>
#include <oms/version.hpp>
#include <oms/wire/codec.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>

#include <atomic>
#include <exception>
#include <string>

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
                                std::uint64_t seed)
    : executor_(std::move(executor)), origin_(origin), fixed_(std::move(fixed)), source_(std::move(source)),
      times_(times), wire_(std::move(wire)), time_(std::move(time)), jitter_(seed), state_(policy)
{
}

OMS_DECL grant_ptr token_gate::current()
{
    const token_plan plan = ask();
    return plan.grant;
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
        plan = state_.acquire(time_->now());
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

/// All but `strand` and `ended` is touched on the strand, which is that of one exchange. Lives on beyond the exchange
/// when the source does not heed its cancellation.
class token_gate::inquiry {
public:
    explicit inquiry(const boost::asio::any_io_executor& executor)
        : strand(executor), over(std::make_shared<pause>(executor))
    {
    }

    static void begin(const std::shared_ptr<inquiry>& self, std::shared_ptr<credential_source> source)
    {
        auto at_end = [self](std::exception_ptr failure, api_credentials credentials) {
            if (!failure && !self->late)
                self->given = std::move(credentials);
            self->ended = true;
            self->over->end();
        };
        boost::asio::co_spawn(self->strand, ask(std::move(source)),
                              boost::asio::bind_cancellation_slot(self->stop.slot(), std::move(at_end)));
    }

    const boost::asio::any_io_executor strand;
    boost::asio::cancellation_signal stop;
    const std::shared_ptr<pause> over; ///< ends when the source has ended
    std::atomic<bool> ended{false};
    bool late = false; ///< the exchange has ended without an answer
    std::optional<api_credentials> given;

private:
    static boost::asio::awaitable<api_credentials> ask(std::shared_ptr<credential_source> source)
    {
        co_return co_await source->current();
    }
};

OMS_DECL void token_gate::close()
{
    std::shared_ptr<inquiry> asking;
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        asking = asking_;
    }
    waiting_.end_all();
    if (asking)
        boost::asio::post(asking->strand, [asking] {
            if (!asking->ended)
                asking->stop.emit(boost::asio::cancellation_type::terminal);
        });
}

OMS_DECL bool token_gate::note_inquiry(std::shared_ptr<inquiry> running)
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
        pass_over(error(), std::nullopt);
        waiting_.end_all();
        throw;
    }
}

/// The body of the exchange. Not by the JSON library, which frees memory without wiping it.
OMS_DECL std::string exchange_body(const api_credentials& with)
{
    std::string body;
    // Enough for a text that is escaped throughout: memory that is left behind by growing would not be wiped either.
    body.reserve(64 + 6 * (with.api_key.reveal().size() + with.api_secret.reveal().size()));
    body += R"({"apiKey":)";
    append_json_string(body, with.api_key.reveal());
    body += R"(,"apiSecret":)";
    append_json_string(body, with.api_secret.reveal());
    body += '}';
    return body;
}

OMS_DECL http_request token_gate::exchange_request(std::string body) const
{
    http_request request(operations::create_access_token.method, origin_.target(operations::create_access_token.path));
    request.headers.add("Host", origin_.host_header());
    request.headers.add("User-Agent", "oms-cpp/" OMS_VERSION_TEXT);
    request.headers.add("Accept", "application/json");
    request.headers.add("Content-Type", "application/json");
    request.body = std::move(body);
    return request;
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
    const auto asked = std::make_shared<inquiry>(strand);
    inquiry::begin(asked, self->source_);
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
        pass_over(error(errc::auth_unavailable, "the credential source gave no credentials"), std::nullopt);
        return false;
    }
    if (const char* const fault = fault_of_credentials(*offered, origin_)) {
        give_up(error(errc::credentials_rejected, fault), token_state::credentials_cache);
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
            http_request request = self->exchange_request(exchange_body(*mine));
            const wiped_at_end sent(request.body);
            exchange_result result = co_await self->wire_->exchange(request, limits);
            const wiped_at_end received(result.response.body);
            if (is_stale_connection(result))
                result = co_await self->wire_->exchange(request, limits);
            self->take(result, *mine, asked);
        }
        ended = true;
    } catch (...) {
        // Told below, where nothing can throw: whoever waits must never wait for an exchange that is not running.
    }
    if (!ended)
        self->pass_over(error(), std::nullopt);
    self->waiting_.end_all();
}

OMS_DECL void token_gate::take(const exchange_result& result, const api_credentials& sent,
                               std::chrono::steady_clock::time_point asked)
{
    if (result.failure != errc{})
        take_failure(result);
    else if (result.response.status < 200 || result.response.status > 299)
        take_refusal(result.response, sent);
    else
        take_grant(result.response, asked);
}

OMS_DECL void token_gate::take_failure(const exchange_result& result)
{
    const error why = exchange_error(result).text("while asking for an access token");
    const bool may_pass = is_transient_failure(result.failure) || result.failure == errc::deadline_exceeded ||
                          result.failure == errc::pool_timeout || result.failure == errc::pool_full;
    if (may_pass && !is_permanent_failure(result))
        pass_over(why, std::nullopt);
    else
        give_up(why, token_state::failure_cache);
}

// The service may repeat what it was sent, which is the key and the secret.
OMS_DECL error::builder told_refusal(const http_response& response, const api_credentials& sent)
{
    const error told = answer_error(response);
    const auto harmless = [&sent](std::string_view text) {
        return text.find(sent.api_key.reveal()) == text.npos && text.find(sent.api_secret.reveal()) == text.npos;
    };
    error::builder kept = told.edit().details({}).document({});
    if (!harmless(told.server_code().text()))
        kept.server_code(std::string_view());
    if (!harmless(told.server_type()))
        kept.server_type({});
    if (!harmless(told.server_message()))
        kept.server_message({});
    if (!harmless(told.cause_text()))
        kept.cause_text({});
    if (!is_request_id(told.request_id()) || !harmless(told.request_id()))
        kept.request_id({});
    return kept;
}

OMS_DECL void token_gate::take_refusal(const http_response& response, const api_credentials& sent)
{
    error::builder why = told_refusal(response, sent);
    why.text("while asking for an access token");
    const auto asked_wait = read_retry_after(response.headers, time_->wall());
    if (asked_wait)
        why.retry_after(*asked_wait);

    if (response.status == 401 || response.status == 403)
        give_up(why.code(errc::credentials_rejected), token_state::credentials_cache);
    else if (is_transient_status(response.status, false))
        pass_over(why, asked_wait);
    else if (response.status >= 400)
        give_up(why.code(errc::auth_unavailable), token_state::failure_cache);
    else
        give_up(why, token_state::failure_cache);
}

OMS_DECL void token_gate::take_grant(const http_response& response, std::chrono::steady_clock::time_point asked)
{
    // Never with the document: it may hold a token.
    const auto unreadable = [&](errc code, const char* text) {
        give_up(error::builder(code).http_status(response.status).text(text), token_state::failure_cache);
    };
    if (!is_json_answer(response))
        return unreadable(errc::unexpected_content, "the answer of /auth/token is not JSON");
    result<access_token> read = decode<access_token>(response.body);
    if (!read)
        return unreadable(errc::auth_unavailable, "the answer of /auth/token cannot be read");
    access_token& answer = *read;
    if (!answer.token_type.empty() && !same_ignoring_case(answer.token_type, "bearer"))
        return unreadable(errc::auth_unavailable, "/auth/token gave a token of another type than bearer");
    if (!is_token_text(answer.token.reveal()))
        return unreadable(errc::auth_unavailable, "/auth/token gave a token that must not stand in a header");

    std::optional<std::chrono::seconds> left;
    if (!answer.expires_at.absent()) {
        const auto expires = std::chrono::floor<std::chrono::seconds>(answer.expires_at.time());
        left = expires - time_of_answer(response, time_->wall());
    }
    const std::lock_guard lock(mutex_);
    state_.granted(std::move(answer.token), asked, token_lifetime(answer.expires_in, left), jitter_.next());
}

OMS_DECL void token_gate::pass_over(error why, std::optional<std::chrono::seconds> asked_wait)
{
    failures.add();
    const std::lock_guard lock(mutex_);
    state_.failed(std::move(why), time_->now(), jitter_.next(), asked_wait);
}

OMS_DECL void token_gate::give_up(error why, std::chrono::seconds cached_for)
{
    failures.add();
    const std::lock_guard lock(mutex_);
    state_.refused(std::move(why), time_->now(), cached_for);
}

}}} // namespace oms::v0_1::detail
