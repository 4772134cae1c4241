// F84: a server that repeats everything it was sent wherever it can, and no text of ours that repeats it.
#include "common/catch.hpp"
#include "scripted_client.hpp"

#include <oms/client/raw.hpp>
#include <oms/core/error.hpp>
#include <oms/webhook/diagnosis.hpp>
#include <oms/webhook/signature.hpp>
#include <oms/webhook/verifier.hpp>

#include <boost/json.hpp>

#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace {

using oms::errc;
using oms::exchange_phase;
using test::scripted_client;

// What nobody may read in a text of ours. None of them has a run of 8 characters in common with a word of ours.
const std::string api_key_end = "Zq7xPnV2Lk9TbR4w";
const std::string api_secret = "hX93mQvR7tYw2LpKd8sFjA5z";
const std::string token = "gTkQ8wZr3VxJmP6nB1cYhL0sDfUe4iOa";
const std::string account_number = "DE89370400440532013000";
const std::string social_security = "S987654321X";
const std::string person = "Aloysia Featherstonehaugh";
const std::string mail = "a.featherstonehaugh-1987@example.com";
const std::string webhook_secret = "whsec_9f8e7d6c5b4a39281706f5e4d3c2b1a00f1e2d3c4b5a69788796a5b4c3d2e1f0";

const std::vector<std::string> secrets{api_key_end,     api_secret, token, account_number,
                                       social_security, person,     mail,  webhook_secret.substr(6)};

/// Every run of 8 characters of a secret, not only its beginning.
void check_holds_no_secret(const std::string& sink, const std::string& text)
{
    for (const std::string& secret : secrets)
        for (std::size_t at = 0; at + 8 <= secret.size(); ++at)
            if (text.find(secret.substr(at, 8)) != std::string::npos) {
                FAIL_CHECK(sink << " holds a part of " << secret << ": " << text);
                return;
            }
}

void check_no_sink_holds_a_secret(const oms::error& failure)
{
    std::ostringstream printed;
    printed << failure << ' ' << failure.code() << ' ' << failure.cause() << ' ' << failure.delivery();
    check_holds_no_secret("what()", failure.what());
    check_holds_no_secret("operator<<", printed.str());
    check_holds_no_secret("code().message()", failure.code().message());
    check_holds_no_secret("cause().message()", failure.cause().message());
    check_holds_no_secret("cause_text()", std::string(failure.cause_text()));
    check_holds_no_secret("path_template()", std::string(failure.path_template()));
    check_holds_no_secret("method()", std::string(failure.method()));
    const std::exception& base = failure;
    check_holds_no_secret("std::exception::what()", base.what());
}

scripted_step echo(int status, const std::string& secret, const std::string& members)
{
    return scripted_step::answer(status, members)
        .header("X-Request-Id", secret)
        .header("Request-Id", secret)
        .header("Location", "https://" + secret + "/v0.9/x?token=" + secret + "#" + secret)
        .header("WWW-Authenticate", "Bearer realm=\"" + secret + "\"")
        .header("Retry-After", secret)
        .header("Server", secret)
        .header("X-" + secret, secret);
}

/// Each shape of an error body, with the secret in all of its members.
std::vector<std::string> error_bodies(const std::string& secret)
{
    const std::string text = boost::json::serialize(boost::json::string(secret));
    const std::string all = R"("code":)" + text + R"(,"message":)" + text + R"(,"type":)" + text + R"(,"requestId":)" +
                            text + R"(,"details":[{"field":)" + text + R"(,"message":)" + text + "}]";
    return {"{" + all + "}",
            R"({"error":{)" + all + "}}",
            R"({"error":)" + text + "}",
            R"({"statusCode":400,"message":[)" + text + "," + text + "]}",
            R"({"type":)" + text + R"(,"title":)" + text + R"(,"detail":)" + text + R"(,"instance":)" + text +
                R"(,"errors":[{"pointer":"#/)" + secret + R"(","detail":)" + text + "}]}",
            "{" + text + ":" + text + "}",
            secret,
            "<html>" + secret + "</html>",
            R"({"id":{)" + text + ":1}}",
            ""};
}

oms::client_config credentials()
{
    oms::client_config config;
    config.api_key = oms::secret(std::string("sk_sdbx_" + api_key_end));
    config.api_secret = oms::secret(std::string(api_secret));
    return config;
}

template <class T>
boost::asio::awaitable<void> without_value(boost::asio::awaitable<T> call)
{
    (void)co_await std::move(call);
}

/// One call of each kind, which send all that is private.
std::vector<std::function<boost::asio::awaitable<void>(const oms::client&)>> calls()
{
    return {[](const oms::client& client) { return without_value(client.customers().get(oms::customer_id("cst_1"))); },
            [](const oms::client& client) {
                auto pages = client.customers().list(oms::customer_filter().email(std::string(mail)));
                return without_value(pages.next());
            },
            [](const oms::client& client) {
                return without_value(client.customers().create(
                    oms::new_customer()
                        .first_name(std::string(person))
                        .email(std::string(mail))
                        .identifying_information(oms::identifying_information(
                            oms::identity_document::passport, "US", oms::secret(std::string(social_security))))));
            },
            [](const oms::client& client) {
                return without_value(client.customers().update(oms::customer_id("cst_1"),
                                                               oms::customer_update().first_name(std::string(person))));
            },
            [](const oms::client& client) { return client.webhooks().remove(oms::webhook_id("whk_1")); },
            [](const oms::client& client) {
                return without_value(client.raw().post("/external-accounts?iban=" + account_number,
                                                       oms::json_text(R"({"iban":")" + account_number + "\"}")));
            }};
}

/// How the call failed; no error when it did not.
oms::error outcome_of(scripted_client& stage, boost::asio::awaitable<void> call)
{
    std::optional<oms::error> failure;
    boost::asio::co_spawn(stage.io, std::move(call), [&failure](std::exception_ptr thrown) {
        failure = oms::error();
        try {
            if (thrown)
                std::rethrow_exception(thrown);
        } catch (const oms::error& why) {
            failure = why;
        }
    });
    stage.pass_time();
    REQUIRE(failure.has_value());
    return *failure;
}

oms::error failure_of(const std::function<void()>& step)
{
    try {
        step();
    } catch (const oms::error& failure) {
        return failure;
    }
    return {};
}

} // namespace

TEST_CASE("F84 I6 Whatever a server repeats, in every status, header field and member, no text of an error shows it "
          "(X4, X25)")
{
    int failures = 0;
    for (const auto& call : calls())
        for (const int status : {200, 301, 400, 401, 404, 409, 418, 422, 429, 500, 503})
            for (const std::string& secret : secrets)
                for (const std::string& body : error_bodies(secret)) {
                    scripted_client stage(credentials());
                    stage.wire->then_token(scripted_step::answer(200, scripted_transport::token_body(token)));
                    for (int i = 0; i != 3; ++i) {
                        stage.wire->then(echo(status, secret, body));
                        if (i > 0)
                            stage.wire->then_token(scripted_step::answer(200, scripted_transport::token_body(token)));
                    }
                    const auto ended = outcome_of(stage, call(*stage.client));
                    if (!ended.code())
                        continue;
                    ++failures;
                    check_no_sink_holds_a_secret(ended);
                }
    CHECK(failures > 4000);
}

TEST_CASE("F84 F59 A token endpoint that repeats key and secret does not get them into a text (X25)")
{
    for (const int status : {200, 302, 400, 401, 403, 404, 500, 503})
        for (const std::string& secret : {"sk_sdbx_" + api_key_end, api_secret})
            for (const std::string& body : error_bodies(secret)) {
                scripted_client stage(credentials());
                for (int i = 0; i != 300; ++i)
                    stage.wire->then_token(echo(status, secret, body));
                const auto ended = outcome_of(stage, calls().front()(*stage.client));
                REQUIRE(ended.code());
                check_no_sink_holds_a_secret(ended);
                // Here not even what is there for the program alone: the whole of it is about credentials.
                check_holds_no_secret("document()", std::string(ended.document()));
                check_holds_no_secret("server_message()", std::string(ended.server_message()));
            }
}

TEST_CASE("F84 What ends without an answer shows nothing of the request (X4, X25)")
{
    for (const auto& call : calls())
        for (const errc why : {errc::connection_lost, errc::protocol_error, errc::read_timeout, errc::tls_failed,
                               errc::body_too_large, errc::pool_full, errc::connect_failed}) {
            scripted_client stage(credentials());
            stage.wire->then_token(scripted_step::answer(200, scripted_transport::token_body(token)));
            for (int i = 0; i != 3; ++i) {
                scripted_step step = scripted_step::failure(why, exchange_phase::response_begun);
                step.result.response.status = 200;
                step.result.response.body = token + person;
                step.result.response.headers.add_received("X-Request-Id", token);
                stage.wire->then(step);
            }
            const auto ended = outcome_of(stage, call(*stage.client));
            REQUIRE(ended.code());
            check_no_sink_holds_a_secret(ended);
        }
}

TEST_CASE("F84 A configuration that is refused is refused without its credentials in the text")
{
    const auto refused = [](const std::function<void(oms::client_config&)>& spoil) {
        oms::client_config config = credentials();
        spoil(config);
        const oms::error why = failure_of([&] { config.validate(); });
        CHECK(why.code());
        check_no_sink_holds_a_secret(why);
    };
    refused([](auto& config) { config.base_url = oms::client_config::production_url; });
    refused(
        [](auto& config) { config.base_url = "https://" + api_key_end + ":" + api_secret + "@api.example.com/v0.9"; });
    refused([](auto& config) { config.base_url = "https://api.example.com/v0.9?key=" + api_secret; });
    refused([](auto& config) { config.base_url = "ftp://" + api_secret + "/"; });
    refused([](auto& config) { config.api_key = oms::secret(api_key_end + "\n"); });
    refused([](auto& config) { config.api_secret = oms::secret(api_secret + "\n"); });
    refused([](auto& config) { config.api_secret = oms::secret(); });
    refused([](auto& config) { config.limits.json_depth = 0; });
}

TEST_CASE("F84 A webhook that is refused is refused without secret, body or expected signature in the text")
{
    const oms::webhook_verifier verifier{oms::webhook_secret(webhook_secret)};
    const std::string body = R"({"id":"evt_1","event":"x.y","data":{"name":")" + person + "\"}}";
    const std::string header = oms::sign(oms::webhook_secret(webhook_secret), 1'781'532'000, body);
    for (const std::string& given :
         {header, std::string("t=1,v1=") + token, token, "t=" + token + ",v1=00", std::string()}) {
        const auto checked = verifier.verify(given, body);
        REQUIRE_FALSE(checked.has_value());
        check_no_sink_holds_a_secret(checked.error());
        check_holds_no_secret("diagnosis", oms::diagnose(verifier, given, body));
        check_holds_no_secret("diagnosis", oms::diagnose(verifier, given, body + "\n"));
    }
    for (const std::string& text : {webhook_secret + "\n", webhook_secret + "0", webhook_secret.substr(6)}) {
        const oms::error why = failure_of([&] { const oms::webhook_secret made(text, oms::secret_form::decoded_hex); });
        CHECK(why.code());
        check_no_sink_holds_a_secret(why);
    }
}
