#pragma once

#include "fixture.hpp"

#include <oms/webhook/receive.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/wire/event.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Deliveries as OMS would send them.
namespace fixture {

/// What an event tells of its resource.
struct change {
    std::string id = "evt_1";
    std::string name = "transaction.cryptoToCrypto.processing";
    std::string resource = "txn_1";
    std::string status = "processing";
    std::string updated_at = "2026-06-15T14:36:20Z"; ///< may be empty
    std::optional<std::int64_t> sequence = std::nullopt;
};

inline std::string object_of(std::string_view name)
{
    if (name.starts_with("transaction."))
        return R"("object":"transaction","type":"cryptoToCrypto")";
    if (name.starts_with("cashIn."))
        return R"("object":"cashIn")";
    return name.starts_with("wallet.") ? R"("object":"wallet")" : R"("object":"customer")";
}

inline std::string body_of(const change& change)
{
    std::string made =
        R"({"id":")" + change.id + R"(","event":")" + change.name + R"(","createdAt":)" + R"("2026-06-15T14:36:40Z")";
    if (change.sequence)
        made += R"(,"sequence":)" + std::to_string(*change.sequence);
    made += R"(,"data":{)" + object_of(change.name) + R"(,"id":")" + change.resource + R"(","status":")" +
            change.status + '"';
    if (!change.updated_at.empty())
        made += R"(,"updatedAt":")" + change.updated_at + '"';
    return made + "}}";
}

inline oms::event event_of(std::string_view raw)
{
    return oms::decode_event(raw).value();
}

inline oms::event event_of(const change& change)
{
    return event_of(std::string_view{body_of(change)});
}

/// A body and its signature; the request views both.
struct delivery {
    explicit delivery(std::string raw, std::int64_t signed_at = standing_now)
        : body{std::move(raw)}, signature{oms::sign(secret(), signed_at, body)}
    {
    }
    explicit delivery(const change& change) : delivery{body_of(change)} {}

    oms::webhook_request request() const
    {
        oms::webhook_request request{"POST", body};
        request.header("Content-Type", "application/json").header("Webhook-Signature", signature);
        return request;
    }

    std::string body;
    std::string signature;
};

} // namespace fixture
