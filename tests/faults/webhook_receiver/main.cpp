// Receives webhooks and keeps what they tell in a ledger (webhook_soak/ledger.hpp). It may be killed at any moment: the
// next run on the same directory goes on.
//
//     webhook_soak_receiver DIRECTORY PORT SEED REACH DELIVERIES RESOURCES [CHAIN KEY]
//
// DIRECTORY/secrets has a line `name=whsec_…` for each secret; SIGHUP makes it read them again, without a pause, and
// write `knows NAME …` to standard output. CHAIN and KEY are PEM files; without them it speaks plain HTTP. SEED decides
// which handlers are slow, which outrun their time and which throw; its guards remember so many DELIVERIES and
// RESOURCES. It writes `ready` when it listens and `reached` when it has handled REACH events, and ends with SIGTERM.
// It runs on two threads.
#include "faults/gate.hpp"
#include "faults/soak/plan.hpp"
#include "faults/webhook_soak/ledger.hpp"

#include <oms/endpoint/endpoint.hpp>
#include <oms/endpoint/listener.hpp>
#include <oms/endpoint/listener_options.hpp>
#include <oms/endpoint/router.hpp>
#include <oms/webhook/file_order_guard.hpp>
#include <oms/webhook/file_replay_guard.hpp>

#include <boost/asio.hpp>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

namespace asio = boost::asio;

struct receiver {
    receiver(const std::string& directory, std::uint64_t seed_, std::uint64_t reach_)
        : book(directory + "/ledger"), seed(seed_), reach(reach_)
    {
    }

    /// The luck of a handler, fresh in each call for an event.
    test::dice luck(const std::string& event)
    {
        const std::lock_guard lock(mutex);
        return test::dice(seed + test::hash_of(event) + ++calls[event]);
    }

    void answered(const oms::webhook_report& report)
    {
        using oms::webhook_outcome;
        const webhook_outcome outcome = report.outcome();
        const std::string id = report.event() == nullptr ? std::string() : report.event()->id.str();
        const bool ran = outcome == webhook_outcome::handled || outcome == webhook_outcome::superseded ||
                         outcome == webhook_outcome::failed;
        if (ran && report.status() == 503)
            book.note(test::noted::outrun, id);
        switch (outcome) {
        case oms::webhook_outcome::handled:
        case oms::webhook_outcome::superseded:
            book.note(test::noted::done, id, report.signature()->secret_id);
            if (report.failure())
                std::cerr << "not confirmed: " << report.diagnosis() << '\n';
            if (++done == reach)
                std::cout << "reached\n" << std::flush;
            break;
        case oms::webhook_outcome::duplicate:
            book.note(test::noted::duplicate, id);
            break;
        case oms::webhook_outcome::busy:
            book.note(test::noted::busy, id);
            break;
        case oms::webhook_outcome::refused:
            book.note(test::noted::refused, {}, std::to_string(report.status()));
            break;
        case oms::webhook_outcome::failed: // noted by the handler, so that no other call can come before the note
            break;
        }
    }

    test::ledger book;
    const std::uint64_t seed;
    const std::uint64_t reach;
    std::atomic<std::uint64_t> done{0};
    std::mutex mutex;
    std::unordered_map<std::string, std::uint64_t> calls;
};

test::told_state state_of(const oms::event& event)
{
    test::told_state made;
    made.event = event.id.str();
    made.resource = made.event;
    const std::optional<oms::resource_version> version = oms::version_of(event);
    if (version) {
        made.resource = version->resource;
        made.final_state = version->final_state;
        made.sequence = version->sequence;
        if (!version->updated_at.absent())
            made.version = version->updated_at.time().time_since_epoch().count();
        else
            made.version = version->sequence.value_or(0);
    }
    return made;
}

constexpr std::chrono::milliseconds handler_timeout{300};

/// One handler for all events: sometimes it is slow, sometimes it outruns its time, and then it heeds the cancellation
/// or does not; sometimes it throws before its effect, sometimes after.
asio::awaitable<void> handle(std::shared_ptr<receiver> on, const oms::event& event)
{
    const std::string id = event.id.str();
    test::dice luck = on->luck(id);
    const std::uint64_t fate = luck.below(1000);
    const bool heeds = fate < 8;
    const bool acts_first = fate % 2 == 0;
    if (fate < 100) {
        if (fate < 16) {
            if (!heeds)
                co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
            if (acts_first)
                on->book.apply(state_of(event));
        }
        const std::uint64_t time = fate < 16 ? 330 + luck.below(300) : 1 + luck.below(20);
        asio::steady_timer work(co_await asio::this_coro::executor, std::chrono::milliseconds(time));
        const auto [cancelled] = co_await work.async_wait(asio::as_tuple(asio::deferred));
        if (cancelled) {
            on->book.note(test::noted::failed, id);
            throw boost::system::system_error(cancelled);
        }
        if (fate < 16 && acts_first)
            co_return;
    }
    if (fate >= 100 && fate < 110) {
        on->book.note(test::noted::failed, id);
        throw std::runtime_error("the handler has bad luck");
    }
    on->book.apply(state_of(event));
    if (fate >= 110 && fate < 120) {
        on->book.note(test::noted::failed, id);
        throw std::runtime_error("the handler has bad luck after its effect");
    }
}

struct known_secrets {
    std::string names;
    std::vector<oms::webhook_secret> secrets;
};

known_secrets read_secrets(const std::string& path)
{
    known_secrets made;
    std::ifstream file(path);
    for (std::string one; std::getline(file, one);) {
        const std::size_t equals = one.find('=');
        made.secrets.push_back(oms::webhook_secret(one.substr(equals + 1)).id(one.substr(0, equals)));
        made.names += ' ' + one.substr(0, equals);
    }
    return made;
}

/// Takes the secrets that the file has now, at each SIGHUP.
asio::awaitable<void> follow_secrets(asio::signal_set& signal, const oms::async_webhook_endpoint& endpoint,
                                     std::string path)
{
    for (;;) {
        co_await signal.async_wait(asio::deferred);
        known_secrets now = read_secrets(path);
        endpoint.verify_with(oms::webhook_verifier(std::move(now.secrets)));
        std::cout << "knows" + now.names + '\n' << std::flush;
    }
}

std::size_t number(const char* text)
{
    return std::strtoull(text, nullptr, 10);
}

std::string content_of(const char* path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 7 && argc != 9) {
        std::cerr << "usage: webhook_soak_receiver DIRECTORY PORT SEED REACH DELIVERIES RESOURCES [CHAIN KEY]\n";
        return 2;
    }
    const std::string directory = argv[1];
    asio::io_context io;
    asio::thread_pool disk(24); // the guards' writes wait for the disk together

    const auto on = std::make_shared<receiver>(directory, number(argv[3]), number(argv[4]));
    const auto typed = [on](const auto&, const oms::event& event) {
        return handle(on, event);
    };
    oms::async_webhook_router router([on](const oms::event& event) { return handle(on, event); });
    router.on_family<oms::transaction_event>(typed);
    router.on_family<oms::cash_in_event>(typed);
    router.on_family<oms::wallet_event>(typed);
    router.on_superseded([on](const oms::event& event) { on->book.note(test::noted::superseded, event.id.str()); });

    const auto replay = std::make_shared<oms::file_replay_guard>(directory + "/replay", number(argv[5]));
    const auto order = std::make_shared<oms::file_order_guard>(directory + "/order", number(argv[6]));
    if (replay->damaged() + order->damaged() != 0) {
        std::cerr << "a guard's file is damaged\n";
        return 1;
    }
    oms::endpoint_options guarded;
    guarded.replay(replay).order(order).busy_limit(std::chrono::milliseconds(300));
    guarded.observe([on](const oms::webhook_report& report) { on->answered(report); });
    oms::async_endpoint_options options(guarded);
    options.guards_on(disk.get_executor()).handler_timeout(handler_timeout);
    asio::signal_set renewal(io, SIGHUP); // before the sender of the signal may know that this runs
    const oms::async_webhook_endpoint endpoint(oms::webhook_verifier(read_secrets(directory + "/secrets").secrets),
                                               std::move(router), options);
    asio::co_spawn(io, follow_secrets(renewal, endpoint, directory + "/secrets"), asio::detached);

    oms::listener_options listening;
    listening.port(static_cast<std::uint16_t>(std::atoi(argv[2]))).path("/hooks");
    if (argc == 9)
        listening.tls(content_of(argv[7]), oms::secret(content_of(argv[8])));
    oms::webhook_listener listener(io.get_executor(), endpoint, listening);

    asio::signal_set signals(io, SIGTERM);
    signals.async_wait([&](boost::system::error_code, int) { listener.stop(); });
    asio::co_spawn(io, listener.serve(), [&](std::exception_ptr failure) {
        io.stop(); // the listener has left nothing behind; the signals are still waited for
        if (failure)
            std::rethrow_exception(failure);
    });
    std::cout << "ready\n" << std::flush;
    std::thread second([&] { io.run(); });
    io.run();
    second.join();
    return 0;
}
