#pragma once

#include <oms/model/amount.hpp>

#include <string>

namespace oms { inline namespace v0_1 {

OMS_DECL std::string amount::str() const
{
    if (absent())
        return {};
    return value_.str().append(1, ' ').append(asset_.text());
}

OMS_DECL amount amount::multiply(const decimal& factor, int scale, rounding mode) const
{
    return {present().value_.multiply(factor, scale, mode), asset_};
}

OMS_DECL amount amount::divide(const decimal& divisor, int scale, rounding mode) const
{
    return {present().value_.divide(divisor, scale, mode), asset_};
}

OMS_DECL decimal amount::divide(const amount& divisor, int scale, rounding mode) const
{
    return value_.divide(same(divisor), scale, mode);
}

OMS_DECL amount amount::rescale(int scale, rounding mode) const
{
    return {present().value_.rescale(scale, mode), asset_};
}

OMS_DECL const amount& amount::present() const
{
    if (absent())
        throw error(errc::absent_value);
    return *this;
}

OMS_DECL const decimal& amount::same(const amount& other) const
{
    present();
    // An asset that is not known is a server's text, which what() does not show.
    if (asset_ != other.present().asset_) {
        const auto name = [](const oms::asset& of) {
            return std::string(of.known() ? of.text() : "an unknown asset");
        };
        throw error(errc::asset_mismatch, name(asset_) + " and " + name(other.asset_));
    }
    return other.value_;
}

}} // namespace oms::v0_1
