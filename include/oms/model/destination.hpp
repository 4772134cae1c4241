#pragma once

#include <oms/model/asset.hpp>
#include <oms/model/kind.hpp>
#include <oms/model/reference.hpp>

#include <oms/core/decimal.hpp>
#include <oms/core/id.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace oms { inline namespace v0_1 {

/// Source of every quote: an OMS wallet and the asset and network it pays in (contract section 7.1).
class from_wallet {
public:
    from_wallet(wallet_id wallet, oms::asset asset, oms::network network)
        : wallet_(std::move(wallet)), asset_(std::move(asset)), network_(std::move(network))
    {
    }

    template <class Other>
    from_wallet(const Other&, oms::asset, oms::network)
    {
        static_assert(!std::is_same_v<Other, Other>,
                      "a quote is always paid from an OMS wallet: give from_wallet an oms::wallet_id (wlt_...)");
    }

    const wallet_id& wallet() const noexcept { return wallet_; }
    const oms::asset& asset() const noexcept { return asset_; }
    const oms::network& network() const noexcept { return network_; }

private:
    wallet_id wallet_;
    oms::asset asset_;
    oms::network network_;
};

namespace detail {

// What all destinations have.
class destination {
public:
    const wallet_reference& wallet() const noexcept { return wallet_; }
    const oms::asset& asset() const noexcept { return asset_; }
    const oms::network& network() const noexcept { return network_; }

protected:
    destination(wallet_reference wallet, oms::asset asset, oms::network network)
        : wallet_(std::move(wallet)), asset_(std::move(asset)), network_(std::move(network))
    {
    }

private:
    wallet_reference wallet_;
    oms::asset asset_;
    oms::network network_;
};

} // namespace detail

/// Destination of a quote or a cash-in: an OMS wallet.
class to_wallet : public detail::destination {
public:
    using kind = crypto_to_crypto;
    to_wallet(const wallet_id& wallet, oms::asset asset, oms::network network)
        : destination({wallet, {}, {}}, std::move(asset), std::move(network))
    {
    }
};

/// Destination of a quote or a cash-in: an address on a chain.
class to_address : public detail::destination {
public:
    using kind = crypto_to_crypto;
    to_address(std::string address, oms::asset asset, oms::network network)
        : destination({{}, std::move(address), {}}, std::move(asset), std::move(network))
    {
    }
};

/// Destination of a quote or a cash-in: a saved address on a chain (early access).
class to_saved_address : public detail::destination {
public:
    using kind = crypto_to_crypto;
    to_saved_address(const blockchain_account_id& account, oms::asset asset, oms::network network)
        : destination({{}, {}, account.str()}, std::move(asset), std::move(network))
    {
    }
    /// An account of a later version of the API, whose ids do not tell the kind.
    to_saved_address(const external_account_id& account, oms::asset asset, oms::network network)
        : destination({{}, {}, account.str()}, std::move(asset), std::move(network))
    {
    }
};

/// Destination of a quote: a saved bank account (early access).
class to_bank : public detail::destination {
public:
    using kind = crypto_to_fiat;
    to_bank(const us_bank_account_id& account, oms::asset asset, oms::network network)
        : destination({{}, {}, account.str()}, std::move(asset), std::move(network))
    {
    }
    to_bank(const intl_bank_account_id& account, oms::asset asset, oms::network network)
        : destination({{}, {}, account.str()}, std::move(asset), std::move(network))
    {
    }
    /// An account of a later version of the API, whose ids do not tell the kind.
    to_bank(const external_account_id& account, oms::asset asset, oms::network network)
        : destination({{}, {}, account.str()}, std::move(asset), std::move(network))
    {
    }
};

/// Destination of a quote: a saved debit card (early access).
class to_card : public detail::destination {
public:
    using kind = crypto_to_fiat;
    to_card(const debit_card_id& account, oms::asset asset, oms::network network)
        : destination({{}, {}, account.str()}, std::move(asset), std::move(network))
    {
    }
    /// An account of a later version of the API, whose ids do not tell the kind.
    to_card(const external_account_id& account, oms::asset asset, oms::network network)
        : destination({{}, {}, account.str()}, std::move(asset), std::move(network))
    {
    }
};

/// The amount that leaves the source, before fees (contract section 7.1). Throws error{errc::invalid_decimal} when the
/// text is no decimal. That it is there and above zero is checked by the call that sends it.
class source_amount {
public:
    template <class Number>
        requires std::is_arithmetic_v<Number>
    explicit source_amount(Number) = delete; // as for decimal
    explicit source_amount(std::string_view amount) : source_amount(decimal(amount)) {}
    explicit source_amount(decimal amount) : amount_(std::move(amount)) {}
    const decimal& amount() const noexcept { return amount_; }

private:
    decimal amount_;
};

/// The amount that arrives, after fees (contract section 7.1). Throws like `source_amount`.
class destination_amount {
public:
    template <class Number>
        requires std::is_arithmetic_v<Number>
    explicit destination_amount(Number) = delete; // as for decimal
    explicit destination_amount(std::string_view amount) : destination_amount(decimal(amount)) {}
    explicit destination_amount(decimal amount) : amount_(std::move(amount)) {}
    const decimal& amount() const noexcept { return amount_; }

private:
    decimal amount_;
};

}} // namespace oms::v0_1
