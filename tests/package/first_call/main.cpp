#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>
#include <iostream>

int main()
{
    boost::asio::io_context io;
    const oms::client client = oms::make_client(io.get_executor(), oms::client_config::from_environment());
    auto ana = co_spawn(io, client.customers().create(oms::new_customer().first_name("Ana")), boost::asio::use_future);
    io.run();
    std::cout << "created " << ana.get().id << '\n';
}
