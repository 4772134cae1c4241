// A client whose life begins before main and ends behind it, when OpenSSL has cleaned up already.
#include "common/catch.hpp"
#include "scripted_client.hpp"

#include <oms/core/error.hpp>

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace {

oms::client_config config_for(std::uint16_t port)
{
    oms::client_config config;
    config.base_url = "https://localhost:" + std::to_string(port) + "/v0.9";
    config.api_key = oms::secret(std::string("sk_sdbx_key"));
    config.api_secret = oms::secret(std::string("hunter2"));
    config.timeouts.total = std::chrono::seconds(20);
    config.retry.attempts(1);
    return config;
}

/// A port that nobody listens on any more.
std::uint16_t abandoned_port()
{
    boost::asio::io_context io;
    const boost::asio::ip::tcp::acceptor gone(io, {boost::asio::ip::address_v4::loopback(), 0});
    return gone.local_endpoint().port();
}

boost::asio::io_context context_of_the_program;
// Made before main, so it ends behind everything that main, or OpenSSL in it, leaves to be done at the end.
const oms::client for_ever = test::client_over_tls(context_of_the_program.get_executor(), config_for(abandoned_port()));

} // namespace

TEST_CASE("F103 A client of static lifetime works, and ends behind main without a crash (I4, X28)")
{
    std::optional<oms::result<oms::customer>> outcome;
    boost::asio::co_spawn(context_of_the_program, oms::as_result(for_ever.customers().get(oms::customer_id("cst_1"))),
                          [&outcome](std::exception_ptr thrown, oms::result<oms::customer> ended) {
                              if (thrown)
                                  std::rethrow_exception(thrown);
                              outcome = std::move(ended);
                          });
    context_of_the_program.run();
    REQUIRE(outcome.has_value());
    REQUIRE_FALSE(outcome->has_value());
    CHECK(outcome->error().code() == oms::errc::connect_failed);
}
