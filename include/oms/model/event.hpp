#pragma once

#include <oms/model/cash_in.hpp>
#include <oms/model/customer.hpp>
#include <oms/model/event_name.hpp>
#include <oms/model/transaction.hpp>
#include <oms/model/wallet.hpp>

#include <oms/core/id.hpp>
#include <oms/core/json_depth.hpp>
#include <oms/core/json_text.hpp>
#include <oms/core/result.hpp>
#include <oms/core/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace oms { inline namespace v0_1 {

/// A transaction changed.
struct transaction_event {
    event_name name;
    any_transaction transaction;
};

/// A customer's endorsements changed: read `customer.endorsements`. Later versions of the API may send the changed
/// endorsement alone (contract section 16): then `customer` has its `id` and that one endorsement, and nothing else.
struct endorsement_event {
    event_name name;
    oms::customer customer;
};

/// A cash-in changed.
struct cash_in_event {
    event_name name;
    oms::cash_in cash_in;
};

/// A wallet changed or received a direct deposit.
struct wallet_event {
    event_name name;
    oms::wallet wallet;
    std::optional<wallet_deposit> deposit;
};

namespace detail {
template <class T>
struct wired;
}

/// An event this version does not know, or a known one whose resource has another shape. Answer 2xx.
struct unknown_event {
    event_name name;
    json_text data; ///< the resource as sent; empty when there was none

    /// Reads `data` as a model, with the errors of `decode`. Include <oms/wire/codec.hpp> to call this. It reads what
    /// it is told to: which model it is follows from the event's name (`virtualAccount.…`, `externalAccount.…`).
    template <class T>
    result<T> as() const
    {
        return detail::wired<T>::read(data.view(), default_json_depth);
    }
};

/// One delivery to a webhook (contract section 12.1).
///
/// `payload` has exactly these five alternatives in all of 0.x: families of events, with the open `name` saying which.
/// Deduplicate on `id`; expect any order. Later versions of the API send an envelope with more in it (contract
/// section 16): it is recognised by itself.
struct event {
    oms::event_id id; ///< `evt_…`, in later versions `whd_…`: the same in every attempt to deliver
    event_name name;
    timestamp created_at;                  ///< absent when the envelope has none that can be read
    std::string api_version;               ///< may be empty
    std::optional<oms::event_id> event_id; ///< of what happened (later versions): not for deduplication
    std::optional<timestamp> occurred_at;  ///< later versions
    std::optional<std::int64_t> sequence;  ///< grows per resource, with gaps (later versions)
    std::variant<unknown_event, transaction_event, endorsement_event, cash_in_event, wallet_event> payload;
    json_text document; ///< the whole delivery as sent
};

}} // namespace oms::v0_1
