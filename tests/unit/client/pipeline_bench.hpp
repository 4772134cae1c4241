#pragma once

#include "common/fake_clock.hpp"
#include "common/scripted_transport.hpp"

#include <oms/client/as_result.hpp>
#include <oms/client/client.hpp>
#include <oms/client/client_config.hpp>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

/// One call under way.
template <class T>
class started_call {
public:
    boost::asio::cancellation_signal cancel;
    std::optional<oms::result<T>> outcome;
};

/// A real client over a scripted transport and a fake clock. The only thing that is not real is the network and time.
class pipeline_bench {
public:
    pipeline_bench();

    /// Makes `client` and the `core` behind it anew, from `config`, with a `wire` of its own.
    void renew_client();

    template <class T>
    std::shared_ptr<started_call<T>> start(boost::asio::awaitable<T> call)
    {
        auto started = std::make_shared<started_call<T>>();
        boost::asio::co_spawn(io, oms::as_result(std::move(call)),
                              boost::asio::bind_cancellation_slot(
                                  started->cancel.slot(), [started](std::exception_ptr thrown, oms::result<T> outcome) {
                                      if (thrown)
                                          std::rethrow_exception(thrown);
                                      started->outcome = std::move(outcome);
                                  }));
        settle();
        return started;
    }

    /// Runs what can run without time passing.
    void settle()
    {
        io.restart();
        io.poll();
    }

    /// Lets time pass, from one event to the next, until the call has ended.
    template <class T>
    oms::result<T> finish(const std::shared_ptr<started_call<T>>& started)
    {
        settle();
        while (!started->outcome) {
            if (!clock->advance_to_next())
                throw std::logic_error("nothing is going on, and the call has not ended");
            settle();
        }
        return *started->outcome;
    }

    template <class T>
    oms::result<T> run(boost::asio::awaitable<T> call)
    {
        return finish(start(std::move(call)));
    }

    boost::asio::io_context io;
    std::shared_ptr<fake_clock> clock = std::make_shared<fake_clock>();
    std::shared_ptr<scripted_transport> wire;
    oms::client_config config;
    std::shared_ptr<oms::client_core> core;
    std::optional<oms::client> client;
};

/// How a call that has ended failed.
oms::error error_of(const std::shared_ptr<started_call<oms::customer>>& call);

inline const oms::customer_id some_customer{"cst_1"};

boost::asio::awaitable<oms::customer> create(pipeline_bench& bench, oms::call_options options = oms::call_options());
boost::asio::awaitable<oms::customer> read_one(pipeline_bench& bench,
                                               std::chrono::milliseconds at_most = std::chrono::minutes(1));

/// The next answers are these; with 200, they hold a customer.
void answer_calls(pipeline_bench& bench, int number, int status = 200);

/// What a request shows as its right to be answered.
std::string bearer_of(const oms::http_request& request);

/// Of some_customer.
oms::new_quote<oms::crypto_to_crypto> small_order();

/// The smallest bodies that can be read.
inline constexpr const char* customer_body = R"({"id":"cst_1","object":"customer","status":"active"})";
inline constexpr const char* quote_body = R"({"id":"qt_1","type":"cryptoToCrypto","status":"open"})";
