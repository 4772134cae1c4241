#include "command.hpp"

#include <oms/model/asset.hpp>
#include <oms/model/cash_in.hpp>
#include <oms/model/cash_location.hpp>
#include <oms/model/customer.hpp>
#include <oms/model/event_name.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/transaction.hpp>
#include <oms/model/virtual_account.hpp>

namespace omsctl {

std::span<const group> groups()
{
    static const group all[] = {
        {"customers", "whose money it is", customer_commands()},
        {"wallets", "where it is, and how much", wallet_commands()},
        {"quotes", "what a movement costs", quote_commands()},
        {"transactions", "money that moves", transaction_commands()},
        {"cash-ins", "codes to pay cash in with", cash_in_commands()},
        {"cash-locations", "where cash is taken", cash_location_commands()},
        {"webhooks", "who is told of events", webhook_commands()},
        {"external-accounts", "banks to pay out to (early access)", external_account_commands()},
        {"virtual-accounts", "bank numbers that feed wallets (early access)", virtual_account_commands()},
        {"deposit-addresses", "chain addresses that feed wallets (early access)", deposit_address_commands()},
        {"trigger", "make something happen, in the sandbox", trigger_commands()},
        {"simulate", "the calls that trigger is made of", simulate_commands()},
        {"", "", single_commands()},
    };
    return all;
}

std::span<const option> global_options()
{
    static constexpr option all[] = {
        {"--json", "", "the service's JSON instead of a table"},
        {"--print", "FIELD,...", "these fields alone"},
        {"--key", "KEY", "repeats an operation without a second effect"},
        {"--timeout", "SECONDS", "for the whole call"},
        {"--base-url", "URL", "in place of OMS_BASE_URL"},
        {"--ca-file", "FILE", "in place of OMS_CA_FILE: whom to trust, PEM"},
        {"--env-file", "FILE", "private file with the OMS_ variables"},
    };
    return all;
}

const kind* kind_of(std::string_view word)
{
    static constexpr std::string_view identity[] = {"ssn:US:", "itin:US:", "driversLicense:US:", "passport:"};
    static constexpr std::string_view clearable[] = {"middleName", "email", "phone", "externalId", "metadata"};
    static constexpr std::string_view methods[] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
    static constexpr std::string_view providers[] = {"greendot"};
    static constexpr std::string_view shells[] = {"bash"};
    static constexpr std::string_view types[] = {"fiatToCrypto", "cryptoToFiat", "cryptoToCrypto"};
    static constexpr std::string_view account_kinds[] = {"bank", "card", "address"};
    static constexpr std::string_view truths[] = {"true", "false"};
    static const kind all[] = {
        {"CUSTOMER", "cst_", "a customer", "omsctl customers list"},
        {"WALLET", "wlt_", "a wallet", "omsctl wallets list CUSTOMER"},
        {"QUOTE", "qt_", "a quote", "omsctl quotes create"},
        {"TRANSACTION", "txn_", "a transaction", "omsctl transactions list"},
        {"CASH_IN", "ci_", "a cash-in", "omsctl cash-ins list"},
        {"LOCATION", "loc_", "a cash location", "omsctl cash-locations find LATITUDE,LONGITUDE"},
        {"WEBHOOK", "whk_", "a webhook subscription", "omsctl webhooks list"},
        {"VIRTUAL_ACCOUNT", "va_", "a virtual account", "omsctl virtual-accounts list CUSTOMER"},
        {"DEPOSIT_ADDRESS", "da_", "a deposit address", "omsctl deposit-addresses list CUSTOMER"},
        {"ASSET", "", "", "", oms::asset::known_values},
        {"NETWORK", "", "", "", oms::network::known_values},
        {"ENDORSEMENT", "", "", "", oms::endorsement_name::known_values},
        {"EVENT", "", "", "", oms::event_name::known_values},
        {"TYPE:COUNTRY:FILE", "", "", "", identity},
        {"CLEARABLE", "", "", "", clearable},
        {"RAIL", "", "", "", oms::transfer_rail::known_values},
        {"METHOD", "", "", "", methods},
        {"PROVIDER", "", "", "", providers},
        {"SHELL", "", "", "", shells},
        {"HOLDER", "", "", "", oms::accountholder_name::known_values},
        {"CUSTOMER_STATUS", "", "", "", oms::customer_status::known_values},
        {"TRANSACTION_STATUS", "", "", "", oms::transaction_status::known_values},
        {"CASH_IN_STATUS", "", "", "", oms::cash_in_status::known_values},
        {"MOVEMENT", "", "", "", types},
        {"FLOW", "", "", "", oms::cash_flow::known_values},
        {"ACCOUNT_KIND", "", "", "", account_kinds},
        {"BOOLEAN", "", "", "", truths},
    };
    for (const kind& each : all)
        if (each.word == word)
            return &each;
    return nullptr;
}

const kind* kind_of_id(std::string_view id)
{
    for (const std::string_view word : {"CUSTOMER", "WALLET", "QUOTE", "TRANSACTION", "CASH_IN", "LOCATION", "WEBHOOK",
                                        "VIRTUAL_ACCOUNT", "DEPOSIT_ADDRESS"})
        if (const kind* each = kind_of(word); id.size() > each->prefix.size() && id.starts_with(each->prefix))
            return each;
    return nullptr;
}

} // namespace omsctl
