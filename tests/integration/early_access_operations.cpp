#include "integration/operations.hpp"

#include <algorithm>

// The operations of contract section 15, against the emulator over TLS.

namespace {

using namespace test;
using oms::decimal;

} // namespace

TEST_CASE("simulateVirtualAccountTransfer: bank money becomes a transaction (H5)")
{
    operations s;
    const auto account = s.fed_by_bank(oms::new_virtual_account(oms::to_wallet(s.alice.wallet, usdc, polygon)));
    oms::virtual_account_transfer transfer(oms::transfer_rail::wire_in, decimal("250.00"));
    transfer.sender_name("Acme Payroll");
    const oms::virtual_account_transfer_result arrived = s.run(s.api.simulate().virtual_account(account.id, transfer));
    CHECK(arrived.virtual_account_id == account.id);
    CHECK(arrived.rail == oms::transfer_rail::wire_in);
    CHECK(arrived.amount == decimal("250.00"));
    const auto moved = s.run(s.api.transactions().get<oms::fiat_to_crypto>(arrived.transaction_id.value()));
    CHECK(moved.virtual_account_id == account.id);
    CHECK(moved.status.is_success());
    CHECK(s.balance(s.alice.wallet) == decimal("350.00"));
}

TEST_CASE("simulateDepositAddressTransfer: crypto becomes a transaction (H5)")
{
    operations s;
    const auto address = s.fed_by_chain("Tips");
    oms::deposit_address_transfer transfer(decimal("75.00"));
    transfer.sender_address(outside);
    const oms::deposit_address_transfer_result arrived = s.run(s.api.simulate().deposit_address(address.id, transfer));
    CHECK(arrived.deposit_address_id == address.id);
    CHECK(arrived.asset == oms::asset::usdt);
    CHECK(arrived.network == oms::network::ethereum);
    CHECK(arrived.amount == decimal("75.00"));
    const auto moved = s.run(s.api.transactions().get<oms::crypto_to_crypto>(arrived.transaction_id.value()));
    CHECK(moved.deposit_address_id == address.id);
    CHECK(s.balance(s.alice.wallet) == decimal("175.00"));
}

TEST_CASE("listExternalAccountSchemas: says what the bank details of each rail need")
{
    operations s;
    const oms::external_account_schema ach = s.schema(oms::network::ach);
    CHECK(ach.type == oms::external_account_type::us_bank);
    CHECK(ach.country == "US");
    CHECK(ach.currency == "USD");
    const auto routing = std::find_if(ach.fields.begin(), ach.fields.end(),
                                      [](const auto& field) { return field.name == "routingNumber"; });
    REQUIRE(routing != ach.fields.end());
    CHECK(routing->required == true);
    CHECK(routing->pattern == "^[0-9]{9}$");
    CHECK_FALSE(ach.document.empty());
    const auto german = s.run(s.api.early_access().external_account_schemas(oms::external_account_query("DE", "USD")));
    CHECK(german.data.at(0).country == "DE");
    CHECK(german.data.at(0).network == oms::network("swift"));
    CHECK(s.run(s.api.early_access().external_account_schemas(oms::external_account_query("US", "EUR"))).data.empty());
}

TEST_CASE("createExternalAccount: a bank account that was held against its schema takes a payout (B8)")
{
    operations s;
    const oms::json_text details = oms::json_object()
                                       .add("accountNumber", "000123456789")
                                       .add("routingNumber", "021000021")
                                       .add("accountType", "checking");
    oms::new_external_account request(s.schema(oms::network::ach), details);
    request.metadata(oms::json_object().add("nick", "salary"));
    const auto account = s.run(s.api.early_access().create_external_account(s.alice.customer, request));
    CHECK(account.customer_id == s.alice.customer);
    CHECK(account.network == oms::network::ach);
    CHECK(account.bank_details.value().account_number.value().find("000123456789") == std::string::npos);
    const auto bank = std::get<oms::us_bank_account_id>(account.id);

    const oms::new_quote payout(s.alice.customer, s.purse(), oms::to_bank(bank, oms::asset::usd, oms::network::ach),
                                oms::source_amount("25.00"));
    const auto paid = s.run(s.api.transactions().execute(s.run(s.api.quotes().create(payout))));
    CHECK(paid.destination.external_account_id == bank.str());

    const int before = static_cast<int>(s.requests().size());
    const oms::new_external_account wrong(s.schema(oms::network::ach), oms::json_object().add("routingNumber", "21"));
    const oms::error refused = s.refusal(s.api.early_access().create_external_account(s.alice.customer, wrong));
    CHECK(refused.code() == oms::errc::invalid_argument);
    CHECK(refused.details().size() == 3);
    CHECK(static_cast<int>(s.requests().size()) == before + 1); // the schema alone
}

TEST_CASE("createVirtualAccount: a bank account number that feeds a wallet")
{
    operations s;
    oms::new_virtual_account request(oms::to_wallet(s.alice.wallet, usdc, polygon));
    request.source(oms::asset::usd, oms::network::us_bank).developer_fee(decimal("0.005"), s.alice.wallet);
    request.accountholder_name(oms::accountholder_name::customer).label("Salary").bank_memo("OMS-4821");
    request.metadata(oms::json_object().add("plan", "starter"));
    const oms::virtual_account made = s.fed_by_bank(request);
    CHECK(made.customer_id == s.alice.customer);
    CHECK(made.status == oms::route_status::active);
    CHECK(made.source.value().network == oms::network::us_bank);
    CHECK(made.destination.value().wallet.value().id == s.alice.wallet);
    CHECK(made.bank_details.value().account_number);
    CHECK(made.accountholder_name == oms::accountholder_name::customer);
    CHECK(made.label == "Salary");
    CHECK(made.bank_memo == "OMS-4821");
    CHECK(made.metadata == oms::json_text(R"({"plan":"starter"})"));
}

TEST_CASE("listVirtualAccounts: those of the customer, newest first")
{
    operations s;
    const oms::new_virtual_account request(oms::to_wallet(s.alice.wallet, usdc, polygon));
    const auto first = s.fed_by_bank(request), second = s.fed_by_bank(request);
    const auto listed = [&](const oms::customer_id& whose, oms::virtual_account_filter which) {
        return ids(s.all(s.api.early_access().virtual_accounts(whose, std::move(which))));
    };
    CHECK(listed(s.alice.customer, oms::virtual_account_filter().limit(1)) == names{second.id.str(), first.id.str()});
    CHECK(listed(s.make_person().customer, oms::virtual_account_filter()).empty());
}

TEST_CASE("createDepositAddress: an address on a chain that feeds a wallet")
{
    operations s;
    const oms::deposit_address made = s.fed_by_chain("Tips");
    CHECK(made.customer_id == s.alice.customer);
    CHECK(made.status == oms::route_status::active);
    CHECK(made.source.value().asset == oms::asset::usdt);
    CHECK(made.source->deposit_instructions.value().address.value().substr(0, 2) == "0x");
    CHECK(made.destination.value().wallet.value().id == s.alice.wallet);
    CHECK(made.label == "Tips");
    CHECK(made.metadata == oms::json_text(R"({"jar":"Tips"})"));
}

TEST_CASE("listDepositAddresses: those of the customer, newest first")
{
    operations s;
    const auto first = s.fed_by_chain("one"), second = s.fed_by_chain("two");
    const auto listed = [&](const oms::customer_id& whose, oms::deposit_address_filter which) {
        return ids(s.all(s.api.early_access().deposit_addresses(whose, std::move(which))));
    };
    CHECK(listed(s.alice.customer, oms::deposit_address_filter().limit(1)) == names{second.id.str(), first.id.str()});
    CHECK(listed(s.make_person().customer, oms::deposit_address_filter()).empty());
}
