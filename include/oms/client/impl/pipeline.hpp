#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/api_channel.hpp>
#include <oms/client/impl/kind_check.hpp>
#include <oms/client/impl/prepared_call.hpp>
#include <oms/client/raw_answer.hpp>
#include <oms/config.hpp>
#include <oms/wire/codec.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

// The way of every call. Its order, in full:
//
//   when the call is written   validate its arguments, serialise path and body           prepared_call
//   when it is awaited         extra fields, deadline, idempotency key, headers; is the
//                              key free; enter the calls in flight; store in the journal send
//   then for each attempt      circuit breaker; token, rate limit; circuit breaker;      send (attempt_gate)
//                              lease, write, read (the transport); plan
//   after a complete 2xx       check the content type, decode, check the kind            perform

/// Runs a call up to a complete 2xx, which is in `call.response` then, or throws its error. The one place that
/// sends anything again.
///
/// A cancellation at any point ends it with errc::cancelled and the delivery reached; the caller's cancellation state
/// and its flag "throw if cancelled" are as they were. `channel` and `call` must live until it has ended.
OMS_DECL boost::asio::awaitable<void> send(api_channel& channel, prepared_call& call);

/// The model in the answer of a call that was sent.
template <class Answer>
Answer read_answer(const prepared_call& call)
{
    if (!call.response.body.empty() && !is_json_answer(call.response))
        throw call.unusable(error::builder(errc::unexpected_content));
    result<Answer> answer = decode<Answer>(call.response.body, call.json_depth);
    if (!answer)
        throw call.unusable(answer.error().edit());
    check_kind(call, *answer);
    return std::move(*answer);
}

/// A raw call: the answer of a complete 2xx, whatever its body.
OMS_DECL boost::asio::awaitable<raw_answer> perform_raw(std::shared_ptr<api_channel> channel, call_ptr call);

/// One whole call: sends it and decodes its answer.
template <class Answer>
boost::asio::awaitable<Answer> perform(std::shared_ptr<api_channel> channel, call_ptr call)
{
    co_await send(*channel, *call);
    if constexpr (!std::is_void_v<Answer>)
        co_return read_answer<Answer>(*call);
}

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/pipeline.ipp>
#endif
