#include "common/catch.hpp"
#include "common/temporary_directory.hpp"

#include <oms/testing/recorded_exchange.hpp>

#include <fstream>

using Catch::Matchers::ContainsSubstring;
using oms::testing::line_of;
using oms::testing::read_recording;

namespace {

const oms::timestamp at_noon("2026-06-15T12:00:00.250Z");

oms::testing::recorded_exchange recorded(const oms::http_request& request, const oms::exchange_result& result)
{
    return oms::testing::recorded(request, result, at_noon);
}

oms::http_request request(oms::http_method method, std::string target, std::string body = {})
{
    oms::http_request made{method, std::move(target)};
    made.headers.add("Host", "api.example.com");
    made.headers.add("Authorization", "Bearer token-of-nobody");
    made.headers.add("Idempotency-Key", "key-of-nobody");
    made.body = std::move(body);
    return made;
}

oms::exchange_result answer(int status, std::string body)
{
    oms::exchange_result made;
    made.phase = oms::exchange_phase::complete;
    made.response.status = status;
    made.response.headers.add_received("content-type", "application/json");
    made.response.headers.add_received("Set-Cookie", "session=of-nobody");
    made.response.headers.add_received("X-Request-Id", "req_1");
    made.response.body = std::move(body);
    return made;
}

oms::exchange_result failure(oms::errc why, oms::exchange_phase phase, bool reused = false)
{
    oms::exchange_result made;
    made.failure = why;
    made.phase = phase;
    made.reused_connection = reused;
    return made;
}

/// What comes out of reading a file of these lines.
std::string refusal_of(const std::string& lines)
{
    const test::temporary_directory directory;
    const std::string file = directory.file("recording.jsonl");
    std::ofstream(file) << lines;
    try {
        read_recording(file);
        return "";
    } catch (const oms::error& refused) {
        CHECK(refused.code() == oms::errc::invalid_json);
        return refused.what();
    }
}

const std::string good = R"({"at":"2026-06-15T12:00:00Z","method":"GET","target":"/v0.9/a","status":200})";

} // namespace

TEST_CASE(
    "an exchange is one line: the request without its header fields, the answer with those that mean something (H2)")
{
    const auto created = request(oms::http_method::post, "/v0.9/customers?x=1", R"({ "firstName" : "Zo\u00eb" })");
    CHECK(
        line_of(recorded(created, answer(201, "{\n \"id\": \"cst_1\",\n \"n\": 1.10\n}"))) ==
        R"({"at":"2026-06-15T12:00:00.250Z","method":"POST","target":"/v0.9/customers?x=1","body":{"firstName":"Zoë"},"status":201,)"
        R"("headers":{"Content-Type":"application/json","X-Request-Id":"req_1"},"answer":{"id":"cst_1","n":1.10}})");
    const auto read = request(oms::http_method::get, "/v0.9/customers/cst_1");
    CHECK(
        line_of(recorded(read, failure(oms::errc::connection_lost, oms::exchange_phase::fully_written, true))) ==
        R"({"at":"2026-06-15T12:00:00.250Z","method":"GET","target":"/v0.9/customers/cst_1","failure":"connection_lost","phase":"fully_written",)"
        R"("reused":true})");
}

TEST_CASE("secrets are left out of bodies at any depth, and a body that is no JSON altogether (H2)")
{
    const auto kept = [](std::string body) {
        return recorded(request(oms::http_method::post, "/v0.9/x", body), answer(200, body)).result.response.body;
    };
    CHECK(kept(R"({"a":[{"identifyingInformation":{"type":"ssn","number":"987654321"}}]})") ==
          R"({"a":[{"identifyingInformation":{"type":"ssn","number":"left_out"}}]})");
    CHECK(
        kept(R"({"secret":"whsec_1","apiKey":"k","apiSecret":"s","accessToken":"t","url":"https://a"})") ==
        R"({"secret":"left_out","apiKey":"left_out","apiSecret":"left_out","accessToken":"left_out","url":"https://a"})");
    CHECK(kept(R"({"number":987654321,"secret":{"deep":["a",7,null]}})") ==
          R"({"number":"left_out","secret":{"deep":["left_out","left_out",null]}})");
    CHECK(kept(R"(["sk_live_1","whsec_1","risk_1"])") == R"(["left_out","left_out","risk_1"])");
    CHECK(kept("<html>whsec_1</html>").empty());
    CHECK(kept(R"({"secret":"whsec_1")").empty());
}

TEST_CASE("of an address the user, password, query and fragment are left out, and nothing of other texts (H2)")
{
    const auto kept = [](const std::string& url) {
        const std::string body = R"({"a":{"url":")" + url + R"("}})";
        const auto exchange = recorded(request(oms::http_method::post, "/v0.9/x", body), answer(200, body));
        CHECK(exchange.body == exchange.result.response.body);
        const std::string before = R"({"a":{"url":")", after = R"("}})";
        return exchange.body.substr(before.size(), exchange.body.size() - before.size() - after.size());
    };
    CHECK(kept("https://hooks.example.com/oms") == "https://hooks.example.com/oms");
    CHECK(kept("https://user:pass@hooks.example.com:444/oms?token=1#a") == "https://hooks.example.com:444/oms");
    CHECK(kept("https://a@b@c.example/x@y") == "https://c.example/x@y");
    CHECK(kept("https://c.example?x=//a@b") == "https://c.example");
    CHECK(kept("https://sk_live_1@c.example/?whsec_1") == "https://c.example/");
    CHECK(kept("https://c.example/whsec_1") == "left_out");
    CHECK(kept("a/b://c?d") == "a/b://c");
    const std::string other = R"({"link":"https://user@a.example/?b","urls":["https://a.example/?b"]})";
    CHECK(recorded(request(oms::http_method::post, "/v0.9/x", other), answer(200, "")).body == other);
}

TEST_CASE("of the target of a redirect the origin is recorded, and nothing where that is not sure to be one (H2)")
{
    const auto kept = [](std::string_view location) {
        oms::exchange_result moved = answer(307, "");
        moved.response.headers.add_received("location", location);
        const auto exchange = recorded(request(oms::http_method::get, "/v0.9/x"), moved);
        return std::string(exchange.result.response.headers.find("Location").value_or("(none)"));
    };
    CHECK(kept("https://a.example/b?c") == "https://a.example");
    CHECK(kept("http://a.example:80") == "http://a.example:80");
    for (const char* other :
         {"/b?c", "//a.example/b", "https://user@a.example/", "ftp://a.example/", "sk_live_1",
          "https://sk_live_1.example/", "https://token-of-nobody/", "/x?to=https://a.example", ""}) {
        CAPTURE(other);
        CHECK(kept(other) == "(none)");
    }
    oms::exchange_result dated = answer(200, "");
    dated.response.headers.add_received("date", "Mon, 15 Jun 2026 12:00:00 GMT");
    CHECK_THAT(line_of(recorded(request(oms::http_method::get, "/v0.9/x"), dated)),
               ContainsSubstring(R"("Date":"Mon, 15 Jun 2026 12:00:00 GMT")"));
}

TEST_CASE("secrets are left out wherever they stand in a text, and the request's own token too (H2)")
{
    const auto recorded_with = [](std::string target, std::string body) {
        return recorded(request(oms::http_method::post, std::move(target), body), answer(200, body));
    };
    const auto kept = [&recorded_with](std::string body) {
        const auto exchange = recorded_with("/v0.9/x", std::move(body));
        CHECK(exchange.body == exchange.result.response.body);
        return exchange.body;
    };
    CHECK(kept(R"({"message":"key sk_live_7fZq with token of somebody may not"})") == R"({"message":"left_out"})");
    CHECK(kept(R"({"message":"the bearer of token-of-nobody may not"})") == R"({"message":"left_out"})");
    CHECK(kept(R"(["a,whsec_1"])") == R"(["left_out"])");
    CHECK(kept(R"({"a":1,"sk_live_KEY":2,"b":{"x-token-of-nobody":3,"the whsec_1":4}})") == R"({"a":1,"b":{}})");
    CHECK(kept(R"(["risk_1","Sk_","task_sk_1","a whsec"])") == R"(["risk_1","Sk_","task_sk_1","a whsec"])");

    const auto target = [&recorded_with](std::string asked) {
        return recorded_with(std::move(asked), "").target;
    };
    CHECK(target("/v0.9/x?note=sk_live_AAAABBBB") == "/v0.9/x?note=left_out");
    CHECK(target("/v0.9/x?a=1&note=a%20%73k_live_A=B&b=%2&c") == "/v0.9/x?a=1&note=left_out&b=%2&c");
    CHECK(target("/v0.9/x?token%2Dof%2Dnobody&a=token-of-nobody/") == "/v0.9/x?left_out&a=left_out");
    CHECK(target("/v0.9/whsec_1/x?") == "/v0.9/left_out/x?");
    CHECK(target("/v0.9/risk_1?a=risk_1/?&&=") == "/v0.9/risk_1?a=risk_1/?&&=");

    oms::exchange_result with_fields = answer(200, "{}");
    with_fields.response.headers.add_received("X-Correlation-Id", "sk_live_HEADER");
    with_fields.response.headers.add_received("Request-Id", "token-of-nobody.1");
    const std::string line = line_of(recorded(request(oms::http_method::get, "/v0.9/x"), with_fields));
    CHECK_THAT(line, ContainsSubstring(R"("headers":{"Content-Type":"application/json","X-Request-Id":"req_1"})"));
}

TEST_CASE("what was written is read back the same, and written the same again (H2)")
{
    const test::temporary_directory directory;
    const std::string file = directory.file("recording.jsonl");
    const auto read = request(oms::http_method::get, "/v0.9/a");
    std::string lines;
    for (const oms::exchange_result& each :
         {answer(200, R"({"a":"\"\\\n"})"), answer(502, "<html>"), answer(204, ""),
          failure(oms::errc::dns_failed, oms::exchange_phase::not_connected),
          failure(oms::errc::head_too_large, oms::exchange_phase::response_begun, true)})
        lines += line_of(recorded(read, each)) + '\n';
    std::ofstream(file) << lines;

    std::string again;
    for (const auto& each : read_recording(file))
        again += line_of(each) + '\n';
    CHECK(again == lines);
    CHECK(read_recording(file).at(3).result.failure == oms::errc::dns_failed);
    CHECK(read_recording(file).at(1).result.response.status == 502);
}

TEST_CASE("a damaged recording is refused with the number of the line and the reason (H2)")
{
    const std::string timed = R"({"at":"2026-06-15T12:00:00Z",)";
    CHECK_THAT(refusal_of(good + "\n" + good + "\n" + good.substr(0, 20)),
               ContainsSubstring("recording.jsonl, line 3: "));
    CHECK_THAT(refusal_of(good + "\n\n" + good), ContainsSubstring("line 2: "));
    CHECK_THAT(refusal_of(R"({"method":"GET","target":"/v0.9/a","status":"200"})"),
               ContainsSubstring("line 1: expected a number, found a string at status"));
    CHECK_THAT(refusal_of(R"({"method":"GET","target":"/v0.9/a","status":20})"), ContainsSubstring("not a status"));
    CHECK_THAT(refusal_of(timed + R"("method":"GET","target":"/v0.9/a"})"),
               ContainsSubstring("either a status or a failure"));
    CHECK_THAT(refusal_of(timed + R"("method":"GET","target":"/v0.9/a","failure":"bad_luck","phase":"fully_written"})"),
               ContainsSubstring("not a failure and a phase"));
    CHECK_THAT(refusal_of(timed + R"("target":"/v0.9/a","status":200})"), ContainsSubstring("a method and a target"));
    CHECK_THAT(refusal_of(R"({"method":"GET","target":"/v0.9/a","status":200})"), ContainsSubstring("needs a time"));
    CHECK_THAT(refusal_of(R"({"at":"noon","method":"GET"})"), ContainsSubstring("not a time"));
    CHECK_THAT(refusal_of(R"({"method":"GET","target":"/v0.9/a","status":200,"cookie":1})"),
               ContainsSubstring("not a member of a recorded exchange at cookie"));
    CHECK(refusal_of(good + "\n").empty());
}

TEST_CASE("a recording that is not there is told by its name (H2)")
{
    try {
        read_recording("/nowhere/recording.jsonl");
        FAIL("was read");
    } catch (const oms::error& failed) {
        CHECK(failed.code() == oms::errc::not_available);
        CHECK_THAT(failed.what(), ContainsSubstring("/nowhere/recording.jsonl"));
    }
}
