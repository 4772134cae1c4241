#pragma once

#include "pipeline_bench.hpp"

#include <oms/model/event.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {
class api_channel;
}}} // namespace oms::v0_1::detail

/// A client whose waits can be counted.
class wait_bench : public pipeline_bench {
public:
    wait_bench();

    /// Another client, as after a restart of the program, with a `wire` of its own.
    void restart_client();

    /// How many waits are on the client's board.
    std::size_t waits() const;

    void notify(const oms::event& verified)
    {
        client->notify(verified);
        settle();
    }

    std::size_t reads() const { return wire->requests.size(); }

private:
    std::shared_ptr<oms::detail::api_channel> channel_;
};

inline const oms::transaction_id some_transaction{"txn_1"};

inline auto wait(wait_bench& bench, std::chrono::milliseconds at_most = std::chrono::minutes{10})
{
    return bench.client->transactions().wait<oms::crypto_to_crypto>(some_transaction, at_most);
}

/// A time of the service: this second of a minute.
inline std::string at_second(int second)
{
    return std::string("2026-06-15T14:00:") + (second < 10 ? "0" : "") + std::to_string(second) + "Z";
}

/// The read of `txn_1` shows this.
inline scripted_step shows(std::string_view status, int second, std::string_view more = {})
{
    return scripted_step::answer(200, R"({"id":"txn_1","type":"cryptoToCrypto","status":")" + std::string(status) +
                                          R"(","updatedAt":")" + at_second(second) + "\"" + std::string(more) + "}");
}

template <oms::movement K>
oms::transaction<K> told_transaction(std::string_view status, int second, std::string_view id = "txn_1")
{
    oms::transaction<K> told;
    told.id = oms::transaction_id(id);
    told.status = oms::transaction_status(status);
    if (second >= 0)
        told.updated_at = oms::timestamp(at_second(second));
    return told;
}

template <class Payload>
oms::event event_of(Payload payload)
{
    oms::event verified;
    verified.payload = std::move(payload);
    return verified;
}

/// An event tells this of a transaction; a negative second leaves the time out.
inline oms::event tells(std::string_view status, int second, std::string_view id = "txn_1")
{
    oms::transaction_event changed;
    changed.transaction = told_transaction<oms::crypto_to_crypto>(status, second, id);
    return event_of(std::move(changed));
}

/// Lets the wait poll until its gaps have grown; the state does not change.
inline void let_gaps_grow(wait_bench& bench)
{
    for (int i = 0; i < 12; ++i) {
        bench.wire->then(shows("processing", 10));
        bench.clock->advance_to_next();
        bench.settle();
    }
}
