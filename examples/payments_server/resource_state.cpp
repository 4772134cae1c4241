#include "resource_state.hpp"

namespace payments {

namespace {

resource_state made(std::string id, std::string_view status, bool terminal, const std::optional<oms::decimal>& moved,
                    const oms::timestamp& updated_at)
{
    resource_state state;
    state.status = status;
    if (moved && !moved->absent())
        state.amount = moved->str();
    state.final = terminal;
    state.version.resource = std::move(id);
    state.version.delivery_id = oms::event_id::from_storage("read"); // until an event puts its own here
    state.version.updated_at = updated_at;
    state.version.final_state = terminal;
    return state;
}

} // namespace

resource_state state_of(const oms::any_transaction& transaction)
{
    const oms::transaction_common& common = oms::common_of(transaction);
    return made(common.id.str(), common.status.text(), common.status.is_terminal(), common.source.amount_gross,
                common.updated_at);
}

resource_state state_of(const oms::cash_in& cash_in)
{
    const bool ended = cash_in.status.is_terminal() || cash_in.status == oms::cash_in_status::expired;
    resource_state state =
        made(cash_in.id.str(), cash_in.status.text(), ended, cash_in.destination.amount_net, cash_in.updated_at);
    if (!state.amount && cash_in.status.is_success())
        state.final = false; // nobody but OMS knows how much arrived: the next read may say it
    if (const auto& shown = cash_in.deposit_instructions) {
        state.code = shown->code;
        if (!shown->expires_at.absent())
            state.code_expires = shown->expires_at.str();
    }
    return state;
}

} // namespace payments
