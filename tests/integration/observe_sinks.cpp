#include "common/catch.hpp"
#include "common/world.hpp"

#include <oms/observe/log.hpp>
#include <oms/observe/metrics.hpp>
#include <oms/observe/observers.hpp>
#include <oms/oms.hpp>
#include <oms/sandbox/fault.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

// What logs and metrics say of a real client, and what they do not.

namespace {

/// What a log and the metrics of a client have put out.
class sinks {
public:
    void follow(oms::client_config& config)
    {
        const oms::log_options all = oms::log_options().level(oms::log_level::debug).times(false);
        config.observer = std::make_shared<oms::observers>(std::vector<std::shared_ptr<oms::observer>>{
            std::make_shared<oms::logger>([this](oms::log_level, std::string_view line) { lines.emplace_back(line); },
                                          all),
            metrics});
    }

    std::size_t count(const std::string& part) const
    {
        std::size_t found = 0;
        for (const std::string& line : lines)
            found += line.find(part) != line.npos ? 1 : 0;
        return found;
    }

    std::string text() const
    {
        std::string all = metrics->text();
        for (const std::string& line : lines)
            all += line + '\n';
        return all;
    }

    std::vector<std::string> lines;
    std::shared_ptr<oms::metrics> metrics = std::make_shared<oms::metrics>();
};

/// No six characters in a row of a secret.
void check_hides(const std::string& text, const std::string& secret)
{
    REQUIRE(secret.size() >= 6);
    for (std::size_t at = 0; at + 6 <= secret.size(); ++at) {
        const std::string part = secret.substr(at, 6);
        CAPTURE(secret, part);
        if (text.find(part) != text.npos)
            FAIL_CHECK("a part of it is shown");
    }
}

template <class T>
oms::error failure_of(test::world& world, boost::asio::awaitable<T> call)
{
    try {
        world.run(std::move(call));
    } catch (const oms::error& failure) {
        return failure;
    }
    FAIL("the call succeeded");
    return oms::error();
}

} // namespace

TEST_CASE("A retried call of a client stands in its log step by step, and in its metrics (F1) (F4)")
{
    test::world world;
    const test::person alice = world.make_person("10.00");
    sinks seen;
    oms::client_config config = world.config();
    config.retry.base(std::chrono::milliseconds(1));
    seen.follow(config);
    const oms::client client = world.client(config);
    world.inject(oms::sandbox::fault::answer(503).on("GET", "/customers/*").retry_after("0"));

    world.run(client.customers().get(alice.customer));

    INFO(seen.text());
    const std::string call = " call=1 method=GET path=/customers/{customerId} ";
    CHECK(seen.count("event=call" + call) == 1);
    CHECK(seen.count("event=token_exchange ") == 1);
    CHECK(seen.count("event=attempt" + call) == 2);
    CHECK(seen.count("event=connection" + call + "attempt=1 ") == 1);
    CHECK(seen.count("event=response" + call + "attempt=1 status=503 ") == 1);
    CHECK(seen.count("level=warning event=retry" + call + "attempt=1 status=503 error=unavailable ") == 1);
    CHECK(seen.count("event=connection" + call + "attempt=2 ") == 1);
    CHECK(seen.count("level=info event=end" + call + "status=200 attempts=2 ") == 1);

    const auto has = [&seen](const std::string& sample) {
        CAPTURE(sample);
        CHECK(seen.metrics->text().find('\n' + sample + '\n') != std::string::npos);
    };
    has(R"(oms_calls_total{method="GET",path="/customers/{customerId}",delivery="applied",status="2xx"} 1)");
    has(R"(oms_attempts_total{status="2xx"} 1)");
    has(R"(oms_attempts_total{status="5xx"} 1)");
    has(R"(oms_retries_total{reason="unavailable"} 1)");
    has(R"(oms_token_exchanges_total{result="success"} 1)");
    has("oms_connection_wait_seconds_count 2");
    has("oms_calls_in_flight 0");
}

TEST_CASE("Nothing that a client holds, sends or is told reaches its log or its metrics but what is allowed (F2)")
{
    test::world world;
    const test::person alice = world.make_person("100.00");
    sinks seen;
    oms::client_config config = world.config();
    config.retry.base(std::chrono::milliseconds(1));
    seen.follow(config);
    const oms::client client = world.client(config);

    const std::string name = "Quirin Xylander", number = "90817263544536271", key = "order-77kd93jfQZ-4711";
    const std::string rude = "sk_live_7fZq0Lr2Xw9 belongs to Quirin Xylander, account 90817263544536271";
    const std::string body = R"({"error":{"code":"quirin_xylander","type":"xylander_error","message":")" + rude +
                             R"(","details":[{"field":"quirin","message":")" + rude + R"("}],"requestId":")" + number +
                             R"("}})";
    const oms::json_text note(R"({"fullName":")" + name + R"(","account":")" + number + R"("})");
    oms::call_options keyed;
    keyed.idempotency_key(key);

    // Retries, refusals and a path of the program's own, each with texts of a server that shows what it should not.
    for (const int status : {503, 500, 422, 404, 400, 409, 429})
        world.inject(oms::sandbox::fault::answer(status, body)
                         .header("X-Request-Id", name + number)
                         .header("Sunset", rude)
                         .header("Retry-After", "0")
                         .on("GET", "/customers/*")
                         .times(1));
    for (int i = 0; i != 6; ++i) {
        try {
            world.run(client.customers().get(alice.customer));
        } catch (const oms::error&) {
            continue; // what it is stands in the log
        }
    }
    failure_of(world, client.raw().post("/customers/" + number + "/notes?name=Quirin%20Xylander", note, keyed));
    world.clear_faults();
    world.inject(oms::sandbox::fault::answer(200, R"({"id":")" + rude).on("GET", "/customers/*"));
    failure_of(world, client.customers().get(alice.customer)); // cannot be decoded
    world.revoke_tokens();
    world.run(client.customers().get(alice.customer));

    // And a key that is refused.
    oms::client_config strange = world.config();
    strange.api_secret = oms::secret("sk_secret_Zz9xPq41mmKd");
    seen.follow(strange);
    failure_of(world, world.client(strange).customers().get(alice.customer));

    const std::string text = seen.text();
    INFO(text);
    CHECK(seen.count("event=retry") >= 2);
    CHECK(seen.count("level=error event=end") >= 4);
    CHECK(seen.count("event=drift") >= 1);
    CHECK(seen.count("path=other") >= 1);
    CHECK(seen.count("error=decode_failed") >= 1);
    CHECK(seen.count("level=warning event=token_exchange") >= 1);
    CHECK(seen.count("renewed=true") >= 1);
    for (const std::string& secret :
         {name, number, key, std::string("quirin_xylander"), std::string("sk_live_7fZq0Lr2Xw9"),
          std::string("belongs to"), std::string(config.api_secret.reveal()), std::string(config.api_key.reveal()),
          std::string("sk_secret_Zz9xPq41mmKd"), std::string("Quirin%20Xylander")})
        check_hides(text, secret);
    CHECK(text.find(alice.customer.view()) == text.npos); // parts of it stand in the emulator's request ids too
}
