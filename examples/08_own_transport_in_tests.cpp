// 08_own_transport_in_tests.cpp: a transport of your own in place of the network. No socket is opened.
#include <oms/client/make_client.hpp>
#include <oms/net/system_clock.hpp>
#include <oms/oms.hpp>

#include <boost/asio.hpp>
#include <iostream>

namespace asio = boost::asio;

/// Gives everybody a token, and answers everything else with 503: how does your program take that?
class service_that_is_down final : public oms::transport {
public:
    asio::awaitable<oms::exchange_result> exchange(const oms::http_request& request,
                                                   const oms::exchange_limits&) override
    {
        const bool token = request.target.ends_with("/auth/token");
        requests += token ? 0 : 1;
        oms::exchange_result result;
        result.phase = oms::exchange_phase::complete;
        result.response.status = token ? 200 : 503;
        result.response.headers.add_received("Content-Type", "application/json");
        result.response.body =
            token
                ? R"({"accessToken":"a-token","tokenType":"bearer","expiresIn":3600})"
                : R"({"error":{"type":"api_error","code":"unavailable","message":"come back later","requestId":"req_1"}})";
        co_return result;
    }
    void close() override {}
    oms::pool_metrics metrics() const override { return {}; }

    int requests = 0;
};

int main()
{
    asio::io_context io;
    oms::client_config config;
    config.api_key = oms::secret("sk_sdbx_anything");
    config.api_secret = oms::secret("anything");
    config.retry.base(std::chrono::milliseconds(1)).cap(std::chrono::milliseconds(2));
    const auto down = std::make_shared<service_that_is_down>();
    const oms::client client =
        oms::make_client(io.get_executor(), config, down, oms::make_system_clock(io.get_executor()));

    auto answer = asio::co_spawn(io, client.customers().get(oms::customer_id{"cst_1"}), asio::use_future);
    io.run();
    try {
        std::cout << answer.get().id << '\n';
    } catch (const oms::error& failure) {
        std::cout << "sent " << down->requests << " times, then: " << failure.what() << '\n';
    }
}
