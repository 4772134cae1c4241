#pragma once

#include <oms/core/open_enum.hpp>

#include <optional>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// What an endorsement permits (contract section 4.3). An open set.
class endorsement_name : public open_enum<endorsement_name> {
public:
    using open_enum::open_enum;
    static const endorsement_name basic;          ///< every transaction
    static const endorsement_name crypto_custody; ///< wallets and deposit addresses
    static const endorsement_name usd;            ///< USD operations, cash, virtual accounts
    static constexpr std::string_view known_values[] = {"basic", "cryptoCustody", "usd"};
};
inline constexpr endorsement_name endorsement_name::basic{"basic"};
inline constexpr endorsement_name endorsement_name::crypto_custody{"cryptoCustody"};
inline constexpr endorsement_name endorsement_name::usd{"usd"};

/// Only `active` permits anything (contract section 4.3). Known values are read without regard to case. An open set.
class endorsement_status : public open_enum<endorsement_status> {
public:
    using open_enum::open_enum;
    static const endorsement_status pending, active, rejected, needs_action;
    static constexpr std::string_view known_values[] = {"PENDING", "ACTIVE", "REJECTED", "NEEDS_ACTION"};
};
inline constexpr endorsement_status endorsement_status::pending{"PENDING"};
inline constexpr endorsement_status endorsement_status::active{"ACTIVE"};
inline constexpr endorsement_status endorsement_status::rejected{"REJECTED"};
inline constexpr endorsement_status endorsement_status::needs_action{"NEEDS_ACTION"};

/// Why an endorsement was refused (contract section 4.3).
struct rejection_reason {
    std::optional<std::string> developer_reason; ///< for the integrator
    std::optional<std::string> reason;           ///< may be shown to the end user
};

/// What an endorsement still needs (contract section 4.3).
struct endorsement_requirements {
    std::vector<std::string> complete;
    std::vector<std::string> pending;
    std::vector<std::string> missing;
    std::vector<std::string> issues;
};

/// One permission of a customer (contract section 4.3). An answer that holds a plain string is read as that name with
/// status `ACTIVE`.
struct endorsement {
    endorsement_name name;
    endorsement_status status;
    std::vector<rejection_reason> rejection_reasons;
    std::optional<endorsement_requirements> requirements;
};

}} // namespace oms::v0_1
