// webhook_receiver.cpp: receives webhooks, verified and each of them once, until SIGINT or SIGTERM.
// The first argument names a file with the secret that the subscription was created with.
#include <boost/asio.hpp>
#include <charconv>
#include <fstream>
#include <iostream>
#include <oms/endpoint/listener.hpp>

namespace asio = boost::asio;

// OMS gets its 204 when this has ended, and sends the event again when it throws. So store the event here, in one
// transaction with its effect; what takes long comes afterwards.
asio::awaitable<void> credit(const oms::cash_in_event& e)
{
    std::cout << e.name << ' ' << e.cash_in.id << ' ' << e.cash_in.status << std::endl;
    co_return;
}

oms::async_webhook_router routes()
{
    oms::async_webhook_router router{[](const oms::event& e) {
        // A name we know with a resource that this version cannot read: OMS sends it again when a handler throws.
        if (std::holds_alternative<oms::unknown_event>(e.payload) && e.name.known())
            throw std::runtime_error("cannot read the resource of " + std::string{e.name.text()});
        std::cout << "also " << e.name << std::endl;
    }};
    router.on(oms::event_name::cash_in_completed, credit);
    router.on_family([](const oms::transaction_event& e) {
        std::cout << e.name << ' ' << oms::id_of(e.transaction) << ' ' << oms::status_of(e.transaction) << std::endl;
    });
    return router;
}

void receive(const oms::webhook_secret& secret, std::uint16_t port)
{
    asio::io_context io;
    const oms::async_webhook_endpoint endpoint{oms::webhook_verifier{secret}, routes()};
    oms::webhook_listener listener{io.get_executor(), endpoint, oms::listener_options().port(port).path("/oms")};
    asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&](const boost::system::error_code&, int) { listener.stop(); });
    std::exception_ptr failure;
    asio::co_spawn(io, listener.serve(), [&](std::exception_ptr thrown) {
        failure = thrown;
        signals.cancel();
    });
    std::cout << "listening on " << listener.url() << std::endl;
    io.run();
    if (failure)
        std::rethrow_exception(failure);
}

int main(int argc, char** argv)
{
    std::uint16_t port = 0;
    const std::string_view number = argc == 3 ? argv[2] : "";
    const auto [end, wrong] = std::from_chars(number.data(), number.data() + number.size(), port);
    if (number.empty() || wrong != std::errc{} || end != number.data() + number.size()) {
        std::cerr << "usage: webhook_receiver SECRET_FILE PORT\n";
        return 2;
    }
    std::string secret;
    if (!std::getline(std::ifstream{argv[1]}, secret)) {
        std::cerr << "no secret in " << argv[1] << '\n';
        return 1;
    }
    try {
        receive(oms::webhook_secret{oms::secret{std::move(secret)}}, port);
        std::cout << "stopped" << std::endl;
    } catch (const oms::error& failure) {
        std::cerr << failure << '\n';
        return 1;
    }
}
