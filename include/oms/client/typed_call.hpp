#pragma once

#include <oms/config.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/transaction.hpp>

#include <boost/asio/awaitable.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// From the variant that `client_core` answers with to the one kind that the caller's type promises.
///
/// The core has refused an answer of another kind already, with its document; a core that did not gets
/// errc::unexpected_kind here. Exists for the three kinds.
template <movement K>
boost::asio::awaitable<quote<K>> typed(boost::asio::awaitable<any_quote> call);
template <movement K>
boost::asio::awaitable<transaction<K>> typed(boost::asio::awaitable<any_transaction> call);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/typed_call.ipp>
#endif
