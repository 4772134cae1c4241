#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/call.hpp>
#include <oms/sandbox/impl/instant.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;
class json_writer;

/// A bank account, card or address of a customer (contract 15.3). Of its number only the masked form is kept.
struct external_account_record {
    std::string id;
    std::string account;
    std::string customer_id;
    std::string type;
    std::string status = "verified";
    std::string asset;
    std::vector<std::string> networks; ///< that reach it; answers name the first
    std::optional<std::string> bank_name, masked_number;
    std::optional<std::string> address; ///< on a chain
    instant created_at;

    bool reached_by(std::string_view asset, std::string_view network) const;
};

OMS_DECL answer create_external_account(emulator& state, const call& request);

/// The external account of this account, or 404.
OMS_DECL const external_account_record& existing_external_account(const emulator& state, std::string_view account,
                                                                  std::string_view id);

/// The last four characters behind asterisks; fewer of a short number, so that never more than half is shown.
OMS_DECL std::string masked(std::string_view number);

OMS_DECL void render(json_writer& out, const external_account_record& external);
/// The member `bankDetails`.
OMS_DECL void render_masked_details(json_writer& out, const external_account_record& external);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
