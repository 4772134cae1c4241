#pragma once

#include <oms/client/client_core.hpp>
#include <oms/core/safe_callback.hpp>
#include <oms/model/new_quote.hpp>

#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

namespace oms { inline namespace v0_1 {

namespace detail {

// A template, since the compiler makes the body of a coroutine that is none even where nobody calls it.
template <std::same_as<bool> Agreed>
boost::asio::awaitable<Agreed> answered(Agreed agreed)
{
    co_return agreed;
}

} // namespace detail

/// Something that can be asked whether the customer agrees to a quote: gives bool, or an awaitable of bool.
template <class Approve, class K>
concept approves = requires(Approve& approve, const quote<K>& offered) {
    { approve(offered) } -> std::convertible_to<bool>;
} || requires(Approve& approve, const quote<K>& offered) {
    { approve(offered) } -> std::same_as<boost::asio::awaitable<bool>>;
};

/// Operations of several steps; from `client.flows()`. A handle like `customers`.
class flows {
public:
    explicit flows(std::shared_ptr<client_core> core) noexcept : core_(std::move(core)) {}

    /// Quotes `order`, shows the quote to `approve`, and executes it once `approve` agreed. Nothing moves before the
    /// customer agreed to that quote's rate and fees; a refusal is the outcome `send_refused<K>`.
    ///
    /// A quote that ran out before its execution is quoted anew and shown anew, at most five times in all; then
    /// errc::unprocessable with `quote_expired`, nothing moved. Never are two quotes executed: a new quote is made only
    /// when the service itself says that the one before has expired; with a key of yours, only when it has refused to
    /// execute that one under the key that an earlier run would have used.
    ///
    /// The flow's key is `options.idempotency_key()`, of at most 200 characters (else errc::invalid_argument, not
    /// sent), or a new one. Quote n is made with the key `<key>.quote.<n>` and executed with `<key>.execute.<n>`, n
    /// from 1 to 5: use the flow's key for one order and nothing else. With it the flow may be run again, after an
    /// error or a crash, within the time that the service keeps keys (24 hours, contract section 1.4): a step that was
    /// done is not done twice, and an order that was executed before gives its transaction without asking. Run it again
    /// only when the run before has ended. A refusal of the service (`insufficient_funds`, …) is kept as well: a new
    /// try of the order needs a new key. errc::idempotency_conflict: the order (or what this version of the library
    /// makes of it) is not what the earlier run sent; look for its transaction before anything else.
    ///
    /// Errors are those of the steps, which their method and path tell. Their `idempotency_key()` is the flow's, given
    /// or new. One of `POST /transactions` with delivery maybe_applied: the money may have moved; run the flow again
    /// with the key of the error and the same order. A cancellation ends the flow with errc::cancelled and the delivery
    /// of the step that it met; it reaches an `approve` that waits, whose operation_aborted becomes errc::cancelled.
    /// Anything else that `approve` throws passes through, with nothing moved by this run. A delivery is that of this
    /// run: of a flow that is run again it does not say what the runs before have moved, so go on with the same key.
    ///
    /// `approve` gets a quote that lives until it has answered, is called on the executor of the caller, one call at a
    /// time, is copied and lives until the flow ends. A lambda that owns what it captures is named before the call, and
    /// `std::ref` passes what cannot be copied; the compiler says so.
    ///
    /// `options` hold for each step: timeout, retries, format checks; `keep_answer` has the last answer. Extra fields
    /// and parameters go with POST /quotes alone.
    template <movement K, class Approve>
        requires approves<std::decay_t<Approve>, K>
    boost::asio::awaitable<send_outcome<K>> send(const new_quote<K>& order, Approve&& approve,
                                                 call_options options = {}) const
    {
        using asked = std::decay_t<Approve>;
        static_assert(detail::safe_callback<Approve>,
                      "name the lambda before the call: GCC 12 destroys its captures twice when it is written inside a "
                      "co_await expression");
        send_approval ask = [approve = std::make_shared<asked>(approve)](const any_quote& offered) {
            const quote<K>& typed = detail::only<quote<K>>(offered);
            if constexpr (std::same_as<std::invoke_result_t<asked&, const quote<K>&>, boost::asio::awaitable<bool>>)
                return (*approve)(typed);
            else
                return detail::answered(static_cast<bool>((*approve)(typed)));
        };
        const detail::typed_calls& core = *core_;
        return core.only(K(), core_->send(order.fields(), expected_kind_of<K>, std::move(ask), std::move(options)));
    }

private:
    std::shared_ptr<client_core> core_;
};

}} // namespace oms::v0_1
