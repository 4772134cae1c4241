#include "routes.hpp"

#include "requests.hpp"
#include "resources.hpp"

#include <boost/json.hpp>

#include <iostream>
#include <sstream>

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace payments {

namespace {

response reply(const request& to, http::status status, std::string body = "", const char* type = "application/json")
{
    response made(status, to.version());
    if (!body.empty())
        made.set(http::field::content_type, type);
    made.body() = std::move(body);
    return made;
}

response refusal(const request& to, http::status status, const std::string& why)
{
    return reply(to, status, boost::json::serialize(boost::json::object{{"error", why}}));
}

asio::awaitable<response> unknown_path(const request& asked)
{
    co_return refusal(asked, http::status::not_found, "no such path");
}

bool alive(connection& on)
{
    return !on.execute("select 1").empty();
}

} // namespace

routes::routes(database& store, worker& hands, oms::webhook_verifier verifier)
    : store_(store), hands_(hands), verifier_(std::move(verifier))
{
}

// Nothing has happened then, or nobody was told that it did: the client asks again, under the same reference.
asio::awaitable<response> routes::answer(const request& asked)
{
    try {
        co_return co_await routed(asked);
    } catch (const database_lost& failure) {
        std::cerr << asked.method_string() << ' ' << asked.target() << ": " << failure.what() << std::endl;
    }
    response later = refusal(asked, http::status::service_unavailable, "no database");
    later.set(http::field::retry_after, "1");
    co_return later;
}

asio::awaitable<response> routes::routed(const request& asked)
{
    const std::string path(asked.target());
    const bool get = asked.method() == http::verb::get || asked.method() == http::verb::head;
    const bool post = asked.method() == http::verb::post;
    if (post && (path == "/deposits" || path == "/payouts"))
        return accept_operation(asked);
    if (post && path == "/webhooks")
        return take_webhook(asked);
    if (get && path.starts_with("/deposits/"))
        return show_operation(asked, "deposit", path.substr(10));
    if (get && path.starts_with("/payouts/"))
        return show_operation(asked, "payout", path.substr(9));
    if (get && path == "/metrics")
        return show_metrics(asked);
    if (get && path == "/healthz")
        return show_health(asked);
    return unknown_path(asked);
}

// Stored means accepted: whatever dies from here on, the operation will be carried out, once.
asio::awaitable<response> routes::accept_operation(const request& asked)
{
    new_operation wanted;
    try {
        wanted = asked.target() == "/payouts" ? read_payout(asked.body()) : read_deposit(asked.body());
    } catch (const bad_request& failure) {
        co_return refusal(asked, http::status::bad_request, failure.what());
    }
    const acceptance accepted = co_await store_.run(&accept, wanted);
    if (accepted.found.request != wanted.request)
        co_return refusal(asked, http::status::conflict, "this reference asked for something else before");
    if (accepted.fresh)
        hands_.wake();
    co_return reply(asked, accepted.fresh ? http::status::accepted : http::status::ok, shown(accepted.found));
}

asio::awaitable<response> routes::show_operation(const request& asked, std::string kind, std::string reference)
{
    std::optional<operation> found;
    if (is_reference(reference)) // else it is none, and PostgreSQL may refuse its bytes
        found = co_await store_.run(&find, kind, reference);
    if (!found)
        co_return refusal(asked, http::status::not_found, "no such reference");
    co_return reply(asked, http::status::ok, shown(*found));
}

// Acknowledged only when it is stored with its effect. When the database cannot be had, the answer is 503 and OMS sends
// it again.
asio::awaitable<response> routes::take_webhook(const request& asked)
{
    std::string_view signature;
    if (asked.count("Webhook-Signature") == 1)
        signature = asked["Webhook-Signature"];
    const oms::result<oms::event> event = verifier_.verify(signature, asked.body());
    if (!event) {
        ++forged_;
        std::cerr << "webhook: " << event.error().what() << std::endl;
        co_return reply(asked, http::status::bad_request);
    }
    // An event that we know by name and cannot read is one for a later version of this program, not one to pass over.
    if (std::holds_alternative<oms::unknown_event>(event->payload) && event->name.known())
        co_return reply(asked, http::status::service_unavailable);
    const reception outcome = co_await store_.run(&receive, *event);
    ++(outcome == reception::taken ? taken_ : outcome == reception::repeated ? repeated_ : superseded_);
    co_return reply(asked, http::status::no_content);
}

asio::awaitable<response> routes::show_metrics(const request& asked)
{
    const auto counts = co_await store_.run(&count);
    std::ostringstream text;
    text << "# TYPE payments_operations gauge\n";
    for (const auto& [what, number] : counts)
        text << "payments_operations{kind=\"" << what.first << "\",state=\"" << what.second << "\"} " << number << '\n';
    text << "# TYPE payments_webhooks_total counter\n";
    text << "payments_webhooks_total{outcome=\"taken\"} " << taken_ << '\n';
    text << "payments_webhooks_total{outcome=\"repeated\"} " << repeated_ << '\n';
    text << "payments_webhooks_total{outcome=\"superseded\"} " << superseded_ << '\n';
    text << "payments_webhooks_total{outcome=\"refused\"} " << forged_ << '\n';
    co_return reply(asked, http::status::ok, text.str(), "text/plain; version=0.0.4");
}

// Whatever this server does needs its database.
asio::awaitable<response> routes::show_health(const request& asked)
{
    co_await store_.run(&alive);
    co_return reply(asked, http::status::ok, "ok\n", "text/plain");
}

} // namespace payments
