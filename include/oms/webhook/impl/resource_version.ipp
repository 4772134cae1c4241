#pragma once

#include <oms/webhook/resource_version.hpp>

#include <oms/core/overloaded.hpp>

#include <utility>
#include <variant>

namespace oms { inline namespace v0_1 {
namespace detail {

/// One endorsement without its customer, as later versions of the API send it: see `endorsement_event`.
OMS_DECL bool is_endorsement_alone(const customer& owner) noexcept
{
    return owner.endorsements.size() == 1 && owner.status.empty() && owner.created_at.absent() &&
           owner.updated_at.absent();
}

/// Resource, time and whether nothing can follow.
struct state_reader {
    resource_version& into;

    void operator()(const unknown_event&) const noexcept {}

    void operator()(const transaction_event& event) const
    {
        const transaction_common& common = common_of(event.transaction);
        into.resource = common.id.str();
        into.updated_at = common.updated_at;
        into.final_state = common.status.is_terminal();
    }

    void operator()(const endorsement_event& event) const
    {
        into.resource = event.customer.id.str();
        into.updated_at = event.customer.updated_at;
        if (!into.resource.empty() && is_endorsement_alone(event.customer))
            into.resource.append("/").append(event.customer.endorsements.front().name.text());
    }

    void operator()(const cash_in_event& event) const
    {
        into.resource = event.cash_in.id.str();
        into.updated_at = event.cash_in.updated_at;
        into.final_state = event.cash_in.status.is_terminal();
    }

    void operator()(const wallet_event& event) const
    {
        if (event.deposit || event.name == event_name::wallet_deposit_detected)
            return;
        into.resource = event.wallet.id.str();
        into.updated_at = event.wallet.updated_at;
    }
};

/// An empty resource for what is no state.
OMS_DECL resource_version state_shown_by(const event& delivered)
{
    resource_version shown;
    std::visit(state_reader{shown}, delivered.payload);
    shown.sequence = delivered.sequence;
    return shown;
}

OMS_DECL bool has_order(const resource_version& shown) noexcept
{
    return shown.sequence || !shown.updated_at.absent();
}

OMS_DECL bool is_state_without_order(const event& delivered)
{
    const resource_version shown = state_shown_by(delivered);
    return !shown.resource.empty() && !has_order(shown);
}

} // namespace detail

OMS_DECL std::optional<resource_version> version_of(const event& delivered)
{
    resource_version version = detail::state_shown_by(delivered);
    if (version.resource.empty() || !detail::has_order(version))
        return std::nullopt;
    version.delivery_id = delivered.id;
    return version;
}

OMS_DECL bool supersedes(const resource_version& known, const resource_version& newcomer)
{
    if (known.sequence && newcomer.sequence)
        return *newcomer.sequence <= *known.sequence;
    if (known.updated_at.absent() || newcomer.updated_at.absent())
        return false;
    if (newcomer.updated_at != known.updated_at)
        return newcomer.updated_at < known.updated_at;
    return (known.final_state && !newcomer.final_state) || newcomer.delivery_id == known.delivery_id;
}

namespace detail {

OMS_DECL resource_version latest_of(const resource_version& known, resource_version newcomer) noexcept
{
    if (known.sequence && (!newcomer.sequence || *newcomer.sequence < *known.sequence))
        newcomer.sequence = known.sequence;
    if (!known.updated_at.absent() && (newcomer.updated_at.absent() || newcomer.updated_at <= known.updated_at)) {
        newcomer.updated_at = known.updated_at;
        newcomer.final_state = newcomer.final_state || known.final_state;
    }
    return newcomer;
}

} // namespace detail

}} // namespace oms::v0_1
