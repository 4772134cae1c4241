#pragma once

#include <oms/wire/codec.hpp>

#include <oms/wire/impl/describe_cash_in.hpp>
#include <oms/wire/impl/describe_cash_location.hpp>
#include <oms/wire/impl/describe_customer.hpp>
#include <oms/wire/impl/describe_external_account.hpp>
#include <oms/wire/impl/describe_new_customer.hpp>
#include <oms/wire/impl/describe_page.hpp>
#include <oms/wire/impl/describe_quote.hpp>
#include <oms/wire/impl/describe_request.hpp>
#include <oms/wire/impl/describe_route.hpp>
#include <oms/wire/impl/describe_simulation.hpp>
#include <oms/wire/impl/describe_token.hpp>
#include <oms/wire/impl/describe_transaction.hpp>
#include <oms/wire/impl/describe_wallet.hpp>
#include <oms/wire/impl/describe_webhook.hpp>
#include <oms/wire/impl/document.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

template <class T>
result<T> wired<T>::read(std::string_view json, std::size_t depth)
{
    result<T> made(boost::system::in_place_value);
    if (error failure; !read_into(*made, json, failure, depth))
        made = std::move(failure);
    return made;
}

template <class T>
bool wired<T>::read_into(T& fresh, std::string_view json, error& failure, std::size_t depth)
{
    return read_document(json, &fresh, codec_of<T>, failure, depth);
}

template <class T>
std::string wired<T>::write(const T& value)
{
    return write_document(&value, codec_of<T>);
}

#ifdef OMS_SEPARATE_COMPILATION
// All that can be read and written: what users of the separate mode find compiled.
template struct wired<customer>;
template struct wired<page<customer>>;
template struct wired<wallet>;
template struct wired<page<wallet>>;
template struct wired<any_quote>;
template struct wired<page<any_quote>>;
template struct wired<any_transaction>;
template struct wired<page<any_transaction>>;
template struct wired<cash_in>;
template struct wired<page<cash_in>>;
template struct wired<cash_location>;
template struct wired<page<cash_location>>;
template struct wired<webhook>;
template struct wired<page<webhook>>;
template struct wired<webhook_created>;
template struct wired<quote<fiat_to_crypto>>;
template struct wired<quote<crypto_to_fiat>>;
template struct wired<quote<crypto_to_crypto>>;
template struct wired<transaction<fiat_to_crypto>>;
template struct wired<transaction<crypto_to_fiat>>;
template struct wired<transaction<crypto_to_crypto>>;
template struct wired<endorsement>;
template struct wired<wallet_deposit>;
template struct wired<wallet_balance>;
template struct wired<customer_balance>;
template struct wired<access_token>;
template struct wired<barcode_authorization>;
template struct wired<commit_result>;
template struct wired<virtual_account_transfer_result>;
template struct wired<deposit_address_transfer_result>;
template struct wired<virtual_account>;
template struct wired<page<virtual_account>>;
template struct wired<deposit_address>;
template struct wired<page<deposit_address>>;
template struct wired<external_account>;
template struct wired<external_account_schema>;
template struct wired<page<external_account_schema>>;
template struct wired<new_customer_fields>;
template struct wired<customer_update_fields>;
template struct wired<new_wallet_fields>;
template struct wired<new_quote_fields>;
template struct wired<new_transaction_fields>;
template struct wired<new_cash_in_fields>;
template struct wired<new_webhook_fields>;
template struct wired<webhook_update_fields>;
template struct wired<token_request_fields>;
template struct wired<barcode_auth_fields>;
template struct wired<auth_commit_fields>;
template struct wired<virtual_account_transfer_fields>;
template struct wired<deposit_address_transfer_fields>;
template struct wired<new_virtual_account_fields>;
template struct wired<new_deposit_address_fields>;
template struct wired<new_external_account_fields>;
#endif

}}} // namespace oms::v0_1::detail
