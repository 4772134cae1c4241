#include "common/catch.hpp"

#include <oms/client/client_config.hpp>
#include <oms/client/credential_check.hpp>
#include <oms/core/error.hpp>
#include <oms/http/url.hpp>

#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using namespace std::chrono_literals;

namespace {

const std::string random_part = "Zq7xPnV2";
const std::string the_secret = "S3cr3tOfTheKey";

oms::client_config config_of(const std::string& key, const std::string& url)
{
    oms::client_config config;
    config.api_key = oms::secret(key);
    config.api_secret = oms::secret(std::string_view(the_secret));
    config.base_url = url;
    return config;
}

oms::client_config sound()
{
    return config_of("sk_sdbx_" + random_part, oms::client_config::sandbox_url);
}

oms::error failure_of(const oms::client_config& config)
{
    try {
        config.validate();
    } catch (const oms::error& failure) {
        return failure;
    }
    return {};
}

bool sound_with(const std::string& key, const std::string& url)
{
    return !failure_of(config_of(key, url)).code();
}

/// Sets environment variables and puts everything back that the library reads.
class environment {
public:
    explicit environment(const std::map<std::string, std::string>& variables)
    {
        for (const char* name : names) {
            const char* const value = std::getenv(name);
            before_.push_back(value ? value : "");
            unsetenv(name);
        }
        for (const auto& [name, value] : variables)
            setenv(name.c_str(), value.c_str(), 1);
    }
    ~environment()
    {
        for (std::size_t i = 0; i != std::size(names); ++i) {
            if (before_[i].empty())
                unsetenv(names[i]);
            else
                setenv(names[i], before_[i].c_str(), 1);
        }
    }
    environment(const environment&) = delete;
    environment& operator=(const environment&) = delete;

private:
    static constexpr const char* names[] = {"OMS_API_KEY", "OMS_API_SECRET", "OMS_BASE_URL", "OMS_ENVIRONMENT",
                                            "OMS_CA_FILE"};
    std::vector<std::string> before_;
};

oms::error failure_in(const std::map<std::string, std::string>& variables)
{
    const environment set(variables);
    try {
        (void)oms::client_config::from_environment();
    } catch (const oms::error& failure) {
        return failure;
    }
    return {};
}

void shows_no_credentials(const oms::error& failure)
{
    CHECK_THAT(failure.what(), !ContainsSubstring(random_part));
    CHECK_THAT(failure.what(), !ContainsSubstring(the_secret));
    CHECK(failure.document().empty());
}

} // namespace

TEST_CASE("A configuration with credentials is sound as it stands, and goes to the sandbox")
{
    CHECK(oms::client_config().base_url == "https://sandbox-api.polygon.technology/v0.9");
    CHECK_NOTHROW(sound().validate());
    CHECK_NOTHROW(config_of("sk_live_" + random_part, oms::client_config::production_url).validate());
}

TEST_CASE("The API version is one constant, in the path of both environments and of every request (H6, H8)")
{
    CHECK(oms::client_config::api_version == std::string_view("v0.9"));
    const std::string path = "/" + std::string(oms::client_config::api_version);
    for (const char* const url : {oms::client_config::sandbox_url, oms::client_config::production_url}) {
        const oms::base_url base(url);
        CHECK(base.path_prefix() == path);
        CHECK(base.target("/customers") == path + "/customers");
    }
    CHECK(oms::base_url("https://api.polygon.technology/v0.11").path_prefix() == "/v0.11");
}

TEST_CASE("The defaults are those of the documentation")
{
    const oms::client_config config;
    CHECK(config.timeouts.total == 60s);
    CHECK(config.timeouts.connect == 10s);
    CHECK(config.timeouts.first_byte == 30s);
    CHECK(config.timeouts.idle_read == 30s);
    CHECK(config.timeouts.pool_wait == 0s);
    CHECK(config.pool.max_connections == 256);
    CHECK(config.pool.max_waiters == 100'000);
    CHECK(config.pool.max_idle == 45s);
    CHECK(config.pool.max_age == 10min);
    CHECK(config.limits.head == 16 * 1024);
    CHECK(config.limits.body == 8 * 1024 * 1024);
    CHECK(config.retry.attempts() == 3);
    CHECK(config.retry.base() == 250ms);
    CHECK(config.retry.cap() == 8s);
}

TEST_CASE("A live key against the sandbox, and a sandbox key against production, are refused (A9)")
{
    struct {
        const char* prefix;
        const char* url;
        const char* says;
    } const wrong[] = {
        {"sk_live_", oms::client_config::sandbox_url, "live key (sk_live_), but the base URL is the sandbox"},
        {"sk_stg_live_", oms::client_config::sandbox_url, "live key (sk_live_), but the base URL is the sandbox"},
        {"sk_live_", "https://eu.sandbox.polygon.technology/v0.9",
         "live key (sk_live_), but the base URL is the sandbox"},
        {"sk_sdbx_", oms::client_config::production_url, "sandbox key (sk_sdbx_), but the base URL is production"},
        {"sk_dev_sdbx_", oms::client_config::production_url, "sandbox key (sk_sdbx_), but the base URL is production"},
        {"sk_live_", "https://sandbox-api.polygon.technology./v0.9", "live key (sk_live_), but the base URL is the"},
        {"sk_sdbx_", "https://api.polygon.technology./v0.9", "sandbox key (sk_sdbx_), but the base URL is production"},
        {"sk_sdbx_", "https://API.polygon.technology:443/v0.11/", "sandbox key (sk_sdbx_), but the base URL is"},
    };
    for (const auto& [prefix, url, says] : wrong) {
        CAPTURE(prefix, url);
        const oms::error failure = failure_of(config_of(prefix + random_part, url));
        CHECK(failure.code() == oms::errc::invalid_config);
        CHECK(failure.delivery() == oms::delivery::not_sent);
        CHECK_THAT(failure.what(), ContainsSubstring(says));
        shows_no_credentials(failure);
    }
}

TEST_CASE("A key and a secret in each other's place are noticed")
{
    oms::client_config config = sound();
    std::swap(config.api_key, config.api_secret);
    const oms::error failure = failure_of(config);
    CHECK(failure.code() == oms::errc::invalid_config);
    CHECK_THAT(failure.what(), ContainsSubstring("neither sk_live_ nor sk_sdbx_"));
    shows_no_credentials(failure);
}

TEST_CASE("Other environments take their own keys, and loopback takes every key (A9)")
{
    CHECK(sound_with("sk_stg_live_" + random_part, "https://staging.example.com/v0.9"));
    CHECK(sound_with("sk_dev_sdbx_" + random_part, "https://dev.example.com/v0.13"));
    CHECK(sound_with("sk_dev_sdbx_" + random_part, oms::client_config::sandbox_url));
    for (const char* url : {"https://my-sandboxed-prod.example/v0.9", "https://sandbox.example.com/v0.9",
                            "https://unsandbox.polygon.technology/v0.9", "https://sandboxpolygon.technology/v0.9"})
        CHECK(sound_with("sk_live_" + random_part, url));
    for (const char* url : {"https://localhost:8443/v0.9", "https://127.0.0.1:8443/v0.9", "https://[::1]:8443"})
        for (const char* key : {"sk_live_1", "sk_sdbx_1", "anything"})
            CHECK(sound_with(key, url));
}

TEST_CASE("What a key says about its realm stands in its prefix, with at most one infix")
{
    using oms::detail::key_realm;
    using oms::detail::realm_of_key;
    CHECK(realm_of_key("sk_live_abc") == key_realm::live);
    CHECK(realm_of_key("sk_sdbx_abc") == key_realm::sandbox);
    CHECK(realm_of_key("sk_dev_sdbx_abc") == key_realm::sandbox);
    CHECK(realm_of_key("sk_stg_live_abc") == key_realm::live);
    CHECK(realm_of_key("sk_sdbx_x_live_abc") == key_realm::sandbox);
    CHECK(realm_of_key("sk_a_b_live_abc") == key_realm::unknown);
    CHECK(realm_of_key("pk_live_abc") == key_realm::unknown);
    CHECK(realm_of_key("sk_live") == key_realm::unknown);
    CHECK(realm_of_key("") == key_realm::unknown);
}

TEST_CASE("A base URL needs https and a version path, but for loopback (A7, F81)")
{
    struct {
        const char* url;
        const char* says;
    } const wrong[] = {
        {"https://sandbox-api.polygon.technology", "version"},
        {"https://sandbox-api.polygon.technology/api", "version"},
        {"http://sandbox-api.polygon.technology/v0.9", "https"},
        {"sandbox-api.polygon.technology/v0.9", "URL"},
        {"", "URL"},
        {"ftp://sandbox-api.polygon.technology/v0.9", "https"},
        {"https://user:pw@sandbox-api.polygon.technology/v0.9", "user information"},
        {"https://sandbox-api.polygon.technology/v0.9?x=1", "query"},
    };
    for (const auto& [url, says] : wrong) {
        CAPTURE(url);
        const oms::error failure = failure_of(config_of("sk_sdbx_" + random_part, url));
        CHECK(failure.code() == oms::errc::invalid_config);
        CHECK_THAT(failure.what(), ContainsSubstring(says));
        shows_no_credentials(failure);
    }
    CHECK(sound_with("sk_sdbx_1", "http://localhost:8080"));
    CHECK(sound_with("sk_sdbx_1", "http://127.0.0.1:8080/v0.9"));
}

TEST_CASE("A path without a version passes when it is asked for, plain http does not (A7)")
{
    oms::client_config config = config_of("sk_sdbx_1", "https://gateway.example.com/oms");
    CHECK(failure_of(config).code() == oms::errc::invalid_config);
    config.allow_any_path = true;
    CHECK_NOTHROW(config.validate());
    config.base_url = "http://gateway.example.com/oms";
    CHECK(failure_of(config).code() == oms::errc::invalid_config);
}

TEST_CASE("Credentials that were copied with a line break or a blank are refused")
{
    for (const char* end : {"\n", "\r\n", " ", "\t", "\x7F", "\xC3\xA9"}) {
        oms::client_config config = sound();
        config.api_key = oms::secret("sk_sdbx_" + random_part + end);
        CHECK_THAT(failure_of(config).what(), ContainsSubstring("the API key holds a blank"));
        shows_no_credentials(failure_of(config));

        config = sound();
        config.api_secret = oms::secret(the_secret + end);
        CHECK_THAT(failure_of(config).what(), ContainsSubstring("the API secret holds a blank"));
        shows_no_credentials(failure_of(config));
    }
}

TEST_CASE("A configuration without credentials says which are missing")
{
    oms::client_config config = sound();
    config.api_secret = oms::secret();
    CHECK(failure_of(config).code() == oms::errc::missing_credentials);
    CHECK_THAT(failure_of(config).what(), ContainsSubstring("api_secret is empty"));
    config.api_key = oms::secret();
    CHECK_THAT(failure_of(config).what(), ContainsSubstring("api_key is empty"));
}

TEST_CASE("Times below zero, no time at all and limits of zero are refused by name")
{
    const auto refused = [](auto change, const char* name) {
        oms::client_config config = sound();
        change(config);
        CHECK(failure_of(config).code() == oms::errc::invalid_config);
        CHECK_THAT(failure_of(config).what(), ContainsSubstring(name));
    };
    refused([](oms::client_config& c) { c.timeouts.total = 0ms; }, "timeouts.total");
    refused([](oms::client_config& c) { c.timeouts.connect = -1ms; }, "timeouts.connect");
    refused([](oms::client_config& c) { c.timeouts.first_byte = -1ms; }, "timeouts.first_byte");
    refused([](oms::client_config& c) { c.timeouts.idle_read = -1ms; }, "timeouts.idle_read");
    refused([](oms::client_config& c) { c.timeouts.pool_wait = -1ms; }, "timeouts.pool_wait");
    refused([](oms::client_config& c) { c.pool.max_connections = 0; }, "pool.max_connections");
    refused([](oms::client_config& c) { c.pool.max_idle = -1ms; }, "pool.max_idle");
    refused([](oms::client_config& c) { c.pool.max_age = -1ms; }, "pool.max_age");
    refused([](oms::client_config& c) { c.limits.head = 0; }, "limits.head");
    refused([](oms::client_config& c) { c.limits.body = 0; }, "limits.body");
}

TEST_CASE("Numbers of the circuit breaker, the rate limit and the resend window that cannot work are refused by name")
{
    const auto refused = [](auto change) {
        oms::client_config config = sound();
        change(config);
        const oms::error failure = failure_of(config);
        CHECK(failure.code() == oms::errc::invalid_config);
        return std::string(failure.what());
    };
    using config = oms::client_config;
    CHECK_THAT(refused([](config& c) { c.breaker.window = 0ms; }), ContainsSubstring("breaker.window"));
    CHECK_THAT(refused([](config& c) { c.breaker.cool_down = -1ms; }), ContainsSubstring("breaker.cool_down"));
    CHECK_THAT(refused([](config& c) { c.breaker.least_attempts = 0; }), ContainsSubstring("breaker.least_attempts"));
    CHECK_THAT(refused([](config& c) { c.breaker.failure_percent = 0; }), ContainsSubstring("breaker.failure_percent"));
    CHECK_THAT(refused([](config& c) { c.breaker.failure_percent = 101; }),
               ContainsSubstring("breaker.failure_percent"));
    CHECK_THAT(refused([](config& c) { c.rate_limit.per_second = -1; }), ContainsSubstring("rate_limit.per_second"));
    CHECK_THAT(refused([](config& c) { c.rate_limit.burst = 0; }), ContainsSubstring("rate_limit.burst"));
    CHECK_THAT(refused([](config& c) { c.resend_window = 0s; }), ContainsSubstring("resend_window"));
    CHECK_THAT(refused([](config& c) { c.resend_window = 72h + 1s; }), ContainsSubstring("resend_window"));
    CHECK_THAT(refused([](config& c) { c.resend_window = std::chrono::seconds::max(); }),
               ContainsSubstring("resend_window"));
    CHECK_THAT(refused([](config& c) { c.proxy.host = "proxy example"; }), ContainsSubstring("proxy"));
    CHECK_THAT(refused([](config& c) { c.limits.json_depth = 513; }), ContainsSubstring("limits.json_depth"));

    config edge = sound();
    edge.breaker.enabled = true;
    edge.breaker.least_attempts = 1;
    edge.breaker.failure_percent = 100;
    edge.rate_limit.per_second = 1;
    edge.resend_window = 1s;
    CHECK_NOTHROW(edge.validate());
    edge.resend_window = 72h;
    CHECK_NOTHROW(edge.validate());
}

TEST_CASE("Credentials come from the configuration or from a source, not from both and not from neither (A6)")
{
    class vault final : public oms::credential_source {
    public:
        boost::asio::awaitable<oms::api_credentials> current() override { co_return oms::api_credentials(); }
    };
    oms::client_config config = sound();
    config.credentials = std::make_shared<vault>();
    CHECK(failure_of(config).code() == oms::errc::invalid_config);
    CHECK_THAT(failure_of(config).what(), ContainsSubstring("client_config::credentials stands beside"));
    shows_no_credentials(failure_of(config));
    config.api_key = oms::secret();
    CHECK(failure_of(config).code() == oms::errc::invalid_config);
    config.api_secret = oms::secret();
    CHECK_NOTHROW(config.validate());
    config.base_url = "http://api.example.com/v0.9";
    CHECK(failure_of(config).code() == oms::errc::invalid_config);
    config.credentials.reset();
    CHECK(failure_of(config).code() == oms::errc::missing_credentials);
}

TEST_CASE("Every time but the total may be zero, which switches its limit off")
{
    oms::client_config config = sound();
    config.timeouts.connect = config.timeouts.first_byte = 0ms;
    config.timeouts.idle_read = config.timeouts.pool_wait = 0ms;
    CHECK_FALSE(failure_of(config).code());
}

TEST_CASE("The environment gives the credentials, the place and the trusted certificates (H6, H7)")
{
    {
        const environment set({{"OMS_API_KEY", "sk_sdbx_1"}, {"OMS_API_SECRET", "s"}});
        const auto config = oms::client_config::from_environment();
        CHECK(config.api_key.reveal() == "sk_sdbx_1");
        CHECK(config.api_secret.reveal() == "s");
        CHECK(config.base_url == oms::client_config::sandbox_url);
        CHECK(config.tls.ca_file.empty());
    }
    {
        const environment set(
            {{"OMS_API_KEY", "sk_live_1"}, {"OMS_API_SECRET", "s"}, {"OMS_ENVIRONMENT", "production"}});
        CHECK(oms::client_config::from_environment().base_url == oms::client_config::production_url);
    }
    {
        const environment set({{"OMS_API_KEY", "sk_sdbx_1"},
                               {"OMS_API_SECRET", "s"},
                               {"OMS_BASE_URL", "https://localhost:8443/v0.9"},
                               {"OMS_CA_FILE", "/etc/oms/ca.pem"}});
        const auto config = oms::client_config::from_environment();
        CHECK(config.base_url == "https://localhost:8443/v0.9");
        CHECK(config.tls.ca_file == "/etc/oms/ca.pem");
    }
}

TEST_CASE("Missing credentials are named by their variables")
{
    CHECK(failure_in({}).code() == oms::errc::missing_credentials);
    CHECK_THAT(failure_in({}).what(), ContainsSubstring("OMS_API_KEY and OMS_API_SECRET"));
    const oms::error no_secret = failure_in({{"OMS_API_KEY", "sk_sdbx_" + random_part}});
    CHECK(no_secret.code() == oms::errc::missing_credentials);
    CHECK_THAT(no_secret.what(), ContainsSubstring("OMS_API_SECRET") && !ContainsSubstring("OMS_API_KEY"));
    shows_no_credentials(no_secret);
    const oms::error no_key = failure_in({{"OMS_API_SECRET", the_secret}, {"OMS_API_KEY", ""}});
    CHECK(no_key.code() == oms::errc::missing_credentials);
    CHECK_THAT(no_key.what(), ContainsSubstring("OMS_API_KEY") && !ContainsSubstring("OMS_API_SECRET"));
    shows_no_credentials(no_key);
}

TEST_CASE("An environment that contradicts itself is refused")
{
    const std::string key = "sk_sdbx_" + random_part;
    const oms::error both = failure_in({{"OMS_API_KEY", key},
                                        {"OMS_API_SECRET", the_secret},
                                        {"OMS_BASE_URL", "https://localhost/v0.9"},
                                        {"OMS_ENVIRONMENT", "sandbox"}});
    CHECK(both.code() == oms::errc::invalid_config);
    CHECK_THAT(both.what(), ContainsSubstring("OMS_BASE_URL or OMS_ENVIRONMENT, not both"));

    const oms::error unknown =
        failure_in({{"OMS_API_KEY", key}, {"OMS_API_SECRET", the_secret}, {"OMS_ENVIRONMENT", "Production"}});
    CHECK(unknown.code() == oms::errc::invalid_config);
    CHECK_THAT(unknown.what(), ContainsSubstring("neither sandbox nor production"));

    const oms::error wrong_key =
        failure_in({{"OMS_API_KEY", key}, {"OMS_API_SECRET", the_secret}, {"OMS_ENVIRONMENT", "production"}});
    CHECK(wrong_key.code() == oms::errc::invalid_config);
    for (const oms::error& failure : {both, unknown, wrong_key})
        shows_no_credentials(failure);
}
