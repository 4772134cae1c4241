#include "common/catch.hpp"
#include "pipeline_bench.hpp"

#include <oms/client/client_metrics.hpp>
#include <oms/client/credential_source.hpp>

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <deque>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;
using Catch::Matchers::ContainsSubstring;
using oms::delivery;
using oms::errc;
using oms::exchange_phase;

oms::api_credentials credentials(std::string_view key, std::string_view key_secret)
{
    return {oms::secret(key), oms::secret(key_secret)};
}

/// A vault that the test fills. One that is empty is asked in vain until it is stopped.
class vault final : public oms::credential_source {
public:
    std::deque<std::function<oms::api_credentials()>> answers;
    int asked = 0;
    int at_a_time = 0;
    int most_at_a_time = 0;
    int stopped = 0;
    bool obeys = true;

    void put(std::string_view key, std::string_view key_secret)
    {
        answers.emplace_back([given = credentials(key, key_secret)] { return given; });
    }
    void fail()
    {
        answers.emplace_back([]() -> oms::api_credentials { throw std::runtime_error("hunter2 is in this text"); });
    }
    void release()
    {
        if (bell_)
            bell_->cancel();
    }

    asio::awaitable<oms::api_credentials> current() override { return answer(*this); }

private:
    static asio::awaitable<oms::api_credentials> answer(vault& self)
    {
        ++self.asked;
        self.most_at_a_time = std::max(self.most_at_a_time, ++self.at_a_time);
        co_await asio::this_coro::throw_if_cancelled(false);
        const auto state = co_await asio::this_coro::cancellation_state;
        while (self.answers.empty()) {
            boost::system::error_code rung;
            asio::steady_timer bell(co_await asio::this_coro::executor, asio::steady_timer::time_point::max());
            self.bell_ = &bell;
            co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
            self.bell_ = nullptr;
            if (state.cancelled() != asio::cancellation_type::none && self.obeys) {
                ++self.stopped;
                --self.at_a_time;
                throw boost::system::system_error(asio::error::operation_aborted);
            }
        }
        --self.at_a_time;
        const auto next = std::move(self.answers.front());
        self.answers.pop_front();
        co_return next();
    }

    asio::steady_timer* bell_ = nullptr;
};

/// A client whose credentials come from a vault.
class vault_bench : public pipeline_bench {
public:
    vault_bench()
    {
        config.api_key = oms::secret();
        config.api_secret = oms::secret();
        config.credentials = source;
        renew_client();
    }

    asio::awaitable<oms::customer> read(std::chrono::milliseconds time = 60s)
    {
        return client->customers().get(some_customer, oms::call_options().timeout(time));
    }

    std::shared_ptr<vault> source = std::make_shared<vault>();
};

} // namespace

TEST_CASE("A credential source is asked before each exchange, so that rotated credentials are used by the next (A6)")
{
    vault_bench bench;
    bench.source->put("sk_sdbx_old", "first");
    bench.source->put("sk_sdbx_new", "sec\"ond");
    for (int i = 0; i < 3; ++i)
        bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.read()).has_value());
    REQUIRE(bench.run(bench.read()).has_value());
    CHECK(bench.source->asked == 1);
    bench.clock->advance(3601s);
    REQUIRE(bench.run(bench.read()).has_value());
    CHECK(bench.source->asked == 2);
    REQUIRE(bench.wire->token_requests.size() == 2);
    CHECK(bench.wire->token_requests.at(0).body == R"({"apiKey":"sk_sdbx_old","apiSecret":"first"})");
    CHECK(bench.wire->token_requests.at(1).body == R"({"apiKey":"sk_sdbx_new","apiSecret":"sec\"ond"})");
    CHECK(bench.source->most_at_a_time == 1);
}

TEST_CASE("What a credential source throws is an exchange that failed: tried again, then auth_unavailable (A6)")
{
    vault_bench bench;
    bench.source->fail();
    bench.source->fail();
    bench.source->put("sk_sdbx_key", "secret");
    bench.wire->then(scripted_step::answer(200, customer_body));
    CHECK(bench.run(bench.read()).has_value());
    CHECK(bench.source->asked == 3);
    CHECK(bench.wire->token_requests.size() == 1);

    vault_bench hasty;
    hasty.source->fail();
    const auto before = hasty.clock->now();
    const auto got = hasty.run(hasty.read(100ms));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::auth_unavailable);
    CHECK(got.error().delivery() == delivery::not_sent);
    CHECK(hasty.clock->now() - before <= 100ms);
    CHECK_THAT(got.error().what(), !ContainsSubstring("hunter2"));
    CHECK(hasty.wire->token_requests.empty());
}

TEST_CASE("Credentials of a source that validate would refuse are sent nowhere and end calls (A6, A9)")
{
    struct row {
        const char* key;
        const char* key_secret;
        const char* url;
        const char* says;
    };
    for (const row& r : {row{"", "secret", "https://api.example.com/v0.9", "the API key is empty"},
                         row{"sk_sdbx_key", "", "https://api.example.com/v0.9", "the API secret is empty"},
                         row{"sk_sdbx_key", "sec ret", "https://api.example.com/v0.9", "the API secret holds a blank"},
                         row{"sk_live_key", "secret", oms::client_config::sandbox_url, "is a live key"}}) {
        CAPTURE(r.says);
        vault_bench bench;
        bench.config.base_url = r.url;
        bench.renew_client();
        bench.source->put(r.key, r.key_secret);
        const auto got = bench.run(bench.read());
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code() == errc::credentials_rejected);
        CHECK(got.error().delivery() == delivery::not_sent);
        CHECK_THAT(got.error().what(), ContainsSubstring(r.says));
        CHECK(bench.wire->token_requests.empty());
    }
}

TEST_CASE("A call that waits for a credential source keeps its deadline and can be cancelled (A6, F101)")
{
    vault_bench bench;
    const auto hasty = bench.start(bench.read(2s));
    const auto cancelled = bench.start(bench.read());
    const auto patient = bench.start(bench.read());
    CHECK(bench.source->asked == 1);
    cancelled->cancel.emit(asio::cancellation_type::terminal);
    bench.settle();
    REQUIRE(cancelled->outcome);
    CHECK(cancelled->outcome->error().code() == errc::cancelled);
    const auto before = bench.clock->now();
    CHECK(bench.finish(hasty).error().code() == errc::auth_unavailable);
    CHECK(bench.clock->now() - before == 2s);

    bench.source->put("sk_sdbx_key", "secret");
    bench.wire->then(scripted_step::answer(200, customer_body));
    bench.source->release();
    CHECK(bench.finish(patient).has_value());
    CHECK(bench.source->asked == 1);
}

TEST_CASE("A credential source that does not answer is stopped after the time of an exchange, and asked again (A6)")
{
    vault_bench bench;
    bench.wire->then(scripted_step::answer(200, customer_body));
    const auto call = bench.start(bench.read(60s));
    bench.clock->advance(30s);
    bench.settle();
    CHECK(bench.source->stopped == 1);
    CHECK_FALSE(call->outcome);
    bench.source->put("sk_sdbx_key", "secret");
    CHECK(bench.finish(call).has_value());
    CHECK(bench.source->asked == 2);
    CHECK(bench.source->most_at_a_time == 1);
}

TEST_CASE("A credential source that does not stop lets exchanges fail, and is asked again when it has ended (A6)")
{
    vault_bench bench;
    bench.source->obeys = false;
    const auto call = bench.start(bench.read(10min));
    bench.clock->advance(30s);
    bench.settle();
    CHECK(bench.source->asked == 1);
    CHECK(bench.client->metrics().token_failures == 1);
    // The cool-down is over, but the source still holds the first question.
    bench.clock->advance(1min);
    bench.settle();
    CHECK(bench.client->metrics().token_failures >= 2);
    CHECK(bench.source->asked == 1);
    CHECK_FALSE(call->outcome);
}

TEST_CASE("A credential source that does not stop is never asked twice at a time (A6)")
{
    vault_bench bench;
    bench.source->obeys = false;
    const auto call = bench.start(bench.read(100s));
    bench.clock->advance(40s);
    bench.settle();
    const auto another = bench.start(bench.read(10s));
    CHECK(bench.finish(another).error().code() == errc::auth_unavailable);
    CHECK(bench.source->asked == 1);
    // What it gives in the end comes too late for that exchange; the next one asks again.
    bench.source->put("sk_sdbx_late", "secret");
    bench.source->put("sk_sdbx_next", "secret");
    bench.wire->then(scripted_step::answer(200, customer_body));
    bench.source->release();
    CHECK(bench.finish(call).has_value());
    CHECK(bench.source->most_at_a_time == 1);
    REQUIRE(bench.wire->token_requests.size() == 1);
    CHECK_THAT(bench.wire->token_requests.front().body, ContainsSubstring("sk_sdbx_next"));
}

TEST_CASE("Closing a client stops its credential source, so that nothing is left pending (A6, I2)")
{
    vault_bench bench;
    const auto call = bench.start(bench.read());
    bench.client->close();
    bench.settle();
    REQUIRE(call->outcome);
    CHECK(call->outcome->error().code() == errc::client_closed);
    CHECK(bench.source->stopped == 1);
    CHECK(bench.io.stopped());
    CHECK(bench.clock->sleeping() == 0);
}

TEST_CASE("F103 a client that is gone while its credential source is asked leaves nothing behind (A6)")
{
    const auto source = std::make_shared<vault>();
    {
        vault_bench bench;
        bench.config.credentials = source;
        bench.source = nullptr;
        bench.renew_client();
        const auto call = bench.start(bench.read());
        CHECK(source->asked == 1);
        bench.config.credentials.reset();
    }
    CHECK(source.use_count() == 1);
}

TEST_CASE("A call with its own bearer token asks for no exchange and sends that token in each attempt (A6)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(503, ""));
    bench.wire->then(scripted_step::answer(201, customer_body));
    const oms::secret own(std::string_view("their-token"));
    REQUIRE(
        bench.run(bench.client->customers().create(oms::new_customer(), oms::call_options().bearer(own))).has_value());
    CHECK(bench.wire->token_requests.empty());
    REQUIRE(bench.wire->requests.size() == 2);
    for (const oms::http_request& sent : bench.wire->requests) {
        CHECK(bearer_of(sent) == "Bearer their-token");
        CHECK(sent.headers.find_all("Authorization").size() == 1);
    }

    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.client->customers().get(some_customer)).has_value());
    CHECK(bearer_of(bench.wire->requests.at(2)) == "Bearer token-1");
}

TEST_CASE("F63 a 401 for a call's own bearer token is final, and the client's token stays (A6)")
{
    pipeline_bench bench;
    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.client->customers().get(some_customer)).has_value());

    bench.wire->then(scripted_step::answer(401, ""));
    const oms::secret own(std::string_view("their-token"));
    const auto got = bench.run(bench.client->customers().create(oms::new_customer(), oms::call_options().bearer(own)));
    REQUIRE_FALSE(got.has_value());
    CHECK(got.error().code() == errc::unauthorized);
    CHECK(got.error().delivery() == delivery::refused);
    CHECK(got.error().attempts() == 1);
    CHECK_THAT(got.error().what(), ContainsSubstring("bearer token of the call's options was refused"));
    CHECK_THAT(got.error().what(), !ContainsSubstring("their-token"));
    CHECK(bench.wire->token_requests.size() == 1);

    bench.wire->then(scripted_step::answer(200, customer_body));
    REQUIRE(bench.run(bench.client->customers().get(some_customer)).has_value());
    CHECK(bench.wire->token_requests.size() == 1);
}

TEST_CASE("F64 a call's own bearer token that must not stand in a header is never sent (A6)")
{
    for (const std::string_view text : {std::string_view(""), std::string_view("a\r\nX-Evil: 1"),
                                        std::string_view("a b"), std::string_view("caf\xc3\xa9")}) {
        pipeline_bench bench;
        const oms::secret own(text);
        const auto got = bench.run(bench.client->customers().get(some_customer, oms::call_options().bearer(own)));
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code() == errc::invalid_argument);
        CHECK(got.error().delivery() == delivery::not_sent);
        REQUIRE(got.error().details().size() == 1);
        CHECK(got.error().details().front().field == "bearer");
        CHECK(bench.wire->requests.empty());
    }
}

TEST_CASE("A wait and a flow use the bearer token of their options for each of their requests (A6)")
{
    pipeline_bench bench;
    const oms::secret own(std::string_view("their-token"));
    const oms::call_options with = oms::call_options().bearer(own);
    bench.wire->then(scripted_step::answer(200, R"({"id":"txn_1","type":"cryptoToCrypto","status":"pending"})"));
    bench.wire->then(scripted_step::answer(200, R"({"id":"txn_1","type":"cryptoToCrypto","status":"completed"})"));
    REQUIRE(bench.run(bench.client->transactions().wait(oms::transaction_id{"txn_1"}, std::chrono::minutes(5), with))
                .has_value());
    CHECK(with.without_extras().additions() != nullptr);
    CHECK(bench.wire->token_requests.empty());
    for (const oms::http_request& sent : bench.wire->requests)
        CHECK(bearer_of(sent) == "Bearer their-token");
}

TEST_CASE("No piece of a token, a key or a secret stands in an error, whatever the call met (A8, X25)")
{
    const std::string text = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.Zx81kPq0LmT4vB7nYw2sDd9f";
    const auto nothing_of = [&text](const oms::error& failure) {
        const std::string said = std::string(failure.what()) + std::string(failure.cause_text());
        for (std::size_t at = 0; at + 6 <= text.size(); ++at)
            CHECK(said.find(text.substr(at, 6)) == said.npos);
        CHECK(said.find("hunter2") == said.npos);
        CHECK(said.find("sk_sdbx_key") == said.npos);
    };
    for (const bool own : {true, false}) {
        for (const int status : {400, 401, 403, 422, 500}) {
            CAPTURE(own, status);
            pipeline_bench bench;
            for (int i = 0; i < 3; ++i) {
                bench.wire->then_token(scripted_step::answer(200, scripted_transport::token_body(text)));
                bench.wire->then(
                    scripted_step::answer(status, R"({"code":")" + text + R"(","message":"Bearer )" + text + "\"}")
                        .header("WWW-Authenticate", "Bearer " + text)
                        .header("X-Request-Id", "Bearer " + text));
            }
            oms::call_options with;
            const oms::secret token{std::string_view(text)};
            if (own)
                with.bearer(token);
            const auto got = bench.run(bench.client->customers().get(some_customer, with));
            REQUIRE_FALSE(got.has_value());
            nothing_of(got.error());
        }
    }
}
