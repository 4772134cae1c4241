#pragma once

#include "common/fake_clock.hpp"
#include "common/scripted_transport.hpp"

#include <oms/client/as_result.hpp>
#include <oms/client/client.hpp>
#include <oms/client/client_config.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <exception>
#include <memory>
#include <optional>
#include <stdexcept>
#include <utility>

namespace test {

/// A client as `make_client` makes it, over a transport that answers from a script and a clock that stands still.
class scripted_client {
public:
    /// Credentials of its own, and a base URL that is nobody's, unless `config` has some.
    explicit scripted_client(oms::client_config config = oms::client_config());

    /// Runs a call to its end. Time passes from one event to the next.
    template <class T>
    oms::result<T> run(boost::asio::awaitable<T> call)
    {
        std::optional<oms::result<T>> outcome;
        boost::asio::co_spawn(io, oms::as_result(std::move(call)),
                              [&outcome](std::exception_ptr thrown, oms::result<T> ended) {
                                  if (thrown)
                                      std::rethrow_exception(thrown);
                                  outcome = std::move(ended);
                              });
        pass_time();
        if (!outcome)
            throw std::logic_error("nothing is going on, and the call has not ended");
        return *outcome;
    }

    /// Lets time pass until nothing is going on any more.
    void pass_time()
    {
        do {
            io.restart();
            io.poll();
        } while (clock->advance_to_next());
    }

    boost::asio::io_context io;
    std::shared_ptr<fake_clock> clock = std::make_shared<fake_clock>();
    std::shared_ptr<scripted_transport> wire = std::make_shared<scripted_transport>(clock);
    std::optional<oms::client> client;
};

inline oms::client_config config_with(std::shared_ptr<oms::journal> journal)
{
    oms::client_config config;
    config.journal = std::move(journal);
    return config;
}

/// A client as `make_client` makes it, with connections of its own.
oms::client client_over_tls(boost::asio::any_io_executor executor, const oms::client_config& config);

/// The smallest answers that can be read.
inline constexpr const char* smallest_customer = R"({"id":"cst_1","object":"customer","status":"active"})";
inline constexpr const char* smallest_quote = R"({"id":"qt_1","type":"cryptoToCrypto","status":"open"})";

} // namespace test
