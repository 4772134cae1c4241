#include "common/world.hpp"

#include <oms/client/make_client.hpp>
#include <oms/sandbox/server.hpp>

#include <thread>

namespace test {

namespace {

oms::new_customer identified_customer()
{
    oms::residential_address home;
    home.line1("548 Market Street").city("San Francisco").state("CA").country("US").zip_code("94104");
    const oms::identifying_information document(oms::identity_document::ssn, "US", oms::secret("987654321"));
    oms::new_customer request;
    request.first_name("Alice").last_name("Example").email("alice@example.com").phone("+12125550123");
    request.birth_date("1990-04-12").nationality("US").signed_agreement(true);
    request.residential_address(home).identifying_information(document);
    return request;
}

boost::asio::awaitable<person> onboard(oms::client client)
{
    const oms::new_customer request = identified_customer();
    const oms::customer customer = co_await client.customers().create(request);
    const oms::new_wallet wanted(oms::asset::usdc, oms::network::polygon);
    const oms::wallet wallet = co_await client.wallets().create(customer.id, wanted);
    person made;
    made.customer = customer.id;
    made.wallet = wallet.id;
    co_return made;
}

} // namespace

struct world::state {
    state(const oms::sandbox::server_options& options, int server_threads)
        : server_io(server_threads), server(server_io.get_executor(), options)
    {
        for (int i = 0; i < server_threads; ++i)
            threads.emplace_back([this] { server_io.run(); });
    }
    ~state() { stop(); }

    void stop()
    {
        server.stop();
        for (std::thread& thread : threads)
            thread.join();
        threads.clear();
    }

    boost::asio::io_context server_io;
    oms::sandbox::server server;
    std::vector<std::thread> threads;
    boost::asio::io_context io;
};

world::world() : world(oms::sandbox::server_options()) {}

world::world(const oms::sandbox::server_options& options, int server_threads)
    : state_(std::make_unique<state>(options, server_threads))
{
}

world::~world() = default;

void world::stop_server()
{
    state_->stop();
}

boost::asio::io_context& world::io()
{
    return state_->io;
}

oms::client world::client()
{
    return client(config());
}

oms::client world::client(const oms::client_config& config)
{
    return client(io().get_executor(), config);
}

oms::client world::client(boost::asio::any_io_executor executor, const oms::client_config& config)
{
    return oms::make_client(executor, config);
}

oms::client_config world::config() const
{
    return state_->server.client_config();
}

std::string world::base_url() const
{
    return state_->server.base_url();
}

std::string world::ca_pem() const
{
    return state_->server.ca_pem();
}

std::uint16_t world::port() const
{
    return state_->server.port();
}

oms::timestamp world::now() const
{
    return state_->server.now();
}

void world::advance(std::chrono::milliseconds by)
{
    state_->server.advance(by);
}

void world::inject(const oms::sandbox::fault& what)
{
    state_->server.inject(what);
}

void world::inject(const oms::sandbox::connection_fault& what)
{
    state_->server.inject(what);
}

void world::inject(const oms::sandbox::delivery_fault& what)
{
    state_->server.inject(what);
}

void world::clear_faults()
{
    state_->server.clear_faults();
}

void world::limit_rate(int requests, std::chrono::milliseconds window)
{
    state_->server.with_service([&](oms::sandbox::service& rules) { rules.limit_rate(requests, window); });
}

void world::revoke_tokens()
{
    state_->server.with_service([](oms::sandbox::service& rules) { rules.revoke_tokens(); });
}

void world::fail_next_transaction()
{
    state_->server.with_service([](oms::sandbox::service& rules) { rules.fail_next_transaction(); });
}

void world::hold_next_transaction()
{
    state_->server.with_service([](oms::sandbox::service& rules) { rules.hold_next_transaction(); });
}

void world::review_next_transaction(std::chrono::milliseconds how_long)
{
    state_->server.with_service([&](oms::sandbox::service& rules) { rules.review_next_transaction(how_long); });
}

void world::refuse_next_endorsement(std::string_view name, std::string_view status)
{
    state_->server.with_service([&](oms::sandbox::service& rules) { rules.refuse_next_endorsement(name, status); });
}

void world::set_wallet_status(const oms::wallet_id& wallet, std::string_view status)
{
    state_->server.with_service([&](oms::sandbox::service& rules) { rules.set_wallet_status(wallet.view(), status); });
}

void world::fund(const oms::wallet_id& wallet, std::string_view amount)
{
    state_->server.fund(wallet.view(), oms::decimal(amount));
}

void world::deposit(const oms::wallet_id& wallet, std::string_view amount, std::string_view from_address)
{
    state_->server.with_service(
        [&](oms::sandbox::service& rules) { rules.deposit(wallet.view(), oms::decimal(amount), from_address); });
}

std::string world::add_compliance_webhook(std::string_view url, std::string_view secret)
{
    return state_->server.with_service(
        [&](oms::sandbox::service& rules) { return rules.add_compliance_webhook(url, secret); });
}

std::string world::place_virtual_account(const oms::wallet_id& wallet)
{
    return state_->server.with_service(
        [&](oms::sandbox::service& rules) { return rules.place_virtual_account(wallet.view()); });
}

std::string world::place_deposit_address(const oms::wallet_id& wallet, std::string_view asset, std::string_view network)
{
    return state_->server.with_service(
        [&](oms::sandbox::service& rules) { return rules.place_deposit_address(wallet.view(), asset, network); });
}

std::string world::place_bank_account(const oms::customer_id& customer)
{
    return state_->server.with_service(
        [&](oms::sandbox::service& rules) { return rules.place_bank_account(customer.view()); });
}

std::string world::trigger(std::string_view event, oms::sandbox::event_envelope envelope)
{
    return state_->server.trigger(event, envelope);
}

std::string world::trigger(std::string_view event, const oms::json_text& data, oms::sandbox::event_envelope envelope)
{
    return state_->server.trigger(event, data, envelope);
}

std::string world::trigger(std::string_view event, std::string_view resource, oms::sandbox::event_envelope envelope)
{
    return state_->server.trigger(event, resource, envelope);
}

std::string world::rotate_webhook_secret(std::string_view webhook, std::chrono::milliseconds overlap)
{
    return state_->server.rotate_webhook_secret(webhook, overlap);
}

oms::sandbox::oracle world::oracle() const
{
    return state_->server.oracle();
}

oms::decimal world::balance(const oms::wallet_id& wallet) const
{
    return oracle().balances.at(wallet.str());
}

int world::effects(std::string_view idempotency_key) const
{
    const oms::sandbox::oracle truth = oracle();
    const auto found = truth.effects.find(std::string(idempotency_key));
    return found == truth.effects.end() ? 0 : found->second;
}

std::vector<oms::sandbox::request_record> world::requests() const
{
    return state_->server.requests();
}

std::vector<oms::sandbox::delivery_record> world::deliveries() const
{
    return state_->server.deliveries();
}

oms::sandbox::server_counters world::counters() const
{
    return state_->server.counters();
}

person world::make_person(std::string_view amount)
{
    const person made = run(onboard(client()));
    if (!oms::decimal(amount).is_zero())
        fund(made.wallet, amount);
    return made;
}

void world::run(boost::asio::awaitable<void> work)
{
    std::exception_ptr failure;
    bool ended = false;
    boost::asio::co_spawn(io(), std::move(work), [&](std::exception_ptr thrown) {
        failure = thrown;
        ended = true;
    });
    run_dry(failure);
    if (!ended)
        throw std::logic_error("the context ran out of work before the coroutine ended");
}

void world::run_dry(const std::exception_ptr& failure)
{
    io().restart();
    io().run();
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace test
