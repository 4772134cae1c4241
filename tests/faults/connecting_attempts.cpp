// Which failures of the connecting phase are tried again, by the client's own retries and by those of its token.

#include "common/catch.hpp"
#include "faults/scripted_client.hpp"

#include <oms/core/error.hpp>
#include <oms/net/cause_category.hpp>

#include <boost/asio/error.hpp>

using oms::errc;
using oms::exchange_phase;
using test::scripted_client;

namespace {

struct failure {
    errc code;
    boost::system::error_code cause;
    int attempts;
};

std::vector<failure> failures()
{
    const auto status = [](int value) {
        return boost::system::error_code(value, oms::proxy_category());
    };
    return {{errc::dns_failed, boost::asio::error::host_not_found, 1},
            {errc::dns_failed, boost::asio::error::no_data, 1},
            {errc::dns_failed, boost::asio::error::host_not_found_try_again, 3},
            {errc::connect_failed, boost::asio::error::connection_refused, 3},
            {errc::connect_failed, boost::asio::error::no_descriptors, 3},
            {errc::connect_timeout, boost::asio::error::timed_out, 3},
            {errc::tls_failed, boost::system::error_code(10, oms::certificate_category()), 1},
            {errc::pin_mismatch, {}, 1},
            {errc::client_certificate_required, {}, 1},
            {errc::proxy_failed, status(502), 3},
            {errc::proxy_failed, status(503), 3},
            {errc::proxy_failed, status(504), 3},
            {errc::proxy_failed, boost::asio::error::eof, 3},
            {errc::proxy_failed, status(500), 1},
            {errc::proxy_failed, status(403), 1},
            {errc::proxy_failed, status(301), 1},
            {errc::proxy_auth_required, status(407), 1}};
}

scripted_step ends_with(const failure& why)
{
    return scripted_step::failure(why.code, exchange_phase::not_connected).cause(why.cause);
}

void check(const oms::error& ended, const failure& why)
{
    CHECK(ended.code() == why.code);
    CHECK(ended.cause() == why.cause);
    CHECK(ended.delivery() == oms::delivery::not_sent);
}

} // namespace

TEST_CASE("F01 F02 F05 F06 F09 F11 F12 F13 F14 Each failure to connect is tried again, or at once the end of the call "
          "(X3, X15)")
{
    for (const failure& why : failures()) {
        CAPTURE(oms::make_error_code(why.code).message(), why.cause.message());
        for (const bool reading : {true, false}) {
            scripted_client bench;
            bench.wire->otherwise([&](const oms::http_request&) { return ends_with(why); });
            const auto ended = reading ? bench.run(bench.client->customers().get(oms::customer_id{"cst_1"}))
                                       : bench.run(bench.client->customers().create(oms::new_customer()));
            REQUIRE_FALSE(ended.has_value());
            check(ended.error(), why);
            CHECK(ended.error().attempts() == why.attempts);
            CHECK(bench.wire->requests.size() == static_cast<std::size_t>(why.attempts));
        }
    }
}

TEST_CASE("F01 F02 F05 F06 F09 F11 F12 F13 F14 A failure to connect for the token is tried again as for any request "
          "(X3, X15)")
{
    for (const failure& why : failures()) {
        CAPTURE(oms::make_error_code(why.code).message(), why.cause.message());
        scripted_client bench;
        bench.wire->then(scripted_step::answer(200, test::smallest_customer));
        for (int i = 0; i < 2; ++i)
            bench.wire->then_token(ends_with(why));
        const auto ended = bench.run(bench.client->customers().get(oms::customer_id{"cst_1"}));
        if (why.attempts > 1) {
            CHECK(ended.has_value());
            CHECK(bench.wire->token_requests.size() == 3);
        } else {
            REQUIRE_FALSE(ended.has_value());
            CHECK(ended.error().delivery() == oms::delivery::not_sent);
            CHECK(bench.wire->token_requests.size() == 1);
            CHECK(bench.wire->requests.empty());
        }
    }
}
