// What a file of a program that uses the SDK looks like: door 1 and one call, a GET like that of beast_reference.cpp.
// Only compiled, by compile_cost.sh.
#include <oms/oms.hpp>

boost::asio::awaitable<std::string> name_of(oms::client client, oms::customer_id id)
{
    const oms::customer found = co_await client.customers().get(id);
    co_return found.first_name.value_or("");
}
