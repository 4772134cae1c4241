// 01_first_call.cpp: create a customer.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>
#include <iostream>

boost::asio::awaitable<void> first_call(oms::client client)
{
    const oms::customer alice = co_await client.customers().create(oms::new_customer().first_name("Alice"));
    std::cout << "created " << alice.id << ", " << alice.status << '\n';
}

int main()
{
    try {
        boost::asio::io_context io;
        const oms::client client = oms::make_client(io.get_executor(), oms::client_config::from_environment());
        boost::asio::co_spawn(io, first_call(client), [](std::exception_ptr failure) {
            if (failure)
                std::rethrow_exception(failure);
        });
        io.run();
    } catch (const oms::error& failure) {
        std::cerr << failure.what() << '\n';
        return 1;
    }
}
