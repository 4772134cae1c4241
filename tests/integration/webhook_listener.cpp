#include "webhook_listener.hpp"

#include "common/catch.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <chrono>
#include <set>
#include <stdexcept>

// What the ready-made listener answers, over plain TCP. Its TLS and its end: webhook_listener_tls.cpp, _ends.cpp.

namespace {

using namespace listening;
using namespace std::chrono_literals;

using refusals = std::vector<std::pair<int, std::string>>;

oms::listener_options noting(refusals& notes)
{
    return oms::listener_options().on_refusal(
        [&notes](int status, std::string_view reason) { notes.emplace_back(status, std::string(reason)); });
}

} // namespace

TEST_CASE("The listener takes a signed delivery, answers 204 once its handler has it, and keeps the connection (G10)")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled));
    CHECK(to.listener.url() == "http://127.0.0.1:" + std::to_string(to.listener.port()) + "/oms");
    client sender(to.listener.port());
    for (int i = 1; i <= 3; ++i) {
        const answer got = sender.send(request_of(delivered::body("evt_" + std::to_string(i)))).read();
        CHECK(got.status == 204);
        CHECK(handled == i);
        CHECK(got.head.find("Content-Length") == std::string::npos);
        CHECK(got.head.find("Connection") == std::string::npos);
        CHECK(got.head.find("\r\nDate: ") != std::string::npos);
    }
    CHECK(sender.send(request_of(delivered::body("evt_1"))).read().status == 204); // a repetition
    CHECK(handled == 3);
}

TEST_CASE("Chunked bodies, requests in pieces and requests sent at once are all read (G10)")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled));
    client sender(to.listener.port());
    CHECK(sender.send(chunked_request_of(delivered::body("evt_1"), 7)).read().status == 204);
    for (const char byte : request_of(delivered::body("evt_2")))
        sender.send(std::string_view(&byte, 1));
    CHECK(sender.read().status == 204);
    sender.send(request_of(delivered::body("evt_3")) + chunked_request_of(delivered::body("evt_4"), 50) +
                request_of(delivered::body("evt_5"), "Connection: close\r\n"));
    CHECK(sender.read().status == 204);
    CHECK(sender.read().status == 204);
    const answer last = sender.read();
    CHECK(last.status == 204);
    CHECK(last.has("Connection: close"));
    CHECK(sender.ended());
    CHECK(handled == 5);
}

TEST_CASE("F93 A body over the limit is answered 413 before it has come, and no handler is called (G6)")
{
    std::atomic<int> handled{0};
    refusals notes;
    {
        running_listener to(counting(handled), noting(notes));
        client announcing(to.listener.port());
        announcing.send(
            "POST /oms HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 65537\r\n\r\n");
        const answer announced = announcing.read();
        CHECK(announced.status == 413);
        CHECK(announced.has("Connection: close"));
        CHECK(announcing.ended());

        client streaming(to.listener.port());
        streaming.send(
            "POST /oms HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
        const std::string chunk = "1000\r\n" + std::string(4096, ' ') + "\r\n";
        for (int i = 0; i < 40; ++i) // goes on after the answer
            streaming.send(chunk);
        CHECK(streaming.read().status == 413);

        client sender(to.listener.port());
        const std::string exactly(64 * 1024, ' ');
        CHECK(sender.send(request_of(exactly)).read().status == 400); // signed, but no event
    }
    CHECK(handled == 0);
    CHECK(notes == refusals{{413, "the body is over the limit"}, {413, "the body is over the limit"}});
}

TEST_CASE("F93 A head or a body that takes too long is answered 408, and a connection that sends nothing is closed")
{
    std::atomic<int> handled{0};
    refusals notes;
    {
        running_listener to(counting(handled), noting(notes).head_timeout(50ms));
        client slow_head(to.listener.port());
        CHECK(slow_head.send("POST /oms HTTP/1.1\r\nHost:").read().status == 408);
        CHECK(slow_head.ended());
        client silent(to.listener.port());
        CHECK(silent.ended());
    }
    {
        running_listener to(counting(handled), noting(notes).body_timeout(50ms));
        client slow_body(to.listener.port());
        const std::string whole = request_of(delivered::body("evt_1"));
        const answer late = slow_body.send(whole.substr(0, whole.size() - 1)).read();
        CHECK(late.status == 408);
        CHECK(late.has("Connection: close"));
        client slow_chunk(to.listener.port());
        const std::string chunked = chunked_request_of(delivered::body("evt_2"), 10);
        CHECK(slow_chunk.send(chunked.substr(0, chunked.size() - 2)).read().status == 408);
    }
    CHECK(handled == 0);
    CHECK(notes ==
          refusals{{408, "the head took too long"}, {408, "the body took too long"}, {408, "the body took too long"}});
}

TEST_CASE("F93 A head or a body that trickles is late all the same, since its time counts from its first byte")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled),
                        oms::listener_options().head_limit(1024 * 1024).head_timeout(100ms).body_timeout(100ms));
    const std::string body(60'000, ' ');
    for (const std::string& start : {std::string("POST /oms HTTP/1.1\r\nX: "),
                                     request_of(body).substr(0, request_of(body).size() - body.size())}) {
        client sender(to.listener.port());
        sender.send(start);
        int sent = 0;
        while (sent < 30'000 && !sender.readable(1ms)) { // which is 30 s and more
            sender.send(" ");
            ++sent;
        }
        CAPTURE(start);
        CHECK(sent < 30'000);
        CHECK(sender.read().status == 408);
    }
    CHECK(handled == 0);
}

TEST_CASE("F93 A wrong content type and a compressed body are answered 415, and no handler is called")
{
    std::atomic<int> handled{0};
    std::vector<int> reported;
    const auto observer = [&](const oms::webhook_report& report) {
        reported.push_back(report.status());
    };
    {
        running_listener to(counting(handled), {}, oms::endpoint_options{}.observe(observer));
        client sender(to.listener.port());
        const std::string body = delivered::body("evt_1");
        CHECK(sender.send(request_of(body, "", "text/plain")).read().status == 415);
        CHECK(sender.send(request_of(body, "Content-Encoding: gzip\r\n")).read().status == 415);
        CHECK(sender.send(request_of(body, "Content-Encoding: identity\r\n")).read().status == 204);
    }
    CHECK(handled == 1);
    CHECK(reported == std::vector<int>{415, 415, 204});
}

TEST_CASE("F93 A delivery that ends before its whole body is in reaches no handler")
{
    std::atomic<int> handled{0};
    {
        running_listener to(counting(handled));
        client sender(to.listener.port());
        const std::string whole = request_of(delivered::body("evt_1"));
        sender.send(whole.substr(0, whole.size() - 1));
        sender.socket().shutdown(tcp::socket::shutdown_send);
        CHECK(sender.ended());
    }
    CHECK(handled == 0);
}

TEST_CASE("Another method is answered 405 with Allow, another path 404, and the connection is kept (G10)")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled));
    client sender(to.listener.port());
    const answer get = sender.send("GET /oms HTTP/1.1\r\nHost: a\r\n\r\n").read();
    CHECK(get.status == 405);
    CHECK(get.has("Allow: POST"));
    CHECK(get.body == "Method Not Allowed");
    const answer head = sender.send("HEAD /oms HTTP/1.1\r\nHost: a\r\n\r\n").read(true);
    CHECK(head.status == 405);
    CHECK(head.has("Content-Length: 18"));
    for (const char* method : {"PUT", "DELETE", "OPTIONS", "PATCH", "BREW"})
        CHECK(sender.send(std::string(method) + " /oms HTTP/1.1\r\nHost: a\r\n\r\n").read().status == 405);
    CHECK(sender.send("POST /elsewhere HTTP/1.1\r\nHost: a\r\n\r\n").read().status == 404);
    CHECK(sender.send(request_of(delivered::body("evt_1"))).read().status == 204);
    CHECK(handled == 1);
}

TEST_CASE("Bytes that are no HTTP and requests that could be read in two ways are answered 400, a long head 431")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled));
    for (const std::string& bytes : {
             std::string("\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03", 11),
             std::string("hello?\r\n\r\n"),
             "POST /oms HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
                 request_of(delivered::body("evt_hidden")),
             "POST /oms HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n" +
                 request_of(delivered::body("evt_hidden")),
         }) {
        client sender(to.listener.port());
        const answer got = sender.send(bytes).read();
        CAPTURE(bytes);
        CHECK(got.status == 400);
        CHECK(got.has("Connection: close"));
        CHECK(sender.ended());
    }
    client sender(to.listener.port());
    CHECK(sender.send("POST /oms HTTP/1.1\r\nHost: a\r\nX: " + std::string(8 * 1024, 'x')).read().status == 431);
    CHECK(sender.ended());
    CHECK(handled == 0);
}

TEST_CASE("F89 A signature header given twice is refused, also when one of them is good")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled));
    client sender(to.listener.port());
    const std::string body = delivered::body("evt_1");
    CHECK(sender.send(request_of(body, "webhook-signature: " + delivered::signature(body) + "\r\n")).read().status ==
          400);
    CHECK(handled == 0);
}

TEST_CASE("An expectation is answered before the body is sent, and HTTP/1.0 is spoken")
{
    std::atomic<int> handled{0};
    running_listener to(counting(handled));
    client sender(to.listener.port());
    const std::string body = delivered::body("evt_1");
    const std::string whole = request_of(body, "Expect: 100-continue\r\n");
    CHECK(sender.send(whole.substr(0, whole.size() - body.size())).read().status == 100);
    CHECK(sender.send(body).read().status == 204);
    // A refusal that the head is enough for comes in place of the 100.
    CHECK(sender.send("POST /oms HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999\r\n\r\n")
              .read()
              .status == 413);

    client old(to.listener.port());
    std::string request = request_of(delivered::body("evt_2"), "Connection: keep-alive\r\n");
    request.replace(request.find("HTTP/1.1"), 8, "HTTP/1.0");
    const answer kept = old.send(request).read();
    CHECK(kept.status == 204);
    CHECK(kept.has("Connection: keep-alive"));
    request = request_of(delivered::body("evt_3"));
    request.replace(request.find("HTTP/1.1"), 8, "HTTP/1.0");
    CHECK(old.send(request).read().status == 204);
    CHECK(old.ended());
    CHECK(handled == 3);
}

TEST_CASE("F99 Whatever handlers throw and senders try, no answer is 410 and none tells a reason (G10)")
{
    std::atomic<int> calls{0};
    running_listener to(oms::async_webhook_router{[&](const oms::event& e) -> asio::awaitable<void> {
        ++calls;
        co_await asio::post(asio::deferred);
        if (e.id.view() == "evt_1")
            throw std::runtime_error("410 Gone: the table deliveries is locked");
        if (e.id.view() == "evt_2")
            throw oms::error::builder(oms::errc::not_found).http_status(410).build();
        throw 410;
    }});
    client sender(to.listener.port());
    std::set<int> statuses;
    for (const char* id : {"evt_1", "evt_2", "evt_3"}) {
        const answer got = sender.send(request_of(delivered::body(id))).read();
        statuses.insert(got.status);
        CHECK(got.body == "Internal Server Error");
    }
    CHECK(statuses == std::set<int>{500});
    CHECK(calls == 3);
    std::string forged = request_of(delivered::body("evt_4"));
    forged[forged.find("v1=") + 5] ^= 1;
    const answer refused = sender.send(forged).read();
    CHECK(refused.status == 400);
    CHECK(refused.body == "Bad Request");
}

TEST_CASE("F97 The acknowledgement comes after the handler, and a handler that hangs is answered 503 (G10)")
{
    asio::io_context gate_context;
    std::atomic<bool> entered{false};
    std::promise<void> go_on;
    std::atomic<bool> finished{false};
    {
        const auto wait = go_on.get_future().share();
        running_listener to(
            oms::async_webhook_router{[&, wait](const oms::event& e) {
                if (e.id.view() != "evt_slow")
                    return;
                entered = true;
                wait.wait(); // a plain handler that blocks
                finished = true;
            }},
            {}, oms::async_endpoint_options{oms::endpoint_options{}.busy_limit(0ms)}.handler_timeout(300ms), 2);
        client sender(to.listener.port());
        const answer late = sender.send(request_of(delivered::body("evt_slow"))).read();
        CHECK(late.status == 503);
        CHECK(entered);
        CHECK_FALSE(finished);
        CHECK(sender.send(request_of(delivered::body("evt_slow"))).read().status == 503);
        CHECK(sender.send(request_of(delivered::body("evt_other"))).read().status == 204);
        go_on.set_value();
        while (!finished)
            std::this_thread::yield();
        // It has returned; that it is noted may take a moment more.
        int status = 503;
        while (status == 503)
            status = sender.send(request_of(delivered::body("evt_slow"))).read().status;
        CHECK(status == 204);
    }
}
