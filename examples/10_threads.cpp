// 10_threads.cpp: one client, many threads, a thousand calls at a time.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>
#include <oms/sandbox/server.hpp>

#include <atomic>
#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;

// The client is a cheap handle: copy it into each coroutine. Each of them resumes on the executor it runs on.
asio::awaitable<void> look(oms::client client, oms::customer_id id, std::atomic<int>& seen)
{
    const oms::customer customer = co_await client.customers().get(id);
    if (customer.id == id)
        ++seen;
}

asio::awaitable<oms::customer_id> create(oms::client client)
{
    const oms::customer made = co_await client.customers().create(oms::new_customer().first_name("Alice"));
    co_return made.id;
}

int main()
{
    asio::thread_pool sandbox_threads(1);
    oms::sandbox::server sandbox{sandbox_threads.get_executor()};

    asio::thread_pool pool(4); // your server's threads
    oms::client_config config = sandbox.client_config();
    config.pool.max_connections = 16; // the other calls wait for one of these
    const oms::client client = oms::make_client(pool.get_executor(), config);

    const oms::customer_id alice = asio::co_spawn(pool, create(client), asio::use_future).get();
    std::atomic<int> seen = 0;
    for (int i = 0; i < 1000; ++i)
        asio::co_spawn(pool, look(client, alice, seen), asio::detached);
    pool.join(); // returns when all calls have ended
    sandbox.stop();
    sandbox_threads.join();
    std::cout << seen << " of 1000 calls answered, over at most 16 connections\n";
    return seen == 1000 ? 0 : 1;
}
