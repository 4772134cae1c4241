#include "common/catch.hpp"

#include <oms/client/call_options.hpp>
#include <oms/core/error.hpp>

using namespace std::chrono_literals;

TEST_CASE("Options of a call say nothing until they are set")
{
    const oms::call_options none;
    CHECK_FALSE(none.timeout().has_value());
    CHECK(none.idempotency_key().empty());
    const auto client_policy = oms::retry_policy().attempts(5).base(7ms);
    CHECK(none.retry_or(client_policy).attempts() == 5);
    CHECK(none.retry_or(client_policy).base() == 7ms);
}

TEST_CASE("Options of a call are chained, on a temporary and on a name (C1)")
{
    const auto chained = oms::call_options().timeout(2s).idempotency_key("order-789").attempts(1);
    CHECK(chained.timeout() == 2000ms);
    CHECK(chained.idempotency_key().view() == "order-789");
    CHECK(chained.retry_or(oms::retry_policy()).attempts() == 1);

    oms::call_options named;
    named.timeout(1ms).idempotency_key(oms::idempotency_key("k")).retry(oms::retry_policy().base(9ms));
    CHECK(named.timeout() == 1ms);
    CHECK(named.idempotency_key().view() == "k");
    CHECK(named.retry_or(oms::retry_policy()).base() == 9ms);
}

TEST_CASE("The number of attempts of a call goes before both policies and keeps their waits (D16)")
{
    const auto client_policy = oms::retry_policy().attempts(5).base(7ms);
    const auto call_policy = oms::retry_policy().attempts(4).base(9ms);
    CHECK(oms::call_options().attempts(2).retry_or(client_policy).attempts() == 2);
    CHECK(oms::call_options().attempts(2).retry_or(client_policy).base() == 7ms);
    CHECK(oms::call_options().attempts(2).retry(call_policy).retry_or(client_policy).attempts() == 2);
    CHECK(oms::call_options().attempts(2).retry(call_policy).retry_or(client_policy).base() == 9ms);
    CHECK(oms::call_options().retry(call_policy).retry_or(client_policy).attempts() == 4);
}

TEST_CASE("A key that cannot stand in a header and a senseless number of attempts are refused at once (D4, F77, F78)")
{
    const auto code_of = [](auto make) {
        try {
            make();
        } catch (const oms::error& failure) {
            return failure.code();
        }
        return boost::system::error_code();
    };
    for (const std::string& key : {std::string(), std::string("two words"), std::string("line\r\nbreak"),
                                   std::string(256, 'k'), std::string("\xC3\xA9")})
        CHECK(code_of([&] { oms::call_options().idempotency_key(key); }) == oms::errc::invalid_idempotency_key);
    CHECK_NOTHROW(oms::call_options().idempotency_key(std::string(255, 'k')));
    CHECK(code_of([] { oms::call_options().attempts(0); }) == oms::errc::invalid_argument);
    CHECK(code_of([] { oms::call_options().attempts(-1); }) == oms::errc::invalid_argument);
}
