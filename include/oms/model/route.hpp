#pragma once

#include <oms/model/asset.hpp>
#include <oms/model/money.hpp>
#include <oms/model/reference.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/open_enum.hpp>

#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// State of a virtual account or a deposit address (contract sections 13, 15 and 16). An open set.
class route_status : public open_enum<route_status> {
public:
    using open_enum::open_enum;
    static const route_status active, paused, deleted, provisioned, frozen, closed, failed;
    static constexpr std::string_view known_values[] = {"active", "paused", "deleted", "provisioned",
                                                        "frozen", "closed", "failed"};
};
inline constexpr route_status route_status::active{"active"};
inline constexpr route_status route_status::paused{"paused"};
inline constexpr route_status route_status::deleted{"deleted"};
inline constexpr route_status route_status::provisioned{"provisioned"};
inline constexpr route_status route_status::frozen{"frozen"};
inline constexpr route_status route_status::closed{"closed"};
inline constexpr route_status route_status::failed{"failed"};

/// One side of a virtual account or a deposit address (contract sections 15.1 and 15.2).
struct route_side {
    std::optional<oms::asset> asset;
    std::optional<oms::network> network;
    std::optional<wallet_reference> wallet;
};

/// `source` of a virtual account or a deposit address to create, as sent (contract section 15).
struct route_source_fields {
    oms::asset asset;
    oms::network network;
};

/// `destination` of a virtual account or a deposit address to create, as sent (contract section 15).
struct route_destination_fields {
    oms::asset asset;
    oms::network network;
    wallet_reference wallet;
};

/// One fee that the developer takes of each deposit, as sent (contract section 15.1). `rate` is a fraction.
struct route_developer_fee_fields {
    std::string type;
    decimal rate;
    std::optional<wallet_reference> wallet;
};

namespace detail {

inline route_developer_fee_fields developer_fee_of(decimal rate, std::optional<wallet_id> wallet)
{
    route_developer_fee_fields fee{"percentage", std::move(rate), {}};
    if (wallet)
        fee.wallet = wallet_reference{std::move(wallet), {}, {}};
    return fee;
}

} // namespace detail

}} // namespace oms::v0_1
