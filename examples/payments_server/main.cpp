// payments_server: deposits and payouts for a fleet. Any number of these share one PostgreSQL, and any of them may die
// at any time. README.md says how to run it and why nothing is lost.
#include "database.hpp"
#include "http_server.hpp"
#include "routes.hpp"
#include "schema.hpp"
#include "settings.hpp"
#include "worker.hpp"

#include <oms/client/make_client.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <iostream>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

// The lock is for processes that start at the same time.
bool make_tables(payments::connection& on)
{
    return on.transaction([&] {
        on.execute("select pg_advisory_xact_lock(hashtext('payments_server schema'))");
        on.script(payments::schema);
        return true;
    });
}

void run(const payments::settings& chosen)
{
    asio::io_context io(1);
    // Whoever asks is told at once when the database is gone; what came back from OMS waits for it.
    payments::database store(chosen.database, chosen.connections, 0s);
    payments::database patient_store(chosen.database, chosen.connections, 10s);
    patient_store.run_here(&make_tables);

    oms::client_config config = oms::client_config::from_environment();
    config.timeouts.total = chosen.work.lease / 2; // a call that outlives its lease is only done twice for nothing
    const oms::client client = oms::make_client(io.get_executor(), config);

    const auto hands = std::make_shared<payments::worker>(io.get_executor(), patient_store, client, chosen.work);
    payments::routes routes(store, *hands, oms::webhook_verifier(oms::webhook_secret(chosen.webhook_secret)));
    const payments::handler answer = [&routes](const payments::request& asked) {
        return routes.answer(asked);
    };
    asio::ip::tcp::acceptor acceptor = payments::listen(io.get_executor(), chosen.port);
    asio::co_spawn(io, payments::serve(acceptor, answer), asio::detached);
    asio::co_spawn(io, hands->run(), asio::detached);
    std::cout << "listening on " << acceptor.local_endpoint() << std::endl;

    // Nothing has to be saved: what a kill -9 does not harm, an end does not either.
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](const boost::system::error_code&, int) {
        acceptor.close();
        hands->stop();
        io.stop();
    });
    io.run();
    store.join();
    patient_store.join();
}

} // namespace

int main(int argc, char** argv)
{
    try {
        run(payments::read_settings(argc, argv));
        return 0;
    } catch (const payments::usage_error& failure) {
        std::cerr << failure.what();
        return 2;
    } catch (const std::exception& failure) {
        std::cerr << "payments_server: " << failure.what() << '\n';
        return 1;
    }
}
