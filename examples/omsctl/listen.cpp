#include "listen.hpp"

#include "errors.hpp"
#include "event_line.hpp"

#include <oms/core/idempotency_key.hpp>
#include <oms/endpoint/listener.hpp>

#include <boost/asio/cancellation_state.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <optional>

namespace omsctl {

namespace {

namespace asio = boost::asio;

/// What a handler needs while the listener runs.
struct audience {
    const session& on;
    std::int64_t left; ///< events to show before the end; below zero: no end
    oms::webhook_listener* listener = nullptr;
};

void show(audience& to, const oms::event& event)
{
    if (to.left == 0)
        throw std::runtime_error("no more are shown"); // answered 500: the service keeps it for the next listener
    to.on.seen.note(event.document.view());
    std::cout << (to.on.json() ? on_one_line(event.document.view()) : event_line(event)) << std::endl;
    if (!std::cout) {
        to.listener->stop();
        throw std::runtime_error("nobody reads"); // answered 500: the service keeps it
    }
    if (to.left > 0 && --to.left == 0)
        to.listener->stop();
}

/// A secret that nobody knows, for the time before the subscription has given the real one.
oms::webhook_secret unknown_secret()
{
    std::string digits;
    while (digits.size() < 64)
        for (const char c : oms::idempotency_key::generate().str())
            if (digits.size() < 64 && std::string_view("0123456789abcdef").find(c) != std::string_view::npos)
                digits += c;
    return oms::webhook_secret(oms::secret("whsec_" + digits));
}

/// `/oms` of `https://shop.example/oms?a=b`
std::string path_of(const std::string& url)
{
    const std::size_t host = url.find("://");
    const std::size_t path = host == url.npos ? url.npos : url.find('/', host + 3);
    return path == url.npos ? "/" : url.substr(path, url.find_first_of("?#", path) - path);
}

oms::webhook_listener listener_of(const session& on, const asio::any_io_executor& executor,
                                  const oms::async_webhook_endpoint& endpoint)
{
    oms::listener_options options;
    options.port(static_cast<std::uint16_t>(on.given.number("--port", 0, 0, 65535)));
    options.path(path_of(on.given.text("--url"))).grace(std::chrono::seconds(2));
    options.on_refusal([&on](int status, std::string_view reason) {
        on.tell("refused a request: " + std::to_string(status) + ", " + std::string(reason));
    });
    try {
        return oms::webhook_listener(executor, endpoint, options);
    } catch (const oms::error& failure) {
        if (failure.code() != oms::errc::not_available)
            throw;
        throw usage_error("cannot listen on port " + on.given.text("--port") + " of 127.0.0.1: " +
                          failure.cause().message() + "; name another --port, or none for a free one");
    }
}

oms::async_endpoint_options endpoint_options_of(const session& on)
{
    // Every event is shown, also one that comes after a newer state of its resource.
    oms::endpoint_options options;
    options.order(nullptr).observe([&on](const oms::webhook_report& report) {
        if (report.outcome() == oms::webhook_outcome::refused)
            on.tell("refused a delivery that is not to be believed: " + report.str());
    });
    return options;
}

asio::awaitable<oms::webhook_created> subscribe(session& on, std::string url)
{
    oms::new_webhook request(std::move(url));
    for (const std::string& each : on.given.all("--event"))
        request.event(each);
    co_return co_await on.client.webhooks().create(request, on.options());
}

/// Whether the same command line asks for the same subscription: a free port is another one each time.
bool has_lasting_url(const arguments& given)
{
    return given.has("--url") || given.number("--port", 0, 0, 65535) != 0;
}

/// Removes what was registered. Gives the exit code.
asio::awaitable<int> unsubscribe(session& on, oms::webhook_id id)
{
    oms::call_options options;
    options.timeout(std::chrono::seconds(10));
    try {
        co_await on.client.webhooks().remove(id, options);
    } catch (const oms::error& failure) {
        std::cerr << report(failure, {advice_for(failure, "").code, on.begun});
        co_return advice_for(failure, "").code;
    }
    on.begun.clear();
    on.tell("removed " + id.str());
    co_return done;
}

} // namespace

asio::awaitable<int> listen(session& on)
{
    if (on.given.has("--secret-file") && (on.given.has("--url") || on.given.has("--event")))
        throw usage_error("with --secret-file nothing is registered, so --url and --event have no meaning");
    if (on.given.has("--print"))
        throw usage_error("listen prints a line for each event, so --print has no meaning: --json has all of it");
    std::signal(SIGPIPE, SIG_IGN); // when nobody reads any more, the subscription is still to be removed
    audience to{on, on.given.number("--count", -1, 1, 1'000'000'000)};
    const oms::async_webhook_router router([&to](const oms::event& event) { show(to, event); });
    std::optional<oms::webhook_secret> secret;
    if (on.given.has("--secret-file"))
        secret.emplace(oms::secret(first_line(read_file(on.given.text("--secret-file")))));
    const oms::async_webhook_endpoint endpoint(oms::webhook_verifier(secret ? *secret : unknown_secret()), router,
                                               endpoint_options_of(on));
    const asio::any_io_executor executor = co_await asio::this_coro::executor;
    oms::webhook_listener listener = listener_of(on, executor, endpoint);
    to.listener = &listener;

    std::optional<oms::webhook_created> registered;
    if (!secret) {
        const std::string url = on.given.text_or("--url", listener.url());
        try {
            registered = co_await subscribe(on, url);
        } catch (const oms::error& failure) {
            const int code = advice_for(failure, "").code;
            if (code != unreadable && (code != maybe_applied || has_lasting_url(on.given)))
                throw;
            std::cerr << report(failure, {code, "a subscription to " + url +
                                                    " may be there, where nobody listens: omsctl webhooks "
                                                    "list, then omsctl webhooks remove WEBHOOK"});
            co_return code;
        }
    }

    // Ctrl-C cancels: that stops the listener, and must not keep the subscription from being removed.
    co_await asio::this_coro::throw_if_cancelled(false);
    std::exception_ptr failure;
    try {
        if (registered) {
            on.begun = "the subscription may still be there: omsctl webhooks remove " + registered->id.str();
            endpoint.verify_with(oms::webhook_verifier(oms::webhook_secret(registered->secret)));
        }
        on.tell("listening on " + listener.url() + (registered ? " as " + registered->id.str() : std::string()) +
                "; Ctrl-C ends it");
        const asio::cancellation_state asked = co_await asio::this_coro::cancellation_state;
        if (asked.cancelled() == asio::cancellation_type::none) // else it came before there was a listener to stop
            co_await listener.serve();
    } catch (...) {
        failure = std::current_exception();
    }
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    int code = done;
    if (registered)
        code = co_await unsubscribe(on, registered->id);
    if (failure)
        std::rethrow_exception(failure);
    co_return code;
}

} // namespace omsctl
