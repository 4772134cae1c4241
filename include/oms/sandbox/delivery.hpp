#pragma once

#include <oms/core/timestamp.hpp>

#include <cstdint>
#include <string>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// One attempt to bring an event to a subscription (contract 12.5): POST `body` to `url` with
/// `Content-Type: application/json` and `Webhook-Signature: signature`, follow no redirect, and tell
/// service::report how it went under `id`.
struct delivery {
    std::uint64_t id = 0; ///< of the event on its way to this subscription; the same for every attempt
    std::string url;
    std::string body;      ///< the same bytes in every attempt
    std::string signature; ///< value of `Webhook-Signature`, fresh in every attempt
    std::string webhook_id;
    std::string event_id;
    std::string event_name;
    int attempt = 0;            ///< from 1
    std::int64_t signed_at = 0; ///< `t` of the signature
};

}}} // namespace oms::v0_1::sandbox
