// production_client.cpp: a client with limits of your own, and its orderly end.
#include <oms/client/close_report.hpp>
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

oms::client_config production_config()
{
    oms::client_config config = oms::client_config::from_environment();
    config.timeouts.total = 20s;      // one call with all its attempts: the deadline always wins
    config.timeouts.connect = 3s;     // name lookup, TCP and TLS together
    config.timeouts.first_byte = 10s; // from the end of the request to the first byte of the answer
    config.pool.max_connections = 64; // calls a second x seconds a call takes
    config.retry.attempts(4).cap(5s);
    config.breaker.enabled = true; // hold everything back for a while when half of all attempts fail
    config.rate_limit.per_second = 500;
    config.rate_limit.burst = 50;
    return config;
}

asio::awaitable<void> shut_down(oms::client client)
{
    const oms::close_report report = co_await client.close(10s); // no new calls; those in flight may end
    std::cout << report.unfinished.size() << " calls were cut off\n";
    for (const oms::unfinished_call& call : report.unfinished)
        std::cerr << call.method << ' ' << call.path_template << ' ' << call.delivery << ' ' << call.idempotency_key
                  << '\n';
}

asio::awaitable<void> work(oms::client client)
{
    oms::call_options patient;
    patient.timeout(5s).first_byte_timeout(2s).attempts(2);
    auto pages = client.webhooks().list(oms::webhook_filter(), patient);
    const std::vector<oms::webhook> webhooks = co_await pages.collect(10);
    std::cout << webhooks.size() << " webhooks\n";
    co_await shut_down(client);
}

int main()
{
    asio::io_context io;
    const oms::client client = oms::make_client(io.get_executor(), production_config());
    asio::co_spawn(io, work(client), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
}
