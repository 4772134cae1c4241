#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <memory>
#include <string>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;

} // namespace

TEST_CASE("F55 a thousand calls without a token make one exchange, and all proceed (A1, A3)")
{
    pipeline_bench bench;
    bench.wire->then_token(
        scripted_step::answer(200, scripted_transport::token_body("shared")).hanging(exchange_phase::fully_written));
    answer_calls(bench, 1000);
    std::vector<std::shared_ptr<started_call<oms::customer>>> calls;
    for (int i = 0; i < 1000; ++i)
        calls.push_back(bench.start(read_one(bench)));
    CHECK(bench.wire->token_requests.size() == 1);
    CHECK(bench.wire->requests.empty());

    bench.wire->release();
    for (const auto& call : calls)
        CHECK(bench.finish(call).has_value());
    CHECK(bench.wire->token_requests.size() == 1);
    for (const oms::http_request& sent : bench.wire->requests)
        CHECK(bearer_of(sent) == "Bearer shared");
}

TEST_CASE("a token is used until its renewal, and the first call after 80 % of its life renews it beside its own way "
          "(A2, A3, X27)")
{
    pipeline_bench bench;
    answer_calls(bench, 4);
    REQUIRE(bench.run(read_one(bench)).has_value());
    bench.clock->advance(2843s); // up to 1 % of its life earlier at random
    REQUIRE(bench.run(read_one(bench)).has_value());
    CHECK(bench.wire->token_requests.size() == 1);

    bench.wire->then_token(
        scripted_step::answer(200, scripted_transport::token_body("newer")).hanging(exchange_phase::fully_written));
    bench.clock->advance(38s);
    const auto call = bench.start(read_one(bench));
    REQUIRE(call->outcome);
    CHECK(call->outcome->has_value());
    CHECK(bench.wire->token_requests.size() == 2);
    CHECK(bearer_of(bench.wire->requests.at(2)) == "Bearer token-1");

    bench.wire->release();
    bench.settle();
    REQUIRE(bench.run(read_one(bench)).has_value());
    CHECK(bearer_of(bench.wire->requests.at(3)) == "Bearer newer");
    CHECK(bench.wire->token_requests.size() == 2);
}

TEST_CASE("a 401 renews the token once and repeats the request with the same key and bytes (A5)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(401, ""));
    bench.wire->then(scripted_step::answer(201, customer_body));
    REQUIRE(bench.run(bench.client->customers().create(oms::new_customer())).has_value());

    CHECK(bench.wire->token_requests.size() == 2);
    REQUIRE(bench.wire->requests.size() == 2);
    const oms::http_request& first = bench.wire->requests.at(0);
    const oms::http_request& second = bench.wire->requests.at(1);
    CHECK(bearer_of(first) == "Bearer token-1");
    CHECK(bearer_of(second) == "Bearer token-2");
    CHECK(second.headers.find("Idempotency-Key") == first.headers.find("Idempotency-Key"));
    CHECK(second.body == first.body);
    CHECK(second.headers.size() == first.headers.size());
}

TEST_CASE("F62 F63 a second 401 is final and says that a renewed token was refused (A5)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(401, ""));
    bench.wire->then(scripted_step::answer(401, ""));
    const auto got = bench.run(read_one(bench));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::unauthorized);
    CHECK(got.error().delivery() == delivery::refused);
    CHECK(got.error().attempts() == 2);
    CHECK_THAT(got.error().what(), ContainsSubstring("token was renewed"));
    CHECK(bench.wire->token_requests.size() == 2);
}

TEST_CASE("F56 of many calls whose token was rejected one makes the exchange, stragglers included (A5)")
{
    pipeline_bench bench;
    answer_calls(bench, 1);
    REQUIRE(bench.run(read_one(bench)).has_value());

    std::vector<std::shared_ptr<started_call<oms::customer>>> calls;
    for (int i = 0; i < 10; ++i)
        bench.wire->then(scripted_step::answer(401, "").hanging(exchange_phase::fully_written));
    for (int i = 0; i < 10; ++i)
        calls.push_back(bench.start(read_one(bench)));
    answer_calls(bench, 10);
    bench.wire->release();
    for (const auto& call : calls)
        CHECK(bench.finish(call).has_value());
    CHECK(bench.wire->token_requests.size() == 2);

    // One more that was sent with the first token and hears so late.
    bench.wire->then(scripted_step::answer(401, ""));
    answer_calls(bench, 1);
    CHECK(bench.run(read_one(bench)).has_value());
    CHECK(bench.wire->token_requests.size() == 3);
}

TEST_CASE("F57 a renewal that fails leaves the old token in use (A4)")
{
    pipeline_bench bench;
    answer_calls(bench, 3);
    REQUIRE(bench.run(read_one(bench)).has_value());
    bench.clock->advance(3000s);
    bench.wire->then_token(scripted_step::answer(500, ""));
    REQUIRE(bench.run(read_one(bench)).has_value());
    REQUIRE(bench.run(read_one(bench)).has_value());
    for (const oms::http_request& sent : bench.wire->requests)
        CHECK(bearer_of(sent) == "Bearer token-1");
    CHECK(bench.wire->token_requests.size() == 2);
}

TEST_CASE("F58 with the token endpoint down calls fail at their own deadlines, and recovery is one exchange")
{
    pipeline_bench bench;
    for (int i = 0; i < 3; ++i)
        bench.wire->then_token(scripted_step::answer(503, ""));
    std::vector<std::shared_ptr<started_call<oms::customer>>> patient;
    for (int i = 0; i < 50; ++i)
        patient.push_back(bench.start(read_one(bench, 60s)));
    const auto before = bench.clock->now();
    const auto hasty = bench.finish(bench.start(read_one(bench, 100ms)));
    REQUIRE_FALSE(hasty.has_value());
    CHECK(hasty.error().code() == errc::auth_unavailable);
    CHECK(hasty.error().delivery() == delivery::not_sent);
    CHECK_THAT(hasty.error().what(), ContainsSubstring(oms::make_error_code(errc::unavailable).message()));
    CHECK(bench.clock->now() - before <= 100ms);

    answer_calls(bench, 50);
    for (const auto& call : patient)
        CHECK(bench.finish(call).has_value());
    CHECK(bench.wire->token_requests.size() == 4);
}

TEST_CASE("F05 a service that cannot be reached fails the first call after its attempts, not at its deadline")
{
    pipeline_bench bench;
    for (int i = 0; i < 4; ++i)
        bench.wire->then_token(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
    const auto before = bench.clock->now();
    const auto got = bench.run(read_one(bench, 60s));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::connect_failed);
    CHECK(got.error().delivery() == delivery::not_sent);
    CHECK(bench.wire->token_requests.size() == 3);
    CHECK(bench.clock->now() - before < 3s);

    // Who comes while the outage is known waits for one more exchange at most.
    const auto later = bench.run(read_one(bench, 60s));
    REQUIRE_FALSE(later.has_value());
    CHECK(later.error().code() == errc::connect_failed);
    CHECK(bench.wire->token_requests.size() == 4);
}

TEST_CASE("F05 in a long outage, too, a call waits for one more exchange at most")
{
    pipeline_bench bench;
    for (int i = 0; i != 50; ++i)
        bench.wire->then_token(scripted_step::failure(errc::connect_failed, exchange_phase::not_connected));
    for (std::size_t exchanges = 3; exchanges != 50; ++exchanges) {
        const auto before = bench.clock->now();
        const auto got = bench.run(read_one(bench, 60s));
        REQUIRE_FALSE(got.has_value());
        REQUIRE(got.error().code() == errc::connect_failed);
        REQUIRE(bench.wire->token_requests.size() == exchanges);
        REQUIRE(bench.clock->now() - before < 20s);
    }
}

TEST_CASE("an exchange that hangs does not hold a call beyond its own deadline (A3)")
{
    pipeline_bench bench;
    bench.wire->then_token(
        scripted_step::answer(200, scripted_transport::token_body("late")).hanging(exchange_phase::fully_written));
    const auto before = bench.clock->now();
    const auto got = bench.run(read_one(bench, 2s));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::auth_unavailable);
    CHECK(bench.clock->now() - before == 2s);
}

TEST_CASE("F59 refused credentials are final, and remembered for a short time")
{
    for (const int status : {401, 403}) {
        pipeline_bench bench;
        bench.wire->then_token(scripted_step::answer(status, R"({"code":"unauthorized","message":"no"})"));
        for (int i = 0; i < 3; ++i) {
            const auto got = bench.run(bench.client->customers().create(oms::new_customer()));
            REQUIRE_FALSE(got.has_value());
            CHECK(got.error().code() == errc::credentials_rejected);
            CHECK(got.error().http_status() == status);
            CHECK(got.error().delivery() == delivery::not_sent);
            CHECK(got.error().path_template() == "/customers");
        }
        CHECK(bench.wire->token_requests.size() == 1);
        bench.clock->advance(31s);
        answer_calls(bench, 1);
        CHECK(bench.run(read_one(bench)).has_value());
    }
}

TEST_CASE("F59 a token endpoint that repeats the key and the secret does not get them into an error")
{
    const auto failure_for = [](const char* body, const char* request_id) {
        pipeline_bench bench;
        bench.wire->then_token(scripted_step::answer(401, body).header("X-Request-Id", request_id));
        return bench.run(bench.client->customers().get(some_customer)).error();
    };
    const oms::error echo = failure_for(R"({"code":"hunter2_is_wrong","type":"sk_sdbx_key","message":"not hunter2",)"
                                        R"("details":[{"field":"apiSecret","message":"h\u0075nter2"}]})",
                                        "req_hunter2");
    CHECK(echo.code() == errc::credentials_rejected);
    CHECK(echo.http_status() == 401);
    CHECK(echo.server_code().empty());
    CHECK(echo.server_type().empty());
    CHECK(echo.server_message().empty());
    CHECK(echo.details().empty());
    CHECK(echo.request_id().empty());
    CHECK(echo.document().empty());
    CHECK_THAT(echo.what(), !ContainsSubstring("hunter2") && !ContainsSubstring("sk_sdbx_key"));

    const oms::error plain = failure_for(R"({"code":"unauthorized","message":"the key is revoked"})", "req_7");
    CHECK(plain.server_code() == oms::server_code::unauthorized);
    CHECK(plain.server_message() == "the key is revoked");
    CHECK(plain.request_id() == "req_7");
    CHECK(failure_for("{}", "alice@example.com").request_id().empty());
}

TEST_CASE("F09 a certificate that is not trusted ends calls at once with its own error, not at their deadline (X3)")
{
    pipeline_bench bench;
    bench.wire->then_token(scripted_step::failure(errc::tls_failed, exchange_phase::not_connected));
    const auto before = bench.clock->now();
    const auto got = bench.run(read_one(bench));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::tls_failed);
    CHECK(got.error().delivery() == delivery::not_sent);
    CHECK(bench.clock->now() == before);
}

TEST_CASE("F60 the exchange goes on for the others when the call that started it is cancelled (A3)")
{
    pipeline_bench bench;
    bench.wire->then_token(
        scripted_step::answer(200, scripted_transport::token_body("shared")).hanging(exchange_phase::fully_written));
    const auto first = bench.start(read_one(bench));
    const auto second = bench.start(read_one(bench));
    first->cancel.emit(boost::asio::cancellation_type::terminal);
    bench.settle();
    REQUIRE(first->outcome);
    REQUIRE_FALSE(first->outcome->has_value());
    CHECK(first->outcome->error().code() == errc::cancelled);
    CHECK(first->outcome->error().delivery() == delivery::not_sent);
    CHECK_FALSE(second->outcome);

    answer_calls(bench, 1);
    bench.wire->release();
    CHECK(bench.finish(second).has_value());
    CHECK(bench.wire->token_requests.size() == 1);
}

TEST_CASE("an exchange whose callers are all gone keeps the context only until it has ended")
{
    pipeline_bench bench;
    bench.wire->then_token(
        scripted_step::answer(200, scripted_transport::token_body("unused")).hanging(exchange_phase::fully_written));
    const auto call = bench.start(read_one(bench));
    call->cancel.emit(boost::asio::cancellation_type::terminal);
    bench.settle();
    REQUIRE(call->outcome);
    CHECK(bench.clock->sleeping() == 1);
    CHECK_FALSE(bench.io.stopped());

    bench.wire->release();
    bench.settle();
    CHECK(bench.clock->sleeping() == 0);
    CHECK(bench.io.stopped());
}

TEST_CASE("F61 an expiresAt is measured by the server's clock, and a jump of ours changes nothing")
{
    pipeline_bench bench;
    bench.wire->then_token(scripted_step::answer(200, R"({"accessToken":"a","tokenType":"Bearer","expiresIn":3600,)"
                                                      R"("expiresAt":"2026-06-15T15:00:00Z"})")
                               .header("Date", "Mon, 15 Jun 2026 14:30:00 GMT"));
    answer_calls(bench, 3);
    REQUIRE(bench.run(read_one(bench)).has_value());
    bench.clock->step_wall(std::chrono::hours(1));
    bench.clock->advance(1421s);
    REQUIRE(bench.run(read_one(bench)).has_value());
    CHECK(bench.wire->token_requests.size() == 1);
    bench.clock->advance(20s);
    REQUIRE(bench.run(read_one(bench)).has_value());
    CHECK(bench.wire->token_requests.size() == 2);
}

TEST_CASE("F64 a token that could split a header is refused and never sent")
{
    const std::string body =
        GENERATE(std::string(R"({"accessToken":"a\r\nX-Evil: 1","tokenType":"bearer","expiresIn":1})"),
                 std::string(R"({"accessToken":"caf\u00e9","tokenType":"bearer","expiresIn":1})"),
                 std::string(R"({"accessToken":"a","tokenType":"mac","expiresIn":1})"),
                 std::string(R"({"accessToken":"","tokenType":"bearer","expiresIn":1})"),
                 std::string(R"({"tokenType":"bearer","expiresIn":1})"), std::string("[]"));
    pipeline_bench bench;
    bench.wire->then_token(scripted_step::answer(200, body));
    const auto got = bench.run(read_one(bench));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::auth_unavailable);
    CHECK(got.error().document().empty());
    CHECK(bench.wire->requests.empty());
}

TEST_CASE("the token exchange accepts 201, and replaces a stale connection")
{
    pipeline_bench bench;
    bench.wire->then_token(scripted_step::failure(errc::connection_lost, exchange_phase::nothing_written, true));
    bench.wire->then_token(scripted_step::answer(201, scripted_transport::token_body("made")));
    answer_calls(bench, 1);
    const auto before = bench.clock->now();
    CHECK(bench.run(read_one(bench)).has_value());
    CHECK(bench.clock->now() == before);
}

TEST_CASE("F63 a call that gets no token for its next attempt tells how the attempt before ended (A4)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(401, ""));
    bench.wire->then_token(scripted_step::answer(200, scripted_transport::token_body("first")));
    bench.wire->then_token(scripted_step::answer(403, ""));
    const auto got = bench.run(read_one(bench));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::credentials_rejected);
    CHECK(got.error().attempts() == 1);
    CHECK_THAT(got.error().what(), ContainsSubstring("while asking for an access token"));
    CHECK_THAT(got.error().what(), ContainsSubstring("the attempt before ended with"));
}
