#include "listen.hpp"

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
    return oms::webhook_listener(executor, endpoint, options);
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

} // namespace

asio::awaitable<int> listen(session& on)
{
    if (on.given.has("--secret-file") && (on.given.has("--url") || on.given.has("--event")))
        throw usage_error("with --secret-file nothing is registered, so --url and --event have no meaning");
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

    std::optional<oms::webhook_id> registered;
    if (!secret) {
        const std::string url = on.given.text_or("--url", listener.url());
        const oms::webhook_created webhook = co_await subscribe(on, url);
        registered = webhook.id;
        endpoint.verify_with(oms::webhook_verifier(oms::webhook_secret(webhook.secret)));
    }
    on.tell("listening on " + listener.url() + (registered ? " as " + registered->str() : std::string()) +
            "; Ctrl-C ends it");

    // Ctrl-C cancels: that stops the listener, and must not keep the subscription from being removed.
    co_await asio::this_coro::throw_if_cancelled(false);
    co_await listener.serve();
    co_await asio::this_coro::reset_cancellation_state(asio::disable_cancellation());
    if (!registered)
        co_return done;
    std::exception_ptr failure;
    try {
        oms::call_options options;
        options.timeout(std::chrono::seconds(10));
        co_await on.client.webhooks().remove(*registered, options);
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure) {
        on.tell("the subscription is still there: omsctl webhooks remove " + registered->str());
        std::rethrow_exception(failure);
    }
    on.tell("removed " + registered->str());
    co_return done;
}

} // namespace omsctl
