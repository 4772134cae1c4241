#pragma once

#include <oms/client/typed_call.hpp>
#include <oms/core/error.hpp>

#include <utility>
#include <variant>

namespace oms { inline namespace v0_1 { namespace detail {

[[noreturn]] OMS_DECL void refuse_kind();
OMS_DECL void refuse_kind()
{
    throw error(error::builder(errc::unexpected_kind)
                    .text("the answer is of another kind than the call asked for")
                    .delivery(delivery::applied));
}

template <class Wanted, class Any>
boost::asio::awaitable<Wanted> only(boost::asio::awaitable<Any> call)
{
    Any answer = co_await std::move(call);
    Wanted* wanted = std::get_if<Wanted>(&answer);
    if (!wanted)
        refuse_kind();
    co_return std::move(*wanted);
}

template <movement K>
boost::asio::awaitable<quote<K>> typed(boost::asio::awaitable<any_quote> call)
{
    return only<quote<K>>(std::move(call));
}

template <movement K>
boost::asio::awaitable<transaction<K>> typed(boost::asio::awaitable<any_transaction> call)
{
    return only<transaction<K>>(std::move(call));
}

#ifdef OMS_SEPARATE_COMPILATION
template boost::asio::awaitable<quote<fiat_to_crypto>> typed(boost::asio::awaitable<any_quote>);
template boost::asio::awaitable<quote<crypto_to_fiat>> typed(boost::asio::awaitable<any_quote>);
template boost::asio::awaitable<quote<crypto_to_crypto>> typed(boost::asio::awaitable<any_quote>);
template boost::asio::awaitable<transaction<fiat_to_crypto>> typed(boost::asio::awaitable<any_transaction>);
template boost::asio::awaitable<transaction<crypto_to_fiat>> typed(boost::asio::awaitable<any_transaction>);
template boost::asio::awaitable<transaction<crypto_to_crypto>> typed(boost::asio::awaitable<any_transaction>);
#endif

}}} // namespace oms::v0_1::detail
