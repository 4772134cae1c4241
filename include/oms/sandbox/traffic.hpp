#pragma once

#include <oms/core/timestamp.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// One attempt to deliver a webhook, as the emulator saw it.
struct delivery_record {
    timestamp at; ///< when it ended, on the emulator's clock
    std::string webhook_id;
    std::string event_id;
    std::string event_name;
    std::string url;
    int attempt = 0;           ///< from 1
    std::optional<int> status; ///< the receiver's answer; nothing when none came
};

/// What passed through the sockets of a server.
struct server_counters {
    std::uint64_t connections = 0; ///< accepted, dropped ones included
    std::uint64_t requests = 0;    ///< read completely
    std::uint64_t answers = 0;     ///< written completely
    std::uint64_t open = 0;        ///< connections open now
};

}}} // namespace oms::v0_1::sandbox
