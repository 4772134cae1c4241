#pragma once

#include <oms/sandbox/impl/access.hpp>
#include <oms/sandbox/impl/bank_rails.hpp>
#include <oms/sandbox/impl/cash_ins.hpp>
#include <oms/sandbox/impl/cash_locations.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/deposit_addresses.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/external_accounts.hpp>
#include <oms/sandbox/impl/quotes.hpp>
#include <oms/sandbox/impl/request_target.hpp>
#include <oms/sandbox/impl/routes.hpp>
#include <oms/sandbox/impl/simulations.hpp>
#include <oms/sandbox/impl/transactions.hpp>
#include <oms/sandbox/impl/virtual_accounts.hpp>
#include <oms/sandbox/impl/wallets.hpp>
#include <oms/sandbox/impl/webhooks.hpp>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL bool path_matches(std::string_view pattern, std::string_view path, std::vector<std::string>* taken)
{
    for (;;) {
        const std::string_view wanted = pattern.substr(0, pattern.find('/'));
        const std::string_view given = path.substr(0, path.find('/'));
        if (wanted == "*" && !given.empty()) {
            if (taken != nullptr)
                taken->emplace_back(given);
        } else if (wanted != given) {
            return false;
        }
        const bool last = wanted.size() == pattern.size();
        if (last != (given.size() == path.size()))
            return false;
        if (last)
            return true;
        pattern.remove_prefix(wanted.size() + 1);
        path.remove_prefix(given.size() + 1);
    }
}

OMS_DECL const route* find_route(std::string_view method, std::string_view path, std::vector<std::string>& ids)
{
    using enum availability;
    static constexpr route routes[] = {
        {"POST", "/auth/token", "createAccessToken", false, always, create_access_token},
        {"POST", "/customers", "createCustomer", true, always, create_customer},
        {"GET", "/customers", "listCustomers", false, always, list_customers},
        {"GET", "/customers/*", "getCustomer", false, always, get_customer},
        {"PATCH", "/customers/*", "updateCustomer", false, always, update_customer},
        {"DELETE", "/customers/*", "deleteCustomer", false, always, delete_customer},
        {"GET", "/customers/*/balance", "getCustomerBalance", false, always, get_customer_balance},
        {"GET", "/customers/*/transactions", "listCustomerTransactions", false, always, list_customer_transactions},
        {"POST", "/customers/*/wallets", "createWallet", true, always, create_wallet},
        {"GET", "/customers/*/wallets", "listCustomerWallets", false, always, list_customer_wallets},
        {"GET", "/wallets/*/balance", "getWalletBalance", false, always, get_wallet_balance},
        {"POST", "/quotes", "createQuote", true, always, create_quote},
        {"GET", "/quotes/*", "getQuote", false, always, get_quote},
        {"POST", "/transactions", "createTransaction", true, always, create_transaction},
        {"GET", "/transactions", "listTransactions", false, always, list_transactions},
        {"GET", "/transactions/*", "getTransaction", false, always, get_transaction},
        {"POST", "/cash-ins", "createCashIn", true, always, create_cash_in},
        {"GET", "/cash-ins", "listCashIns", false, always, list_cash_ins},
        {"POST", "/cash-ins/simulate/barcode-auth", "simulateBarcodeAuth", true, sandbox_only, simulate_barcode_auth},
        {"POST", "/cash-ins/simulate/auth-commit", "simulateAuthCommit", true, sandbox_only, simulate_auth_commit},
        {"GET", "/cash-ins/*", "getCashIn", false, always, get_cash_in},
        {"POST", "/cash-ins/*/refresh", "refreshCashIn", true, always, refresh_cash_in},
        {"GET", "/cash-locations", "listCashLocations", false, always, list_cash_locations},
        {"POST", "/webhooks", "createWebhook", true, always, create_webhook},
        {"GET", "/webhooks", "listWebhooks", false, always, list_webhooks},
        {"GET", "/webhooks/*", "getWebhook", false, always, get_webhook},
        {"PATCH", "/webhooks/*", "updateWebhook", false, always, update_webhook},
        {"DELETE", "/webhooks/*", "deleteWebhook", false, always, delete_webhook},
        {"POST", "/virtual-accounts/*/simulate", "simulateVirtualAccountTransfer", true, sandbox_only,
         simulate_virtual_account_transfer},
        {"POST", "/deposit-addresses/*/simulate", "simulateDepositAddressTransfer", true, sandbox_only,
         simulate_deposit_address_transfer},
        {"GET", "/external-accounts/schemas", "listExternalAccountSchemas", false, early_access,
         list_external_account_schemas},
        {"POST", "/customers/*/external-accounts", "createExternalAccount", true, early_access,
         create_external_account},
        {"POST", "/customers/*/virtual-accounts", "createVirtualAccount", true, early_access, create_virtual_account},
        {"GET", "/customers/*/virtual-accounts", "listVirtualAccounts", false, early_access, list_virtual_accounts},
        {"POST", "/customers/*/deposit-addresses", "createDepositAddress", true, early_access, create_deposit_address},
        {"GET", "/customers/*/deposit-addresses", "listDepositAddresses", false, early_access, list_deposit_addresses},
    };
    for (const route& candidate : routes) {
        ids.clear();
        if (candidate.method != method || !path_matches(candidate.path, path, &ids))
            continue;
        for (std::string& id : ids) {
            const std::optional<std::string> decoded = percent_decoded(id);
            if (!decoded)
                return nullptr;
            id = *decoded;
        }
        return &candidate;
    }
    return nullptr;
}

}}} // namespace oms::v0_1::detail::emulation
