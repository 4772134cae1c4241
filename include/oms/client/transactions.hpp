#pragma once

#include <oms/client/client_core.hpp>
#include <oms/client/list_source.hpp>
#include <oms/client/pager.hpp>
#include <oms/core/safe_callback.hpp>

#include <concepts>

namespace oms { inline namespace v0_1 {

/// The movements themselves (contract section 8); from `client.transactions()`.
///
/// A handle like `customers`: what its comment says about lifetimes, threads, errors and cancellation holds here too.
/// The typed calls also end with errc::unexpected_kind, delivery applied and the raw document when the service answers
/// with another kind than their type promises.
class transactions {
public:
    using milliseconds = std::chrono::milliseconds;

    explicit transactions(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    /// POST /transactions: moves the money of a quote that is still open. The transaction starts as `processing`;
    /// `wait` tells how it ends.
    ///
    /// errc::unprocessable with `quote_expired`, `quote_already_accepted`, `insufficient_funds`, `limit_exceeded`,
    /// `compliance_hold`, …: nothing moved. Any error with delivery maybe_applied, a cancellation included: repeat the
    /// call with the key of the error, `call_options().idempotency_key(failure.idempotency_key())`, and nothing moves
    /// twice. Never make a second quote first.
    template <movement K>
    boost::asio::awaitable<transaction<K>> execute(const quote<K>& accepted, call_options options = {}) const
    {
        return execute<K>(accepted.id, transaction_hints(), std::move(options));
    }
    /// The same with hints for the service (section 8.1).
    template <movement K>
    boost::asio::awaitable<transaction<K>> execute(const quote<K>& accepted, transaction_hints hints,
                                                   call_options options = {}) const
    {
        return execute<K>(accepted.id, std::move(hints), std::move(options));
    }
    /// The same for a quote that is known by its id and kind: `execute<oms::crypto_to_crypto>(id)`.
    template <movement K>
    boost::asio::awaitable<transaction<K>> execute(quote_id accepted, call_options options = {}) const
    {
        return execute<K>(std::move(accepted), transaction_hints(), std::move(options));
    }
    template <movement K>
    boost::asio::awaitable<transaction<K>> execute(quote_id accepted, transaction_hints hints,
                                                   call_options options = {}) const
    {
        return only<K>(
            core_->create_transaction(std::move(accepted), std::move(hints), expected_kind_of<K>, std::move(options)));
    }
    /// An `any_quote` is asked for its kind first: `std::visit`, or `std::get_if<oms::quote<K>>`.
    template <std::same_as<any_quote> Quote, class... Rest>
    auto execute(const Quote&, const Rest&...) const
    {
        static_assert(!std::same_as<Quote, any_quote>,
                      "ask an any_quote for its kind before executing it: std::visit, or std::get_if<oms::quote<K>>");
    }
    template <std::same_as<unknown_quote> Quote, class... Rest>
    auto execute(const Quote&, const Rest&...) const
    {
        static_assert(!std::same_as<Quote, unknown_quote>,
                      "a quote of a kind that this version does not know cannot be executed");
    }

    /// GET /transactions/{transactionId}, whatever its kind. errc::not_found: no such transaction.
    boost::asio::awaitable<any_transaction> get(transaction_id id, call_options options = {}) const
    {
        return get(std::move(id), transaction_perspective(), std::move(options));
    }
    /// The same as one customer sees it: sets `role` (section 8.3).
    boost::asio::awaitable<any_transaction> get(transaction_id id, transaction_perspective seen_from,
                                                call_options options = {}) const
    {
        return core_->get_transaction(std::move(id), std::move(seen_from), expected_kind::any, std::move(options));
    }
    /// Both for a transaction that is known to be of kind K: `get<oms::crypto_to_crypto>(id)`.
    template <movement K>
    boost::asio::awaitable<transaction<K>> get(transaction_id id, call_options options = {}) const
    {
        return get<K>(std::move(id), transaction_perspective(), std::move(options));
    }
    template <movement K>
    boost::asio::awaitable<transaction<K>> get(transaction_id id, transaction_perspective seen_from,
                                               call_options options = {}) const
    {
        return only<K>(
            core_->get_transaction(std::move(id), std::move(seen_from), expected_kind_of<K>, std::move(options)));
    }

    /// GET /transactions, newest first.
    template <std::same_as<transaction_filter> Filter = transaction_filter>
    pager<any_transaction> list(Filter filter = {}, call_options options = {}) const
    {
        return detail::list_all<any_transaction>(core_, &client_core::list_transactions, std::move(filter),
                                                 std::move(options), "/transactions");
    }

    /// Reads a transaction until it is in a terminal state, and gives it then: `completed` or `failed` (section 13), so
    /// look at its status. An unknown state is waited on.
    ///
    /// Reads in gaps that grow from a quarter of a second to five seconds, and at once when `client.notify` brings news
    /// of the transaction. An event alone never ends a wait: what an authenticated read shows does.
    ///
    /// After `at_most`, which counts from the first request: errc::wait_expired. A cancellation: errc::cancelled. Both
    /// carry the state seen last in their text; the transaction goes on by itself, and waiting again is harmless, also
    /// by the id alone in another run of the program. Short failures on the way are outlived; one that is final ends
    /// the wait. It reads at least once, for which it takes up to one second more when `at_most` is shorter: zero asks
    /// how the transaction is now. `options` are those of each read.
    template <movement K>
    boost::asio::awaitable<transaction<K>> wait(const transaction<K>& started, milliseconds at_most,
                                                call_options options = {}) const
    {
        return wait<K>(started.id, at_most, std::move(options));
    }
    /// The same for a transaction that is known by its id and kind: `wait<oms::crypto_to_crypto>(id, 30s)`.
    template <movement K>
    boost::asio::awaitable<transaction<K>> wait(transaction_id id, milliseconds at_most,
                                                call_options options = {}) const
    {
        return only<K>(core_->wait_transaction(std::move(id), transaction_condition(), at_most, expected_kind_of<K>,
                                               std::move(options)));
    }
    /// The same whatever its kind.
    boost::asio::awaitable<any_transaction> wait(transaction_id id, milliseconds at_most,
                                                 call_options options = {}) const
    {
        return core_->wait_transaction(std::move(id), transaction_condition(), at_most, expected_kind::any,
                                       std::move(options));
    }

    /// The same, but ends as soon as `enough` holds of what a read shows, for states that wait for a person, such as
    /// `cashPickupReady` and `awaitingAction`. A terminal state always ends it.
    ///
    /// `enough` takes the `transaction_common` and gives bool. It is called on the executor of the caller, and what it
    /// throws ends the wait. An empty `transaction_condition` is never enough. A lambda that owns what it captures is
    /// named before the call; the compiler says so.
    template <std::convertible_to<transaction_condition> Enough>
    boost::asio::awaitable<any_transaction> wait_until(transaction_id id, Enough&& enough, milliseconds at_most,
                                                       call_options options = {}) const
    {
        return core_->wait_transaction(std::move(id), condition(std::forward<Enough>(enough)), at_most,
                                       expected_kind::any, std::move(options));
    }
    template <movement K, std::convertible_to<transaction_condition> Enough>
    boost::asio::awaitable<transaction<K>> wait_until(transaction_id id, Enough&& enough, milliseconds at_most,
                                                      call_options options = {}) const
    {
        return only<K>(core_->wait_transaction(std::move(id), condition(std::forward<Enough>(enough)), at_most,
                                               expected_kind_of<K>, std::move(options)));
    }

    /// `wait` where the kind is known at run time only: gives the variant.
    boost::asio::awaitable<any_transaction> wait_outcome(transaction_id id, milliseconds at_most,
                                                         call_options options = {}) const
    {
        return core_->wait_transaction(std::move(id), transaction_condition(), at_most, expected_kind::any,
                                       std::move(options));
    }
    template <std::same_as<any_transaction> Transaction>
    boost::asio::awaitable<any_transaction> wait_outcome(const Transaction& started, milliseconds at_most,
                                                         call_options options = {}) const
    {
        return core_->wait_transaction(id_of(started), transaction_condition(), at_most, expected_kind::any,
                                       std::move(options));
    }

private:
    template <class Enough>
    static transaction_condition condition(Enough&& enough)
    {
        static_assert(detail::safe_callback<Enough>,
                      "name the lambda before the call: GCC 12 destroys its captures twice when it is written inside a "
                      "co_await expression");
        return transaction_condition(std::forward<Enough>(enough));
    }

    template <movement K>
    boost::asio::awaitable<transaction<K>> only(boost::asio::awaitable<any_transaction> call) const
    {
        const detail::typed_calls& core = *core_;
        return core.only(K(), std::move(call));
    }

    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
