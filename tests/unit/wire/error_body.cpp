#include "common/catch.hpp"

#include <oms/wire/error_body.hpp>

using oms::read_error_body;

TEST_CASE("A missing code and type follow from the status (contract 1.6)")
{
    const auto words = [](int status) {
        const auto error = read_error_body(status, "{}", "");
        return std::string(error.code.text()) + " " + error.type;
    };
    CHECK(words(400) == "invalid_request invalid_request");
    CHECK(words(401) == "unauthorized authentication");
    CHECK(words(403) == "forbidden permission");
    CHECK(words(404) == "not_found not_found");
    CHECK(words(409) == "idempotency_conflict conflict");
    CHECK(words(422) == "invalid_request unprocessable");
    CHECK(words(429) == "rate_limited rate_limit");
    CHECK(words(500) == "internal_error api_error");
    CHECK(words(501) == "internal_error api_error");
    CHECK(words(502) == "unavailable api_error");
    CHECK(words(503) == "unavailable api_error");
    CHECK(words(504) == "unavailable api_error");
    CHECK(words(405) == "invalid_request invalid_request");
}

TEST_CASE("Problem details are read as an error (RFC 9457)")
{
    const auto error = read_error_body(
        403, R"({"type":"https://example.com/probs/no","title":"Forbidden","status":403,"detail":"not yours"})",
        "req_1");
    CHECK(error.message == "not yours");
    CHECK(error.type == "permission");
    CHECK(error.code == oms::server_code::forbidden);
    CHECK(error.request_id == "req_1");
}

TEST_CASE("Members of an error body that are of another kind are passed over")
{
    const auto error = read_error_body(
        422, R"({"code":7,"message":{"x":1},"type":null,"details":[1,"plain",{"field":"a","message":"b","more":[]}],
                 "requestId":["x"],"error":{"error":{"code":"deep"},"code":"quote_expired"}})",
        "req_1");
    CHECK(error.code == oms::server_code::quote_expired);
    CHECK(error.message.empty());
    CHECK(error.type == "unprocessable");
    REQUIRE(error.details.size() == 3);
    CHECK(error.details[1].message == "plain");
    CHECK(error.details[2].field == "a");
    CHECK(error.request_id == "req_1");
}

TEST_CASE("A body that is no JSON is kept as text, clipped between characters")
{
    CHECK(read_error_body(500, "<html>", "").message == "<html>");
    CHECK(read_error_body(500, R"({"code":"quote_expired")", "").message == R"({"code":"quote_expired")");
    CHECK(read_error_body(500, R"({"code":"quote_expired")", "").code == oms::server_code::internal_error);
    CHECK(read_error_body(500, "[1]", "").message == "[1]");
    const std::string long_text = std::string(2047, 'a') + "\xC3\xA9" + std::string(100, 'b');
    CHECK(read_error_body(500, long_text, "").message == std::string(2047, 'a'));
    CHECK(read_error_body(500, std::string(9000, 'x'), "").message.size() == 2048);
    CHECK(read_error_body(500, std::string(9000, '\x80'), "").message.empty());
}
