#include "common/catch.hpp"
#include "common/temporary_directory.hpp"

#include <oms/client/make_client.hpp>
#include <oms/net/https_transport.hpp>
#include <oms/net/system_clock.hpp>
#include <oms/oms.hpp>
#include <oms/sandbox/server.hpp>
#include <oms/testing/recording_transport.hpp>
#include <oms/testing/replaying_transport.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <sstream>
#include <thread>

namespace asio = boost::asio;
using Catch::Matchers::ContainsSubstring;
using namespace std::chrono_literals;

namespace {

/// The emulator, on a thread of its own.
class emulator {
public:
    explicit emulator(const oms::sandbox::server_options& options = oms::sandbox::server_options())
        : server(io_.get_executor(), options), thread_([this] { io_.run(); })
    {
    }
    ~emulator()
    {
        server.stop();
        thread_.join();
    }

private:
    asio::io_context io_;

public:
    oms::sandbox::server server;

private:
    std::thread thread_;
};

oms::client_config patient(oms::client_config config)
{
    config.retry.base(1ms).cap(1ms);
    return config;
}

template <class T>
T run_on(asio::io_context& io, asio::awaitable<T> work)
{
    std::exception_ptr failure;
    std::optional<T> value;
    asio::co_spawn(io, std::move(work), [&](std::exception_ptr thrown, T given) {
        failure = thrown;
        value = std::move(given);
    });
    io.restart();
    io.run();
    if (failure)
        std::rethrow_exception(failure);
    return std::move(value).value();
}

oms::new_customer alice_herself()
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

using fund = std::function<void(const oms::wallet_id&)>;

/// Money on its way from onboarding to its arrival, with a refusal, an answer that gets lost, and a secret or two.
/// What it gives are the typed results, as text.
asio::awaitable<std::string> move_money(oms::client client, fund put_money_in)
{
    std::ostringstream seen;
    const oms::new_customer request = alice_herself();
    const oms::customer alice = co_await client.customers().create(request);
    seen << alice.id << ' ' << alice.status << ' ' << alice.endorsements.size() << '\n';

    const oms::new_wallet wanted(oms::asset::usdc, oms::network::polygon);
    const oms::wallet wallet = co_await client.wallets().create(alice.id, wanted);
    put_money_in(wallet.id);
    const oms::wallet_balance before = co_await client.wallets().balance(wallet.id);
    seen << wallet.id << ' ' << wallet.address.value_or("-") << ' ' << before.balance << '\n';

    const oms::new_quote order{
        alice.id, oms::from_wallet{wallet.id, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"25.00"}};
    const oms::quote<oms::crypto_to_crypto> quote = co_await client.quotes().create(order);
    oms::call_options own_key;
    own_key.idempotency_key("key-of-the-test");
    const oms::transaction<oms::crypto_to_crypto> sent = co_await client.transactions().execute(quote, own_key);
    const oms::transaction<oms::crypto_to_crypto> done = co_await client.transactions().wait(sent, 30s);
    const oms::wallet_balance after = co_await client.wallets().balance(wallet.id);
    seen << quote.source.fees_deducted.total << ' ' << quote.destination.amount_net << ' ' << quote.expires_at << ' '
         << done.id << ' ' << done.status << ' ' << done.created_at << ' ' << after.balance << '\n';

    const oms::new_webhook receiver("https://example.com/hooks");
    const oms::webhook_created webhook = co_await client.webhooks().create(receiver);
    seen << webhook.id << '\n';

    const oms::customer_id nobody{"cst_01H9Xa8F5dN6mP3q"};
    const auto missing = co_await oms::as_result(client.customers().get(nobody));
    if (missing.has_error())
        seen << missing.error().what() << ' ' << missing.error().server_message() << '\n';
    co_return seen.str();
}

/// Sends money through the flow, from onboarding on. The customer takes the time that `think` is, when asked first.
asio::awaitable<std::string> send_money(oms::client client, fund put_money_in, std::function<void()> think)
{
    const oms::new_customer request = alice_herself();
    const oms::customer alice = co_await client.customers().create(request);
    const oms::new_wallet wanted(oms::asset::usdc, oms::network::polygon);
    const oms::wallet wallet = co_await client.wallets().create(alice.id, wanted);
    put_money_in(wallet.id);
    const oms::new_quote order{
        alice.id, oms::from_wallet{wallet.id, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"25.00"}};
    std::ostringstream seen;
    const auto agree = [&](const oms::quote<oms::crypto_to_crypto>& offered) {
        if (seen.str().empty())
            think();
        seen << offered.id << ' ' << offered.expires_at << '\n';
        return true;
    };
    const oms::send_outcome<oms::crypto_to_crypto> outcome = co_await client.flows().send(order, agree);
    seen << std::get<oms::send_begun<oms::crypto_to_crypto>>(outcome).transaction.id << '\n';
    co_return seen.str();
}

/// A clock that began in 2020, and stands until the test moves it. Pauses are the machine's.
class clock_of_2020 final : public oms::clock {
public:
    explicit clock_of_2020(asio::io_context& io) : machine_(oms::make_system_clock(io.get_executor())) {}

    std::chrono::steady_clock::time_point now() const override { return machine_->now(); }
    std::chrono::system_clock::time_point wall() const override { return wall_; }
    asio::awaitable<boost::system::error_code> sleep_until(std::chrono::steady_clock::time_point when) override
    {
        return machine_->sleep_until(when);
    }
    void advance(std::chrono::milliseconds by) { wall_ += by; }

private:
    const std::shared_ptr<oms::clock> machine_;
    std::chrono::system_clock::time_point wall_ = oms::timestamp("2020-06-15T14:30:00Z").time();
};

/// Records send_money as of 2020, and gives what it gave.
std::string record_flow_of_2020(const std::string& file, std::chrono::milliseconds time_to_think)
{
    oms::sandbox::settings rules;
    rules.start = oms::timestamp("2020-06-15T14:30:00Z");
    emulator world(oms::sandbox::server_options().settings(rules));
    asio::io_context io;
    const auto clock = std::make_shared<clock_of_2020>(io);
    const oms::client_config config = world.server.client_config();
    oms::transport_config network;
    network.tls = config.tls;
    const auto recorder = std::make_shared<oms::testing::recording_transport>(
        oms::make_https_transport(io.get_executor(), oms::base_url(config.base_url), network), file, clock);
    const oms::client client = oms::make_client(io.get_executor(), config, recorder, clock);
    const fund put_money_in = [&world](const oms::wallet_id& wallet) {
        world.server.fund(wallet.view(), oms::decimal("100.00"));
    };
    const auto think = [&] {
        world.server.advance(time_to_think);
        clock->advance(time_to_think);
    };
    return run_on(io, send_money(client, put_money_in, think));
}

enum class time_of { recording, machine };

/// The same once more, from the file: with other credentials, for another host, without a network.
class replayed {
public:
    explicit replayed(const std::string& file, time_of when = time_of::recording)
        : transport(std::make_shared<oms::testing::replaying_transport>(file)), client(make(io_, transport, when))
    {
    }

    template <class T>
    oms::result<T> run(asio::awaitable<T> call)
    {
        return run_on(io_, oms::as_result(std::move(call)));
    }

private:
    asio::io_context io_;

    static oms::client make(asio::io_context& io, const std::shared_ptr<oms::testing::replaying_transport>& from,
                            time_of when)
    {
        oms::client_config config;
        config.base_url = "https://api.invalid/v0.9";
        config.api_key = oms::secret("sk_sdbx_another");
        config.api_secret = oms::secret("another");
        return oms::make_client(io.get_executor(), patient(config), from,
                                when == time_of::recording ? from->clock(io.get_executor())
                                                           : oms::make_system_clock(io.get_executor()));
    }

public:
    std::shared_ptr<oms::testing::replaying_transport> transport;
    oms::client client;
};

/// Records the story above, once for all tests of this file.
class recording {
public:
    recording()
    {
        emulator world;
        config = world.server.client_config();
        oms::transport_config network;
        network.tls = config.tls;
        asio::io_context io;
        const auto recorder = std::make_shared<oms::testing::recording_transport>(
            oms::make_https_transport(io.get_executor(), oms::base_url(config.base_url), network), file);
        const oms::client client =
            oms::make_client(io.get_executor(), patient(config), recorder, oms::make_system_clock(io.get_executor()));
        oms::sandbox::connection_fault lost = oms::sandbox::connection_fault::drop_answer();
        lost.on("POST", "/transactions").times(1);
        world.server.inject(lost);
        const fund put_money_in = [&world](const oms::wallet_id& wallet) {
            world.server.fund(wallet.view(), oms::decimal("100.00"));
        };
        seen = run_on(io, move_money(client, put_money_in));
        CHECK(recorder->complete());
        for (const auto& each : world.server.requests())
            attempts += each.path.ends_with("/auth/token") ? 0 : 1;
    }

    std::string text() const
    {
        std::ifstream in(file);
        return {std::istreambuf_iterator<char>(in), {}};
    }

private:
    const test::temporary_directory directory_;

public:
    const std::string file = directory_.file("recording.jsonl");
    oms::client_config config;
    std::string seen;
    long attempts = 0;
};

} // namespace

TEST_CASE("a recorded movement of money gives the same typed results again, without a network (H2)")
{
    const recording recorded;
    CHECK_THAT(recorded.seen, ContainsSubstring(" completed ") && ContainsSubstring(" 75.00\n"));
    const std::string text = recorded.text();
    CHECK(std::count(text.begin(), text.end(), '\n') == recorded.attempts);
    CHECK_THAT(text, ContainsSubstring(R"("failure":"connection_lost","phase":"fully_written")"));

    replayed again(recorded.file);
    const auto seen = again.run(move_money(again.client, [](const oms::wallet_id&) {}));
    REQUIRE(seen.has_value());
    CHECK(seen.value() == recorded.seen);
    CHECK(again.transport->unused().empty());
}

TEST_CASE("a flow that sends money is replayed years after its quote ran out, with the clock of the recording (H2)")
{
    const test::temporary_directory directory;
    const std::string file = directory.file("recording.jsonl");
    const std::string seen = record_flow_of_2020(file, 0ms);
    CHECK_THAT(seen, ContainsSubstring(" 2020-06-15T14:"));
    {
        replayed again(file);
        const auto sent = again.run(send_money(again.client, [](const oms::wallet_id&) {}, [] {}));
        REQUIRE(sent.has_value());
        CHECK(sent.value() == seen);
        CHECK(again.transport->unused().empty());
    }
    replayed today(file, time_of::machine);
    const auto refused = today.run(send_money(today.client, [](const oms::wallet_id&) {}, [] {}));
    REQUIRE(refused.has_error());
    CHECK_THAT(refused.error().what(), ContainsSubstring("GET /v0.9/quotes/")); // is it still good?
}

TEST_CASE("a quote that ran out while the customer thought it over has run out in the replay too (H2)")
{
    const test::temporary_directory directory;
    const std::string file = directory.file("recording.jsonl");
    const std::string seen = record_flow_of_2020(file, 24h);
    CHECK(std::count(seen.begin(), seen.end(), '\n') == 3); // two quotes and a transaction
    replayed again(file);
    const auto sent = again.run(send_money(again.client, [](const oms::wallet_id&) {}, [] {}));
    REQUIRE(sent.has_value());
    CHECK(sent.value() == seen);
    CHECK(again.transport->unused().empty());
}

TEST_CASE("the clock of a replay shows when its next exchange began, and outlives it (H2)")
{
    const test::temporary_directory directory;
    const std::string file = directory.file("recording.jsonl");
    std::ofstream(file) << R"({"at":"2020-06-15T14:30:02Z","method":"GET","target":"/a","status":204})" << '\n'
                        << R"({"at":"2020-06-15T14:30:01Z","method":"GET","target":"/b","status":204})" << '\n'
                        << R"({"at":"2020-06-15T14:30:09Z","method":"GET","target":"/c?x=whsec_1","status":204})";
    asio::io_context io;
    auto transport = std::make_shared<oms::testing::replaying_transport>(file);
    const auto clock = transport->clock(io.get_executor());
    const auto wall = [&clock] {
        return oms::timestamp(std::chrono::floor<std::chrono::seconds>(clock->wall())).str();
    };
    const auto ask = [&](const char* target) {
        const oms::http_request request{oms::http_method::get, target};
        return run_on(io, transport->exchange(request, oms::exchange_limits())).response.status;
    };
    CHECK(wall() == "2020-06-15T14:30:02Z");
    CHECK(ask("/a") == 204);
    CHECK(wall() == "2020-06-15T14:30:02Z"); // it never goes back
    CHECK(ask("/b") == 204);
    CHECK(wall() == "2020-06-15T14:30:09Z");
    CHECK(transport->unused().front().target == "/c?x=left_out");
    CHECK(ask("/c?x=sk_live_another") == 204);
    transport.reset();
    CHECK(wall() == "2020-06-15T14:30:09Z");
    CHECK(run_on(io, clock->sleep_until(clock->now())) == boost::system::error_code());
}

TEST_CASE("no secret gets into a recording (H2)")
{
    const recording recorded;
    const std::string text = recorded.text();
    CHECK_THAT(text, ContainsSubstring(R"("number":"left_out")") && ContainsSubstring(R"("secret":"left_out")"));
    for (const std::string_view secret : {"987654321", "whsec_", "sk_", "Bearer", "bearer", "Authorization",
                                          "Idempotency-Key", "key-of-the-test", "auth/token", "expiresIn"}) {
        CAPTURE(secret);
        CHECK(text.find(secret) == text.npos);
    }
    CHECK(text.find(recorded.config.api_key.reveal()) == text.npos);
    CHECK(text.find(recorded.config.api_secret.reveal()) == text.npos);
}

TEST_CASE("a request that was not recorded, or not that often, fails by name and is not tried again (H2)")
{
    const recording recorded;
    replayed again(recorded.file);
    const auto once = again.run(again.client.customers().get(oms::customer_id{"cst_01H9Xa8F5dN6mP3q"}));
    REQUIRE(once.has_error());
    CHECK(once.error().code() == oms::errc::not_found);
    for (const char* const id : {"cst_01H9Xa8F5dN6mP3q", "cst_somebody"}) {
        const auto refused = again.run(again.client.customers().get(oms::customer_id{id}));
        REQUIRE(refused.has_error());
        CHECK(refused.error().code() == oms::errc::not_available);
        CHECK(refused.error().delivery() == oms::delivery::not_sent);
        CHECK(refused.error().attempts() == 1);
        CHECK_THAT(refused.error().what(), ContainsSubstring(std::string("GET /v0.9/customers/") + id));
    }
    const oms::new_customer bob = oms::new_customer().first_name("Bob"); // another body
    const auto refused = again.run(again.client.customers().create(bob));
    REQUIRE(refused.has_error());
    CHECK_THAT(refused.error().what(),
               ContainsSubstring("another body, which differs at firstName: POST /v0.9/customers"));
    CHECK(again.transport->unused().front().target == "/v0.9/customers");
}

TEST_CASE("a recording that lost its end is refused when a replay is made of it, with the line (H2)")
{
    const recording recorded;
    const std::string text = recorded.text();
    std::ofstream(recorded.file, std::ios::trunc) << text.substr(0, text.size() - 10);
    const std::string line = "line " + std::to_string(std::count(text.begin(), text.end(), '\n'));
    try {
        oms::testing::replaying_transport never(recorded.file);
        FAIL("was taken");
    } catch (const oms::error& refused) {
        CHECK(refused.code() == oms::errc::invalid_json);
        CHECK_THAT(refused.what(), ContainsSubstring(line));
    }
}

TEST_CASE(
    "a closed replay answers nothing any more, and a recording needs something to record and a place of its own (H2)")
{
    const recording recorded;
    replayed again(recorded.file);
    again.transport->close();
    const auto closed = again.run(again.client.customers().get(oms::customer_id{"cst_01H9Xa8F5dN6mP3q"}));
    REQUIRE(closed.has_error());
    CHECK(closed.error().code() == oms::errc::client_closed);

    using std::filesystem::perms;
    CHECK(std::filesystem::status(recorded.file).permissions() == (perms::owner_read | perms::owner_write));
    CHECK_THROWS_AS(oms::testing::recording_transport(nullptr, recorded.file), oms::error);
    CHECK_THROWS_AS(oms::testing::recording_transport(again.transport, "/nowhere/recording.jsonl"), oms::error);
}
