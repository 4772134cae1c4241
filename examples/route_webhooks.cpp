// route_webhooks.cpp: a whole receiver as one function, for any server framework. No Asio.
#include <oms/testing/webhook_signer.hpp>
#include <oms/webhook/endpoint.hpp>
#include <oms/webhook/file_order_guard.hpp>
#include <oms/webhook/file_replay_guard.hpp>

#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <variant>

using namespace std::chrono_literals;

oms::webhook_router router()
{
    oms::webhook_router routes{[](const oms::event& e) {
        // A name we know with a resource that this version cannot read: OMS sends it again when a handler throws.
        if (std::holds_alternative<oms::unknown_event>(e.payload) && e.name.known())
            throw std::runtime_error("cannot read the resource of " + std::string{e.name.text()});
        std::cout << "  not of interest: " << e.name << '\n';
    }};
    routes.on(oms::event_name::cash_in_completed,
              [](const oms::cash_in_event& e) { std::cout << "  cash arrived: " << e.cash_in.id << '\n'; });
    routes.on_family([](const oms::transaction_event& e, const oms::event& whole) {
        std::cout << "  " << whole.name << ' ' << oms::id_of(e.transaction) << '\n';
    });
    return routes;
}

// While a secret is rotated both are good; take the old one away when no report names it any more.
oms::webhook_verifier verifier(std::string_view current, std::string_view next)
{
    return oms::webhook_verifier{
        {oms::webhook_secret{current}.id("2026-spring"), oms::webhook_secret{next}.id("2026-autumn")}};
}

// What becomes of each delivery, for the operator's log. The sender is told the status alone.
void tell_operator(const oms::webhook_report& report)
{
    std::cout << "  log: " << report.str() << '\n';
    if (report.outcome() == oms::webhook_outcome::refused)
        std::cout << "  why: " << report.diagnosis() << '\n';
}

oms::webhook_endpoint make_endpoint(oms::webhook_verifier judge, const std::string& directory)
{
    oms::endpoint_options options;
    options.replay(std::make_shared<oms::file_replay_guard>(directory + "/deliveries")); // handled once, also
    options.order(std::make_shared<oms::file_order_guard>(directory + "/resources"));    // after a restart
    options.observe(tell_operator);
    return {std::move(judge), router(), options};
}

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::cerr << "usage: route_webhooks DIRECTORY\n";
        return 2;
    }
    const std::string old_secret = "whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    const std::string new_secret = "whsec_202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";
    const oms::webhook_endpoint endpoint = make_endpoint(verifier(old_secret, new_secret), argv[1]);

    // In place of a server: deliveries as OMS signs them.
    const oms::testing::webhook_signer sender{oms::webhook_secret{new_secret}};
    const oms::json_text cash_in{R"({"id":"ci_01kv5y60b8esmttrq5a07knb8f","object":"cashIn","status":"completed",)"
                                 R"("updatedAt":"2026-06-15T14:36:40Z"})"};
    const std::string body = oms::testing::event_body("evt_01kv5y60b8esmttrq5a07knb8f", "cashIn.completed", cash_in);

    const auto tell = [&](const char* what, const oms::testing::signed_request& delivery) {
        std::cout << what << '\n';
        // The three that any framework gives: the method, the header lines, and the body as the bytes that came.
        const oms::webhook_answer answer = endpoint.receive(delivery.method, delivery.headers, delivery.body);
        std::cout << "  answered " << answer.status << '\n';
    };
    tell("a delivery", sender.request(body));
    tell("the same once more", sender.request(body));
    tell("its body lost a byte on the way", [&] {
        oms::testing::signed_request changed = sender.request(body + "\n");
        changed.body.pop_back();
        return changed;
    }());
    tell("recorded ten minutes ago", sender.stale(10min).request(body));
    tell("signed with another secret", sender.wrong_secret().request(body));
}
