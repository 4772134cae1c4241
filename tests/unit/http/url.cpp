#include "common/catch.hpp"

#include <oms/http/url.hpp>

#include <string>

TEST_CASE("a base URL keeps its path prefix, with or without a slash at the end (X20)")
{
    const std::string text = GENERATE(std::string("https://api.example.com/payments/v0.9"),
                                      std::string("https://api.example.com/payments/v0.9/"));
    const oms::base_url url{text};
    CHECK(url.path_prefix() == "/payments/v0.9");
    CHECK(url.target("/auth/token") == "/payments/v0.9/auth/token");
    CHECK(url.str() == "https://api.example.com/payments/v0.9");
}

TEST_CASE("a base URL knows its host, port and Host header")
{
    const oms::base_url plain{"https://API.Polygon.Technology/v0.9"};
    CHECK(plain.host() == "api.polygon.technology");
    CHECK(plain.port() == 443);
    CHECK(plain.host_header() == "api.polygon.technology");
    CHECK(plain.origin() == "https://api.polygon.technology");
    CHECK_FALSE(plain.is_loopback());
    CHECK(plain.tls());

    const oms::base_url other_port{"https://api.example.com:8443/v0.11"};
    CHECK(other_port.port() == 8443);
    CHECK(other_port.host_header() == "api.example.com:8443");

    const oms::base_url own_port{"https://api.example.com:443/v0.11"};
    CHECK(own_port.host_header() == "api.example.com");
}

TEST_CASE("F81 an IPv6 host keeps its brackets in the Host header only")
{
    const oms::base_url url{"https://[2001:db8::1]:8443/v0.9"};
    CHECK(url.host() == "2001:db8::1");
    CHECK(url.is_ipv6());
    CHECK(url.host_header() == "[2001:db8::1]:8443");
    CHECK_FALSE(url.is_loopback());
}

TEST_CASE("F81 a name that begins like an address is a name, and the whole of it")
{
    const oms::base_url url{"https://127.0.0.1.example.com/v0.9"};
    CHECK(url.host() == "127.0.0.1.example.com");
    CHECK_FALSE(url.is_loopback());
    CHECK(url.path_prefix() == "/v0.9");
    CHECK(oms::base_url{"https://10.0.0.1:8443/v0.9"}.host_header() == "10.0.0.1:8443");
}

TEST_CASE("F81 http and paths without a version are for loopback hosts only")
{
    const std::string text = GENERATE(std::string("http://127.0.0.1:8080"), std::string("http://localhost:8080/v0.9"),
                                      std::string("http://[::1]:8080/"), std::string("https://127.8.9.1:1"));
    const oms::base_url url{text};
    CHECK(url.is_loopback());

    CHECK_FALSE(oms::base_url::parse("http://api.example.com/v0.9").has_value());
    CHECK_FALSE(oms::base_url::parse("http://127.0.0.1.example.com/v0.9").has_value());
    CHECK_FALSE(oms::base_url::parse("http://localhost.example.com/v0.9").has_value());
    CHECK_FALSE(oms::base_url::parse("https://api.example.com").has_value());
    CHECK_FALSE(oms::base_url::parse("https://api.example.com/payments").has_value());
    CHECK_FALSE(oms::base_url::parse("https://api.example.com/v0.9/payments").has_value());
    for (const char* last : {"version", "v", "v.9", "v0..9", "v0.9.", "v0.9a", "V0.9"})
        CHECK_FALSE(oms::base_url::parse(std::string("https://api.example.com/") + last).has_value());
    for (const char* last : {"v1", "v0.9", "v12.0.31"})
        CHECK(oms::base_url::parse(std::string("https://api.example.com/") + last).has_value());
    CHECK(oms::base_url::parse("https://api.example.com/payments", oms::base_path_rule::any).has_value());
    CHECK_FALSE(oms::base_url::parse("http://api.example.com/payments", oms::base_path_rule::any).has_value());
}

TEST_CASE("F81 a base URL with anything that does not belong there is refused")
{
    const std::string text = GENERATE(
        std::string(""), std::string("api.example.com/v0.9"), std::string("ftp://api.example.com/v0.9"),
        std::string("https:/v0.9"), std::string("https:///v0.9"), std::string("https://user@api.example.com/v0.9"),
        std::string("https://user:pass@api.example.com/v0.9"), std::string("https://api.example.com/v0.9?x=1"),
        std::string("https://api.example.com/v0.9?"), std::string("https://api.example.com/v0.9#x"),
        std::string("https://api.example.com:0/v0.9"), std::string("https://api.example.com:65536/v0.9"),
        std::string("https://api.example.com:99999999999/v0.9"), std::string("https://m\xc3\xbcnchen.example/v0.9"),
        std::string("https://m%C3%BCnchen.example/v0.9"), std::string("https://api.example.com/a/../v0.9"),
        std::string("https://api.example.com//v0.9"), std::string("https://api.example.com/%2e%2e/v0.9"),
        std::string("https://api example.com/v0.9"), std::string("https://api.example.com/v0.9\r\nX: y"),
        std::string("https://[fe80::1%25eth0]/v0.9"), std::string("https://[v1.x]/v0.9"),
        std::string("https://[::1/v0.9"), std::string("https://[::1]x/v0.9"), std::string("https://a:b:1/v0.9"),
        std::string("https://a:-1/v0.9"));
    CAPTURE(text);
    const oms::result<oms::base_url> url = oms::base_url::parse(text);
    REQUIRE_FALSE(url.has_value());
    CHECK(url.error().code() == oms::errc::invalid_config);
    CHECK_THROWS_AS(oms::base_url{text}, oms::error);
}

TEST_CASE("a refused base URL is not repeated in the error, which may end up in a log")
{
    const auto url = oms::base_url::parse("https://user:hunter2@api.example.com/v0.9");
    REQUIRE_FALSE(url.has_value());
    CHECK(std::string(url.error().what()).find("hunter2") == std::string::npos);
}
