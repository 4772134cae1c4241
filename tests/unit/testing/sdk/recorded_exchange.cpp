#include "common/catch.hpp"
#include "common/temporary_directory.hpp"

#include <oms/testing/recorded_exchange.hpp>

#include <fstream>

using Catch::Matchers::ContainsSubstring;
using oms::testing::line_of;
using oms::testing::read_recording;
using oms::testing::recorded;

namespace {

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

const std::string good = R"({"method":"GET","target":"/v0.9/a","status":200})";

} // namespace

TEST_CASE(
    "an exchange is one line: the request without its header fields, the answer with those that mean something (H2)")
{
    const auto created = request(oms::http_method::post, "/v0.9/customers?x=1", R"({ "firstName" : "Zo\u00eb" })");
    CHECK(line_of(recorded(created, answer(201, "{\n \"id\": \"cst_1\",\n \"n\": 1.10\n}"))) ==
          R"({"method":"POST","target":"/v0.9/customers?x=1","body":{"firstName":"Zoë"},"status":201,)"
          R"("headers":{"Content-Type":"application/json","X-Request-Id":"req_1"},"answer":{"id":"cst_1","n":1.10}})");
    const auto read = request(oms::http_method::get, "/v0.9/customers/cst_1");
    CHECK(line_of(recorded(read, failure(oms::errc::connection_lost, oms::exchange_phase::fully_written, true))) ==
          R"({"method":"GET","target":"/v0.9/customers/cst_1","failure":"connection_lost","phase":"fully_written",)"
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
    CHECK_THAT(refusal_of(good + "\n" + good + "\n" + good.substr(0, 20)),
               ContainsSubstring("recording.jsonl, line 3: "));
    CHECK_THAT(refusal_of(good + "\n\n" + good), ContainsSubstring("line 2: "));
    CHECK_THAT(refusal_of(R"({"method":"GET","target":"/v0.9/a","status":"200"})"),
               ContainsSubstring("line 1: expected a number, found a string at status"));
    CHECK_THAT(refusal_of(R"({"method":"GET","target":"/v0.9/a","status":20})"), ContainsSubstring("not a status"));
    CHECK_THAT(refusal_of(R"({"method":"GET","target":"/v0.9/a"})"), ContainsSubstring("either a status or a failure"));
    CHECK_THAT(refusal_of(R"({"method":"GET","target":"/v0.9/a","failure":"bad_luck","phase":"fully_written"})"),
               ContainsSubstring("not a failure and a phase"));
    CHECK_THAT(refusal_of(R"({"target":"/v0.9/a","status":200})"), ContainsSubstring("a method and a target"));
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
