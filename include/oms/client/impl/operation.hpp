#pragma once

#include <oms/http/method.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// One row of contract section 3: what a request of this operation looks like, whatever its arguments.
class operation {
public:
    constexpr operation(http_method request_method, const char* template_of_path) noexcept
        : method(request_method), path(template_of_path)
    {
    }

    http_method method;
    const char* path;
};

namespace operations {

inline constexpr operation create_access_token{http_method::post, "/auth/token"};

inline constexpr operation create_customer{http_method::post, "/customers"};
inline constexpr operation list_customers{http_method::get, "/customers"};
inline constexpr operation get_customer{http_method::get, "/customers/{customerId}"};
inline constexpr operation update_customer{http_method::patch, "/customers/{customerId}"};
inline constexpr operation delete_customer{http_method::del, "/customers/{customerId}"};
inline constexpr operation get_customer_balance{http_method::get, "/customers/{customerId}/balance"};
inline constexpr operation list_customer_transactions{http_method::get, "/customers/{customerId}/transactions"};

inline constexpr operation create_wallet{http_method::post, "/customers/{customerId}/wallets"};
inline constexpr operation list_customer_wallets{http_method::get, "/customers/{customerId}/wallets"};
inline constexpr operation get_wallet_balance{http_method::get, "/wallets/{walletId}/balance"};

inline constexpr operation create_quote{http_method::post, "/quotes"};
inline constexpr operation get_quote{http_method::get, "/quotes/{quoteId}"};

inline constexpr operation create_transaction{http_method::post, "/transactions"};
inline constexpr operation list_transactions{http_method::get, "/transactions"};
inline constexpr operation get_transaction{http_method::get, "/transactions/{transactionId}"};

inline constexpr operation create_cash_in{http_method::post, "/cash-ins"};
inline constexpr operation list_cash_ins{http_method::get, "/cash-ins"};
inline constexpr operation get_cash_in{http_method::get, "/cash-ins/{cashInId}"};
inline constexpr operation refresh_cash_in{http_method::post, "/cash-ins/{cashInId}/refresh"};
inline constexpr operation list_cash_locations{http_method::get, "/cash-locations"};

inline constexpr operation create_webhook{http_method::post, "/webhooks"};
inline constexpr operation list_webhooks{http_method::get, "/webhooks"};
inline constexpr operation get_webhook{http_method::get, "/webhooks/{webhookId}"};
inline constexpr operation update_webhook{http_method::patch, "/webhooks/{webhookId}"};
inline constexpr operation delete_webhook{http_method::del, "/webhooks/{webhookId}"};

inline constexpr operation simulate_barcode_auth{http_method::post, "/cash-ins/simulate/barcode-auth"};
inline constexpr operation simulate_auth_commit{http_method::post, "/cash-ins/simulate/auth-commit"};
inline constexpr operation simulate_virtual_account_transfer{http_method::post,
                                                             "/virtual-accounts/{virtualAccountId}/simulate"};
inline constexpr operation simulate_deposit_address_transfer{http_method::post,
                                                             "/deposit-addresses/{depositAddressId}/simulate"};

// Early access (section 15).
inline constexpr operation list_external_account_schemas{http_method::get, "/external-accounts/schemas"};
inline constexpr operation create_external_account{http_method::post, "/customers/{customerId}/external-accounts"};
inline constexpr operation create_virtual_account{http_method::post, "/customers/{customerId}/virtual-accounts"};
inline constexpr operation list_virtual_accounts{http_method::get, "/customers/{customerId}/virtual-accounts"};
inline constexpr operation create_deposit_address{http_method::post, "/customers/{customerId}/deposit-addresses"};
inline constexpr operation list_deposit_addresses{http_method::get, "/customers/{customerId}/deposit-addresses"};

} // namespace operations

}}} // namespace oms::v0_1::detail
