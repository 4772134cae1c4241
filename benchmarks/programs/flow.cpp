// The flow that moves money, against the sandbox emulator over TLS: quote, execute, read the transaction until it is
// completed. The emulator has a context and a thread of its own; what is measured is the thread of the client.
//
//   flow CONNECTIONS FLOWS
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>
#include <oms/sandbox/server.hpp>

#include "../common/asio_connection.hpp"
#include "../common/micro.hpp"

using namespace bench;

namespace {

oms::new_customer person()
{
    oms::residential_address home;
    home.line1("548 Market Street").city("San Francisco").state("CA").country("US").zip_code("94104");
    const oms::identifying_information document(oms::identity_document::ssn, "US", oms::secret("123-45-6789"));
    oms::new_customer request;
    request.first_name("Alice").last_name("Example").email("alice@example.com").phone("+12125550123");
    request.birth_date("1990-04-12").nationality("US").ip_address("203.0.113.24").signed_agreement(true);
    request.residential_address(home).identifying_information(document);
    return request;
}

struct sender {
    oms::customer_id customer;
    oms::wallet_id wallet;
};

asio::awaitable<void> onboard(oms::client client, sender& to)
{
    const oms::new_customer request = person();
    const oms::customer created = co_await client.customers().create(request);
    co_await client.customers().get(created.id); // the emulator approves at the next look
    const oms::new_wallet wanted(oms::asset::usdc, oms::network::polygon);
    const oms::wallet opened = co_await client.wallets().create(created.id, wanted);
    to.customer = created.id;
    to.wallet = opened.id;
}

asio::awaitable<void> send(oms::client client, const sender& from, work& todo, std::vector<double>& milliseconds)
{
    const oms::new_quote order{
        from.customer, oms::from_wallet{from.wallet, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0x20f26aaa9d070e73d6432c839a37ed1b24087c3a", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"1.00"}};
    while (todo.take()) {
        const auto began = std::chrono::steady_clock::now();
        const oms::quote<oms::crypto_to_crypto> quote = co_await client.quotes().create(order);
        const oms::transaction<oms::crypto_to_crypto> sent = co_await client.transactions().execute(quote);
        const oms::transaction<oms::crypto_to_crypto> done =
            co_await client.transactions().wait(sent, std::chrono::seconds(30));
        if (!done.status.is_success())
            throw std::runtime_error("the transaction is not completed");
        milliseconds.push_back(
            std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count());
    }
}

} // namespace

int main(int argc, char** argv)
{
    return guarded([&] {
        if (argc != 3)
            throw std::invalid_argument("usage: flow CONNECTIONS FLOWS");
        const long connections = number(argv[1]), flows = number(argv[2]);

        asio::io_context outside(1), io(1);
        oms::sandbox::settings rules;
        rules.settle_delay = std::chrono::milliseconds(0);
        oms::sandbox::server_options options;
        options.settings(rules);
        oms::sandbox::server sandbox(outside.get_executor(), options);
        std::thread emulator([&outside] { outside.run(); });

        oms::client_config config = sandbox.client_config();
        config.pool.max_connections = static_cast<std::size_t>(connections);
        const oms::client client = oms::make_client(io.get_executor(), config);
        sender from;
        asio::co_spawn(io, onboard(client, from), rethrow);
        io.run();
        sandbox.fund(from.wallet.view(), oms::decimal("1000000000"));

        work todo;
        std::vector<double> milliseconds;
        const auto go = [&](long count) {
            todo.refill(count);
            milliseconds.clear();
            for (long i = 0; i != connections; ++i)
                asio::co_spawn(io, send(client, from, todo, milliseconds), rethrow);
            run(io, 1);
        };
        go(10 * connections);
        const double before = thread_seconds();
        const stopwatch watch;
        go(flows);
        const double cpu = thread_seconds() - before;
        const double wall = watch.read().wall;
        sandbox.stop();
        emulator.join();

        std::sort(milliseconds.begin(), milliseconds.end());
        std::printf(
            "{\"program\":\"flow\",\"flows\":%ld,\"cpu_us\":%.2f,\"flows_s\":%.1f,\"p50_ms\":%.3f,\"p99_ms\":%.3f}\n",
            flows, cpu / static_cast<double>(flows) * 1e6, static_cast<double>(flows) / wall,
            milliseconds[milliseconds.size() / 2], milliseconds[milliseconds.size() * 99 / 100]);
    });
}
