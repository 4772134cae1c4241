#pragma once

#include <oms/model/destination.hpp>
#include <oms/model/kind.hpp>
#include <oms/model/route.hpp>
#include <oms/model/virtual_account.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

/// Body of POST /customers/{customerId}/virtual-accounts, as sent (contract section 15.1).
struct new_virtual_account_fields {
    route_source_fields source;
    route_destination_fields destination;
    std::vector<route_developer_fee_fields> developer_fees;
    std::optional<oms::accountholder_name> accountholder_name;
    std::optional<std::string> label;
    std::optional<std::string> bank_memo;
    std::optional<json_text> metadata;
};

/// A virtual account to create (contract section 15.1, early access): USD that arrives by bank goes to `destination`,
/// which is to_wallet, to_address or to_saved_address.
class new_virtual_account {
public:
    template <class Destination>
        requires(std::is_base_of_v<detail::destination, Destination> &&
                 std::is_same_v<typename Destination::kind, crypto_to_crypto>)
    explicit new_virtual_account(const Destination& destination)
    {
        fields_.source = {oms::asset("usd"), oms::network("usBank")};
        fields_.destination = {destination.asset(), destination.network(), destination.wallet()};
    }

    /// What arrives; USD on `usBank` without it.
    new_virtual_account& source(oms::asset asset, oms::network network) &
    {
        return fields_.source = {std::move(asset), std::move(network)}, *this;
    }
    new_virtual_account&& source(oms::asset asset, oms::network network) &&
    {
        return std::move(source(std::move(asset), std::move(network)));
    }
    /// Adds a fee of the developer: the fraction `rate` of each deposit, paid into `wallet`.
    new_virtual_account& developer_fee(decimal rate, std::optional<oms::wallet_id> wallet = {}) &
    {
        return fields_.developer_fees.push_back(detail::developer_fee_of(std::move(rate), std::move(wallet))), *this;
    }
    new_virtual_account&& developer_fee(decimal rate, std::optional<oms::wallet_id> wallet = {}) &&
    {
        return std::move(developer_fee(std::move(rate), std::move(wallet)));
    }
    /// Whose name the account carries; the service takes `oms` without it.
    new_virtual_account& accountholder_name(oms::accountholder_name v) &
    {
        return fields_.accountholder_name = std::move(v), *this;
    }
    new_virtual_account&& accountholder_name(oms::accountholder_name v) &&
    {
        return std::move(accountholder_name(std::move(v)));
    }
    new_virtual_account& label(std::string v) & { return fields_.label = std::move(v), *this; }
    new_virtual_account&& label(std::string v) && { return std::move(label(std::move(v))); }
    new_virtual_account& bank_memo(std::string v) & { return fields_.bank_memo = std::move(v), *this; }
    new_virtual_account&& bank_memo(std::string v) && { return std::move(bank_memo(std::move(v))); }
    /// A JSON object of at most 20 members.
    new_virtual_account& metadata(json_text v) & { return fields_.metadata = std::move(v), *this; }
    new_virtual_account&& metadata(json_text v) && { return std::move(metadata(std::move(v))); }

    /// What will be sent.
    const new_virtual_account_fields& fields() const noexcept { return fields_; }

private:
    new_virtual_account_fields fields_;
};

/// Body of POST /customers/{customerId}/deposit-addresses, as sent (contract section 15.2).
struct new_deposit_address_fields {
    route_source_fields source;
    route_destination_fields destination;
    std::vector<route_developer_fee_fields> developer_fees;
    std::optional<std::string> label;
    std::optional<json_text> metadata;
};

/// A deposit address to create (contract section 15.2, early access): `asset` that arrives on `network` goes to
/// `destination`, one of to_wallet, to_address, to_saved_address, to_bank and to_card.
class new_deposit_address {
public:
    template <class Destination>
        requires std::is_base_of_v<detail::destination, Destination>
    new_deposit_address(oms::asset asset, oms::network network, const Destination& destination)
    {
        fields_.source = {std::move(asset), std::move(network)};
        fields_.destination = {destination.asset(), destination.network(), destination.wallet()};
    }

    /// Adds a fee of the developer: the fraction `rate` of each deposit, paid into `wallet`.
    new_deposit_address& developer_fee(decimal rate, std::optional<oms::wallet_id> wallet = {}) &
    {
        return fields_.developer_fees.push_back(detail::developer_fee_of(std::move(rate), std::move(wallet))), *this;
    }
    new_deposit_address&& developer_fee(decimal rate, std::optional<oms::wallet_id> wallet = {}) &&
    {
        return std::move(developer_fee(std::move(rate), std::move(wallet)));
    }
    new_deposit_address& label(std::string v) & { return fields_.label = std::move(v), *this; }
    new_deposit_address&& label(std::string v) && { return std::move(label(std::move(v))); }
    /// A JSON object of at most 20 members.
    new_deposit_address& metadata(json_text v) & { return fields_.metadata = std::move(v), *this; }
    new_deposit_address&& metadata(json_text v) && { return std::move(metadata(std::move(v))); }

    /// What will be sent.
    const new_deposit_address_fields& fields() const noexcept { return fields_; }

private:
    new_deposit_address_fields fields_;
};

}} // namespace oms::v0_1
