#pragma once

// A webhook endpoint as small as it can be: an Asio listener that hands the raw request to oms::receive, keeps the
// verified events, and lets a coroutine wait for one. For one thread; a server of yours has its own HTTP stack.

#include <oms/model/event.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/secret.hpp>
#include <oms/webhook/verifier.hpp>

#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

class webhook_receiver {
public:
    using tcp = boost::asio::ip::tcp;

    /// Listens on a free loopback port from now on. `on_event` hears of every new verified event.
    webhook_receiver(boost::asio::any_io_executor executor, std::function<void(const oms::event&)> on_event)
        : listener_(executor, tcp::endpoint(boost::asio::ip::address_v4::loopback(), 0)), news_(executor),
          on_event_(std::move(on_event))
    {
        boost::asio::co_spawn(executor, accept(), boost::asio::detached);
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(listener_.local_endpoint().port()) + "/oms"; }

    /// The secret of the subscription. Until it is known deliveries are answered 503, and OMS brings them again.
    void trust(const oms::secret& secret) { verifier_.emplace(oms::webhook_secret(secret)); }

    /// The first event, already here or still to come, that `wanted` takes.
    boost::asio::awaitable<oms::event> next(std::function<bool(const oms::event&)> wanted, std::string what,
                                            std::chrono::seconds at_most)
    {
        const auto deadline = std::chrono::steady_clock::now() + at_most;
        for (;;) {
            for (const oms::event& event : events_)
                if (wanted(event))
                    co_return event;
            news_.expires_at(deadline);
            const auto [failure] = co_await news_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
            if (!failure)
                throw std::runtime_error("no webhook came for " + what);
        }
    }

    int delivered() const { return delivered_; }
    int refused() const { return refused_; }
    const std::vector<oms::event>& events() const { return events_; }

    void stop()
    {
        listener_.close();
        news_.cancel();
    }

private:
    boost::asio::awaitable<void> accept()
    {
        for (;;) {
            auto [failure, socket] = co_await listener_.async_accept(boost::asio::as_tuple(boost::asio::use_awaitable));
            if (failure)
                co_return;
            boost::asio::co_spawn(listener_.get_executor(), serve(std::move(socket)), boost::asio::detached);
        }
    }

    boost::asio::awaitable<void> serve(tcp::socket socket)
    {
        namespace http = boost::beast::http;
        boost::beast::tcp_stream stream(std::move(socket));
        stream.expires_after(std::chrono::seconds(10));

        boost::beast::flat_buffer buffer;
        http::request<http::string_body> request;
        co_await http::async_read(stream, buffer, request, boost::asio::use_awaitable);

        http::response<http::empty_body> answer;
        answer.result(take(request));
        answer.keep_alive(false);
        answer.prepare_payload();
        co_await http::async_write(stream, answer, boost::asio::use_awaitable);
    }

    /// The status to answer with.
    unsigned take(const boost::beast::http::request<boost::beast::http::string_body>& request)
    {
        ++delivered_;
        if (!verifier_)
            return 503;
        oms::webhook_request received(text(request.method_string()), request.body());
        for (const auto& field : request)
            received.header(text(field.name_string()), text(field.value()));

        const oms::received_webhook outcome = oms::receive(*verifier_, received);
        if (!outcome.event) {
            ++refused_;
        } else if (seen_.insert(outcome.event->id).second) { // deliveries repeat: the id tells
            events_.push_back(*outcome.event);
            on_event_(events_.back());
            news_.cancel();
        }
        return static_cast<unsigned>(outcome.status);
    }

    static std::string_view text(boost::beast::string_view from) { return std::string_view(from.data(), from.size()); }

    tcp::acceptor listener_;
    boost::asio::steady_timer news_;
    std::function<void(const oms::event&)> on_event_;
    std::optional<oms::webhook_verifier> verifier_;
    std::vector<oms::event> events_;
    std::set<oms::event_id> seen_;
    int delivered_ = 0;
    int refused_ = 0;
};
