// What of the package has to be compiled and linked to be seen: a TLS context with the machine's root certificates, the
// decoding of JSON and the verification of a webhook. 0 when all three do what they should.
#include <oms/client/make_client.hpp>
#include <oms/oms.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <iostream>
#include <string>
#include <variant>

int main()
{
    boost::asio::io_context io;
    oms::client_config config;
    config.base_url = "https://localhost/v0.9"; // never called
    config.api_key = oms::secret("key");
    config.api_secret = oms::secret("secret");
    const oms::client client = oms::make_client(io.get_executor(), config);

    const oms::webhook_secret secret{"whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"};
    const std::string body =
        R"({"id":"evt_1","event":"wallet.depositDetected","data":{"object":"wallet","id":"wlt_1"}})";
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::string signature = oms::sign(secret, now.time_since_epoch().count(), body);
    const oms::webhook_verifier verifier{secret};

    const oms::result<oms::event> forged = verifier.verify(signature, body + " ");
    const oms::result<oms::event> event = verifier.verify(signature, body);
    if (forged || !event)
        return 1;
    const oms::wallet_event* const seen = std::get_if<oms::wallet_event>(&event->payload);
    if (!seen)
        return 1;
    std::cout << "oms-cpp " << OMS_VERSION_TEXT << ": " << event->name << ' ' << seen->wallet.id << '\n';
    return seen->wallet.id == oms::wallet_id("wlt_1") ? 0 : 1;
}
