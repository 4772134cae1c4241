#include "faults/soak/soak.hpp"

#include "common/descriptors.hpp"
#include "common/world.hpp"
#include "faults/soak/plan.hpp"

#include <oms/client/client_metrics.hpp>
#include <oms/oms.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <iomanip>
#include <optional>
#include <ostream>
#include <sstream>
#include <thread>
#include <utility>

namespace test {

namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using clock = std::chrono::steady_clock;

constexpr milliseconds patience{30'000}; ///< for a call
/// The longest that the default policy has, of the token exchange too, and what a loaded machine needs on top.
constexpr milliseconds one_back_off{8'250 + 1'000};

/// What the workers of one round share.
struct scene {
    scene(oms::client used, oracle& judge_, const soak_terms& terms_)
        : client(std::move(used)), judge(judge_), terms(terms_)
    {
    }

    oms::client client;
    oracle& judge;
    const soak_terms& terms;
    std::vector<person> people; ///< with money
    std::string run;            ///< what makes keys of this run's round differ from others
    clock::time_point end;
    std::deque<asio::cancellation_signal> signals; ///< one a worker
};

template <class T>
asio::awaitable<std::optional<T>> judged(scene& on, operation what, asio::awaitable<T> call)
{
    const oracle::number number = on.judge.began(what);
    std::optional<T> value;
    std::optional<oms::error> failure;
    try {
        value.emplace(co_await std::move(call));
    } catch (const oms::error& thrown) {
        failure = thrown;
    }
    on.judge.ended(number, failure ? &*failure : nullptr);
    const asio::cancellation_state state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
        co_await asio::this_coro::reset_cancellation_state();
    co_return value;
}

oms::new_customer somebody(const std::string& key)
{
    oms::residential_address home;
    home.line1("17 Undisclosed Avenue").city("San Francisco").state("CA").country("US").zip_code("94104");
    const oms::identifying_information document(oms::identity_document::ssn, "US", oms::secret("912873465"));
    oms::new_customer request;
    request.first_name("Geheimnis").last_name("Undisclosed").email("undisclosed@example.com").phone("+12125559876");
    request.birth_date("1987-06-05").nationality("US").signed_agreement(true).external_id(key);
    request.residential_address(home).identifying_information(document);
    return request;
}

/// One caller: one call after the other until the round is over.
class worker {
public:
    worker(scene& on, int number)
        : on_(on), number_(number),
          random_(on.terms.seed * 1'000'003 + hash_of(on.run) + static_cast<std::uint64_t>(number))
    {
    }

    static asio::awaitable<void> work(std::shared_ptr<worker> self)
    {
        co_await asio::this_coro::throw_if_cancelled(false);
        while (clock::now() < self->on_.end)
            co_await self->one_call();
    }

private:
    /// The next key, or mark for a request without one.
    std::string identity(const char* kind)
    {
        return kind + on_.run + "-" + std::to_string(number_) + "-" + std::to_string(++calls_);
    }

    operation begin(const char* name, const char* kind)
    {
        operation what;
        what.name = name;
        what.identity = kind == nullptr ? std::string() : identity(kind);
        what.keyed = kind != nullptr && *kind == 'k';
        what.limit = random_.below(100) == 0 ? milliseconds(1 + random_.below(6000)) : patience;
        return what;
    }

    oms::call_options options(const operation& what)
    {
        oms::call_options made;
        made.timeout(what.limit);
        if (what.keyed)
            made.idempotency_key(what.identity);
        return made;
    }

    const person& anybody() { return on_.people[random_.below(on_.people.size())]; }

    asio::awaitable<void> one_call()
    {
        const std::uint64_t choice = random_.below(100);
        if (choice < 20)
            co_await create_customer();
        else if (choice < 35 || (choice < 60 && !quote_))
            co_await ask_for_quote();
        else if (choice < 60)
            co_await execute();
        else if (choice < 65)
            co_await open_wallet();
        else if (choice < 75)
            co_await read_balance();
        else if (choice < 83 && transaction_)
            co_await read_transaction();
        else if (choice < 88)
            co_await list_some();
        else if (choice < 94 || !customer_)
            co_await change_customer();
        else
            co_await delete_customer();
    }

    asio::awaitable<void> create_customer()
    {
        const operation what = begin("POST /customers", "k");
        const oms::new_customer request = somebody(what.identity);
        const std::optional<oms::customer> made =
            co_await judged(on_, what, on_.client.customers().create(request, options(what)));
        if (made)
            customer_ = made->id;
    }

    asio::awaitable<void> open_wallet()
    {
        const operation what = begin("POST /customers/{customerId}/wallets", "k");
        const oms::new_wallet wanted(oms::asset::usdc, oms::network::polygon);
        co_await judged(on_, what, on_.client.wallets().create(anybody().customer, wanted, options(what)));
    }

    asio::awaitable<void> ask_for_quote()
    {
        const operation what = begin("POST /quotes", "k");
        const person& sender = anybody();
        const oms::from_wallet from(sender.wallet, oms::asset::usdc, oms::network::polygon);
        const oms::to_address to("0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon);
        const oms::source_amount amount("1.00");
        const oms::new_quote<oms::crypto_to_crypto> order(sender.customer, from, to, amount);
        quote_ = co_await judged(on_, what, on_.client.quotes().create(order, options(what)));
    }

    asio::awaitable<void> execute()
    {
        const operation what = begin("POST /transactions", "k");
        const oms::quote<oms::crypto_to_crypto> accepted = *quote_;
        quote_.reset();
        const std::optional<oms::transaction<oms::crypto_to_crypto>> sent =
            co_await judged(on_, what, on_.client.transactions().execute(accepted, options(what)));
        if (sent)
            transaction_ = sent->id;
    }

    asio::awaitable<void> read_balance()
    {
        const operation what = begin("GET /wallets/{walletId}/balance", nullptr);
        co_await judged(on_, what, on_.client.wallets().balance(anybody().wallet, options(what)));
    }

    asio::awaitable<void> read_transaction()
    {
        const operation what = begin("GET /transactions/{transactionId}", nullptr);
        co_await judged(on_, what, on_.client.transactions().get(*transaction_, options(what)));
    }

    asio::awaitable<void> list_some()
    {
        const operation what = begin("GET /customers", nullptr);
        oms::customer_filter filter;
        filter.limit(3);
        oms::pager<oms::customer> pages = on_.client.customers().list(filter, options(what));
        co_await judged(on_, what, pages.next());
    }

    asio::awaitable<void> change_customer()
    {
        const operation what = begin("PATCH /customers/{customerId}", "m");
        oms::customer_update changes;
        changes.metadata(oms::json_text("{\"mark\":\"" + what.identity + "\"}"));
        co_await judged(on_, what, on_.client.customers().update(anybody().customer, changes, options(what)));
    }

    asio::awaitable<void> delete_customer()
    {
        operation what = begin("DELETE /customers/{customerId}", "m");
        const oms::customer_id gone = *customer_;
        customer_.reset();
        what.identity = gone.str();
        co_await judged(on_, what, on_.client.customers().remove(gone, options(what)));
    }

    scene& on_;
    const int number_;
    dice random_;
    std::uint64_t calls_ = 0;
    std::optional<oms::customer_id> customer_;
    std::optional<oms::quote<oms::crypto_to_crypto>> quote_;
    std::optional<oms::transaction_id> transaction_;
};

/// The mark of a PATCH, and what a DELETE names.
std::string mark_of(const seen_request& request, std::string_view body)
{
    if (request.method == "DELETE")
        return request.target.substr(request.target.rfind('/') + 1);
    constexpr std::string_view before = "\"mark\":\"";
    const std::size_t at = body.find(before);
    if (at == std::string_view::npos)
        return {};
    const std::string_view rest = body.substr(at + before.size());
    return std::string(rest.substr(0, rest.find('"')));
}

/// An answer that the service gives in place of its own, or a connection that it drops.
void trouble_the_service(world& of, dice& random)
{
    using oms::sandbox::connection_fault;
    using oms::sandbox::fault;
    const int times = 1 + static_cast<int>(random.below(3));
    of.clear_faults(); // what struck nobody until now does not pile up
    switch (random.below(8)) {
    case 0:
        of.inject(fault::answer(503).times(times));
        break;
    case 1:
        of.inject(fault::answer(500).after_effect().times(times));
        break;
    case 2:
        of.inject(fault::answer(500).times(times));
        break;
    case 3:
        of.inject(fault::answer(429).retry_after("1").times(times));
        break;
    case 4:
        of.inject(fault::running_for(milliseconds(300)).times(times));
        break;
    case 5:
        of.inject(fault::answer(502, "<html>bad gateway</html>").header("Content-Type", "text/html").times(times));
        break;
    case 6:
        of.inject(connection_fault::drop_request().on("POST", "/customers").times(times));
        break;
    default:
        of.inject(connection_fault::drop_answer().on("POST", "/transactions").times(times));
    }
}

/// What changes around the workers while they work.
asio::awaitable<void> weather(scene& on, gate& through, world& service, soak_report& report)
{
    dice random(on.terms.seed + hash_of(on.run));
    asio::steady_timer timer(co_await asio::this_coro::executor);
    clock::time_point restart = clock::now() + on.terms.restart_every;
    clock::time_point revoke = clock::now() + on.terms.revoke_every;
    while (clock::now() < on.end) {
        timer.expires_after(milliseconds(50));
        co_await timer.async_wait(asio::deferred);
        for (int i = 0; i < 3; ++i)
            on.signals[random.below(on.signals.size())].emit(asio::cancellation_type::terminal);
        trouble_the_service(service, random);
        if (clock::now() >= revoke) {
            service.revoke_tokens();
            ++report.revocations;
            revoke += on.terms.revoke_every;
        }
        if (clock::now() >= restart) {
            through.close_door(random.below(2) == 0);
            timer.expires_after(milliseconds(300));
            co_await timer.async_wait(asio::deferred);
            through.open_door();
            ++report.restarts;
            restart = clock::now() + on.terms.restart_every;
        }
    }
}

/// I10: the next call, now that nothing is in its way.
asio::awaitable<void> one_clear_call(scene& on, bool& quick)
{
    const clock::time_point begun = clock::now();
    try {
        const oms::wallet_balance held = co_await on.client.wallets().balance(on.people.front().wallet);
        quick = clock::now() - begun < one_back_off;
    } catch (const oms::error&) {
        quick = false;
    }
}

struct soaking {
    explicit soaking(const soak_terms& told) : terms(told), plan(told.seed, told.faults_per_thousand), judge(rules())
    {
        gate_terms how;
        how.mark_of = mark_of;
        how.connections = [this](int number) {
            return calm ? connection_plan() : plan.connection(number);
        };
        how.exchanges = [this](const seen_request& request) {
            if (calm)
                return exchange_plan();
            const exchange_plan made = plan.exchange(request.connection, request.number, request.request_size);
            faults += !made.to_server.passes() || !made.to_client.passes();
            return made;
        };
        how.over = [this](const seen_request& request) {
            judge.saw(request);
            exchanges += request.target == "/v0.9/auth/token" && request.status == 200 && request.given_to_client;
        };
        through.emplace(how);
        judge.only_at("127.0.0.1:" + std::to_string(through->port()));
        report.plan_hash = plan.hash();
    }

    static oracle_terms rules()
    {
        oracle_terms made;
        made.margin = milliseconds(2000);
        made.secrets = {"emulator-secret", "sk_sdbx_emulator",        "912873465",
                        "Undisclosed",     "undisclosed@example.com", "+12125559876"};
        return made;
    }

    oms::client_config config(const world& service) const
    {
        oms::client_config made = service.config();
        made.base_url = through->base_url();
        made.tls.ca_pem = through->ca_pem();
        made.pool.max_connections = static_cast<std::size_t>(terms.connections);
        made.timeouts.total = patience;
        made.timeouts.connect = std::chrono::seconds(3);
        made.timeouts.first_byte = std::chrono::seconds(2);
        made.timeouts.idle_read = std::chrono::seconds(1);
        return made;
    }

    std::unique_ptr<world> new_service(int round)
    {
        oms::sandbox::settings rules_of_service;
        rules_of_service.token_lifetime = std::chrono::duration_cast<std::chrono::seconds>(terms.token_lifetime);
        rules_of_service.seed = terms.seed + static_cast<std::uint64_t>(round);
        oms::sandbox::server_options options;
        options.http().settings(rules_of_service);
        auto made = std::make_unique<world>(options);
        through->lead_to(made->port());
        through->close_all(); // those of the service before
        return made;
    }

    void run()
    {
        const std::size_t descriptors = open_descriptors();
        const std::int64_t heap_before = terms.heap ? terms.heap() : 0;
        std::int64_t heap_first = 0;
        const clock::time_point begun = clock::now();
        io.emplace(1);
        {
            std::optional<oms::client> client;
            std::size_t idle_first = 0;
            for (int round = 1; round <= terms.rounds; ++round) {
                const std::unique_ptr<world> service = new_service(round);
                if (!client)
                    client = service->client(io->get_executor(), config(*service));
                one_round(round, *client, *service);

                const oms::client_metrics metrics = client->metrics();
                const std::int64_t heap = terms.heap ? terms.heap() : 0;
                if (round == 1) {
                    heap_first = heap;
                    idle_first = metrics.pool.idle;
                }
                report.heap_growth = heap - heap_first;
                // A connection at rest is no leak: TLS holds less than this for one.
                const auto more_idle =
                    static_cast<std::int64_t>(metrics.pool.idle) - static_cast<std::int64_t>(idle_first);
                report.heap_grows =
                    report.heap_growth > 1024 * 1024 + std::max<std::int64_t>(0, more_idle) * 100 * 1024;
                report.attempts = metrics.attempts;
                report.retries = metrics.retries;
                report.connections = metrics.pool.connections_opened;
                if (terms.log != nullptr && terms.heap)
                    *terms.log << "  heap of the client " << heap / 1024 << " KiB, idle connections "
                               << metrics.pool.idle << std::endl;
            }
            client->close();
        }
        report.seconds = std::chrono::duration<double>(clock::now() - begun).count();
        report.calls_per_second = static_cast<double>(report.calls.operations) / busy;
        run_dry();
        io.reset(); // it keeps room for as many timers as there ever were
        through->close_all();
        for (int i = 0; i < 500 && open_descriptors() > descriptors; ++i)
            std::this_thread::sleep_for(milliseconds(10));
        report.leaked_sockets = std::max(open_descriptors(), descriptors) - descriptors;
        if (terms.heap) {
            report.heap_counted = true;
            report.heap_left = terms.heap() - heap_before;
            report.heap_grows = report.heap_grows || report.heap_left > 1024 * 1024;
        }
        report.faults = faults;
    }

    void one_round(int round, const oms::client& client, world& service)
    {
        scene on(client, judge, terms);
        on.run = std::to_string(terms.seed) + "-" + std::to_string(round);
        for (int i = 0; i < 32; ++i)
            on.people.push_back(service.make_person("1000000"));
        const std::uint64_t exchanges_before = exchanges;
        const std::uint64_t revocations_before = report.revocations;
        const clock::time_point begun = clock::now();
        on.end = begun + terms.length / terms.rounds;
        on.signals.resize(static_cast<std::size_t>(terms.in_flight));
        for (int i = 0; i < terms.in_flight; ++i)
            asio::co_spawn(
                *io, worker::work(std::make_shared<worker>(on, i)),
                asio::bind_cancellation_slot(on.signals[static_cast<std::size_t>(i)].slot(), asio::detached));
        asio::co_spawn(*io, weather(on, *through, service, report), asio::detached);
        run_dry();
        const double seconds = std::chrono::duration<double>(clock::now() - begun).count();
        busy += seconds;
        through->settle();

        for (const std::string& token : through->tokens())
            judge.add_secret(token);
        verdict found = judge.judge(service.oracle().effects);
        // The first token, one for each that was taken away (and one that was fetched just before), and the renewals.
        const double renewals = seconds / (0.79 * std::chrono::duration<double>(terms.token_lifetime).count());
        const std::uint64_t allowed =
            2 + 2 * (report.revocations - revocations_before) + static_cast<std::uint64_t>(renewals);
        const std::uint64_t made = exchanges - exchanges_before;
        report.token_exchanges += made;
        report.surplus_exchanges += made > allowed ? made - allowed : 0;
        for (const auto& [asset, money] : service.oracle().assets) {
            const oms::decimal sum = money.wallets + money.in_transit + money.fees + money.exchanged + money.outside;
            report.money_lost += !sum.is_zero();
        }

        calm = true;
        bool quick = false;
        asio::co_spawn(*io, one_clear_call(on, quick), asio::detached);
        run_dry();
        calm = false;
        report.slow_recoveries += !quick;
        tell(round, found, seconds);
        report.calls.add(found);
    }

    void run_dry()
    {
        io->restart();
        io->run();
    }

    void tell(int round, const verdict& found, double seconds)
    {
        if (terms.log != nullptr)
            *terms.log << "round " << round << ": " << found.operations << " operations in " << std::fixed
                       << std::setprecision(1) << seconds << " s, " << found.succeeded << " succeeded, "
                       << found.violations() << " violations" << std::endl;
    }

    const soak_terms& terms;
    const fault_plan plan;
    oracle judge;
    soak_report report;
    std::atomic<bool> calm{false};
    std::atomic<std::uint64_t> faults{0};
    std::atomic<std::uint64_t> exchanges{0};
    double busy = 0;
    std::optional<asio::io_context> io;
    std::optional<gate> through;
};

} // namespace

std::uint64_t soak_report::violations() const
{
    return calls.violations() + surplus_exchanges + leaked_sockets + slow_recoveries + money_lost + heap_grows;
}

soak_report soak(const soak_terms& terms)
{
    soaking one(terms);
    one.run();
    return one.report;
}

void print(std::ostream& out, const soak_report& report)
{
    const verdict& calls = report.calls;
    const auto line = [&out](const char* what, auto value) {
        out << std::left << std::setw(34) << what << value << '\n';
    };
    std::ostringstream hash;
    hash << std::hex << report.plan_hash;
    line("plan of faults", hash.str());
    line("operations", calls.operations);
    line("  succeeded", calls.succeeded);
    line("  refused", calls.refused);
    line("  not sent", calls.not_sent);
    line("  applied, answer unusable", calls.applied);
    line("  maybe applied", calls.maybe_applied);
    line("    and the server has the effect", calls.maybe_applied_with_effect);
    line("calls per second", static_cast<std::uint64_t>(report.calls_per_second));
    line("attempts", report.attempts);
    line("retries", report.retries);
    line("requests seen whole", calls.requests);
    line("effects", calls.effects);
    line("connections", report.connections);
    line("faults of the gate", report.faults);
    line("restarts", report.restarts);
    line("tokens taken away", report.revocations);
    line("token exchanges", report.token_exchanges);
    if (report.heap_counted) {
        line("heap growth, KiB", report.heap_growth / 1024);
        line("heap left by the client, KiB", report.heap_left / 1024);
    }
    out << "errors:\n";
    for (const auto& [what, count] : calls.errors)
        out << "  " << std::left << std::setw(8) << count << what << '\n';
    out << "to be zero:\n";
    line("  double effects", calls.double_effects);
    line("  lost outcomes", calls.lost_outcomes);
    line("  wrong delivery classes", calls.wrong_deliveries);
    line("  keys with two bodies", calls.keys_with_two_bodies);
    line("  tokens where none belongs", calls.stray_tokens);
    line("  secrets told", calls.secrets_told);
    line("  requests above the limit", calls.surplus_requests);
    line("  errors that say too little", calls.poor_texts);
    line("  token exchanges too many", report.surplus_exchanges);
    line("  slow recoveries", report.slow_recoveries);
    line("  assets with money lost", report.money_lost);
    line("  leaked sockets", report.leaked_sockets);
    line("  heap grows", report.heap_grows ? 1 : 0);
    for (const std::string& finding : calls.findings)
        out << "  ! " << finding << '\n';
    out.flush();
}

} // namespace test
