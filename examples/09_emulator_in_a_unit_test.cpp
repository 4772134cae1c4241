// 09_emulator_in_a_unit_test.cpp: a real HTTPS server with the rules of the API, inside a test of your own.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>
#include <oms/sandbox/server.hpp>

#include <boost/asio.hpp>
#include <cstdlib>
#include <iostream>

namespace asio = boost::asio;

// The code under test: yours.
asio::awaitable<oms::wallet_id> open_account(oms::client client, std::string name)
{
    const oms::new_customer person = oms::new_customer().first_name(name);
    const oms::customer customer = co_await client.customers().create(person);
    const oms::new_wallet wanted(oms::asset::usdc, oms::network::polygon);
    const oms::wallet wallet = co_await client.wallets().create(customer.id, wanted);
    co_return wallet.id;
}

void check(bool good, const char* what)
{
    std::cout << (good ? "ok: " : "FAILED: ") << what << '\n';
    if (!good)
        std::exit(1);
}

int main()
{
    asio::io_context io;
    oms::sandbox::server sandbox{io.get_executor()}; // its own port, certificate, money and clock
    // The first connection breaks while the request is on its way: the SDK must try again.
    sandbox.inject(oms::sandbox::connection_fault::drop_request().on("POST", "/customers").times(1));

    oms::client_config config = sandbox.client_config();
    const oms::client client = oms::make_client(io.get_executor(), config);
    oms::wallet_id opened;
    asio::co_spawn(io, open_account(client, "Alice"), [&](std::exception_ptr failure, oms::wallet_id wallet) {
        check(!failure, "an account can be opened although a connection broke");
        opened = wallet;
        sandbox.stop();
    });
    io.run();

    // What really happened there, whatever the client was told.
    sandbox.fund(opened.view(), oms::decimal("12.50"));
    check(sandbox.oracle().balances.at(opened.str()) == oms::decimal("12.50"), "its wallet can hold money");
}
