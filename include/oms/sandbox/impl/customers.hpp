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

struct endorsement_record {
    std::string name;
    std::string status = "PENDING";
};

struct postal_address {
    std::string line1, line2, city, state, country, zip_code;
};

struct customer_record {
    std::string id;
    std::string account;
    bool active = true;
    std::optional<std::string> first_name, middle_name, last_name, email, phone, birth_date, nationality, external_id;
    std::optional<postal_address> residential_address;
    std::optional<std::string> ip_address;
    bool identified = false; ///< an identity document was supplied
    bool signed_agreement = false;
    std::optional<instant> signed_agreement_at;
    std::vector<endorsement_record> endorsements;
    std::vector<std::string> wallets;
    std::string metadata = "{}";
    instant created_at, updated_at;

    /// Exactly ACTIVE; a name that was never requested is not.
    bool endorsed(std::string_view name) const;
    /// Everything that contract section 14 needs before balances and money are served.
    bool provisioned() const;
    /// Nothing when neither name was given.
    std::optional<std::string> full_name() const;
};

OMS_DECL answer create_customer(emulator& state, const call& request);
OMS_DECL answer list_customers(emulator& state, const call& request);
OMS_DECL answer get_customer(emulator& state, const call& request);
OMS_DECL answer update_customer(emulator& state, const call& request);
OMS_DECL answer delete_customer(emulator& state, const call& request);

/// The customer of this account, or 404.
OMS_DECL customer_record& existing_customer(emulator& state, std::string_view account, std::string_view id);
/// 403 when the key may only read.
OMS_DECL void require_writing(const call& request);
/// 403 for an inactive customer and for one without `basic`.
OMS_DECL void require_good_standing(const customer_record& customer);
/// 422 unless the endorsement is ACTIVE.
OMS_DECL void require_endorsement(const customer_record& customer, std::string_view name);
/// 422 without the identifying fields.
OMS_DECL void require_provisioned(const customer_record& customer);

/// Begins an evaluation of the named endorsements and of `basic`, which they bring.
OMS_DECL void request_endorsements(emulator& state, customer_record& customer, const std::vector<std::string>& names,
                                   instant at);
/// Ends the evaluation: what is PENDING becomes ACTIVE, with one event.
OMS_DECL void evaluate_endorsements(emulator& state, std::string_view customer_id, instant at);

OMS_DECL void render(json_writer& out, const emulator& state, const customer_record& customer);
OMS_DECL std::string rendered(const emulator& state, const customer_record& customer);
/// The elements of `endorsements`.
OMS_DECL void render_endorsements(json_writer& out, const customer_record& customer);

}}} // namespace oms::v0_1::detail::emulation

// The bodies need every record to be complete: emulator.hpp brings them.
