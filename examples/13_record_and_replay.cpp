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

void record(const std::string& file)
{
    asio::io_context io;
    oms::sandbox::server sandbox{io.get_executor()}; // or the sandbox of the service
    const oms::client_config config = sandbox.client_config();
    oms::transport_config network;
    network.tls = config.tls;
    const auto https = oms::make_https_transport(io.get_executor(), oms::base_url(config.base_url), network);
    const auto recorder = std::make_shared<oms::testing::recording_transport>(https, file); // leaves secrets out
    const oms::client client =
        oms::make_client(io.get_executor(), config, recorder, oms::make_system_clock(io.get_executor()));
    asio::co_spawn(io, onboard(client), [&](std::exception_ptr) { sandbox.stop(); });
    io.run();
}

void replay(const std::string& file)
{
    asio::io_context io;
    oms::client_config config;
    config.api_key = oms::secret("sk_sdbx_anything");
    config.api_secret = oms::secret("anything");
    const auto recorded = std::make_shared<oms::testing::replaying_transport>(file);
    const oms::client client =
        oms::make_client(io.get_executor(), config, recorded, oms::make_system_clock(io.get_executor()));
    asio::co_spawn(io, onboard(client), asio::detached);
    io.run();
    std::cout << recorded->unused().size() << " recorded answers were not asked for\n";
}

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    record(argv[1]);
    replay(argv[1]);
}
