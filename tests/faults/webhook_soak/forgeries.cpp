#include "faults/webhook_soak/forgeries.hpp"

#include <oms/webhook/signature.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstdlib>

namespace test {

namespace {

namespace asio = boost::asio;

const std::string forged_body = R"({"id":"evt_forged","object":"event","event":"transaction.cryptoToCrypto.completed",)"
                                R"("createdAt":"2026-06-15T14:36:40Z","data":{"id":"txn_soak1","object":"transaction",)"
                                R"("type":"cryptoToCrypto","status":"completed","source":{},"destination":{},)"
                                R"("createdAt":"2026-06-15T14:36:40Z","updatedAt":"2036-06-15T14:36:40Z"}})";

/// The status of the answer; 0 without one.
int post(std::uint16_t port, const std::string& signature_lines, const std::string& bytes)
{
    asio::io_context io;
    asio::ip::tcp::socket socket(io);
    socket.connect(asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), port));
    const std::string request = "POST /hooks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n" +
                                signature_lines + "Content-Length: " + std::to_string(bytes.size()) +
                                "\r\nConnection: close\r\n\r\n" + bytes;
    asio::write(socket, asio::buffer(request));
    std::string answer;
    boost::system::error_code ended;
    asio::read(socket, asio::dynamic_buffer(answer), ended);
    return answer.size() > 12 ? std::atoi(answer.c_str() + 9) : 0;
}

std::string line(const std::string& value)
{
    return "Webhook-Signature: " + value + "\r\n";
}

} // namespace

void forge(std::uint16_t port, const std::string& secret, const std::string& gone, const webhook_sender& sender,
           forgery_report& report)
{
    const oms::webhook_secret known(secret);
    const oms::webhook_secret guessed("whsec_" + std::string(64, '0'));
    const std::int64_t now =
        std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    const std::string good = oms::sign(known, now, forged_body);

    const auto expect_refusal = [&](const std::string& lines, const std::string& bytes) {
        ++report.sent;
        report.accepted += post(port, lines, bytes) != 400;
    };
    expect_refusal("", forged_body);
    expect_refusal(line(oms::sign(guessed, now, forged_body)), forged_body);
    expect_refusal(line(oms::sign(known, now - 400, forged_body)), forged_body);
    expect_refusal(line(oms::sign(known, now + 400, forged_body)), forged_body);
    expect_refusal(line(good), forged_body + "\n");
    expect_refusal(line(good) + line(good), forged_body);
    expect_refusal(line(good + ",t=" + std::to_string(now)), forged_body);
    if (!gone.empty())
        expect_refusal(line(oms::sign(oms::webhook_secret(gone), now, forged_body)), forged_body);

    const std::optional<delivered_event> old = sender.latest_delivered();
    if (old) {
        ++report.replayed;
        report.replays_refused += post(port, line(oms::sign(known, now, old->body)), old->body) != 204;
        expect_refusal(line(oms::sign(known, now - 301, old->body)), old->body);
    }
}

} // namespace test
