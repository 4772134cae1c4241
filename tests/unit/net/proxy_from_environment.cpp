#include "common/catch.hpp"

#include <oms/core/error.hpp>
#include <oms/net/proxy_from_environment.hpp>

#include <cstdlib>
#include <string>

using Catch::Matchers::ContainsSubstring;
using oms::errc;

namespace {

/// The four variables of this test's environment; as they were before at the end.
class environment {
public:
    environment()
    {
        for (const char* const name : names) {
            const char* const value = std::getenv(name);
            before_.emplace_back(value ? value : "");
            ::unsetenv(name);
        }
    }
    ~environment()
    {
        for (std::size_t i = 0; i < before_.size(); ++i)
            set(names[i], before_[i]);
    }
    environment(const environment&) = delete;
    environment& operator=(const environment&) = delete;

    static void set(const char* name, const std::string& value)
    {
        if (value.empty())
            ::unsetenv(name);
        else
            ::setenv(name, value.c_str(), 1);
    }

private:
    static constexpr const char* names[] = {"https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY"};
    std::vector<std::string> before_;
};

constexpr const char* api = "https://api.example.com/v0.9";

std::string proxy_text(const std::string& value)
{
    environment::set("https_proxy", value);
    const oms::proxy_config proxy = oms::proxy_from_environment(api);
    return proxy.user + "|" + std::string(proxy.password.reveal()) + "|" + proxy.host + "|" +
           std::to_string(proxy.port);
}

bool excepted(const std::string& list, const char* url = api)
{
    environment::set("no_proxy", list);
    return oms::proxy_from_environment(url).host.empty();
}

} // namespace

TEST_CASE("A proxy is read from https_proxy, or from HTTPS_PROXY when that is not set (E7)")
{
    environment variables;
    CHECK(oms::proxy_from_environment(api).host.empty());
    environment::set("HTTPS_PROXY", "http://upper.example:3128");
    CHECK(oms::proxy_from_environment(api).host == "upper.example");
    environment::set("https_proxy", "http://lower.example:3128");
    CHECK(oms::proxy_from_environment(api).host == "lower.example");
}

TEST_CASE("A proxy is written as a URL or a part of it, with encoded credentials (E7)")
{
    environment variables;
    CHECK(proxy_text("http://proxy.example:3128") == "||proxy.example|3128");
    CHECK(proxy_text("HTTP://proxy.example:3128/") == "||proxy.example|3128");
    CHECK(proxy_text("http://proxy.example") == "||proxy.example|80");
    CHECK(proxy_text("proxy.example:8080") == "||proxy.example|8080");
    CHECK(proxy_text("proxy.example") == "||proxy.example|80");
    CHECK(proxy_text("http://[2001:db8::1]:3128") == "||2001:db8::1|3128");
    CHECK(proxy_text("http://10.0.0.1:3128") == "||10.0.0.1|3128");
    CHECK(proxy_text("http://me:pass@proxy.example:3128") == "me|pass|proxy.example|3128");
    CHECK(proxy_text("me@proxy.example") == "me||proxy.example|80");
    CHECK(proxy_text("http://me:p%40ss%3a@w@proxy.example:1") == "me|p@ss:@w|proxy.example|1");
}

TEST_CASE("A proxy of another form is an error of the configuration, which does not show the value (E7)")
{
    environment variables;
    for (const char* const bad :
         {"https://me:hidden@proxy.example", "socks5://me:hidden@proxy.example", "http://", "http://me:hidden@",
          "http://me:hidden@proxy.example:0", "http://me:hidden@p:65536", "http://me:hidden@p:x",
          "http://me:hidden@proxy.example/path", "http://me:hidden%4@p", "http://me:hidden%zz@p",
          "http://me:hidden%0d%0a@p", "http://m%3Ae:hidden@p", "http://:hidden@p", "http://me:hidden@[::1",
          "http://me:hidden@[::1]3128", "http://me:hidden@a b"}) {
        CAPTURE(bad);
        std::string words;
        try {
            proxy_text(bad);
        } catch (const oms::error& refused) {
            CHECK(refused.code() == errc::invalid_config);
            words = refused.what();
        }
        CHECK_THAT(words, ContainsSubstring("proxy"));
        CHECK(words.find("hidden") == std::string::npos);
    }
}

TEST_CASE("Hosts are excepted by no_proxy: all, one, those below one, one port, an address (E7)")
{
    environment variables;
    environment::set("https_proxy", "http://proxy.example:3128");
    CHECK_FALSE(excepted(""));
    CHECK(excepted("*"));
    CHECK(excepted("api.example.com"));
    CHECK(excepted("API.Example.COM"));
    CHECK(excepted("example.com"));
    CHECK(excepted(".example.com"));
    CHECK(excepted("other.org , .example.com"));
    CHECK(excepted("api.example.com:443"));
    CHECK_FALSE(excepted("api.example.com:8443"));
    CHECK_FALSE(excepted(".api.example.com"));
    CHECK_FALSE(excepted("ample.com"));
    CHECK_FALSE(excepted("example.org,,  ,x.api.example.com"));
    CHECK_FALSE(excepted("*.example.org"));
    CHECK_FALSE(excepted("[::1", api));
    CHECK(excepted("10.1.2.3", "https://10.1.2.3/v0.9"));
    CHECK_FALSE(excepted("10.1.2.4", "https://10.1.2.3/v0.9"));
    CHECK(excepted("2001:db8::1", "https://[2001:db8::1]/v0.9"));
    CHECK(excepted("[2001:db8::1]:443", "https://[2001:db8::1]/v0.9"));
    CHECK_FALSE(excepted("[2001:db8::1]:8443", "https://[2001:db8::1]/v0.9"));
    environment::set("no_proxy", "");
    environment::set("NO_PROXY", "example.com");
    CHECK(oms::proxy_from_environment(api).host.empty());
}

TEST_CASE("There is no proxy for this machine itself and for plain http, and none for what is no base URL (E7)")
{
    environment variables;
    environment::set("https_proxy", "http://proxy.example:3128");
    CHECK(oms::proxy_from_environment("https://localhost:8443/v0.9").host.empty());
    CHECK(oms::proxy_from_environment("https://127.0.0.1:8443").host.empty());
    CHECK(oms::proxy_from_environment("http://localhost:8080").host.empty());
    CHECK_FALSE(oms::proxy_from_environment("https://api.example.com").host.empty());
    CHECK_THROWS_AS(oms::proxy_from_environment("api.example.com"), oms::error);
}
