#include "webhook_listener.hpp"

#include "common/catch.hpp"
#include "common/net_certificates.hpp"

#include <chrono>
#include <string>

namespace {

using namespace listening;
using namespace std::chrono_literals;

oms::listener_options over_tls(const net_test::identity& own)
{
    return oms::listener_options().tls(own.certificate, oms::secret(std::string_view(own.key)));
}

} // namespace

TEST_CASE("The listener serves TLS 1.3 and 1.2 with the chain it was given, and nothing older (G10)")
{
    std::atomic<int> handled{0};
    const net_test::authority root;
    const net_test::authority below = root.subordinate("Intermediate");
    net_test::identity own = below.issue();
    own.certificate += below.pem();
    running_listener to(counting(handled), over_tls(own));
    CHECK(to.listener.url().starts_with("https://127.0.0.1:"));
    for (const int newest : {TLS1_3_VERSION, TLS1_2_VERSION}) {
        client sender(to.listener.port(), root.pem(), newest);
        const std::string number = std::to_string(newest);
        CHECK(sender.send(request_of(delivered::body("evt_a" + number))).read().status == 204);
        CHECK(sender.send(chunked_request_of(delivered::body("evt_b" + number), 11)).read().status == 204);
        CHECK(sender.send(request_of(delivered::body("evt_c" + number), "Connection: close\r\n")).read().status == 204);
        CHECK(sender.ended());
    }
    CHECK(handled == 6);
    CHECK_THROWS(client(to.listener.port(), root.pem(), TLS1_1_VERSION));
    client plain(to.listener.port());
    plain.send(request_of(delivered::body("evt_plain")));
    CHECK(plain.read().status == 0);
    CHECK(handled == 6);
}

TEST_CASE("F93 Limits and times hold over TLS: 413, 408, 431, and a handshake that stands still ends")
{
    std::atomic<int> handled{0};
    const net_test::authority root;
    running_listener to(counting(handled), over_tls(root.issue()).body_timeout(100ms));
    client large(to.listener.port(), root.pem());
    CHECK(large.send("POST /oms HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n").read().status == 413);
    CHECK(large.ended());
    client slow(to.listener.port(), root.pem());
    const std::string whole = request_of(delivered::body("evt_1"));
    CHECK(slow.send(whole.substr(0, whole.size() - 1)).read().status == 408);
    client long_head(to.listener.port(), root.pem());
    CHECK(long_head.send("POST /oms HTTP/1.1\r\nX: " + std::string(9000, 'x')).read().status == 431);

    running_listener hurried(counting(handled),
                             over_tls(root.issue()).head_timeout(1s)); // of which a handshake takes some
    client slow_head(hurried.listener.port(), root.pem());
    CHECK(slow_head.send("POST /oms HT").read().status == 408);
    client silent(hurried.listener.port());
    CHECK(silent.ended());
    CHECK(handled == 0);
}

TEST_CASE("A TLS handshake that fails is told, with status 0 (G10)")
{
    std::atomic<int> handled{0};
    const net_test::authority root;
    std::vector<std::pair<int, std::string>> notes;
    {
        running_listener to(
            counting(handled),
            over_tls(root.issue()).head_timeout(1s).on_refusal([&](int status, std::string_view reason) {
                notes.emplace_back(status, std::string(reason));
            }));
        CHECK_THROWS(client(to.listener.port(), root.pem(), TLS1_1_VERSION));
        client silent(to.listener.port());
        CHECK(silent.ended());
        client idle(to.listener.port());
        to.listener.stop();
        CHECK(idle.ended()); // which is no failure
    }
    REQUIRE(notes.size() == 2);
    CHECK(notes[0].first == 0);
    CHECK(notes[0].second.starts_with("the TLS handshake failed: "));
    CHECK(notes[0].second.find("protocol") != std::string::npos);
    CHECK(notes[1].second == "the TLS handshake failed: it took too long");
}

TEST_CASE("PEM texts that cannot be served with are refused, and nothing of them is told")
{
    const net_test::authority root;
    const net_test::identity own = root.issue();
    const net_test::identity other = root.issue();
    asio::io_context io;
    std::atomic<int> handled{0};
    const auto try_with = [&](const std::string& chain, const std::string& key) -> std::string {
        try {
            const oms::webhook_listener listener(
                io.get_executor(), oms::async_webhook_endpoint(delivered::verifier(), counting(handled)),
                oms::listener_options().tls(chain, oms::secret(std::string_view(key))));
        } catch (const oms::error& why) {
            CHECK(why.code() == oms::errc::invalid_config);
            CHECK(std::string(why.what()).find("BEGIN") == std::string::npos);
            return why.what();
        }
        return {};
    };
    CHECK(try_with(own.certificate, own.key).empty());
    CHECK_FALSE(try_with("", own.key).empty());
    CHECK_FALSE(try_with("no PEM", own.key).empty());
    CHECK_FALSE(try_with(own.certificate, "").empty());
    CHECK_FALSE(try_with(own.certificate, "no PEM").empty());
    CHECK_FALSE(try_with(own.certificate, other.key).empty());
    CHECK_FALSE(try_with(own.key, own.certificate).empty());
    const net_test::pem::key rsa(EVP_RSA_gen(2048), EVP_PKEY_free); // of another type than the certificate's
    CHECK_FALSE(try_with(own.certificate, net_test::pem::text(rsa.get())).empty());
    CHECK_FALSE(try_with(own.certificate, net_test::encrypted(own.key, "password")).empty()); // and no prompt
}
