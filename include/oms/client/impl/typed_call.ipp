#pragma once

#include <oms/client/typed_call.hpp>
#include <oms/core/error.hpp>

#include <utility>
#include <variant>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL void refuse_kind()
{
    throw error(error::builder(errc::unexpected_kind)
                    .text("the answer is of another kind than the call asked for")
                    .delivery(delivery::applied));
}

template <class Wanted, class Any>
Wanted take_only(Any& answer)
{
    only<Wanted>(answer);
    return std::move(*std::get_if<Wanted>(&answer));
}

template <class Wanted, class Any>
boost::asio::awaitable<Wanted> awaited_only(boost::asio::awaitable<Any> call)
{
    Any answer = co_await std::move(call);
    co_return take_only<Wanted>(answer);
}

template <movement K>
send_outcome<K> outcome_of(any_send_outcome& ended)
{
    quote<K> shown = take_only<quote<K>>(ended.quote);
    if (!ended.transaction)
        return send_refused<K>{std::move(shown)};
    return send_begun<K>{std::move(shown), take_only<transaction<K>>(*ended.transaction)};
}

template <movement K>
boost::asio::awaitable<quote<K>> typed(boost::asio::awaitable<any_quote> call)
{
    return awaited_only<quote<K>>(std::move(call));
}

template <movement K>
boost::asio::awaitable<transaction<K>> typed(boost::asio::awaitable<any_transaction> call)
{
    return awaited_only<transaction<K>>(std::move(call));
}

template <movement K>
boost::asio::awaitable<send_outcome<K>> typed(boost::asio::awaitable<any_send_outcome> call)
{
    any_send_outcome ended = co_await std::move(call);
    co_return outcome_of<K>(ended);
}

#ifdef OMS_SEPARATE_COMPILATION
template boost::asio::awaitable<quote<fiat_to_crypto>> typed(boost::asio::awaitable<any_quote>);
template boost::asio::awaitable<quote<crypto_to_fiat>> typed(boost::asio::awaitable<any_quote>);
template boost::asio::awaitable<quote<crypto_to_crypto>> typed(boost::asio::awaitable<any_quote>);
template boost::asio::awaitable<transaction<fiat_to_crypto>> typed(boost::asio::awaitable<any_transaction>);
template boost::asio::awaitable<transaction<crypto_to_fiat>> typed(boost::asio::awaitable<any_transaction>);
template boost::asio::awaitable<transaction<crypto_to_crypto>> typed(boost::asio::awaitable<any_transaction>);
template boost::asio::awaitable<send_outcome<fiat_to_crypto>> typed(boost::asio::awaitable<any_send_outcome>);
template boost::asio::awaitable<send_outcome<crypto_to_fiat>> typed(boost::asio::awaitable<any_send_outcome>);
template boost::asio::awaitable<send_outcome<crypto_to_crypto>> typed(boost::asio::awaitable<any_send_outcome>);
#endif

}}} // namespace oms::v0_1::detail
