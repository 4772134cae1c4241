#include "common/await.hpp"
#include "common/catch.hpp"
#include "common/fake_core.hpp"

#include <oms/client/client.hpp>

#include <type_traits>

using namespace oms::literals;
using namespace std::chrono_literals;

namespace {

template <class T>
oms::error failure_of(boost::asio::awaitable<T> call)
{
    try {
        (void)test::await(std::move(call));
    } catch (const oms::error& failure) {
        return failure;
    }
    return {};
}

} // namespace

TEST_CASE("The destination of an order decides the kind of its quote, and the quote the kind of its transaction")
{
    const oms::client client(std::make_shared<test::fake_core>());
    const oms::from_wallet source("wlt_1"_wlt, oms::asset::usdc, oms::network::polygon);
    const oms::source_amount amount("25.00");

    const oms::new_quote payout("cst_1"_cst, source,
                                oms::to_bank("cpUsBank_1"_cpUsBank, oms::asset::usd, oms::network::polygon), amount);
    const oms::new_quote send("cst_1"_cst, source, oms::to_address("0x1", oms::asset::usdc, oms::network::polygon),
                              amount);
    const oms::quote<oms::crypto_to_fiat> payout_quote;

    STATIC_REQUIRE(std::is_same_v<decltype(client.quotes().create(payout)),
                                  boost::asio::awaitable<oms::quote<oms::crypto_to_fiat>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(client.quotes().create(send)),
                                  boost::asio::awaitable<oms::quote<oms::crypto_to_crypto>>>);
    STATIC_REQUIRE(std::is_same_v<decltype(client.transactions().execute(payout_quote)),
                                  boost::asio::awaitable<oms::transaction<oms::crypto_to_fiat>>>);
}

TEST_CASE("A typed read gives the kind it was asked for, with its own members")
{
    const auto core = std::make_shared<test::fake_core>();
    const oms::client client(core);

    oms::transaction<oms::fiat_to_crypto> funding;
    funding.id = "txn_1"_txn;
    funding.cash_in_id = "ci_1"_ci;
    core->transaction = funding;
    CHECK(test::await(client.transactions().get<oms::fiat_to_crypto>("txn_1"_txn)).cash_in_id == "ci_1"_ci);
    CHECK(test::await(client.transactions().wait<oms::fiat_to_crypto>("txn_1"_txn, 1s)).cash_in_id == "ci_1"_ci);

    oms::quote<oms::crypto_to_fiat> payout;
    payout.id = "qt_1"_qt;
    core->quote = payout;
    CHECK(test::await(client.quotes().get<oms::crypto_to_fiat>("qt_1"_qt)).id == "qt_1"_qt);
}

TEST_CASE("An untyped read gives every kind, the unknown one too")
{
    const auto core = std::make_shared<test::fake_core>();
    const oms::client client(core);
    oms::unknown_transaction strange;
    strange.id = "txn_1"_txn;
    core->transaction = strange;
    const oms::any_transaction read = test::await(client.transactions().get("txn_1"_txn));
    CHECK(std::holds_alternative<oms::unknown_transaction>(read));
    CHECK(oms::id_of(read) == "txn_1"_txn);
}

TEST_CASE("A core that answers with another kind than the type promises is an error, applied")
{
    const auto core = std::make_shared<test::fake_core>();
    const oms::client client(core);
    core->quote = oms::quote<oms::crypto_to_fiat>();
    core->transaction = oms::unknown_transaction();

    const oms::error failures[] = {
        failure_of(client.quotes().get<oms::crypto_to_crypto>("qt_1"_qt)),
        failure_of(client.transactions().execute<oms::crypto_to_crypto>("qt_1"_qt)),
        failure_of(client.transactions().get<oms::fiat_to_crypto>("txn_1"_txn)),
        failure_of(client.transactions().wait<oms::crypto_to_fiat>("txn_1"_txn, 1s)),
    };
    for (const oms::error& failure : failures) {
        CHECK(failure.code() == oms::errc::unexpected_kind);
        CHECK(failure.delivery() == oms::delivery::applied);
    }
}
