// Cash-ins, cash locations and the sandbox simulations of contract section 3, against examples/operation.*.json.
#include "fixture.hpp"

#include <oms/model/cash_location.hpp>
#include <oms/model/new_cash_in.hpp>
#include <oms/model/page.hpp>
#include <oms/model/simulation.hpp>
#include <oms/wire/codec.hpp>

using namespace oms::literals;
using fixture::operation;
using fixture::value_of;

namespace {

constexpr std::string_view reference = "R1JFRU5ET1QtMjQzNDpsYXQ9MzguNDk1MTMzLGxuZz0tMTIxLjUwNTMzNg==";

oms::to_wallet into_wallet()
{
    return {"wlt_01H9Xb3K7nM2pQ4r"_wlt, oms::asset::usdc, oms::network::polygon};
}

} // namespace

TEST_CASE("createCashIn: the deposit is written from a location that was found, and the code is read")
{
    const operation example("createCashIn");
    const auto places =
        value_of(oms::decode<oms::page<oms::cash_location>>(operation("listCashLocations").answer_text()));
    const auto request = oms::new_cash_in("cst_01H9Xa8F5dN6mP3q"_cst, into_wallet(), places.data.at(0))
                             .indicated_amount(oms::decimal("100.00"));
    fixture::check_request(example, oms::encode(request));
    const auto by_hand =
        oms::new_cash_in("cst_01H9Xa8F5dN6mP3q"_cst, into_wallet(), "loc_01H9Xd2Q6tB9nS3k"_loc, std::string(reference))
            .indicated_amount(oms::decimal("100.00"));
    fixture::check_request(example, oms::encode(by_hand));

    const auto cash_in = value_of(oms::decode<oms::cash_in>(example.answer_text()));
    CHECK(cash_in.id == "ci_01H9Xc5P8rT4vW6y"_ci);
    CHECK(cash_in.status == oms::cash_in_status::pending);
    CHECK(cash_in.sub_status == oms::cash_in_sub_status::order_reserved);
    CHECK(cash_in.type == oms::movement_type::fiat_to_crypto);
    CHECK(cash_in.source.asset == oms::asset::usd);
    CHECK(cash_in.source.network == oms::network::cash);
    CHECK_FALSE(cash_in.source.amount);
    CHECK(cash_in.source.indicated_amount->str() == "100.00");
    CHECK(cash_in.destination.amount_net->str() == "98.00");
    CHECK(cash_in.destination.wallet->id == "wlt_01H9Xb3K7nM2pQ4r"_wlt);
    CHECK(cash_in.cash.location_id == "loc_01H9Xd2Q6tB9nS3k"_loc);
    CHECK(cash_in.cash.location_reference == reference);
    CHECK(cash_in.location->name == "Example Pharmacy #2434");
    CHECK(cash_in.deposit_instructions->code == "ABC 12345");
    CHECK(cash_in.deposit_instructions->expires_at.str() == "2026-06-15T15:50:00Z");
    REQUIRE(cash_in.oms_fee_schedule->entries.size() == 2);
    CHECK(cash_in.oms_fee_schedule->entries[0].rate->str() == "0.015");
    CHECK_FALSE(cash_in.oms_fee_schedule->entries[0].amount);
    CHECK(cash_in.oms_fee_schedule->entries[1].amount->str() == "0.50");
    CHECK_FALSE(cash_in.transaction_id);
    CHECK(cash_in.metadata->view() == "{}");
}

TEST_CASE("A cash-in without an amount to estimate with leaves it out")
{
    const oms::new_cash_in request("cst_1"_cst, into_wallet(), "loc_1"_loc, "ref");
    CHECK(boost::json::parse(oms::encode(request)).at("source") == boost::json::parse(R"({"asset":"usd"})"));
}

TEST_CASE("getCashIn, refreshCashIn, listCashIns: the cash-in is read")
{
    CHECK(value_of(oms::decode<oms::cash_in>(operation("getCashIn").answer_text())).id == "ci_01H9Xc5P8rT4vW6y"_ci);
    const auto again = value_of(oms::decode<oms::cash_in>(operation("refreshCashIn").answer_text()));
    CHECK(again.deposit_instructions->code == "DEF 67890");
    const operation example("listCashIns");
    const auto page = value_of(oms::decode<oms::page<oms::cash_in>>(example.answer_text()));
    CHECK(page.data.size() == example.answer().at("data").as_array().size());
    CHECK(page.data.at(0).id.view() == std::string_view(example.answer().at("data").at(0).at("id").as_string()));
}

TEST_CASE("listCashLocations: places, distances and limits are read")
{
    const auto page =
        value_of(oms::decode<oms::page<oms::cash_location>>(operation("listCashLocations").answer_text()));
    REQUIRE(page.data.size() == 2);
    CHECK(page.data[0].provider == "greendot");
    CHECK(page.data[0].address.line1 == "100 Example Ave");
    CHECK(page.data[0].address.zip_code == "95831");
    CHECK(page.data[0].coordinates->latitude == 38.495133);
    CHECK(page.data[0].coordinates->longitude == -121.505336);
    CHECK(page.data[0].distance_miles == 0.4);
    CHECK(page.data[0].reference == reference);
    CHECK(page.data[1].limits->maximum.str() == "1000.00");
    CHECK_FALSE(page.has_more);
}

TEST_CASE("simulateBarcodeAuth and simulateAuthCommit: both steps at the counter are written and read (H5)")
{
    const operation first("simulateBarcodeAuth");
    fixture::check_request(first, oms::encode(oms::barcode_auth("ABC 12345", oms::decimal("100.00"))));
    const auto authorized = value_of(oms::decode<oms::barcode_authorization>(first.answer_text()));
    CHECK(authorized.account_number == "9900001234567");
    CHECK(authorized.confirmation_id == "CONF-7F3A21");
    CHECK(authorized.authorized_amount.str() == "100.00");
    CHECK(authorized.response_code == "00");
    CHECK(authorized.response_text == "Approved");

    const operation second("simulateAuthCommit");
    const auto commit = oms::auth_commit(authorized, oms::decimal("100.00")).description("Sandbox cash deposit");
    fixture::check_request(second, oms::encode(commit));
    const auto done = value_of(oms::decode<oms::commit_result>(second.answer_text()));
    CHECK(done.authorized_amount.str() == "100.00");
    CHECK(done.response_id == "RESP-0000451");
    CHECK(oms::encode(oms::auth_commit(authorized, oms::decimal("1")).customer_id("cst_1"_cst))
              .find(R"("customerId":"cst_1")") != std::string::npos);
}

TEST_CASE("simulateVirtualAccountTransfer and simulateDepositAddressTransfer are written and read (H5)")
{
    const operation bank("simulateVirtualAccountTransfer");
    fixture::check_request(bank,
                           oms::encode(oms::virtual_account_transfer(oms::transfer_rail::ach_in, oms::decimal("250.00"))
                                           .sender_name("Acme Payroll")));
    const auto arrived = value_of(oms::decode<oms::virtual_account_transfer_result>(bank.answer_text()));
    CHECK(arrived.virtual_account_id == "va_01kv5y36gkepdvnf5smrs5rf83"_va);
    CHECK(arrived.rail == oms::transfer_rail::ach_in);
    CHECK(arrived.asset == oms::asset::usd);
    CHECK(arrived.amount->str() == "250.00");
    CHECK(arrived.transaction_id == "txn_01kv5wfcswfk7b34g9qaqx0amp"_txn);
    CHECK(arrived.status == oms::transaction_status::processing);

    const operation chain("simulateDepositAddressTransfer");
    fixture::check_request(chain, oms::encode(oms::deposit_address_transfer(oms::decimal("75.00"))
                                                  .sender_address("0x20f26aaa9d070e73d6432c839a37ed1b24087c3a")));
    const auto seen = value_of(oms::decode<oms::deposit_address_transfer_result>(chain.answer_text()));
    CHECK(seen.deposit_address_id == "da_01H9Xk3R7hC2mT5z"_da);
    CHECK(seen.network == oms::network::polygon);
    CHECK(seen.tx_hash == "0x3d4f9273a658bcb9850577b2b30057547f763840774808b1e62e20a253621971");
    CHECK(seen.transaction_id == "txn_01kv5wfcswfk7b34g9qaqx0amp"_txn);
}
