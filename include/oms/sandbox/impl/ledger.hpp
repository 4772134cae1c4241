#pragma once

#include <oms/config.hpp>
#include <oms/core/decimal.hpp>
#include <oms/sandbox/oracle.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// Where money is: a wallet's id, or one of these.
struct places {
    static constexpr std::string_view in_transit = "in transit";
    static constexpr std::string_view fees = "fees";
    static constexpr std::string_view exchange = "exchange";
    static constexpr std::string_view outside = "outside";
};

/// Double entry: the one way to change a balance takes from one place what it gives to another, so that the sum of an
/// asset over all places is zero for ever.
class ledger {
public:
    /// Throws std::logic_error, and changes nothing, when a wallet, the fees or what is in transit would fall below
    /// zero: rules that let this happen are wrong.
    void move(std::string_view from, std::string_view to, std::string_view asset, const decimal& amount);
    /// Gives `amount` of one asset for its worth in another.
    void convert(std::string_view from, std::string_view from_asset, const decimal& amount, std::string_view to,
                 std::string_view to_asset, const decimal& worth);

    /// Zero for a place that never had any.
    decimal balance(std::string_view place, std::string_view asset) const;

    std::map<std::string, sandbox::asset_totals> totals() const;

private:
    std::map<std::string, std::map<std::string, decimal, std::less<>>, std::less<>> accounts_; // by asset, by place
};

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/ledger.ipp>
#endif
