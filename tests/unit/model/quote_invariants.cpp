#include <oms/model/quote_invariants.hpp>

#include <oms/wire/codec.hpp>

#include "common/catch.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

using oms::decimal;

template <oms::movement K = oms::crypto_to_crypto>
oms::quote<K> example()
{
    oms::quote<K> quote;
    quote.source.amount_gross = decimal{"100.00"};
    quote.source.amount_net = decimal{"99.42"};
    quote.source.fees_deducted = {decimal{"0.20"}, decimal{"0.03"}, decimal{"0.35"}, decimal{"0.58"}};
    quote.destination.amount_gross = decimal{"99.42"};
    quote.destination.amount_net = decimal{"99.42"};
    quote.destination.fees_deducted = {decimal{"0"}, decimal{"0"}, decimal{"0"}, decimal{"0"}};
    quote.rates.exchange_rate = decimal{"1.0"};
    quote.rates.effective_rate = decimal{"0.9942"};
    quote.fixed_amount_side = oms::fixed_side::source;
    return quote;
}

template <class... Arguments>
std::vector<std::string> broken_fields(const Arguments&... arguments)
{
    std::vector<std::string> fields;
    for (const oms::broken_invariant& broken : oms::broken_invariants(arguments...))
        fields.push_back(broken.field);
    return fields;
}

using fields = std::vector<std::string>;

TEST_CASE("(B3) the example quote of contract 7.2 keeps every invariant, whatever its kind")
{
    CHECK(broken_fields(example<oms::crypto_to_crypto>()).empty());
    CHECK(broken_fields(example<oms::fiat_to_crypto>()).empty());
    CHECK(broken_fields(example<oms::crypto_to_fiat>()).empty());
    CHECK(broken_fields(oms::any_quote{example<oms::crypto_to_fiat>()}).empty());
}

TEST_CASE("(B3) the contract's own quotes keep every invariant")
{
    int quotes = 0;
    for (const char* name : {"operation.createQuote.json", "operation.getQuote.json"}) {
        std::ifstream in(std::filesystem::path(OMS_FIXTURES) / "contract" / name);
        std::stringstream text;
        text << in.rdbuf();
        const boost::json::value file = boost::json::parse(text.str());
        const auto quote = oms::decode<oms::any_quote>(boost::json::serialize(file.at("response").at("body")));
        REQUIRE(quote.has_value());
        CHECK(broken_fields(*quote).empty());
        ++quotes;
    }
    CHECK(quotes == 2);
}

TEST_CASE("(B3) what breaks the fee rules of a side is named, with the values in a plain sentence")
{
    auto quote = example();
    quote.source.fees_deducted.oms = decimal{"0.36"};
    const std::vector<oms::broken_invariant> broken = oms::broken_invariants(quote);
    REQUIRE(broken.size() == 1);
    CHECK(broken[0].field == "source.feesDeducted.total");
    CHECK(broken[0].documented);
    CHECK(broken[0].message ==
          "total = developer + gas + oms does not hold: total 0.58, developer 0.20, gas 0.03, oms 0.36");

    quote = example();
    quote.destination.fees_deducted.total = decimal{"0.01"};
    CHECK(broken_fields(quote) == fields{"destination.feesDeducted.total", "destination.amountNet"});

    quote = example();
    quote.source.amount_gross = decimal{"100.000001"};
    CHECK(broken_fields(quote) == fields{"source.amountNet"});
}

TEST_CASE("(B3) the product with the rate is compared at the scale that the quote shows")
{
    auto quote = example<oms::crypto_to_fiat>();
    quote.rates.exchange_rate = decimal{"17.123456"}; // x 99.42 = 1702.41399...
    quote.rates.effective_rate = decimal{};
    for (const char* right : {"1702.41", "1702.42", "1702", "1703", "1702.41399552", "1702.413995520"}) {
        quote.destination.amount_gross = quote.destination.amount_net = decimal{right};
        CAPTURE(right);
        CHECK(broken_fields(quote).empty());
    }
    for (const char* wrong : {"1702.40", "1702.43", "1701", "1702.41399551", "1702.413995521", "-1702.41"}) {
        quote.destination.amount_gross = quote.destination.amount_net = decimal{wrong};
        CAPTURE(wrong);
        CHECK(broken_fields(quote) == fields{"destination.amountGross"});
    }
}

TEST_CASE("(B3) the effective rate is compared at its own scale and is marked as likely")
{
    auto quote = example();
    quote.source.amount_gross = decimal{"3.58"};
    quote.source.amount_net = quote.destination.amount_gross = decimal{"3"};
    quote.destination.amount_net = decimal{"3"}; // 3 / 3.58 = 0.837988...
    for (const char* right : {"0.83", "0.84", "0.8379", "0.8380", "1", "0"}) {
        quote.rates.effective_rate = decimal{right};
        CAPTURE(right);
        CHECK(broken_fields(quote).empty());
    }
    for (const char* wrong : {"0.82", "0.85", "0.8378", "2", "-1"}) {
        quote.rates.effective_rate = decimal{wrong};
        CAPTURE(wrong);
        const auto broken = oms::broken_invariants(quote);
        REQUIRE(broken.size() == 1);
        CHECK(broken[0].field == "rates.effectiveRate");
        CHECK_FALSE(broken[0].documented);
    }
}

TEST_CASE("(B3) a rule is skipped when one of its values is absent")
{
    CHECK(broken_fields(oms::quote<oms::crypto_to_crypto>{}).empty());
    auto quote = example();
    quote.source.amount_net = decimal{};
    CHECK(broken_fields(quote).empty());
    quote = example();
    quote.rates = {};
    quote.destination.amount_gross = quote.destination.amount_net = decimal{"7"};
    CHECK(broken_fields(quote).empty());
}

TEST_CASE("(B3) with sponsored gas a missing gas fee counts as zero, otherwise it leaves the sum unchecked")
{
    auto quote = example();
    quote.source.fees_deducted.gas = decimal{};
    CHECK(broken_fields(quote).empty());
    quote.sponsor_gas = true;
    CHECK(broken_fields(quote) == fields{"source.feesDeducted.total"});
    quote.source.fees_deducted.oms = decimal{"0.38"};
    CHECK(broken_fields(quote).empty());
}

TEST_CASE("(B3) a quote is held against its order: the fixed side and the fixed amount")
{
    const oms::from_wallet from{oms::wallet_id{"wlt_1"}, oms::asset::usdc, oms::network::polygon};
    const oms::to_wallet to{oms::wallet_id{"wlt_2"}, oms::asset::usdc, oms::network::polygon};
    const oms::customer_id sender{"cst_1"};
    CHECK(broken_fields(example(), oms::new_quote{sender, from, to, oms::source_amount{"100"}}).empty());
    CHECK(broken_fields(example(), oms::new_quote{sender, from, to, oms::source_amount{"101"}}) ==
          fields{"source.amountGross"});
    CHECK(broken_fields(example(), oms::new_quote{sender, from, to, oms::destination_amount{"99.42"}}) ==
          fields{"fixedAmountSide"});
    auto quote = example();
    quote.fixed_amount_side = oms::fixed_side::destination;
    CHECK(broken_fields(quote, oms::new_quote{sender, from, to, oms::destination_amount{"99.42"}}).empty());
    CHECK(broken_fields(quote, oms::new_quote{sender, from, to, oms::destination_amount{"99.43"}}) ==
          fields{"destination.amountNet"});
}

TEST_CASE("(B3) of a quote of an unknown kind only the source is looked at")
{
    oms::unknown_quote quote;
    quote.source = example().source;
    CHECK(broken_fields(oms::any_quote{quote}).empty());
    quote.source.amount_net = decimal{"1"};
    CHECK(broken_fields(oms::any_quote{quote}) == fields{"source.amountNet"});
}

TEST_CASE("(B3) values that cannot be calculated with are reported, not thrown")
{
    auto quote = example();
    quote.source.amount_gross = decimal{"0"};
    quote.source.amount_net = decimal{"0"};
    quote.source.fees_deducted = {};
    quote.destination.amount_gross = quote.destination.amount_net = decimal{"0"};
    auto broken = oms::broken_invariants(quote);
    REQUIRE(broken.size() == 1);
    CHECK(broken[0].field == "rates.effectiveRate");
    CHECK(broken[0].message.find("cannot be checked, division by zero") != std::string::npos);

    quote = example();
    quote.source.amount_net = decimal{std::string(96, '9')};
    quote.source.amount_gross = decimal{};
    quote.rates.exchange_rate = decimal{"10"};
    broken = oms::broken_invariants(quote);
    REQUIRE(broken.size() == 1);
    CHECK(broken[0].field == "destination.amountGross");
    CHECK(broken[0].message.find("more than 96 digits") != std::string::npos);
}

} // namespace
