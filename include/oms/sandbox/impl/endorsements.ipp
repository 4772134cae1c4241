#pragma once

#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/refusal.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL bool customer_record::endorsed(std::string_view name) const
{
    return std::any_of(endorsements.begin(), endorsements.end(), [&](const endorsement_record& endorsement) {
        return endorsement.name == name && endorsement.status == "ACTIVE";
    });
}

OMS_DECL void request_endorsements(emulator& state, customer_record& customer, const std::vector<std::string>& names,
                                   instant at)
{
    if (names.empty())
        return;
    const auto find = [&](std::string_view name) {
        return std::find_if(customer.endorsements.begin(), customer.endorsements.end(),
                            [&](const endorsement_record& endorsement) { return endorsement.name == name; });
    };
    if (find("basic") == customer.endorsements.end()) // the others bring it
        customer.endorsements.push_back({"basic", "PENDING"});
    for (const std::string& name : names) {
        const auto known = find(name);
        if (known == customer.endorsements.end())
            customer.endorsements.push_back({name, "PENDING"});
        else
            known->status = "PENDING";
    }
    state.unevaluated.insert(customer.id);
    state.plan(at + state.settings.settle_delay, planned::kind::evaluate_endorsements, customer.id);
}

OMS_DECL void evaluate_endorsements(emulator& state, std::string_view customer_id, instant at)
{
    if (state.unevaluated.erase(std::string(customer_id)) == 0)
        return; // a request was faster
    customer_record& customer = *state.customers.find(customer_id);
    bool granted = false;
    for (endorsement_record& endorsement : customer.endorsements) {
        if (endorsement.status != "PENDING")
            continue;
        std::optional<endorsement_record>& refused = state.next.refused_endorsement;
        if (refused && refused->name == endorsement.name) {
            endorsement.status = refused->status;
            refused.reset();
        } else {
            endorsement.status = "ACTIVE";
            granted = true;
        }
    }
    customer.updated_at = at;
    if (granted)
        state.announce(customer.account, "customer.endorsement.granted", rendered(state, customer), at);
}

OMS_DECL void require_good_standing(const customer_record& customer)
{
    if (!customer.active)
        throw forbidden("The customer is inactive.");
    if (!customer.endorsed("basic"))
        throw compliance_required();
}

OMS_DECL void require_endorsement(const customer_record& customer, std::string_view name)
{
    if (!customer.endorsed(name))
        throw endorsement_required(name);
}

OMS_DECL void render_endorsements(json_writer& out, const customer_record& customer)
{
    for (const endorsement_record& endorsement : customer.endorsements) {
        const bool reviewed = endorsement.name == "basic" && endorsement.status == "PENDING";
        out.open_object().text("name", endorsement.name).text("status", endorsement.status);
        out.open_array("rejectionReasons");
        if (endorsement.status == "REJECTED")
            out.open_object()
                .text("developerReason", "Document is not readable")
                .text("reason", "We could not verify your identity")
                .close_object();
        out.close_array().open_object("requirements").open_array("complete");
        if (reviewed && customer.first_name && customer.last_name)
            out.element("name");
        if (reviewed && customer.residential_address)
            out.element("residentialAddress");
        out.close_array().open_array("pending");
        if (reviewed)
            out.element("identityVerification");
        out.close_array().open_array("missing");
        if (endorsement.status == "NEEDS_ACTION")
            out.element("identifyingInformation");
        out.close_array().open_array("issues").close_array().close_object().close_object();
    }
}

}}} // namespace oms::v0_1::detail::emulation
