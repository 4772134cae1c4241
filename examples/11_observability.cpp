// 11_observability.cpp: see what a client does: a log, metrics, and an observer of your own.
#include <oms/client/make_client.hpp>
#include <oms/observe/log.hpp>
#include <oms/observe/metrics.hpp>
#include <oms/observe/observers.hpp>
#include <oms/oms.hpp>
#include <oms/sandbox/server.hpp>

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;

/// Tells of each call when it ends. Called by the threads of the calls: be quick, and never wait here.
class console final : public oms::observer {
    class call final : public oms::call_observer {
        void on_retry(const oms::retry_step& step) noexcept override
        {
            std::cout << "  attempt " << step.attempt << " failed, will be repeated\n";
        }
        void on_end(const oms::call_end& end) noexcept override
        {
            std::cout << "  ended: " << end.http_status << " after " << end.attempts << " attempt(s)\n";
        }
    };

public:
    std::unique_ptr<oms::call_observer> on_call(const oms::call_start& start) noexcept override
    {
        std::cout << start.method << ' ' << start.path_template << '\n'; // with {customerId}, not with an id
        return std::make_unique<call>();
    }
};

int main()
{
    asio::io_context io;
    oms::sandbox::server sandbox{io.get_executor()};
    sandbox.inject(oms::sandbox::connection_fault::drop_request().on("POST", "/customers").times(1));

    const auto metrics = std::make_shared<oms::metrics>();
    const auto log = std::make_shared<oms::logger>(oms::log_to(stderr));
    oms::client_config config = sandbox.client_config();
    const std::vector<std::shared_ptr<oms::observer>> all{std::make_shared<console>(), log, metrics};
    config.observer = std::make_shared<oms::observers>(all);

    const oms::client client = oms::make_client(io.get_executor(), config);
    asio::co_spawn(io, client.customers().create(oms::new_customer().first_name("Alice")),
                   [&](std::exception_ptr failure, oms::customer) {
                       sandbox.stop();
                       if (failure)
                           std::rethrow_exception(failure);
                   });
    io.run();
    std::cout << metrics->text(); // what GET /metrics of your server answers
}
