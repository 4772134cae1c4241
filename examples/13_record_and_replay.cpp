// 13_record_and_replay.cpp: record what a service answers once, and test against the file from then on.
#include <oms/client/make_client.hpp>
#include <oms/net/https_transport.hpp>
#include <oms/net/system_clock.hpp>
#include <oms/oms.hpp>
#include <oms/sandbox/server.hpp>
#include <oms/testing/recording_transport.hpp>
#include <oms/testing/replaying_transport.hpp>

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;

asio::awaitable<void> onboard(oms::client client)
{
    const oms::customer alice = co_await client.customers().create(oms::new_customer().first_name("Alice"));
    const oms::customer read = co_await client.customers().get(alice.id);
    std::cout << read.id << ' ' << read.status << '\n';
}

asio::awaitable<void> record(asio::any_io_executor executor, std::string file)
{
    oms::sandbox::server sandbox{executor}; // or the sandbox of the service
    const oms::client_config config = sandbox.client_config();
    oms::transport_config network;
    network.tls = config.tls;
    const auto https = oms::make_https_transport(executor, oms::base_url(config.base_url), network);
    const auto recorder = std::make_shared<oms::testing::recording_transport>(https, file); // leaves secrets out
    const oms::client client = oms::make_client(executor, config, recorder, oms::make_system_clock(executor));
    co_await onboard(client);
}

asio::awaitable<void> replay(asio::any_io_executor executor, std::string file)
{
    oms::client_config config;
    config.api_key = oms::secret("sk_sdbx_anything");
    config.api_secret = oms::secret("anything");
    const auto recorded = std::make_shared<oms::testing::replaying_transport>(file);
    // At the time of the recording: today, a quote in it has expired long since.
    const oms::client client = oms::make_client(executor, config, recorded, recorded->clock(executor));
    co_await onboard(client);
    std::cout << recorded->unused().size() << " recorded answers were not asked for\n";
}

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::cerr << "usage: 13_record_and_replay FILE\n";
        return 2;
    }
    asio::io_context io;
    for (const auto step : {record, replay}) {
        auto ended = asio::co_spawn(io, step(io.get_executor(), argv[1]), asio::use_future);
        io.run();
        ended.get(); // throws what the step threw
        io.restart();
    }
}
