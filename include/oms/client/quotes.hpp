#pragma once

#include <oms/client/client_core.hpp>

namespace oms { inline namespace v0_1 {

/// Prices with a short lock (contract section 7); from `client.quotes()`.
///
/// A handle like `customers`: what its comment says about lifetimes, threads, errors and cancellation holds here too.
/// The typed calls also end with errc::unexpected_kind, delivery applied and the raw document when the service answers
/// with another kind than their type promises: the quote exists, but is not what it should be.
class quotes {
public:
    explicit quotes(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    /// POST /quotes. The type of the destination decides the kind. The price holds until `expires_at`.
    /// errc::unprocessable with `endorsement_required` or `insufficient_funds`; errc::forbidden: inactive customer.
    /// A quote alone moves nothing: one that was lost with its answer may be left to expire.
    template <movement K>
    boost::asio::awaitable<quote<K>> create(const new_quote<K>& request, call_options options = {}) const
    {
        return only<K>(core_->create_quote(request.fields(), expected_kind_of<K>, std::move(options)));
    }

    /// GET /quotes/{quoteId}, whatever its kind. errc::not_found: no such quote.
    boost::asio::awaitable<any_quote> get(quote_id id, call_options options = {}) const
    {
        return core_->get_quote(std::move(id), expected_kind::any, std::move(options));
    }

    /// The same for a quote that is known to be of kind K: `client.quotes().get<oms::crypto_to_crypto>(id)`.
    template <movement K>
    boost::asio::awaitable<quote<K>> get(quote_id id, call_options options = {}) const
    {
        return only<K>(core_->get_quote(std::move(id), expected_kind_of<K>, std::move(options)));
    }

private:
    template <movement K>
    boost::asio::awaitable<quote<K>> only(boost::asio::awaitable<any_quote> call) const
    {
        const detail::typed_calls& core = *core_;
        return core.only(K(), std::move(call));
    }

    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
