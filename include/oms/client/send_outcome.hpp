#pragma once

#include <oms/model/quote.hpp>
#include <oms/model/transaction.hpp>

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <variant>

namespace oms { inline namespace v0_1 {

/// The customer did not agree to this quote: this run executed nothing.
template <movement K>
struct send_refused {
    oms::quote<K> quote;
};

/// The customer agreed to `quote`, and `transaction` executes it. It has begun, not ended: `transactions().wait`.
template <movement K>
struct send_begun {
    oms::quote<K> quote;
    oms::transaction<K> transaction;
};

/// What `flows().send` ends with when it ends well.
template <movement K>
using send_outcome = std::variant<send_refused<K>, send_begun<K>>;

/// The same with its kind known at run time only; without a transaction the quote was refused.
struct any_send_outcome {
    any_quote quote;
    std::optional<any_transaction> transaction;
};

/// Asks whether the customer agrees to a quote. The quote lives until the answer is there.
using send_approval = std::function<boost::asio::awaitable<bool>(const any_quote&)>;

}} // namespace oms::v0_1
