// A webhook: verified, and verified and read into typed structs; against OpenSSL's one-shot HMAC() over the same bytes,
// and that with json::parse into a document. The other side neither reads the header nor compares anything.
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include "../common/micro.hpp"

#include <boost/json.hpp>

#include <openssl/hmac.h>

using namespace bench;

int main(int argc, char** argv)
{
    return guarded([&] {
        const micro_options o = read_micro_options(argc, argv);
        const std::string_view body = o.document;
        const std::string hex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
        const oms::webhook_secret secret("whsec_" + hex);
        const oms::webhook_verifier verifier(secret);
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()).time_since_epoch();
        const std::string header = oms::sign(secret, now.count(), body);
        const std::string signed_bytes = std::to_string(now.count()) + '.' + o.document;

        const auto hmac = [&] {
            unsigned char code[EVP_MAX_MD_SIZE];
            unsigned size = 0;
            if (!HMAC(EVP_sha256(), hex.data(), static_cast<int>(hex.size()),
                      reinterpret_cast<const unsigned char*>(signed_bytes.data()), signed_bytes.size(), code, &size))
                throw std::runtime_error("no HMAC");
            keep(code);
        };
        const std::vector<way> ways{
            {"verify",
             [&] {
                 const auto match = verifier.check(header, body);
                 if (!match)
                     throw std::runtime_error("refused");
             }},
            {"hmac", hmac},
            {"verify_decode",
             [&] {
                 const oms::result<oms::event> event = verifier.verify(header, body);
                 if (!event || std::holds_alternative<oms::unknown_event>(event->payload))
                     throw std::runtime_error("refused, or not understood");
                 keep(*event);
             }},
            {"hmac_parse",
             [&] {
                 hmac();
                 const boost::json::value document = boost::json::parse({body.data(), body.size()});
                 keep(document);
             }},
        };
        compare("webhook_verify", ways, o.repeats, o.times);
    });
}
