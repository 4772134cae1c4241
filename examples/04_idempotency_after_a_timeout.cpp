// 04_idempotency_after_a_timeout.cpp: the answer was lost. Ask again with the same key, and nothing happens twice.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>
#include <oms/sandbox/server.hpp>

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

asio::awaitable<void> create_once(oms::client client)
{
    const oms::new_customer alice = oms::new_customer().first_name("Alice").external_id("usr_12345");

    // A key of your own, the same each time you ask for the same thing. The SDK makes one when you give none.
    oms::call_options hurried;
    hurried.idempotency_key("onboard-usr_12345").timeout(300ms).attempts(1);
    const auto first = co_await oms::as_result(client.customers().create(alice, hurried));
    if (first.has_value())
        throw std::logic_error("the emulator was told not to answer");
    std::cout << "no answer in time; the customer is " << first.error().delivery() << '\n';

    // Is there a customer now? The key asks: the service does it, or tells what it did before.
    oms::call_options again;
    again.idempotency_key(first.error().idempotency_key());
    const oms::customer created = co_await client.customers().create(alice, again);
    const auto everybody = co_await client.customers().list().collect(10);
    std::cout << created.id << " is there; customers in all: " << everybody.size() << '\n';
}

int main()
{
    asio::io_context io;
    oms::sandbox::server sandbox{io.get_executor()};
    oms::sandbox::connection_fault silent = oms::sandbox::connection_fault::stall_answer();
    silent.on("POST", "/customers").times(1);
    sandbox.inject(silent);

    const oms::client client = oms::make_client(io.get_executor(), sandbox.client_config());
    asio::co_spawn(io, create_once(client), [&](std::exception_ptr failure) {
        sandbox.stop();
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
}
