#pragma once

#include <oms/core/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// Why an attempt to deliver got no answer.
enum class delivery_failure : std::uint8_t {
    none,      ///< there is an answer
    not_found, ///< the receiver's name has no address
    refused,   ///< no connection
    tls,       ///< no TLS session: a certificate that is not trusted, or no TLS at all
    broken,    ///< the connection ended before an answer, or what came was not HTTP
    timed_out, ///< the time of one attempt was over
    not_told,  ///< whoever sent it reported no answer and no reason
    fault      ///< a `delivery_fault` kept it from being sent
};

/// What follows an attempt to deliver (contract 12.5).
enum class delivery_sequel : std::uint8_t {
    delivered, ///< nothing: the receiver took it
    retry,     ///< another attempt, at `delivery_record::next_attempt` or later
    given_up,  ///< nothing: it was the last attempt
    disabled,  ///< nothing: 410 disabled the subscription, and what waited for it is forgotten
    forgotten  ///< nothing: meanwhile the subscription was deleted, or disabled by the answer to another delivery
};

/// One attempt to deliver a webhook, as the emulator saw it. Times are of the emulator's clock.
struct delivery_record {
    timestamp at; ///< when it ended
    std::string webhook_id;
    std::string event_id;
    std::string event_name;
    std::string url;
    int attempt = 0;           ///< from 1
    std::optional<int> status; ///< the receiver's answer; nothing when none came
    delivery_failure failure = delivery_failure::none;
    delivery_sequel sequel = delivery_sequel::delivered;
    std::optional<timestamp> next_attempt; ///< with `retry`
    timestamp began;
    std::int64_t signed_at = 0;    ///< `t` of its signature
    std::uint64_t delivery_id = 0; ///< one for all attempts; a duplicate has one of its own
};

/// What passed through the sockets of a server. Of the window (`settings::window`) only its connections count.
struct server_counters {
    std::uint64_t connections = 0; ///< accepted, dropped ones included
    std::uint64_t requests = 0;    ///< read completely
    std::uint64_t answers = 0;     ///< written completely
    std::uint64_t open = 0;        ///< connections open now
};

}}} // namespace oms::v0_1::sandbox
