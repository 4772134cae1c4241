#include <oms/core/error.hpp>

#include "common/catch.hpp"

#include <set>
#include <sstream>
#include <utility>

namespace {

using oms::errc;
using oms::error;

error full()
{
    return error::builder(errc::unprocessable)
        .text("words of our own")
        .http_status(422)
        .server_code(oms::server_code::insufficient_funds)
        .server_type("unprocessable")
        .server_message("alice@example.com has too little")
        .details({{"source.amount", "is 25.00 of alice"}, {"destination.network", "is odd"}})
        .request_id("req_01kv5vc3kye18td73cyjgdwvgy")
        .operation("POST", "/transactions")
        .attempts(2)
        .key("key-1")
        .cause(boost::system::errc::make_error_code(boost::system::errc::connection_reset))
        .cause_text("reset by 192.0.2.7")
        .delivery(oms::delivery::refused)
        .document("{\"message\":\"alice@example.com\"}")
        .retry_after(std::chrono::seconds(7))
        .build();
}

TEST_CASE("an error holds what it was built with")
{
    const error failure = full();
    CHECK(failure.code() == errc::unprocessable);
    CHECK(failure.code().category().name() == std::string("oms"));
    CHECK(failure.http_status() == 422);
    CHECK(failure.server_code() == oms::server_code::insufficient_funds);
    CHECK(failure.server_type() == "unprocessable");
    CHECK(failure.server_message() == "alice@example.com has too little");
    REQUIRE(failure.details().size() == 2);
    CHECK(failure.details()[0].field == "source.amount");
    CHECK(failure.details()[1].message == "is odd");
    CHECK(failure.request_id() == "req_01kv5vc3kye18td73cyjgdwvgy");
    CHECK(failure.method() == "POST");
    CHECK(failure.path_template() == "/transactions");
    CHECK(failure.attempts() == 2);
    CHECK(failure.idempotency_key() == "key-1");
    CHECK(failure.cause() == boost::system::errc::connection_reset);
    CHECK(failure.cause_text() == "reset by 192.0.2.7");
    CHECK(failure.delivery() == oms::delivery::refused);
    CHECK(failure.document() == "{\"message\":\"alice@example.com\"}");
    CHECK(failure.retry_after() == std::chrono::seconds(7));
}

TEST_CASE("F84: what() holds ids, paths and our own words, and nothing the service said", "[F84]")
{
    CHECK(full().what() ==
          std::string("the service cannot process the request (HTTP 422 insufficient_funds): words of our own; "
                      "cause reset by 192.0.2.7; POST /transactions; fields source.amount, destination.network; "
                      "request req_01kv5vc3kye18td73cyjgdwvgy; attempts 2; key key-1; delivery refused"));
}

TEST_CASE("F84: identifiers of a server cannot forge a log line or fill it", "[F84]")
{
    const error failure = error::builder(errc::server_error)
                              .http_status(500)
                              .server_code("bad\r\nlevel=info user=\"Alice\"")
                              .request_id("req\n" + std::string(5'000, 'r'))
                              .details(std::vector<oms::field_problem>(100, {"a\x1b[31mb c\xc3\xa9", "m"}))
                              .build();
    const std::string what = failure.what();
    CHECK(what.find_first_of("\r\n\x1b\"") == std::string::npos);
    CHECK(what.size() < 600);
    CHECK_THAT(what, Catch::Matchers::ContainsSubstring("(HTTP 500 unknown code); fields ..., ..., "));
    CHECK_THAT(what, !Catch::Matchers::ContainsSubstring("request r"));
    CHECK(failure.details().size() == 100);
    CHECK(failure.server_code().text() == "bad\r\nlevel=info user=\"Alice\"");
}

TEST_CASE("F84: a server's code stands in what() whole or not at all", "[F84]")
{
    const auto shown = [](std::string_view code) {
        return std::string(error::builder(errc::server_error).server_code(code).build().what());
    };
    CHECK_THAT(shown("wallet_frozen"), Catch::Matchers::EndsWith(" (wallet_frozen)"));
    for (const std::string& code :
         {std::string("sk_live_abc"), std::string("whsec_abc"), std::string("alice@example.com"), std::string("code_7"),
          std::string("Alice"), std::string("_a"), std::string(41, 'a')}) {
        CAPTURE(code);
        CHECK_THAT(shown(code), Catch::Matchers::EndsWith(" (unknown code)"));
    }
}

TEST_CASE("F84: a field path ends in what() where it is not named like a field", "[F84]")
{
    const auto shown = [](std::string field) {
        const std::string what =
            error::builder(errc::invalid_request).details({{std::move(field), "m"}}).build().what();
        return what.substr(what.find("fields ") + 7);
    };
    for (const char* const field : {"email", "source.developerFees.amount", "residentialAddress.line1",
                                    "documents[0].pages[12][3].type", "metadata"})
        CHECK(shown(field) == field);
    CHECK(shown("metadata.alice-smith-ssn-987654321") == "metadata...");
    CHECK(shown("metadata.alice@example.com.name") == "metadata...");
    CHECK(shown("items[0].987-65-4321.a") == "items[0]...");
    for (const std::string& field :
         {std::string("sk_sdbx_emulator"), std::string("eyJhbGciOiJub25lIn"), std::string("whsec_a"), std::string(),
          std::string("a[987654321]"), std::string("a[]"), std::string("a[1"), std::string("a[1]b"),
          std::string("Alice"), std::string("line3"), std::string(".a"), std::string(41, 'a')}) {
        CAPTURE(field);
        CHECK(shown(field) == "...");
    }
    CHECK(shown("a.") == "a...");
    std::string deep = "a";
    for (int i = 0; i != 1'000; ++i)
        deep += ".bcd";
    CHECK(shown(deep).size() < 130);
}

TEST_CASE("F84: a request id stands in what() when it has the form of one", "[F84]")
{
    const auto shown = [](std::string id) {
        return std::string(error::builder(errc::server_error).request_id(std::move(id)).build().what());
    };
    for (const char* const id : {"req_42", "req-a", "1f0e2c3d-9a8b-4c7d-8e6f-0123456789ab"})
        CHECK_THAT(shown(id), Catch::Matchers::EndsWith(std::string("; request ") + id));
    for (const std::string& id :
         {std::string("sk_live_abc"), std::string("whsec_abc"), std::string("gTkQ8wZr3VxJmP6n"),
          std::string("eyJhbGciOiJub25lIn0"), std::string("987-65-4321"), std::string("alice@example.com"),
          std::string("req 1"), std::string(65, 'r'), std::string("1f0e2c3d-9a8b-4c7d-8e6f-0123456789ax")}) {
        CAPTURE(id);
        CHECK_THAT(shown(id), !Catch::Matchers::ContainsSubstring("request " + id));
        CHECK_THAT(shown(id), !Catch::Matchers::ContainsSubstring(id));
    }
}

TEST_CASE("an error of a local check says only what it has to say")
{
    CHECK(error(errc::division_by_zero).what() == std::string("division by zero"));
    CHECK(error(errc::invalid_argument, "limit is 1 to 100").what() ==
          std::string("invalid argument: limit is 1 to 100"));
    CHECK(error(errc::invalid_argument).delivery() == oms::delivery::not_sent);
}

TEST_CASE("what() states the delivery of every call, not_sent included")
{
    const error failure = error::builder(errc::dns_failed).operation("GET", "/quotes/{quoteId}").build();
    CHECK(failure.what() == std::string("the host name was not resolved; GET /quotes/{quoteId}; delivery not_sent"));
}

TEST_CASE("what() shows a server code also without a status")
{
    const error failure = error::builder(errc::wait_expired).server_code("limit_exceeded");
    CHECK(failure.what() == std::string("the time for waiting is over and the state is not final (limit_exceeded)"));
}

TEST_CASE("editing an error begins with its data and leaves the original as it was")
{
    const error original = full();
    const error edited = original.edit().attempts(3).delivery(oms::delivery::maybe_applied).code(errc::cancelled);
    CHECK(edited.attempts() == 3);
    CHECK(edited.code() == errc::cancelled);
    CHECK(edited.delivery() == oms::delivery::maybe_applied);
    CHECK(edited.server_message() == original.server_message());
    CHECK(edited.request_id() == original.request_id());
    CHECK(original.attempts() == 2);
    CHECK(original.code() == errc::unprocessable);
    CHECK_THAT(edited.what(), Catch::Matchers::ContainsSubstring("attempts 3"));
    CHECK_THAT(original.what(), Catch::Matchers::ContainsSubstring("attempts 2"));
}

TEST_CASE("a builder may be used further after building")
{
    error::builder builder(errc::not_found);
    const error first = builder.http_status(404);
    const error second = builder.attempts(1);
    CHECK(first.attempts() == 0);
    CHECK(second.http_status() == 404);
    CHECK(second.attempts() == 1);
}

TEST_CASE("copies share their data, and a moved-from error keeps its own")
{
    error original = full();
    const error copy = original;
    CHECK(copy.server_message().data() == original.server_message().data());
    const error moved = std::move(original);
    CHECK(original.code() == errc::unprocessable);
    CHECK(moved.code() == errc::unprocessable);
    CHECK(original.what() == std::string(moved.what()));
}

TEST_CASE("views into an error live as long as a copy of it")
{
    error copy;
    std::string_view message;
    {
        const error original = full();
        message = original.server_message();
        copy = original;
    }
    CHECK(message == "alice@example.com has too little");
    CHECK(copy.server_message() == message);
}

TEST_CASE("a default error answers every question with nothing")
{
    const error none;
    CHECK_FALSE(none.code().failed());
    CHECK(none.what() == std::string("no error"));
    CHECK(none.http_status() == 0);
    CHECK(none.server_code().empty());
    CHECK(none.server_type().empty());
    CHECK(none.server_message().empty());
    CHECK(none.details().empty());
    CHECK(none.request_id().empty());
    CHECK(none.method().empty());
    CHECK(none.path_template().empty());
    CHECK(none.attempts() == 0);
    CHECK(none.idempotency_key().empty());
    CHECK_FALSE(none.cause().failed());
    CHECK(none.cause_text().empty());
    CHECK(none.delivery() == oms::delivery::not_sent);
    CHECK(none.document().empty());
    CHECK_FALSE(none.retry_after().has_value());
    const error edited = none.edit().code(errc::cancelled);
    CHECK(edited.code() == errc::cancelled);
}

TEST_CASE("an error is caught as std::exception")
{
    try {
        throw error(errc::cancelled);
    } catch (const std::exception& failure) {
        CHECK(failure.what() == std::string("the call was cancelled"));
    }
}

TEST_CASE("an error prints as what()")
{
    std::ostringstream out;
    out << full();
    CHECK(out.str() == full().what());
}

TEST_CASE("every error code has a plain message of its own and counts as failed")
{
    std::set<std::string> messages;
    for (int value = 1; value <= static_cast<int>(errc::webhook_too_large); ++value) {
        const boost::system::error_code code = static_cast<errc>(value);
        CHECK(code.failed());
        CHECK(code.message() != "unknown error");
        CHECK(messages.insert(code.message()).second);
    }
    const boost::system::error_code unknown = static_cast<errc>(9'999);
    CHECK(unknown.message() == "unknown error");
    CHECK(error(errc::forbidden).code() != errc::not_found);
}

TEST_CASE("deliveries print as their names")
{
    std::ostringstream out;
    out << oms::delivery::not_sent << ' ' << oms::delivery::maybe_applied << ' ' << oms::delivery::refused << ' '
        << oms::delivery::applied;
    CHECK(out.str() == "not_sent maybe_applied refused applied");
}

static_assert(std::is_nothrow_copy_constructible_v<error>);
static_assert(std::is_nothrow_copy_assignable_v<error>);
static_assert(std::is_nothrow_move_constructible_v<error>);
static_assert(!std::is_convertible_v<errc, error>);

} // namespace
