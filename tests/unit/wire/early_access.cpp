// The six operations of early access (contract section 15), against examples/operation.*.json, and their older shapes.
#include "fixture.hpp"

#include <oms/model/deposit_address.hpp>
#include <oms/model/external_account.hpp>
#include <oms/model/new_external_account.hpp>
#include <oms/model/new_route.hpp>
#include <oms/model/page.hpp>
#include <oms/model/virtual_account.hpp>
#include <oms/wire/codec.hpp>

using namespace oms::literals;
using fixture::operation;
using fixture::value_of;

namespace {

const oms::to_wallet into{"wlt_01H9Xb3K7nM2pQ4r"_wlt, oms::asset::usdc, oms::network::polygon};

} // namespace

TEST_CASE("createVirtualAccount: the request is written and the account is read")
{
    const operation example("createVirtualAccount");
    fixture::check_request(example, oms::encode(oms::new_virtual_account(into)
                                                    .developer_fee(oms::decimal("0.005"))
                                                    .accountholder_name(oms::accountholder_name::customer)
                                                    .label("Salary")
                                                    .metadata(oms::json_object().add("plan", "starter"))));
    const auto account = value_of(oms::decode<oms::virtual_account>(example.answer_text()));
    CHECK(account.id == "va_01kv5y36gkepdvnf5smrs5rf83"_va);
    CHECK(account.status == oms::route_status::active);
    CHECK(account.source->network == oms::network::us_bank);
    CHECK(account.bank_details->owner_name == "Alice Nguyen");
    CHECK(account.bank_details->reference == "OMS-4821");
    CHECK(account.destination->wallet->id == "wlt_01H9Xb3K7nM2pQ4r"_wlt);
    CHECK(account.accountholder_name == oms::accountholder_name::customer);
    CHECK_FALSE(account.bank_memo);
}

TEST_CASE("createDepositAddress: the request is written and the address is read")
{
    const operation example("createDepositAddress");
    fixture::check_request(example, oms::encode(oms::new_deposit_address(oms::asset::usdt, oms::network::ethereum, into)
                                                    .developer_fee(oms::decimal("0.015"))
                                                    .label("Tips")
                                                    .metadata(oms::json_object())));
    const auto address = value_of(oms::decode<oms::deposit_address>(example.answer_text()));
    CHECK(address.id == "da_01H9Xk3R7hC2mT5z"_da);
    CHECK(address.transaction_type == oms::movement_type::crypto_to_crypto);
    CHECK(address.source->deposit_instructions->address == "0x9c70c691667bcebecd40871f7b57a2f4d989c925");
    CHECK(address.destination->asset == oms::asset::usdc);
}

TEST_CASE("createExternalAccount: bank details are written as they are given, and the account is read")
{
    const operation example("createExternalAccount");
    fixture::check_request(
        example, oms::encode(oms::new_external_account(oms::network::ach, oms::json_object()
                                                                              .add("accountNumber", "000123456789")
                                                                              .add("routingNumber", "021000021")
                                                                              .add("accountType", "checking"))
                                 .type(oms::external_account_type::us_bank)
                                 .country("US")
                                 .currency("USD")
                                 .metadata(oms::json_object())));
    const auto account = value_of(oms::decode<oms::external_account>(example.answer_text()));
    CHECK(std::get<oms::us_bank_account_id>(account.id) == "cpUsBank_01H9Xe7V5xD3pF8m"_cpUsBank);
    CHECK(account.status == oms::external_account_status::verified);
    CHECK(account.bank_details->account_number == "****6789");
}

TEST_CASE("listExternalAccountSchemas: each schema is read, with its text as the service sent it")
{
    const operation example("listExternalAccountSchemas");
    const std::string schema =
        R"({"network":"ach","fields":[{"name":"n","later":1}], "note":"kept", "country":"US","currency":"USD"})";
    const auto page = value_of(oms::decode<oms::page<oms::external_account_schema>>(example.answer_text()));
    REQUIRE(page.data.size() == 1);
    CHECK(page.data[0].type == oms::external_account_type::us_bank);
    CHECK(page.data[0].network == oms::network::ach);
    REQUIRE(page.data[0].fields.size() == 3);
    CHECK(page.data[0].fields[1].name == "routingNumber");
    CHECK(page.data[0].fields[1].pattern == "^[0-9]{9}$");
    CHECK(page.data[0].fields[1].required == true);
    CHECK(page.data[0].fields[2].values == std::vector<std::string>{"checking", "savings"});
    CHECK(boost::json::parse(page.data[0].document.view()) == example.answer().at("data").at(0));

    const auto more = value_of(oms::decode<oms::page<oms::external_account_schema>>(R"({"data":[ )" + schema + " ]}"));
    CHECK(more.data.at(0).document.view() == schema);
}

TEST_CASE("listVirtualAccounts and listDepositAddresses: the pages are read")
{
    const operation accounts("listVirtualAccounts");
    const auto first = value_of(oms::decode<oms::page<oms::virtual_account>>(accounts.answer_text()));
    REQUIRE(first.data.size() == accounts.answer().at("data").as_array().size());
    CHECK(first.data.at(0).id.view() == std::string_view(accounts.answer().at("data").at(0).at("id").as_string()));
    const operation addresses("listDepositAddresses");
    const auto second = value_of(oms::decode<oms::page<oms::deposit_address>>(addresses.answer_text()));
    REQUIRE(second.data.size() == addresses.answer().at("data").as_array().size());
    CHECK(second.data.at(0).id.view() == std::string_view(addresses.answer().at("data").at(0).at("id").as_string()));
}

TEST_CASE("The id of an external account is typed by its prefix, and kept when that is a new one (B1)")
{
    const auto id = [](const std::string& text) {
        const auto read =
            value_of(oms::decode<oms::external_account>(R"({"id":")" + text + R"(","customerId":"cst_1"})"));
        CHECK(oms::text_of(read.id) == text);
        CHECK(boost::json::parse(oms::encode(read)).at("id") == boost::json::value(text));
        return read.id;
    };
    CHECK(std::holds_alternative<oms::us_bank_account_id>(id("cpUsBank_1")));
    CHECK(std::holds_alternative<oms::intl_bank_account_id>(id("cpIntlBank_1")));
    CHECK(std::holds_alternative<oms::debit_card_id>(id("pmCard_1")));
    CHECK(std::holds_alternative<oms::blockchain_account_id>(id("cpBcAddr_1")));
    CHECK(std::holds_alternative<oms::external_account_id>(id("ext_01kv5wrh2ze8fsye65c8dy4vbf")));
    CHECK(std::holds_alternative<oms::external_account_id>(id("cpUkBank_1")));
}

TEST_CASE("The older shapes of virtual accounts and deposit addresses give way to the newer, whatever the order")
{
    const auto account = [](const std::string& members) {
        return value_of(oms::decode<oms::virtual_account>(R"({"id":"va_1",)" + members + "}"));
    };
    const std::string older =
        R"("destinationWalletId":"wlt_old","depositInstructions":{"accountNumber":"1","rail":"ach"})";
    const std::string newer = R"("destination":{"asset":"usdc"},"bankDetails":{"accountNumber":"2"})";
    CHECK(account(older).bank_details->rail == oms::rail::ach);
    for (const auto& read : {account(older + "," + newer), account(newer + "," + older)}) {
        CHECK(read.destination->asset == oms::asset::usdc);
        CHECK(read.destination->wallet->id == "wlt_old"_wlt);
        CHECK(read.bank_details->account_number == "2");
        CHECK_FALSE(read.bank_details->rail);
    }
    CHECK(account(R"("destination":{"wallet":{"id":"wlt_new"}},)" + older).destination->wallet->id == "wlt_new"_wlt);

    const auto address = [](const std::string& members) {
        return value_of(oms::decode<oms::deposit_address>(R"({"id":"da_1",)" + members + "}"));
    };
    const std::string top = R"("depositInstructions":{"address":"0x1"})";
    CHECK(address(top + R"(,"source":{"asset":"usdt"})").source->asset == oms::asset::usdt);
    CHECK(address(R"("source":{"asset":"usdt"},)" + top).source->deposit_instructions->address == "0x1");
    CHECK(
        address(R"("source":{"depositInstructions":{"address":"0x2"}},)" + top).source->deposit_instructions->address ==
        "0x2");
    CHECK_FALSE(address(R"("depositInstructions":null)").source);
}

TEST_CASE("States of later versions are kept and printed as they are")
{
    for (const std::string status : {"active", "paused", "deleted", "provisioned", "frozen", "closed", "failed"}) {
        const auto read = value_of(oms::decode<oms::virtual_account>(R"({"id":"va_1","status":")" + status + "\"}"));
        CHECK(read.status.known());
        CHECK(read.status.text() == status);
    }
    const auto read = value_of(oms::decode<oms::deposit_address>(R"({"id":"da_1","status":"hibernating"})"));
    CHECK_FALSE(read.status.known());
    CHECK(boost::json::parse(oms::encode(read)).at("status") == "hibernating");
}
