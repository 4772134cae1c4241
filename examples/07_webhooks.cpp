// 07_webhooks.cpp: receives webhooks. OMS_WEBHOOK_SECRET is the secret of the subscription, the argument the port.
#include <boost/asio.hpp>
#include <cstdlib>
#include <iostream>
#include <oms/endpoint/listener.hpp>

int main(int argc, char** argv)
{
    const char* const secret = std::getenv("OMS_WEBHOOK_SECRET");
    if (argc != 2 || secret == nullptr) {
        std::cerr << "usage: OMS_WEBHOOK_SECRET=whsec_... 07_webhooks PORT\n";
        return 2;
    }
    oms::async_webhook_router router{[](const oms::event& e) {
        std::cout << "also " << e.name << std::endl;
    }};
    router.on(oms::event_name::cash_in_completed,
              [](const oms::cash_in_event& e) { std::cout << "cash arrived: " << e.cash_in.id << std::endl; });
    const oms::async_webhook_endpoint endpoint{oms::webhook_verifier{oms::webhook_secret{secret}}, router};

    boost::asio::io_context io;
    const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    oms::webhook_listener listener{io.get_executor(), endpoint, oms::listener_options().port(port).path("/oms")};
    std::cout << "listening on " << listener.url() << std::endl;
    boost::asio::co_spawn(io, listener.serve(), [](std::exception_ptr failure) {
        if (failure)
            std::rethrow_exception(failure);
    });
    io.run();
}
