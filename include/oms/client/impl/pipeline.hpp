#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/api_channel.hpp>
#include <oms/client/impl/call_shelf.hpp>
#include <oms/client/impl/call_watch.hpp>
#include <oms/client/impl/kind_check.hpp>
#include <oms/client/impl/prepared_call.hpp>
#include <oms/client/raw_answer.hpp>
#include <oms/config.hpp>
#include <oms/wire/codec.hpp>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/this_coro.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

// The way of every call. Its order, in full:
//
//   when the call is written   validate its arguments, serialise path and body           prepared_call
//   when it is awaited         extra fields, deadline, idempotency key, headers; is the
//                              key free; enter the calls in flight; store in the journal open_call, send
//   then for each attempt      circuit breaker; token, rate limit; circuit breaker;      send (attempt_gate)
//                              lease, write, read (the transport); plan
//   after a complete 2xx       check the content type, decode, check the kind            perform
//
// Most calls have nothing to wait for but their one exchange. These take the direct way: the same steps, without a
// coroutine of their own. What else there is, `send` does, from where the call stands; also all of a call that somebody
// watches.

/// Takes the steps up to the first exchange, if nothing is to be waited for before it. False: there is more to do
/// first, or the call has ended.
OMS_DECL bool begin_directly(api_channel& channel, prepared_call& call,
                             const boost::asio::cancellation_state& cancellation) noexcept;

/// Takes the steps after that exchange. False: there is more to do.
OMS_DECL bool end_directly(api_channel& channel, prepared_call& call) noexcept;

/// Runs a call to its end, from where it stands. The one place that sends anything again.
///
/// A cancellation at any point ends it with errc::cancelled and the delivery reached; the caller's cancellation state
/// is as it was. Never throws: how the call ended is in it. The awaiting coroutine must not throw if cancelled.
/// `channel` and `call` must live until it has ended.
OMS_DECL boost::asio::awaitable<void> send(api_channel& channel, prepared_call& call);

/// Ends a call by the exception that is being handled.
OMS_DECL void break_off(prepared_call& call) noexcept;

/// Throws the error of a call that has ended, if it has one.
OMS_DECL void throw_problem(const prepared_call& call);

/// The answer of a call has been read: its memory serves another.
OMS_DECL void give_back_response(api_channel& channel, prepared_call& call) noexcept;

/// Throws the call's error when its answer is not JSON.
OMS_DECL void require_json(prepared_call& call);
/// Throws the call's error for an answer that could not be read, because of `why`.
OMS_DECL void throw_unreadable(prepared_call& call, const error& why);

/// The model in the answer of a call that was sent.
template <class Answer>
Answer read_answer(api_channel& channel, prepared_call& call)
{
    require_json(call);
    Answer answer{};
    if (error why; !wired<Answer>::read_into(answer, call.response().body, why, call.json_depth))
        throw_unreadable(call, why);
    check_kind(call, answer);
    give_back_response(channel, call);
    return answer;
}

/// What the caller gets of a call that was sent: the model in its answer, or its error as an exception. Its observer is
/// told of the end.
///
/// Always inline: left to a compiler, the little code for observers tips the scales against it, at the cost of some
/// moves in each call.
template <class Answer>
[[gnu::always_inline]] inline Answer take_outcome(api_channel& channel, prepared_call& call)
{
    const told_end end(call);
    throw_problem(call);
    if constexpr (!std::is_void_v<Answer>)
        return read_answer<Answer>(channel, call);
}

/// Runs a call up to a complete 2xx, which is in `call.response()` then, or to its error, which is in it, too; what
/// `perform` does, for those who read the answer themselves. Does not throw. The caller's cancellation state and its
/// flag "throw if cancelled" are as they were.
OMS_DECL boost::asio::awaitable<void> run_call(api_channel& channel, prepared_call& call);

/// A raw call: the answer of a complete 2xx, whatever its body.
OMS_DECL boost::asio::awaitable<raw_answer> perform_raw(std::shared_ptr<api_channel> channel, call_ptr call);

/// One whole call: sends it and decodes its answer.
template <class Answer>
boost::asio::awaitable<Answer> perform(std::shared_ptr<api_channel> channel, call_ptr call)
{
    namespace this_coro = boost::asio::this_coro;
    call->run.throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    const boost::asio::cancellation_state cancellation = co_await this_coro::cancellation_state;
    if (begin_directly(*channel, *call, cancellation))
        co_await call->exchange.async_run(*channel->direct, call->request, call->run.limits, boost::asio::deferred);
    if (!end_directly(*channel, *call)) {
        try {
            co_await send(*channel, *call);
        } catch (...) { // no memory to begin
            break_off(*call);
        }
    }
    co_await this_coro::throw_if_cancelled(call->run.throws);
    co_return take_outcome<Answer>(*channel, *call);
}

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/pipeline.ipp>
#endif
