#include "common/catch.hpp"
#include "common/world.hpp"

#include <oms/oms.hpp>
#include <oms/sandbox/certificate.hpp>

#include <cstdlib>

// What a user reads when something is wrong: each text once, and that no text holds what must not be in a log.

namespace {

using Catch::Matchers::ContainsSubstring;

constexpr auto personal = "alice@example.com";

oms::error error_of(const std::function<void()>& action)
{
    try {
        action();
    } catch (const oms::error& failure) {
        return failure;
    }
    FAIL("no oms::error was thrown");
    return oms::error();
}

template <class T>
oms::error error_of(test::world& world, boost::asio::awaitable<T> call)
{
    return error_of([&] { world.run(std::move(call)); });
}

void check_discreet(const oms::error& failure, const oms::client_config& config)
{
    const std::string text = failure.what();
    CAPTURE(text);
    CHECK(text.find(config.api_key.reveal()) == std::string::npos);
    CHECK(text.find(config.api_secret.reveal()) == std::string::npos);
    CHECK(text.find("Bearer") == std::string::npos);
    CHECK(text.find(personal) == std::string::npos);
    CHECK(text.find("eyJ") == std::string::npos); // the beginning of every token of this form
}

oms::client_config config_with(std::string_view url, std::string_view key)
{
    oms::client_config config;
    config.base_url = url;
    config.api_key = oms::secret(key);
    config.api_secret = oms::secret("a-secret-that-nobody-may-read");
    return config;
}

void check_config_error(const oms::client_config& config, const std::string& expected)
{
    boost::asio::io_context io;
    const oms::error failure = error_of([&] { config.validate(); });
    CHECK(failure.code() == oms::errc::invalid_config);
    CHECK(failure.delivery() == oms::delivery::not_sent);
    CHECK_THAT(failure.what(), ContainsSubstring(expected));
    check_discreet(failure, config);
}

} // namespace

TEST_CASE("without credentials the error names the variables to set")
{
    for (const char* name : {"OMS_API_KEY", "OMS_API_SECRET", "OMS_BASE_URL", "OMS_ENVIRONMENT", "OMS_CA_FILE"})
        ::unsetenv(name);
    const oms::error failure = error_of([] { oms::client_config::from_environment(); });
    CHECK(failure.code() == oms::errc::missing_credentials);
    CHECK_THAT(failure.what(), ContainsSubstring("OMS_API_KEY") && ContainsSubstring("OMS_API_SECRET"));
}

TEST_CASE("a key of one environment is refused for the other before anything is sent (A9)")
{
    check_config_error(config_with(oms::client_config::sandbox_url, "sk_live_0123456789"), "sandbox");
    check_config_error(config_with(oms::client_config::production_url, "sk_sdbx_0123456789"), "production");
    check_config_error(config_with(oms::client_config::production_url, "sk_stg_sdbx_0123456789"), "production");
}

TEST_CASE("a base URL needs https and its version path, but on loopback neither (A7)")
{
    check_config_error(config_with("https://api.polygon.technology", "sk_live_0123456789"), "version");
    check_config_error(config_with("http://api.polygon.technology/v0.9", "sk_live_0123456789"), "https");
    config_with("http://127.0.0.1:8080", "sk_sdbx_0123456789").validate();
    config_with("http://localhost:8080/v0.9", "sk_live_0123456789").validate();
}

TEST_CASE("a wrong id prefix and an amount that is no decimal are told before anything is sent")
{
    const oms::error id = error_of([] { oms::customer_id{"wlt_01H9Xb3K7nM2pQ4r"}; });
    CHECK(id.code() == oms::errc::invalid_id);
    CHECK(id.delivery() == oms::delivery::not_sent);
    CHECK_THAT(id.what(), ContainsSubstring("cst_"));

    const oms::error amount = error_of([] { oms::source_amount{"25,00"}; });
    CHECK(amount.code() == oms::errc::invalid_decimal);
    CHECK(amount.delivery() == oms::delivery::not_sent);
    CHECK_THAT(amount.what(), ContainsSubstring("decimal"));
}

TEST_CASE("F05 a server that is down gives not_sent and says that the connection was refused")
{
    test::world world;
    oms::client_config config = world.config();
    config.retry.attempts(1);
    oms::client with_token = world.client(config);
    oms::client without_token = world.client(config);
    const test::person alice = world.make_person("5.00");
    world.run(with_token.wallets().balance(alice.wallet));
    world.stop_server();
    for (const oms::client& client : {with_token, without_token}) {
        const oms::error failure = error_of(world, client.wallets().balance(alice.wallet));
        CHECK(failure.code() == oms::errc::connect_failed);
        CHECK(failure.delivery() == oms::delivery::not_sent);
        CHECK(failure.cause());
        CHECK_THAT(failure.what(), ContainsSubstring("Connection refused") &&
                                       ContainsSubstring("GET /wallets/{walletId}/balance") &&
                                       ContainsSubstring("not_sent"));
        check_discreet(failure, config);
    }
}

TEST_CASE("F09 a certificate of an unknown authority is refused, with the reason, before anything is written")
{
    test::world world;
    test::world other;
    oms::client_config config = world.config();
    config.tls.ca_pem = other.ca_pem();
    oms::client client = world.client(config);
    const oms::error failure = error_of(world, client.customers().get(oms::customer_id{"cst_01H9Xa8F5dN6mP3q"}));
    CHECK(failure.code() == oms::errc::tls_failed);
    CHECK(failure.delivery() == oms::delivery::not_sent);
    CHECK_FALSE(failure.cause_text().empty());
    CHECK_THAT(failure.what(), ContainsSubstring("TLS") && ContainsSubstring("certificate"));
    CHECK(world.counters().requests == 0);
    check_discreet(failure, config);
}

TEST_CASE("an expired quote is refused with the server's code")
{
    test::world world;
    oms::client client = world.client();
    const test::person alice = world.make_person("100.00");
    const oms::new_quote order{
        alice.customer, oms::from_wallet{alice.wallet, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"25.00"}};
    const auto quote = world.run(client.quotes().create(order));
    world.advance(std::chrono::minutes(6));
    const oms::error failure = error_of(world, client.transactions().execute(quote));
    CHECK(failure.code() == oms::errc::unprocessable);
    CHECK(failure.server_code() == oms::server_code::quote_expired);
    CHECK(failure.http_status() == 422);
    CHECK(failure.delivery() == oms::delivery::refused);
    CHECK_FALSE(failure.idempotency_key().empty());
    CHECK_FALSE(failure.request_id().empty());
    CHECK_THAT(failure.what(), ContainsSubstring("quote_expired") && ContainsSubstring("422") &&
                                   ContainsSubstring("POST /transactions") && ContainsSubstring("refused"));
    check_discreet(failure, world.config());
}

TEST_CASE("insufficient funds are refused with the server's code and its own words stay behind an accessor")
{
    test::world world;
    oms::client client = world.client();
    const test::person alice = world.make_person("10.00");
    const oms::new_quote order{
        alice.customer, oms::from_wallet{alice.wallet, oms::asset::usdc, oms::network::polygon},
        oms::to_address{"0xBEEF4a2c891D56e72b67a3f21d0cf94F1D7c5911", oms::asset::usdc, oms::network::polygon},
        oms::source_amount{"25.00"}};
    const auto quote = world.run(client.quotes().create(order));
    const oms::error failure = error_of(world, client.transactions().execute(quote));
    CHECK(failure.server_code() == oms::server_code::insufficient_funds);
    CHECK(failure.delivery() == oms::delivery::refused);
    CHECK_THAT(failure.what(), ContainsSubstring("insufficient_funds"));
    REQUIRE_FALSE(failure.server_message().empty());
    CHECK(std::string_view(failure.what()).find(failure.server_message()) == std::string_view::npos);
    check_discreet(failure, world.config());
}

TEST_CASE("a server that echoes personal data does not get it into the text of the error")
{
    test::world world;
    oms::client client = world.client();
    world.inject(oms::sandbox::fault::answer(400, R"({"code":"invalid_field","type":"invalid_request",)"
                                                  R"("message":"alice@example.com is taken",)"
                                                  R"("details":[{"field":"email","message":"alice@example.com"}],)"
                                                  R"("requestId":"req_1"})"));
    oms::new_customer request;
    request.email(personal);
    const oms::error failure = error_of(world, client.customers().create(request));
    CHECK(failure.code() == oms::errc::invalid_request);
    CHECK_THAT(failure.what(), ContainsSubstring("email") && ContainsSubstring("req_1"));
    CHECK_THAT(std::string(failure.server_message()), ContainsSubstring(personal));
    REQUIRE(failure.details().size() == 1);
    CHECK(failure.details().front().message == personal);
    check_discreet(failure, world.config());
}

TEST_CASE("a server that puts secrets and people where names belong does not get them into the text of the error")
{
    test::world world;
    oms::client client = world.client();
    const auto failure_of = [&](oms::sandbox::fault fault) {
        world.inject(fault);
        const oms::error failure = error_of(world, client.customers().create(oms::new_customer()));
        check_discreet(failure, world.config());
        CHECK_THAT(failure.what(), !ContainsSubstring("alice") && !ContainsSubstring("987654321"));
        return failure;
    };

    const oms::error body = failure_of(oms::sandbox::fault::answer(
        400, R"({"code":"sk_sdbx_emulator","type":"invalid_request","message":"no","requestId":"eyJhbGciOiJub25lIn0",)"
             R"("details":[{"field":"metadata.alice-smith-ssn-987654321","message":"no"},)"
             R"({"field":"sk_sdbx_emulator","message":"no"}]})"));
    CHECK_THAT(body.what(), ContainsSubstring("(HTTP 400 unknown code)") &&
                                ContainsSubstring("fields metadata..., ...;") && !ContainsSubstring("request eyJ"));
    CHECK(body.server_code().text() == "sk_sdbx_emulator");
    CHECK(body.details()[0].field == "metadata.alice-smith-ssn-987654321");
    CHECK(body.request_id() == "eyJhbGciOiJub25lIn0");

    oms::sandbox::fault header = oms::sandbox::fault::answer(400, "{}");
    const oms::error by_header = failure_of(header.header("X-Request-Id", "alice@example.com/987654321"));
    CHECK(by_header.request_id() == "alice@example.com/987654321");

    oms::sandbox::fault redirect = oms::sandbox::fault::answer(302, "");
    const oms::error elsewhere =
        failure_of(redirect.header("Location", "https://login.example:8443/alice/987654321?key=sk_sdbx_emulator"));
    CHECK_THAT(elsewhere.what(), ContainsSubstring("Location: https://login.example:8443;"));

    oms::sandbox::fault relative = oms::sandbox::fault::answer(302, "");
    CHECK(failure_of(relative.header("Location", "/alice/987654321")).cause_text().empty());

    const oms::error unread =
        failure_of(oms::sandbox::fault::answer(200, R"({"id":"cst_1","metadata":{"alice 987654321":})"));
    CHECK(unread.code() == oms::errc::decode_failed);
}

TEST_CASE("F37 an answer that is no JSON is unexpected content, and on success the call counts as applied")
{
    test::world world;
    oms::client client = world.client();
    const test::person alice = world.make_person();
    oms::sandbox::fault portal = oms::sandbox::fault::answer(200, "<html>sign in as alice@example.com</html>");
    portal.header("Content-Type", "text/html");
    world.inject(portal);
    const oms::error failure = error_of(world, client.wallets().balance(alice.wallet));
    CHECK(failure.code() == oms::errc::unexpected_content);
    CHECK(failure.delivery() == oms::delivery::applied);
    CHECK(failure.http_status() == 200);
    CHECK_THAT(failure.what(), ContainsSubstring("content") && ContainsSubstring("/wallets/{walletId}/balance"));
    CHECK(std::string_view(failure.what()).find("<html>") == std::string_view::npos);
    check_discreet(failure, world.config());
}

TEST_CASE("F65 a truncated document under a good status is applied, names the place and keeps the document")
{
    test::world world;
    oms::client client = world.client();
    world.inject(oms::sandbox::fault::answer(200, R"({"id":"cst_01H9Xa8F5dN6mP3q","email":"alice@example.com)"));
    const oms::error failure = error_of(world, client.customers().get(oms::customer_id{"cst_01H9Xa8F5dN6mP3q"}));
    CHECK(failure.code() == oms::errc::decode_failed);
    CHECK(failure.delivery() == oms::delivery::applied);
    CHECK_FALSE(failure.document().empty());
    check_discreet(failure, world.config());
}

TEST_CASE("wrong credentials are told as such and not tried again")
{
    test::world world;
    oms::client_config config = world.config();
    config.api_secret = oms::secret("not-the-right-secret");
    oms::client client = world.client(config);
    const oms::error failure = error_of(world, client.customers().get(oms::customer_id{"cst_01H9Xa8F5dN6mP3q"}));
    CHECK(failure.code() == oms::errc::credentials_rejected);
    CHECK(failure.delivery() == oms::delivery::not_sent);
    check_discreet(failure, config);
    CHECK(world.requests().size() == 1);
}
