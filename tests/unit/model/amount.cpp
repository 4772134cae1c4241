#include <oms/model/amount.hpp>

#include <oms/model/cash_in.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/transaction.hpp>
#include <oms/model/wallet.hpp>

#include "common/catch.hpp"

#include <ranges>
#include <sstream>
#include <vector>

namespace {

using oms::amount;
using oms::asset;
using oms::decimal;
using oms::errc;
using oms::rounding;

template <class Call>
oms::error error_of(Call call)
{
    try {
        call();
    } catch (const oms::error& failure) {
        return failure;
    }
    FAIL("nothing was thrown");
    return {};
}

amount usdc(std::string_view value)
{
    return {value, asset::usdc};
}

TEST_CASE("(B2) an amount prints its number as it was given, and its asset")
{
    std::ostringstream out;
    out << usdc("25.00") << ", " << amount{"-3", asset{"newcoin"}} << ", [" << amount{} << ']';
    CHECK(out.str() == "25.00 usdc, -3 newcoin, []");
    CHECK(usdc("25.00").value() == decimal{"25"});
    CHECK(usdc("25.00").asset() == asset::usdc);
}

TEST_CASE("(B3) amounts of one asset are added, subtracted, compared and negated as their decimals are")
{
    CHECK((usdc("99.42") + usdc("0.580")).str() == "100.000 usdc");
    CHECK((usdc("1.00") - usdc("2.5")).str() == "-1.50 usdc");
    CHECK((-usdc("5.0")).str() == "-5.0 usdc");
    CHECK(abs(usdc("-5.0")).str() == "5.0 usdc");
    CHECK(usdc("1.0") == usdc("1.00"));
    CHECK(usdc("1.0") != usdc("1.01"));
    CHECK(usdc("-2") < usdc("-1.99"));
    CHECK(usdc("3") >= usdc("3.0"));
    CHECK(usdc("0.00").is_zero());
    CHECK(usdc("-1").is_negative());
    amount total = usdc("10");
    total += usdc("2.50");
    total -= usdc("0.5");
    CHECK(total.str() == "12.00 usdc");
}

TEST_CASE("(B3) an amount is multiplied and divided by a plain number, exactly or with the rounding asked for")
{
    CHECK((usdc("25.00") * decimal{"0.015"}).str() == "0.37500 usdc");
    CHECK((decimal{"2"} * usdc("25.00")).str() == "50.00 usdc");
    CHECK(usdc("25.00").multiply(decimal{"0.015"}, 2, rounding::half_up).str() == "0.38 usdc");
    CHECK(usdc("100").divide(decimal{"3"}, 6, rounding::toward_zero).str() == "33.333333 usdc");
    CHECK(usdc("2.5").rescale(0, rounding::half_even).str() == "2 usdc");
    CHECK(usdc("99.42").divide(usdc("100.00"), 4, rounding::half_even).str() == "0.9942");
    CHECK(error_of([] { static_cast<void>(usdc("1").divide(decimal{"0"}, 2, rounding::floor)); }).code() ==
          errc::division_by_zero);
}

TEST_CASE("(B3) amounts of different assets do not mix: the error names both")
{
    const amount coin = usdc("1");
    const amount cash{"1", asset::usd};
    const auto refused = [](auto call) {
        const oms::error failure = error_of(call);
        CHECK(failure.code() == errc::asset_mismatch);
        CHECK(failure.what() == std::string("amounts of different assets cannot be added, subtracted or compared: "
                                            "usdc and usd"));
    };
    refused([&] { static_cast<void>(coin + cash); });
    refused([&] { static_cast<void>(coin - cash); });
    refused([&] { static_cast<void>(coin == cash); });
    refused([&] { static_cast<void>(coin != cash); });
    refused([&] { static_cast<void>(coin < cash); });
    refused([&] { static_cast<void>(coin.divide(cash, 2, rounding::floor)); });
    amount total = coin;
    refused([&] { total += cash; });
    refused([&] { total -= cash; });
    CHECK(total.str() == "1 usdc");
    refused([&] { static_cast<void>(oms::sum(std::vector{coin, cash}, asset::usdc)); });
}

TEST_CASE("(B3) zero of another asset does not mix either, and the case of an asset matters")
{
    CHECK(error_of([] { static_cast<void>(usdc("1") + amount{"0", asset::usd}); }).code() == errc::asset_mismatch);
    CHECK(error_of([] { static_cast<void>(usdc("1") == amount{"1", asset{"USDC"}}); }).code() == errc::asset_mismatch);
}

TEST_CASE("the text of an asset that is not known stays out of the error")
{
    const oms::error failure = error_of([] { static_cast<void>(usdc("1") + amount{"1", asset{"Jane Doe"}}); });
    CHECK(std::string(failure.what()).find("Jane") == std::string::npos);
    CHECK(std::string(failure.what()).find("usdc and an unknown asset") != std::string::npos);
}

TEST_CASE("(B2) an amount without value or without asset is absent and refuses arithmetic and comparison")
{
    const amount one = usdc("1");
    for (const amount& absent : {amount{}, amount{decimal{}, asset::usdc}, amount{"1", asset{}}}) {
        CHECK(absent.absent());
        CHECK(absent.str().empty());
        CHECK_FALSE(absent.is_zero());
        CHECK_FALSE(absent.is_negative());
        const auto refused = [](auto call) {
            CHECK(error_of(call).code() == errc::absent_value);
        };
        refused([&] { static_cast<void>(one + absent); });
        refused([&] { static_cast<void>(absent + one); });
        refused([&] { static_cast<void>(absent - absent); });
        refused([&] { static_cast<void>(absent == absent); });
        refused([&] { static_cast<void>(one < absent); });
        refused([&] { static_cast<void>(-absent); });
        refused([&] { static_cast<void>(abs(absent)); });
        refused([&] { static_cast<void>(absent * decimal{"2"}); });
        refused([&] { static_cast<void>(absent.multiply(decimal{"2"}, 2, rounding::floor)); });
        refused([&] { static_cast<void>(absent.divide(decimal{"2"}, 2, rounding::floor)); });
        refused([&] { static_cast<void>(one.divide(absent, 2, rounding::floor)); });
        refused([&] { static_cast<void>(absent.rescale(2, rounding::floor)); });
        refused([&] { static_cast<void>(oms::sum(std::vector{absent}, asset::usdc)); });
    }
}

TEST_CASE("(B3) a range of amounts has a sum in the asset that was named")
{
    CHECK(oms::sum(std::vector<amount>{}, asset::usdc).str() == "0 usdc");
    CHECK(oms::sum(std::vector{usdc("0.20"), usdc("0.35"), usdc("0.030")}, asset::usdc).str() == "0.580 usdc");
}

TEST_CASE("amounts are taken from the sides of quotes")
{
    oms::quote<oms::crypto_to_crypto> quote;
    quote.source.asset = asset::usdc;
    quote.source.amount_gross = decimal{"100.00"};
    quote.source.amount_net = decimal{"99.42"};
    quote.source.fees_deducted.total = decimal{"0.58"};
    CHECK(oms::gross_of(quote.source).str() == "100.00 usdc");
    CHECK(oms::net_of(quote.source).str() == "99.42 usdc");
    CHECK(oms::fees_of(quote.source).str() == "0.58 usdc");
    CHECK(oms::gross_of(quote.source) - oms::fees_of(quote.source) == oms::net_of(quote.source));
    CHECK(oms::gross_of(quote.destination).absent());
    oms::payout_quote_destination payout;
    payout.asset = asset::mxn;
    payout.amount_net = decimal{"1800.5"};
    CHECK(oms::net_of(payout).str() == "1800.5 mxn");
}

TEST_CASE("amounts are taken from the sides of transactions and cash-ins, and are absent when the answer left them out")
{
    oms::transaction<oms::fiat_to_crypto> moved;
    CHECK(oms::gross_of(moved.source).absent());
    CHECK(oms::fees_of(moved.source).absent());
    moved.source.amount_gross = decimal{"100.00"};
    CHECK(oms::gross_of(moved.source).absent());
    moved.source.asset = asset::usd;
    moved.source.fees_deducted.emplace().total = decimal{"1.50"};
    CHECK(oms::gross_of(moved.source).str() == "100.00 usd");
    CHECK(oms::fees_of(moved.source).str() == "1.50 usd");
    CHECK(oms::net_of(moved.source).absent());

    oms::cash_in deposit;
    deposit.source.asset = asset::usd;
    deposit.source.amount = decimal{"20"};
    deposit.source.amount_net = decimal{"19.5"};
    CHECK(oms::amount_of(deposit.source).str() == "20 usd");
    CHECK(oms::net_of(deposit.source).str() == "19.5 usd");
    CHECK(oms::net_of(deposit.destination).absent());

    oms::cash_pickup pickup;
    pickup.amount = decimal{"500"};
    pickup.asset = asset::mxn;
    CHECK(oms::amount_of(pickup).str() == "500 mxn");
}

TEST_CASE("amounts are taken from balances and deposits of wallets")
{
    oms::wallet_balance held;
    held.asset = asset::usdc;
    held.balance = decimal{"12.345678"};
    CHECK(oms::balance_of(held).str() == "12.345678 usdc");
    oms::wallet_deposit deposit;
    deposit.asset = asset::usdt;
    deposit.amount = decimal{"7.0"};
    CHECK(oms::amount_of(deposit).str() == "7.0 usdt");
}

TEST_CASE("a view of what many transactions moved has a sum")
{
    std::vector<oms::transaction<oms::crypto_to_crypto>> sent(3);
    for (auto& one : sent) {
        one.source.asset = asset::usdc;
        one.source.amount_gross = decimal{"25.00"};
    }
    const auto gross = [](const auto& one) {
        return oms::gross_of(one.source);
    };
    CHECK(oms::sum(sent | std::views::transform(gross), asset::usdc).str() == "75.00 usdc");
}

template <class... From>
concept amount_from = requires(From... from) { amount(from...); };
static_assert(!amount_from<int, asset>);
static_assert(!amount_from<double, asset>);
static_assert(!amount_from<decimal>);
static_assert(!std::is_convertible_v<decimal, amount>);
static_assert(std::is_default_constructible_v<amount>);

template <class A, class B>
concept addable = requires(A a, B b) { a + b; };
static_assert(!addable<amount, decimal>);
template <class A, class B>
concept comparable = requires(A a, B b) { a < b; };
static_assert(!comparable<amount, decimal>);

} // namespace
