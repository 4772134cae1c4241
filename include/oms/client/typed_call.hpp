#pragma once

#include <oms/client/send_outcome.hpp>
#include <oms/config.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/transaction.hpp>

#include <boost/asio/awaitable.hpp>

#include <utility>
#include <variant>

namespace oms { inline namespace v0_1 { namespace detail {

/// Throws errc::unexpected_kind.
[[noreturn]] OMS_DECL void refuse_kind();

/// The one alternative that the caller's type promises; errc::unexpected_kind for another.
template <class Wanted, class Any>
const Wanted& only(const Any& answer)
{
    const Wanted* wanted = std::get_if<Wanted>(&answer);
    if (!wanted)
        refuse_kind();
    return *wanted;
}

/// From the variant that `client_core` answers with to the one kind that the caller's type promises.
///
/// The core has refused an answer of another kind already, with its document; a core that did not gets
/// errc::unexpected_kind here. Exists for the three kinds.
template <movement K>
boost::asio::awaitable<quote<K>> typed(boost::asio::awaitable<any_quote> call);
template <movement K>
boost::asio::awaitable<transaction<K>> typed(boost::asio::awaitable<any_transaction> call);
template <movement K>
boost::asio::awaitable<send_outcome<K>> typed(boost::asio::awaitable<any_send_outcome> call);

/// The same, as the files that call it see it: virtual, so that those coroutines are compiled where a core is made and
/// not in every file that makes a typed call.
class typed_calls {
public:
    template <class T>
    using awaitable = boost::asio::awaitable<T>;

    virtual awaitable<quote<fiat_to_crypto>> only(fiat_to_crypto, awaitable<any_quote>) const = 0;
    virtual awaitable<quote<crypto_to_fiat>> only(crypto_to_fiat, awaitable<any_quote>) const = 0;
    virtual awaitable<quote<crypto_to_crypto>> only(crypto_to_crypto, awaitable<any_quote>) const = 0;
    virtual awaitable<transaction<fiat_to_crypto>> only(fiat_to_crypto, awaitable<any_transaction>) const = 0;
    virtual awaitable<transaction<crypto_to_fiat>> only(crypto_to_fiat, awaitable<any_transaction>) const = 0;
    virtual awaitable<transaction<crypto_to_crypto>> only(crypto_to_crypto, awaitable<any_transaction>) const = 0;
    virtual awaitable<send_outcome<fiat_to_crypto>> only(fiat_to_crypto, awaitable<any_send_outcome>) const = 0;
    virtual awaitable<send_outcome<crypto_to_fiat>> only(crypto_to_fiat, awaitable<any_send_outcome>) const = 0;
    virtual awaitable<send_outcome<crypto_to_crypto>> only(crypto_to_crypto, awaitable<any_send_outcome>) const = 0;

protected:
    ~typed_calls() = default;
};

/// What every core inherits. A template, since the bodies of its virtual functions are then compiled with the
/// constructor of a core only.
template <class Interface = typed_calls>
class narrowed_calls : public Interface {
public:
    template <class T>
    using awaitable = boost::asio::awaitable<T>;

    awaitable<quote<fiat_to_crypto>> only(fiat_to_crypto, awaitable<any_quote> call) const override
    {
        return typed<fiat_to_crypto>(std::move(call));
    }
    awaitable<quote<crypto_to_fiat>> only(crypto_to_fiat, awaitable<any_quote> call) const override
    {
        return typed<crypto_to_fiat>(std::move(call));
    }
    awaitable<quote<crypto_to_crypto>> only(crypto_to_crypto, awaitable<any_quote> call) const override
    {
        return typed<crypto_to_crypto>(std::move(call));
    }
    awaitable<transaction<fiat_to_crypto>> only(fiat_to_crypto, awaitable<any_transaction> call) const override
    {
        return typed<fiat_to_crypto>(std::move(call));
    }
    awaitable<transaction<crypto_to_fiat>> only(crypto_to_fiat, awaitable<any_transaction> call) const override
    {
        return typed<crypto_to_fiat>(std::move(call));
    }
    awaitable<transaction<crypto_to_crypto>> only(crypto_to_crypto, awaitable<any_transaction> call) const override
    {
        return typed<crypto_to_crypto>(std::move(call));
    }
    awaitable<send_outcome<fiat_to_crypto>> only(fiat_to_crypto, awaitable<any_send_outcome> call) const override
    {
        return typed<fiat_to_crypto>(std::move(call));
    }
    awaitable<send_outcome<crypto_to_fiat>> only(crypto_to_fiat, awaitable<any_send_outcome> call) const override
    {
        return typed<crypto_to_fiat>(std::move(call));
    }
    awaitable<send_outcome<crypto_to_crypto>> only(crypto_to_crypto, awaitable<any_send_outcome> call) const override
    {
        return typed<crypto_to_crypto>(std::move(call));
    }

protected:
    ~narrowed_calls() = default;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/typed_call.ipp>
#endif
