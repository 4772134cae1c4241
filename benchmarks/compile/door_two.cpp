// The one file of a program that makes the client. Only compiled, by compile_cost.py.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include <boost/asio/io_context.hpp>

oms::client connect(boost::asio::io_context& io)
{
    return oms::make_client(io.get_executor(), oms::client_config::from_environment());
}
