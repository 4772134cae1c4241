#pragma once

#include <oms/client/as_result.hpp>
#include <oms/client/impl/send_flow.hpp>
#include <oms/wire/validate.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

#include <exception>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL send_keys::send_keys(const idempotency_key& of_caller) : given_(!of_caller.empty()), base_(of_caller.view())
{
    if (base_.size() > max_size)
        throw error_of({{"idempotencyKey", "must have at most 200 characters: each step adds its name"}});
    if (!given_)
        base_ = idempotency_key::generate().view();
}

OMS_DECL idempotency_key send_keys::step(std::string_view name, int n) const
{
    return idempotency_key(base_ + std::string(name) + std::to_string(n));
}

/// What one flow works with.
struct send_run {
    static constexpr int most_quotes = 5;

    std::shared_ptr<client_core> core;
    std::shared_ptr<clock> time;
    new_quote_fields order;
    expected_kind kind;
    send_approval approve;
    call_options options;
    send_keys keys;
    bool caller_throws = true;                        ///< the caller's flag "throw if cancelled"
    std::optional<error> last_refusal = std::nullopt; ///< of an execution, because the quote had expired

    /// Extras are for the order, which POST /quotes sends.
    call_options of_quote(int n) const { return call_options(options).idempotency_key(keys.quote(n)); }
    call_options of_read() const { return options.without_extras(); }
    call_options of_execution(int n) const { return of_read().idempotency_key(keys.execute(n)); }

    bool ran_out(const any_quote& offered) const
    {
        const timestamp& end = common_of(offered).expires_at;
        return !end.absent() && time->wall() >= end.time();
    }
};

OMS_DECL bool is_expired(const any_quote& offered)
{
    return common_of(offered).status == quote_status::expired;
}

OMS_DECL bool is_accepted(const any_quote& offered)
{
    return common_of(offered).status == quote_status::accepted;
}

/// The error of a step as the flow's: with the key that runs the flow again.
OMS_DECL error failed_step(const send_run& run, const error& why)
{
    return why.edit().key(run.keys.base());
}

/// The error of a flow whose quotes have all run out.
OMS_DECL error none_left(const send_run& run)
{
    error::builder why = run.last_refusal ? run.last_refusal->edit()
                                          : error::builder(errc::unprocessable)
                                                .server_code(server_code::quote_expired)
                                                .operation("POST", "/transactions");
    why.text("each of " + std::to_string(send_run::most_quotes) + " quotes ran out before it was executed");
    return why.key(run.keys.base());
}

/// One step: its answer, or its error as the flow's.
template <class Answer>
boost::asio::awaitable<Answer> step(const send_run& run, boost::asio::awaitable<Answer> call)
{
    result<Answer> ended = co_await as_result(std::move(call));
    if (!ended)
        throw failed_step(run, ended.error());
    co_return std::move(*ended);
}

OMS_DECL boost::asio::awaitable<any_quote> read_again(const send_run& run, const any_quote& offered)
{
    return step(run, run.core->get_quote(id_of(offered), run.kind, run.of_read()));
}

/// Quote `n` as it is now: in an earlier run it may have been executed, or have run out since.
OMS_DECL boost::asio::awaitable<any_quote> quote_of_order(const send_run& run, int n)
{
    any_quote offered = co_await step(run, run.core->create_quote(run.order, run.kind, run.of_quote(n)));
    if (run.keys.may_be_rerun())
        offered = co_await read_again(run, offered);
    co_return offered;
}

OMS_DECL void end_if_cancelled(const send_run& run, const boost::asio::cancellation_state& cancellation,
                               const char* when)
{
    if (cancellation.cancelled() != boost::asio::cancellation_type::none)
        throw failed_step(run, error(errc::cancelled, when));
}

/// Whether the customer agrees. The caller's code runs as the caller would run it, so a cancellation may come out of it
/// as Asio's operation_aborted.
OMS_DECL boost::asio::awaitable<bool> is_approved(const send_run& run, const any_quote& offered)
{
    namespace this_coro = boost::asio::this_coro;
    const auto cancellation = co_await this_coro::cancellation_state;
    end_if_cancelled(run, cancellation, "before the customer was asked");
    co_await this_coro::throw_if_cancelled(run.caller_throws);
    std::exception_ptr thrown;
    bool agreed = false;
    bool aborted = false;
    try {
        agreed = co_await run.approve(offered);
    } catch (const boost::system::system_error& why) {
        aborted = why.code() == boost::asio::error::operation_aborted;
        thrown = std::current_exception();
    } catch (...) {
        thrown = std::current_exception();
    }
    co_await this_coro::throw_if_cancelled(false);
    if (agreed || aborted)
        end_if_cancelled(run, cancellation, "while the customer was asked");
    if (thrown)
        std::rethrow_exception(thrown);
    co_return agreed;
}

/// Executes quote `n`; nothing when it had expired, so that nothing moved and the next one may be asked for.
OMS_DECL boost::asio::awaitable<std::optional<any_transaction>> execute(send_run& run, const any_quote& offered, int n)
{
    const transaction_hints no_hints;
    result<any_transaction> executed =
        co_await as_result(run.core->create_transaction(id_of(offered), no_hints, run.kind, run.of_execution(n)));
    if (executed)
        co_return std::move(*executed);
    const error& why = executed.error();
    const bool had_expired = why.code() == errc::unprocessable && why.server_code() == server_code::quote_expired &&
                             why.delivery() == delivery::refused;
    // What the service calls accepted was executed before: there is nothing to quote anew.
    if (!had_expired || is_accepted(offered))
        throw failed_step(run, why);
    run.last_refusal = why;
    co_return std::nullopt;
}

/// Whether the customer agreed, once and for all: in a flow that may be run again the quote is read after a refusal,
/// since an earlier run may have been executing it all the while.
OMS_DECL boost::asio::awaitable<bool> is_to_be_executed(const send_run& run, any_quote& offered)
{
    const bool agreed = co_await is_approved(run, offered);
    if (agreed ? run.ran_out(offered) : run.keys.may_be_rerun())
        offered = co_await read_again(run, offered);
    co_return agreed || is_accepted(offered);
}

OMS_DECL boost::asio::awaitable<any_send_outcome> send_steps(send_run& run)
{
    any_send_outcome outcome;
    for (int n = 1; n <= send_run::most_quotes; ++n) {
        outcome.quote = co_await quote_of_order(run, n);
        const bool settled = is_expired(outcome.quote) || is_accepted(outcome.quote);
        if (!settled && !co_await is_to_be_executed(run, outcome.quote))
            co_return outcome;
        // Of an expired quote an earlier run may have an execution under way, begun in time. Asking for the same one
        // gives its transaction, or the refusal that makes room for the next quote; a read alone proves neither.
        if (is_expired(outcome.quote) && !run.keys.may_be_rerun())
            continue;
        outcome.transaction = co_await execute(run, outcome.quote, n);
        if (outcome.transaction)
            co_return outcome;
    }
    throw none_left(run);
}

OMS_DECL boost::asio::awaitable<any_send_outcome> send_flow(std::shared_ptr<client_core> core,
                                                            std::shared_ptr<clock> time, new_quote_fields order,
                                                            expected_kind kind, send_approval approve,
                                                            call_options options)
{
    namespace this_coro = boost::asio::this_coro;
    const send_keys keys(options.idempotency_key());
    send_run run{
        std::move(core), std::move(time), std::move(order), kind, std::move(approve), std::move(options), keys};
    run.caller_throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    any_send_outcome outcome;
    std::exception_ptr thrown;
    try {
        outcome = co_await send_steps(run);
    } catch (...) {
        thrown = std::current_exception();
    }
    co_await this_coro::throw_if_cancelled(run.caller_throws);
    if (thrown)
        std::rethrow_exception(thrown);
    co_return outcome;
}

}}} // namespace oms::v0_1::detail
