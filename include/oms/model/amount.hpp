#pragma once

#include <oms/model/asset.hpp>

#include <oms/core/decimal.hpp>

#include <type_traits>
#include <utility>

namespace oms { inline namespace v0_1 {

/// A decimal with its asset: `25.00 usdc`. Amounts of different assets do not mix.
///
///     oms::amount total{"0", oms::asset::usdc};
///     for (const auto& sent : transactions)
///         total += oms::gross_of(sent.source);       // throws when one of them is in another asset
///
/// Adding, subtracting and comparing two amounts throws errc::asset_mismatch when their assets differ, and
/// errc::absent_value when one of them is absent. To change the asset, build a new amount from value() and the rate.
/// Scales follow the rules of `decimal`. Amounts of one asset are ordered by value, so that `1.0 usdc` equals
/// `1.00 usdc`; they are no keys of a container: keep a decimal for each `asset` there.
///
/// An amount is absent when its value or its asset is: a default-constructed one, or a field that an answer left out.
/// It prints as nothing and refuses arithmetic. A plain value: one object is not to be changed while another thread
/// reads it.
class amount {
public:
    /// An absent amount.
    amount() noexcept = default;

    /// A number of an asset. Absent when one of both is.
    amount(decimal value, oms::asset asset) noexcept : value_(std::move(value)), asset_(std::move(asset)) {}

    /// The same from text. Throws errc::invalid_decimal.
    amount(std::string_view value, oms::asset asset) : amount(decimal(value), std::move(asset)) {}

    template <class Number>
        requires std::is_arithmetic_v<Number>
    amount(Number, oms::asset) = delete; // as for decimal

    /// The number alone.
    const decimal& value() const noexcept { return value_; }

    /// The asset alone.
    const oms::asset& asset() const noexcept { return asset_; }

    /// Whether the value or the asset is missing.
    bool absent() const noexcept { return value_.absent() || asset_.empty(); }

    /// Whether it is zero; false when absent.
    bool is_zero() const noexcept { return !absent() && value_.is_zero(); }

    /// Whether it is below zero; false when absent.
    bool is_negative() const noexcept { return !absent() && value_.is_negative(); }

    /// `25.00 usdc`; empty when absent.
    std::string str() const;

    /// The product with a plain number, rounded to `scale` decimal places. Throws as decimal::multiply.
    amount multiply(const decimal& factor, int scale, rounding mode) const;

    /// The quotient by a plain number, rounded to `scale` decimal places. Throws as decimal::divide.
    amount divide(const decimal& divisor, int scale, rounding mode) const;

    /// How many times the other amount this is, rounded to `scale` decimal places. Throws errc::asset_mismatch, and as
    /// decimal::divide.
    decimal divide(const amount& divisor, int scale, rounding mode) const;

    /// The same amount with `scale` decimal places. Throws as decimal::rescale.
    amount rescale(int scale, rounding mode) const;

    /// Exact product with a plain number. Throws errc::absent_value, errc::decimal_overflow.
    friend amount operator*(const amount& a, const decimal& b) { return {a.present().value_ * b, a.asset_}; }
    friend amount operator*(const decimal& a, const amount& b) { return b * a; }

    /// Exact sum. Throws errc::asset_mismatch, errc::absent_value, errc::decimal_overflow.
    friend amount operator+(const amount& a, const amount& b) { return {a.value_ + a.same(b), a.asset_}; }

    /// Exact difference. Throws errc::asset_mismatch, errc::absent_value, errc::decimal_overflow.
    friend amount operator-(const amount& a, const amount& b) { return {a.value_ - a.same(b), a.asset_}; }

    /// As `a + b`. Throws the same and leaves the left side as it was.
    amount& operator+=(const amount& other) { return value_ += same(other), *this; }

    /// As `a - b`. Throws the same and leaves the left side as it was.
    amount& operator-=(const amount& other) { return value_ -= same(other), *this; }

    /// The amount with the other sign. Throws errc::absent_value.
    amount operator-() const { return {-present().value_, asset_}; }

    /// The amount without its sign. Throws errc::absent_value.
    friend amount abs(const amount& value) { return {abs(value.present().value_), value.asset_}; }

    /// By value, within one asset. Throws errc::asset_mismatch, errc::absent_value.
    friend bool operator==(const amount& a, const amount& b) { return a.value_ == a.same(b); }

    /// By value, within one asset. Throws errc::asset_mismatch, errc::absent_value.
    friend std::weak_ordering operator<=>(const amount& a, const amount& b) { return a.value_ <=> a.same(b); }

    /// Prints str().
    friend std::ostream& operator<<(std::ostream& out, const amount& value)
    {
        return detail::write_text(out, value.str());
    }

private:
    const amount& present() const;
    // The value of the other amount, when it is of this asset.
    const decimal& same(const amount& other) const;

    decimal value_;
    oms::asset asset_;
};

/// Exact sum of amounts of one asset, `0` of that asset for an empty range. Throws errc::asset_mismatch when one of
/// them is of another asset, errc::absent_value when one of them is absent, errc::decimal_overflow.
template <class Range>
    requires detail::range_of<Range, amount>
amount sum(Range&& amounts, const asset& of)
{
    amount total{decimal::from_integer(0), of};
    for (const amount& one : amounts)
        total += one;
    return total;
}

namespace detail {

inline amount to_amount(const decimal& value, const asset& of)
{
    return {value, of};
}

template <class Value, class Asset>
amount to_amount(const Value& value, const Asset& of)
{
    if constexpr (requires { of.has_value(); })
        return of ? to_amount(value, *of) : amount();
    else
        return value ? amount(*value, of) : amount();
}

} // namespace detail

/// What leaves or enters a side before fees: of a quote, a transaction or a cash-in. Absent when the answer left it
/// out.
template <class Side>
    requires requires(const Side& side) {
        side.amount_gross;
        side.asset;
    }
amount gross_of(const Side& side)
{
    return detail::to_amount(side.amount_gross, side.asset);
}

/// What leaves or enters a side after fees. Absent when the answer left it out.
template <class Side>
    requires requires(const Side& side) {
        side.amount_net;
        side.asset;
    }
amount net_of(const Side& side)
{
    return detail::to_amount(side.amount_net, side.asset);
}

/// All fees taken off a side, in that side's asset. Absent when the answer left them out.
template <class Side>
    requires requires(const Side& side) {
        side.fees_deducted;
        side.asset;
    }
amount fees_of(const Side& side)
{
    if constexpr (requires { side.fees_deducted.total; })
        return detail::to_amount(side.fees_deducted.total, side.asset);
    else
        return side.fees_deducted ? detail::to_amount(side.fees_deducted->total, side.asset) : amount();
}

/// The amount of what has exactly one: a wallet's deposit, a cash pickup, a simulated transfer, the side of a cash-in
/// or of a request. Absent when it was left out.
template <class Holder>
    requires requires(const Holder& holder) {
        holder.amount;
        holder.asset;
    }
amount amount_of(const Holder& holder)
{
    return detail::to_amount(holder.amount, holder.asset);
}

/// What a wallet holds, in the wallet's asset.
template <class Balance>
    requires requires(const Balance& held) {
        held.balance;
        held.asset;
    }
amount balance_of(const Balance& held)
{
    return detail::to_amount(held.balance, held.asset);
}

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/model/impl/amount.ipp>
#endif
