#pragma once

#include "common/catch.hpp"
#include "common/world.hpp"

#include <oms/client/early_access.hpp>
#include <oms/oms.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

/// What the tests of single operations have in common.
namespace test {

inline const oms::asset usdc = oms::asset::usdc;
inline const oms::network polygon = oms::network::polygon;
inline const std::string outside = "0x20f26aaa9d070e73d6432c839a37ed1b24087c3a"; // an address on the chain

inline oms::sandbox::server_options everything_served()
{
    oms::sandbox::settings rules;
    rules.settle_delay = std::chrono::milliseconds(0);
    rules.early_access = true;
    return oms::sandbox::server_options().settings(rules);
}

// An emulator that serves early access too, and Alice, who holds 100 usdc in it.
class operations : public test::world {
public:
    operations() : test::world(everything_served()) {}

    oms::client api = client();
    test::person alice = make_person("100.00");

    // How often an operation was answered with this status.
    int answered(const std::string& operation, int status) const
    {
        int count = 0;
        for (const oms::sandbox::request_record& each : requests())
            count += each.operation == operation && each.status == status;
        return count;
    }

    // The error that a call ends with.
    template <class T>
    oms::error refusal(boost::asio::awaitable<T> call)
    {
        try {
            run(std::move(call));
        } catch (const oms::error& failure) {
            return failure;
        }
        FAIL("the call succeeded");
        return oms::error();
    }

    template <class T>
    std::vector<T> all(oms::pager<T> pages)
    {
        return run(collect(std::move(pages)));
    }

    oms::from_wallet purse() const { return oms::from_wallet(alice.wallet, usdc, polygon); }

    oms::quote<oms::crypto_to_crypto> quoted(const std::string& amount)
    {
        const oms::new_quote order(alice.customer, purse(), oms::to_address(outside, usdc, polygon),
                                   oms::source_amount(amount));
        return run(api.quotes().create(order));
    }

    oms::transaction<oms::crypto_to_crypto> sent(const std::string& amount)
    {
        return run(api.transactions().execute(quoted(amount)));
    }

    oms::cash_location shop()
    {
        const oms::cash_location_query nearby("greendot", 38.495133, -121.505336);
        return run(api.cash_locations().find(nearby)).data.at(0);
    }

    oms::cash_in prepared(const std::string& amount)
    {
        oms::new_cash_in request(alice.customer, oms::to_wallet(alice.wallet, usdc, polygon), shop());
        request.indicated_amount(oms::decimal(amount)).metadata(oms::json_object().add("till", 4));
        return run(api.cash_ins().create(request));
    }

    oms::barcode_authorization authorized(const oms::cash_in& of, const std::string& amount)
    {
        return run(
            api.simulate().barcode_auth(oms::barcode_auth(of.deposit_instructions.value().code, oms::decimal(amount))));
    }

    oms::external_account_schema schema(const oms::network& rail)
    {
        const oms::page<oms::external_account_schema> schemas =
            run(api.early_access().external_account_schemas(oms::external_account_query("US", "USD")));
        for (const oms::external_account_schema& each : schemas.data)
            if (each.network == rail)
                return each;
        FAIL("no schema for " << rail);
        return {};
    }

    oms::virtual_account fed_by_bank(oms::new_virtual_account request)
    {
        return run(api.early_access().create_virtual_account(alice.customer, std::move(request)));
    }

    oms::deposit_address fed_by_chain(const std::string& label)
    {
        oms::new_deposit_address request(oms::asset::usdt, oms::network::ethereum,
                                         oms::to_wallet(alice.wallet, usdc, polygon));
        request.label(label).metadata(oms::json_object().add("jar", label));
        return run(api.early_access().create_deposit_address(alice.customer, request));
    }

private:
    template <class T>
    static boost::asio::awaitable<std::vector<T>> collect(oms::pager<T> pages)
    {
        co_return co_await pages.collect(1000);
    }
};

template <class T>
std::vector<std::string> ids(const std::vector<T>& items)
{
    std::vector<std::string> found;
    for (const T& each : items)
        found.push_back(each.id.str());
    return found;
}

inline std::vector<std::string> ids(const std::vector<oms::any_transaction>& items)
{
    std::vector<std::string> found;
    for (const oms::any_transaction& each : items)
        found.push_back(oms::id_of(each).str());
    return found;
}

using names = std::vector<std::string>;

} // namespace test
