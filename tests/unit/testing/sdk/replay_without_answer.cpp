#include "common/await.hpp"
#include "common/catch.hpp"
#include "common/temporary_directory.hpp"

#include <oms/client/make_client.hpp>
#include <oms/net/system_clock.hpp>
#include <oms/oms.hpp>
#include <oms/testing/recording_transport.hpp>
#include <oms/testing/replaying_transport.hpp>

#include <fstream>
#include <functional>
#include <iterator>

using Catch::Matchers::ContainsSubstring;

namespace {

/// A token for everybody, and for everything else what the test says.
class scripted final : public oms::transport {
public:
    explicit scripted(oms::http_response answer) : answer_(std::move(answer)) {}

    boost::asio::awaitable<oms::exchange_result> exchange(const oms::http_request& request,
                                                          const oms::exchange_limits&) override
    {
        oms::exchange_result result;
        result.phase = oms::exchange_phase::complete;
        result.response = answer_;
        if (request.target.ends_with("/auth/token")) {
            result.response = oms::http_response();
            result.response.status = 200;
            result.response.body = R"({"accessToken":"a-token","tokenType":"bearer","expiresIn":3600})";
        }
        co_return result;
    }
    void close() override {}
    oms::pool_metrics metrics() const override { return {}; }

private:
    oms::http_response answer_;
};

oms::http_response json_answer(int status, std::string body)
{
    oms::http_response answer;
    answer.status = status;
    answer.headers.add("Content-Type", "application/json");
    answer.body = std::move(body);
    return answer;
}

using work = std::function<boost::asio::awaitable<void>(oms::client)>;

/// What the work fails with, for a client over a transport; empty when it does not.
std::string failure_over(const std::shared_ptr<oms::transport>& to, const work& todo)
{
    boost::asio::io_context io;
    oms::client_config config;
    config.base_url = "https://api.invalid/v0.9";
    config.api_key = oms::secret("sk_sdbx_any");
    config.api_secret = oms::secret("any");
    const oms::client client =
        oms::make_client(io.get_executor(), config, to, oms::make_system_clock(io.get_executor()));
    std::string failure;
    boost::asio::co_spawn(io, todo(client), [&](std::exception_ptr thrown) {
        try {
            if (thrown)
                std::rethrow_exception(thrown);
        } catch (const oms::error& error) {
            failure = error.what();
        }
    });
    io.run();
    return failure;
}

std::string text_of(const std::string& file)
{
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A replay of a file with these lines.
class replay_of {
public:
    explicit replay_of(const std::string& lines)
    {
        const std::string file = directory_.file("recording.jsonl");
        std::ofstream(file) << lines;
        transport = std::make_shared<oms::testing::replaying_transport>(file);
    }

    /// Why there is no answer; empty when there is one.
    std::string ask(oms::http_method method, std::string target, std::string body = {})
    {
        oms::http_request request{method, std::move(target)};
        request.body = std::move(body);
        const oms::exchange_limits limits;
        const oms::exchange_result result = test::await(transport->exchange(request, limits));
        CHECK((result.failure == oms::errc::not_available) == !result.cause_text.empty());
        return result.cause_text;
    }

private:
    const test::temporary_directory directory_;

public:
    std::shared_ptr<oms::testing::replaying_transport> transport;
};

std::string line(std::string_view method, std::string_view target, std::string_view body = {})
{
    std::string made = R"({"at":"2026-06-15T12:00:00Z","method":")" + std::string(method) + R"(","target":")" +
                       std::string(target) + '"';
    if (!body.empty())
        made += R"(,"body":)" + std::string(body);
    return made + R"(,"status":204})" + '\n';
}

} // namespace

TEST_CASE("a replay without an answer says whether there was none, or all of them were given (H2)")
{
    replay_of replay(line("GET", "/v0.9/a") + line("GET", "/v0.9/b") + line("GET", "/v0.9/b"));
    CHECK(replay.ask(oms::http_method::get, "/v0.9/c") == "not in the recording: GET /v0.9/c");
    CHECK(replay.ask(oms::http_method::del, "/v0.9/a") == "not in the recording: DELETE /v0.9/a");
    for (const char* path : {"/v0.9/a", "/v0.9/b", "/v0.9/b"})
        CHECK(replay.ask(oms::http_method::get, path).empty());
    CHECK(replay.ask(oms::http_method::get, "/v0.9/a") == "recorded 1 time, and given that often: GET /v0.9/a");
    CHECK(replay.ask(oms::http_method::get, "/v0.9/b") == "recorded 2 times, and given that often: GET /v0.9/b");
}

TEST_CASE("a replay that was asked with another body names the first member that differs, and no value (H2)")
{
    const auto differs = [](std::string_view recorded, const std::string& asked) {
        replay_of replay(line("POST", "/v0.9/x", recorded));
        const std::string said = replay.ask(oms::http_method::post, "/v0.9/x", asked);
        CHECK_THAT(said, ContainsSubstring("recorded with another body") && ContainsSubstring("POST /v0.9/x"));
        CHECK(said.find("Bob") == said.npos);
        CHECK(said.find("Alice") == said.npos);
        const std::size_t at = said.find(" at ");
        return at == said.npos ? std::string() : said.substr(at + 4, said.find(": ") - at - 4);
    };
    CHECK(differs(R"({"a":1,"name":"Alice","b":2})", R"({"a":1,"name":"Bob","b":3})") == "name");
    CHECK(differs(R"({"source":{"asset":"usdc","amount":"1"}})", R"({"source":{"asset":"usdc","amount":"2"}})") ==
          "source.amount");
    CHECK(differs(R"({"events":["a","b"]})", R"({"events":["a","c"]})") == "events[1]");
    CHECK(differs(R"({"events":["a","b"]})", R"({"events":["a"]})") == "events[1]");
    CHECK(differs(R"({"events":["a"]})", R"({"events":["a",{}]})") == "events[1]");
    CHECK(differs(R"({"a":1,"more":2})", R"({"a":1})") == "more");
    CHECK(differs(R"({"a":1})", R"({"a":1,"more":2})") == "more");
    CHECK(differs(R"({"a":1,"b":{"c":[true]}})", R"({"a":1,"b":{"c":{}}})") == "b.c");
    CHECK(differs(R"({"Alice":1})", R"({"Bob Okafor":1})") == "...");
    CHECK(differs(R"({"a":1})", "") == "");
    CHECK(differs("", R"({"a":1})") == "");
}

TEST_CASE("what a replay has left is held against another body rather than what it gave (H2)")
{
    replay_of replay(line("POST", "/v0.9/x", R"({"a":1,"b":1})") + line("POST", "/v0.9/x", R"({"a":1,"b":2})"));
    CHECK(replay.ask(oms::http_method::post, "/v0.9/x", R"({"a":1,"b":1})").empty());
    CHECK_THAT(replay.ask(oms::http_method::post, "/v0.9/x", R"({"a":2,"b":2})"), ContainsSubstring(" at a: "));
    CHECK_THAT(replay.ask(oms::http_method::post, "/v0.9/x", R"({"a":1,"b":1})"), ContainsSubstring("1 time"));
    CHECK(replay.ask(oms::http_method::post, "/v0.9/x", R"({"a":1,"b":2})").empty());
    CHECK_THAT(replay.ask(oms::http_method::post, "/v0.9/x", R"({"a":1,"b":3})"), ContainsSubstring(" at b: "));
}

TEST_CASE("what may be secret in the address of a webhook gets into no recording, and its answer is found again (H2)")
{
    const test::temporary_directory directory;
    const std::string file = directory.file("recording.jsonl");
    const std::string address = "https://user:password@hooks.example.com:444/oms?token=query#fragment";
    const work subscribe = [&address](oms::client client) -> boost::asio::awaitable<void> {
        const oms::new_webhook wanted(address);
        const oms::webhook_created made = co_await client.webhooks().create(wanted);
        CHECK_THAT(made.url, ContainsSubstring("hooks.example.com:444/oms"));
    };
    const auto service = std::make_shared<scripted>(json_answer(
        201, R"({"id":"wh_1","object":"webhook","url":")" + address +
                 R"(","events":[],"enabled":true,"status":"enabled","secret":"whsec_1","complianceOnly":false,)"
                 R"("createdAt":"2026-06-15T12:00:00Z"})"));
    CHECK(failure_over(std::make_shared<oms::testing::recording_transport>(service, file), subscribe).empty());
    const std::string text = text_of(file);
    CHECK_THAT(text, ContainsSubstring(R"("url":"https://hooks.example.com:444/oms")"));
    for (const char* secret : {"user", "password", "token=", "query", "fragment"}) {
        CAPTURE(secret);
        CHECK(text.find(secret) == text.npos);
    }
    const auto replay = std::make_shared<oms::testing::replaying_transport>(file);
    CHECK(failure_over(replay, subscribe).empty());
    CHECK(replay->unused().empty());
}

TEST_CASE("a redirect is replayed with the cause that it had, and of its target the origin alone is recorded (H2)")
{
    const test::temporary_directory directory;
    const std::string file = directory.file("recording.jsonl");
    const work read = [](oms::client client) -> boost::asio::awaitable<void> {
        const oms::customer_id id{"cst_1"};
        (void)co_await client.customers().get(id);
    };
    oms::http_response moved = json_answer(307, "{}");
    moved.headers.add("Location", "https://elsewhere.example:8443/v1/secretpath?token=query");
    const auto recorder = std::make_shared<oms::testing::recording_transport>(std::make_shared<scripted>(moved), file);
    const std::string failure = failure_over(recorder, read);
    CHECK_THAT(failure, ContainsSubstring("https://elsewhere.example:8443"));
    CHECK_THAT(text_of(file), ContainsSubstring(R"("Location":"https://elsewhere.example:8443"})"));
    CHECK(failure_over(std::make_shared<oms::testing::replaying_transport>(file), read) == failure);
}
