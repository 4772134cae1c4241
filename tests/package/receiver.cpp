// What a program that receives webhooks needs of the package: verify, route, answer. Neither Asio nor Beast, and 0 when
// it does what it should.
#include <oms/webhook/endpoint.hpp>
#include <oms/webhook/signature.hpp>

#include <chrono>
#include <string>
#include <utility>
#include <vector>

int main()
{
    const oms::webhook_secret secret{"whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"};
    const oms::webhook_verifier verifier{secret};

    int transactions = 0, others = 0;
    oms::webhook_router router{[&](const oms::event&) {
        ++others;
    }};
    router.on_family([&](const oms::transaction_event&) { ++transactions; });
    const oms::webhook_endpoint endpoint{verifier, router};

    const std::string body = R"({"id":"evt_1","event":"transaction.cryptoToCrypto.completed","data":{)"
                             R"("object":"transaction","id":"txn_1","type":"cryptoToCrypto","status":"completed",)"
                             R"("updatedAt":"2026-06-15T14:36:20Z"}})";
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::vector<std::pair<std::string, std::string>> headers{
        {"Content-Type", "application/json"},
        {"Webhook-Signature", oms::sign(secret, now.time_since_epoch().count(), body)}};

    const bool good = endpoint.receive("POST", headers, body).status == 204 &&
                      endpoint.receive("POST", headers, body).status == 204 && // again: acknowledged, not handled
                      endpoint.receive("POST", headers, body + " ").status == 400;
    return good && transactions == 1 && others == 0 ? 0 : 1;
}
