#pragma once

#include <oms/webhook/receive.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include <chrono>
#include <string>
#include <string_view>

/// Signed deliveries, and the verifier that takes them.
namespace delivered {

inline oms::webhook_secret secret()
{
    return oms::webhook_secret{"whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"};
}

inline oms::webhook_verifier verifier()
{
    return oms::webhook_verifier{secret(), oms::verifier_options{}.body_limit(64 * 1024)};
}

/// An event of a name that no version knows: any number of them are about nothing in common.
inline std::string body(std::string_view id)
{
    return R"({"id":")" + std::string(id) +
           R"(","object":"event","event":"something.new","createdAt":"2026-06-15T14:36:40Z","data":{}})";
}

/// A state of a transaction.
inline std::string transaction_body(std::string_view id, std::string_view transaction, std::string_view updated_at)
{
    return R"({"id":")" + std::string(id) +
           R"(","object":"event","event":"transaction.cryptoToCrypto.processing","createdAt":"2026-06-15T14:36:40Z",)"
           R"("apiVersion":"v0.9","data":{"id":")" +
           std::string(transaction) +
           R"(","object":"transaction","type":"cryptoToCrypto","status":"processing","updatedAt":")" +
           std::string(updated_at) + R"("}})";
}

inline std::string signature(std::string_view body)
{
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return oms::sign(secret(), std::chrono::duration_cast<std::chrono::seconds>(now).count(), body);
}

/// A delivery that owns its bytes.
class request {
public:
    explicit request(std::string body) : body_(std::move(body)), signature_(signature(body_)) {}

    oms::webhook_request view() const
    {
        oms::webhook_request view{"POST", body_};
        view.header("Content-Type", "application/json").header("Webhook-Signature", signature_);
        return view;
    }

    const std::string& body() const { return body_; }

private:
    std::string body_;
    std::string signature_;
};

} // namespace delivered
