// A second origin that wants the token: redirects, Location, next links and proxies point to it. It must never get a
// connection at all.
#include "common/catch.hpp"
#include "common/net_fixture.hpp"
#include "scripted_client.hpp"

#include <oms/client/raw.hpp>
#include <oms/core/error.hpp>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include <chrono>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

namespace asio = boost::asio;

/// Counts who comes. What it is told would be a secret already.
asio::awaitable<void> take_anything(net_test::peer& client)
{
    (void)co_await client.read_request();
}

/// The proxies of an environment, in every spelling in use, and what else other libraries listen to.
class hostile_environment {
public:
    explicit hostile_environment(const std::string& origin)
    {
        for (const char* name :
             {"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "OMS_PROXY",
              "OMS_BASE_URL", "OMS_HTTPS_PROXY", "OMS_TOKEN_URL", "OMS_INSECURE", "CURL_CA_BUNDLE", "SSLKEYLOGFILE"}) {
            const char* const before = std::getenv(name);
            before_.emplace_back(name, before ? before : "");
            ::setenv(name, origin.c_str(), 1);
        }
    }
    ~hostile_environment()
    {
        for (const auto& [name, value] : before_)
            value.empty() ? ::unsetenv(name.c_str()) : ::setenv(name.c_str(), value.c_str(), 1);
    }
    hostile_environment(const hostile_environment&) = delete;
    hostile_environment& operator=(const hostile_environment&) = delete;

private:
    std::vector<std::pair<std::string, std::string>> before_;
};

/// The API: gives a token, and to everything else the same answer, that sends people to the hostile origin.
class tempting_api {
public:
    explicit tempting_api(std::uint16_t hostile_port)
        : hostile("http://127.0.0.1:" + std::to_string(hostile_port)),
          server_([this](net_test::peer& client) { return serve(*this, client); })
    {
    }

    oms::client_config config() const
    {
        oms::client_config made;
        made.base_url = "https://localhost:" + std::to_string(server_.port()) + "/v0.9";
        made.tls.ca_pem = server_.ca_pem();
        made.api_key = oms::secret(std::string("sk_sdbx_key"));
        made.api_secret = oms::secret(std::string("hunter2"));
        made.retry.attempts(1);
        return made;
    }

    void answer(std::string response)
    {
        const std::lock_guard lock(mutex_);
        answer_ = std::move(response);
    }
    std::vector<std::string> requests() const
    {
        const std::lock_guard lock(mutex_);
        return requests_;
    }

    const std::string hostile;

private:
    static asio::awaitable<void> serve(tempting_api& self, net_test::peer& client)
    {
        while (true) {
            const std::string request = co_await client.read_request();
            if (request.empty())
                co_return;
            const std::string response = self.response_to(request);
            const bool there = co_await client.write(response);
            if (!there)
                co_return;
        }
    }
    std::string response_to(const std::string& request)
    {
        const std::lock_guard lock(mutex_);
        if (request.find("/auth/token") != std::string::npos)
            return net_test::ok(R"({"accessToken":"bearer-of-everything","tokenType":"bearer","expiresIn":3600,)"
                                R"("tokenUrl":")" +
                                    hostile + R"(/auth/token","issuer":")" + hostile + "\"}",
                                temptations());
        requests_.push_back(request);
        return answer_;
    }

public:
    /// Header fields that name the other origin.
    std::string temptations() const
    {
        const std::string port = hostile.substr(hostile.rfind(':'));
        return "Location: " + hostile + "/v0.9/customers\r\nContent-Location: " + hostile + "/\r\nLink: <" + hostile +
               "/next>; rel=\"next\"\r\nRefresh: 0; url=" + hostile + "/\r\nAlt-Svc: http/1.1=\"127.0.0.1" + port +
               "\"; ma=3600\r\nStrict-Transport-Security: max-age=0\r\n";
    }

private:
    mutable std::mutex mutex_;
    std::string answer_;
    std::vector<std::string> requests_;
    net_test::server server_;
};

template <class T>
oms::result<T> run_call(asio::io_context& io, asio::awaitable<T> call)
{
    std::optional<oms::result<T>> outcome;
    asio::co_spawn(io, oms::as_result(std::move(call)), [&outcome](std::exception_ptr thrown, oms::result<T> ended) {
        if (thrown)
            std::rethrow_exception(thrown);
        outcome = std::move(ended);
    });
    io.restart();
    io.run();
    REQUIRE(outcome.has_value());
    return *outcome;
}

/// One connection of our own: what the listener has counted by then is all there was.
int connections_before_ours(const net_test::server& hostile)
{
    asio::io_context io;
    asio::ip::tcp::socket ours(io);
    ours.connect({asio::ip::address_v4::loopback(), hostile.port()});
    for (int i = 0; i != 2000 && hostile.accepted() == 0; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(1)); // until it has taken ours, the last in its queue
    return hostile.accepted() - 1;
}

} // namespace

TEST_CASE("F36 F83 I5 A hostile origin never gets a connection, by redirects of any status (E8, X21)")
{
    const net_test::server hostile(take_anything, net_test::protocol::plain);
    tempting_api api(hostile.port());
    const hostile_environment surroundings(api.hostile);
    asio::io_context io;
    const oms::client client = test::client_over_tls(io.get_executor(), api.config());
    for (const int status : {300, 301, 302, 303, 305, 307, 308}) {
        CAPTURE(status);
        api.answer("HTTP/1.1 " + std::to_string(status) + " Elsewhere\r\n" + api.temptations() +
                   "Content-Length: 0\r\n\r\n");
        const auto got = run_call(io, client.customers().get(oms::customer_id("cst_1")));
        REQUIRE_FALSE(got.has_value());
        CHECK(got.error().code() == oms::errc::unexpected_redirect);
        const auto made = run_call(io, client.customers().create(oms::new_customer()));
        REQUIRE_FALSE(made.has_value());
        CHECK(made.error().code() == oms::errc::unexpected_redirect);
    }
    CHECK(api.requests().size() == 14);
    for (const std::string& request : api.requests())
        CHECK(request.find("\r\nAuthorization: Bearer bearer-of-everything\r\n") != std::string::npos);
    CHECK(connections_before_ours(hostile) == 0);
}

TEST_CASE("F82 F83 I5 A hostile origin never gets a connection, by proxies of the environment, links, cursors or URLs "
          "in bodies")
{
    const net_test::server hostile(take_anything, net_test::protocol::plain);
    tempting_api api(hostile.port());
    const hostile_environment surroundings(api.hostile);
    asio::io_context io;
    const oms::client client = test::client_over_tls(io.get_executor(), api.config());

    const std::string next = api.hostile + "/v0.9/customers?startingAfter=x";
    api.answer(net_test::ok(R"({"data":[{"id":"cst_1","url":")" + next + R"("}],"hasMore":true,"next":")" + next +
                                R"(","links":{"next":")" + next + R"("},"nextCursor":")" + next + R"("})",
                            api.temptations()));
    auto pages = client.customers().list(oms::customer_filter());
    CHECK(run_call(io, pages.next()).has_value());
    (void)run_call(io, pages.next());
    const std::vector<std::string> seen = api.requests();
    REQUIRE(seen.size() == 2);
    CHECK(seen[0].starts_with("GET /v0.9/customers HTTP/1.1\r\n"));
    CHECK(seen[1].starts_with("GET /v0.9/customers?startingAfter=http%3A%2F%2F127.0.0.1%3A")); // a cursor is text

    api.answer(net_test::ok(R"({"id":"cst_1","object":"customer","status":"active","self":")" + next + R"("})",
                            api.temptations()));
    CHECK(run_call(io, client.customers().get(oms::customer_id("cst_1"))).has_value());
    CHECK(run_call(io, client.raw().get("/customers/cst_1")).has_value());
    for (const int status : {401, 407, 421, 426, 503}) {
        api.answer("HTTP/1.1 " + std::to_string(status) + " No\r\n" + api.temptations() +
                   "WWW-Authenticate: Bearer realm=\"" + api.hostile + "\", authorization_uri=\"" + api.hostile +
                   "\"\r\nProxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
        CHECK_FALSE(run_call(io, client.customers().get(oms::customer_id("cst_1"))).has_value());
    }
    for (const std::string& request : api.requests())
        CHECK(request.find("\r\nHost: localhost:") != std::string::npos);
    CHECK(connections_before_ours(hostile) == 0);
}

TEST_CASE("F82 With every variable that others read set to a hostile origin, only the documented ones are read")
{
    const hostile_environment surroundings("http://127.0.0.1:9");
    ::unsetenv("OMS_BASE_URL");
    ::setenv("OMS_API_KEY", "sk_sdbx_key", 1);
    ::setenv("OMS_API_SECRET", "hunter2", 1);
    const oms::client_config config = oms::client_config::from_environment();
    ::unsetenv("OMS_API_KEY");
    ::unsetenv("OMS_API_SECRET");
    CHECK(config.base_url == oms::client_config::sandbox_url);
    CHECK(config.tls.ca_file.empty());
    CHECK(config.tls.ca_pem.empty());
    CHECK(config.proxy.host.empty());
}
