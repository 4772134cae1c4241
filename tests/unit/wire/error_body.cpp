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

TEST_CASE("Problem details are read as an error, RFC 9457 (C12)")
{
    const auto error = read_error_body(
        403, R"({"type":"https://example.com/probs/no","title":"Forbidden","status":403,"detail":"not yours",
                 "instance":"/account/1","balance":30})",
        "req_1");
    CHECK(error.message == "not yours");
    CHECK(error.type == "permission");
    CHECK(error.code == oms::server_code::forbidden);
    CHECK(error.request_id == "req_1");
    CHECK(error.details.empty());
}

TEST_CASE("Problem details without a detail say their title, and about:blank is no type (C12)")
{
    const auto error = read_error_body(503, R"({"type":"about:blank","title":"Service Unavailable","status":503})", "");
    CHECK(error.message == "Service Unavailable");
    CHECK(error.type == "api_error");
    CHECK(error.code == oms::server_code::unavailable);
}

TEST_CASE("The status of an answer is that of HTTP, whatever its problem details say (C12)")
{
    for (const char* const body :
         {R"({"title":"t","status":200})", R"({"title":"t","status":"422"})", R"({"title":"t","status":null})"}) {
        const auto error = read_error_body(422, body, "");
        CHECK(error.message == "t");
        CHECK(error.type == "unprocessable");
    }
}

TEST_CASE("The errors of problem details point at fields (C12)")
{
    const auto error =
        read_error_body(422, R"({"type":"https://example.net/validation-error","title":"Your request is not valid.",
                 "errors":[{"detail":"must be positive","pointer":"#/source/amount"},
                           {"detail":"must be a colour","pointer":"/profile/0/colour"},
                           {"detail":"somewhere"}, {"pointer":7}]})",
                        "");
    CHECK(error.message == "Your request is not valid.");
    REQUIRE(error.details.size() == 4);
    CHECK(error.details[0].field == "source.amount");
    CHECK(error.details[0].message == "must be positive");
    CHECK(error.details[1].field == "profile.0.colour");
    CHECK(error.details[2].field.empty());
    CHECK(error.details[2].message == "somewhere");
    CHECK(error.details[3].field.empty());
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
