#include "window_bench.hpp"

#include "common/catch.hpp"

#include <algorithm>

using namespace std::chrono_literals;

namespace {

/// The paths that a file of the page names in double quotes after `before`.
std::vector<std::string> named_in(const std::string& text, std::string_view before)
{
    std::vector<std::string> found;
    for (std::size_t at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
        const std::size_t begin = at + before.size();
        found.push_back(text.substr(begin, text.find('"', begin) - begin));
    }
    return found;
}

} // namespace

TEST_CASE("Without settings.window nothing of the window is served")
{
    bench emulator;
    for (const char* path : {"/", "/favicon.ico", "/_sandbox/state", "/_sandbox/page.js"}) {
        CAPTURE(path);
        const reply answer = look(emulator, path);
        CHECK(answer.status == 404);
        CHECK(answer["code"] == "not_found");
    }
    CHECK(act(emulator, "clock", R"({"seconds":60})").status == 404);
    CHECK(emulator.now() == oms::timestamp("2026-06-15T14:30:00Z"));
}

TEST_CASE("The page comes with all the files it names, and they name no other origin")
{
    bench emulator(window_settings());
    const reply page = look(emulator, "/");
    CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
    CHECK(named_in(page.body, "href=\"") == std::vector<std::string>{"/_sandbox/page.css"});
    std::vector<std::string> scripts = named_in(page.body, "src=\"");
    REQUIRE(scripts == std::vector<std::string>{"/_sandbox/page.js"});
    for (std::size_t i = 0; i < scripts.size(); ++i) {
        const reply script = look(emulator, scripts[i]);
        CAPTURE(scripts[i]);
        REQUIRE(script.status == 200);
        CHECK(script.header("Content-Type") == "text/javascript; charset=utf-8");
        CHECK(script.body.find("://") == std::string::npos);
        for (const std::string& name : named_in(script.body, "from \"./"))
            if (std::find(scripts.begin(), scripts.end(), "/_sandbox/" + name) == scripts.end())
                scripts.push_back("/_sandbox/" + name);
    }
    CHECK(scripts.size() == 5);
    const reply style = look(emulator, "/_sandbox/page.css");
    CHECK(style.header("Content-Type") == "text/css; charset=utf-8");
    for (const reply* each : {&page, &style}) {
        CHECK(each->status == 200);
        CHECK(each->body.find("://") == std::string::npos);
        CHECK(each->body.find("url(") == std::string::npos);
    }
    CHECK(page.body.find("<style") == std::string::npos);
    CHECK(page.body.find(" style=") == std::string::npos);
    CHECK(look(emulator, "/favicon.ico").status == 204);
    CHECK(look(emulator, "/_sandbox/other").status == 404);
}

TEST_CASE("Every answer of the window tells a browser to load nothing from elsewhere and to show it in no frame")
{
    bench emulator(window_settings());
    for (const char* path : {"/", "/_sandbox/page.js", "/_sandbox/state", "/_sandbox/other"}) {
        CAPTURE(path);
        const reply answer = look(emulator, path);
        const std::string policy = answer.header("Content-Security-Policy");
        for (const char* rule : {"default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"})
            CHECK(policy.find(rule) != std::string::npos);
        CHECK(policy.find("unsafe") == std::string::npos);
        CHECK(answer.header("X-Content-Type-Options") == "nosniff");
        CHECK(answer.header("Cross-Origin-Resource-Policy") == "same-origin");
        CHECK(answer.header("Access-Control-Allow-Origin") == "(absent)");
        CHECK(answer.header("Cache-Control") == "no-store");
    }
}

TEST_CASE("The window answers this machine's own names alone, so that a name that was made to point here reads nothing")
{
    bench emulator(window_settings());
    const auto from = [&](header_list headers) {
        return emulator.send("GET", "/_sandbox/state", "", headers).status;
    };
    for (const char* own : {"localhost", "localhost:8443", "127.0.0.1:1", "[::1]:65535", "[::1]"})
        CHECK(from({{"Host", own}}) == 200);
    for (const char* other : {"evil.example", "localhost.evil.example", "localhost:", "localhost:80a",
                              "127.0.0.1.nip.io", "localhost@evil.example", "127.0.0.11", ""})
        CHECK(from({{"Host", other}}) == 403);
    CHECK(from({}) == 403);
    CHECK(from({{"Host", "localhost"}, {"Host", "evil.example"}}) == 403);
}

TEST_CASE("The window answers no script and no form of another site")
{
    bench emulator(window_settings());
    const auto of = [&](std::string_view method, std::string_view path, header_list headers) {
        headers.emplace_back("Host", "localhost:8443");
        return emulator.send(method, path, R"({"seconds":60})", headers).status;
    };
    for (const char* origin : {"https://evil.example", "null", "https://localhost:9000", "file://localhost:8443", ""}) {
        CAPTURE(origin);
        CHECK(of("GET", "/_sandbox/state", {{"Origin", origin}}) == 403);
        CHECK(of("POST", "/_sandbox/clock", {{"Origin", origin}, {"X-Oms-Sandbox", "window"}}) == 403);
    }
    for (const char* site : {"cross-site", "same-site", ""})
        CHECK(of("GET", "/_sandbox/state", {{"Sec-Fetch-Site", site}}) == 403);
    CHECK(of("GET", "/_sandbox/state", {{"Sec-Fetch-Site", "same-origin"}}) == 200);
    CHECK(of("GET", "/_sandbox/state", {{"Sec-Fetch-Site", "none"}}) == 200);

    // A link may lead to the page, and to nothing else; a frame or an image may not.
    const header_list link = {
        {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}};
    CHECK(of("GET", "/", link) == 200);
    CHECK(of("GET", "/_sandbox/state", link) == 403);
    CHECK(of("GET", "/",
             {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "iframe"}}) == 403);

    // What a form can send has no header of its own.
    CHECK(of("POST", "/_sandbox/clock", {{"Content-Type", "text/plain"}}) == 403);
    CHECK(of("POST", "/_sandbox/clock", {{"X-Oms-Sandbox", "other"}}) == 403);
    CHECK(emulator.now() == oms::timestamp("2026-06-15T14:30:00Z"));
    CHECK(of("POST", "/_sandbox/clock", {{"X-Oms-Sandbox", "window"}}) == 204);
    CHECK(emulator.now() == oms::timestamp("2026-06-15T14:31:00Z"));
    CHECK(of("DELETE", "/_sandbox/clock", {}) == 405);
}

TEST_CASE("The API answers no script of another site either, whatever name it was asked by, with the contract's error")
{
    bench emulator;
    const std::string keys = R"({"apiKey":"sk_sdbx_emulator","apiSecret":"emulator-secret"})";
    const auto ask = [&](std::string_view method, std::string_view path, header_list headers) {
        return emulator.send(method, path, keys, headers);
    };
    const std::string bearer = "Bearer " + emulator.used_token();
    // A name that was made to point here is the origin's own.
    for (const auto& [host, origin] : header_list{{"evil.example", "http://evil.example"},
                                                  {"localhost:8443", "https://evil.example"},
                                                  {"localhost:8443", "https://localhost:9000"},
                                                  {"localhost:8443", "null"},
                                                  {"localhost:8443", ""}}) {
        CAPTURE(host, origin);
        const header_list of_script = {{"Host", host}, {"Origin", origin}, {"Authorization", bearer}};
        for (const char* path : {"/v0.9/auth/token", "/v0.9/customers", "/v0.9/nothing", "/other"}) {
            const reply refused = ask("POST", path, of_script);
            CHECK(refused.status == 403);
            CHECK(refused["code"] == "forbidden");
            CHECK(refused["type"] == "permission");
            CHECK(refused["requestId"] == refused.header("X-Request-Id"));
        }
        CHECK(ask("GET", "/v0.9/customers", of_script).status == 403);
        CHECK(ask("OPTIONS", "/v0.9/customers", of_script).status == 403);
    }
    CHECK(ask("POST", "/v0.9/auth/token", {{"Host", "sandbox.internal"}}).status == 200);
    CHECK(ask("POST", "/v0.9/auth/token", {{"Host", "localhost:8443"}, {"Origin", "https://localhost:8443"}}).status ==
          200);
}

TEST_CASE(
    "Who looks changes nothing: no request is recorded, no id is used up, no endorsement evaluated, no fault spent")
{
    oms::sandbox::settings settings = standing_settings();
    settings.settle_delay = 1h;
    bench alone(settings);
    settings.window = true;
    bench watched(settings);
    for (bench* each : {&watched, &alone}) {
        each->customer();
        each->inject(oms::sandbox::fault::answer(503).on("GET", "/customers"));
    }
    const std::string before = look(watched)["customers.shown.0.endorsements"];
    for (int i = 0; i < 5; ++i)
        CHECK(look(watched)["customers.shown.0.endorsements"] == before);
    CHECK(look(watched, "/").status == 200);
    CHECK(watched.requests().size() == alone.requests().size());
    CHECK(watched.event_names().empty());
    CHECK(watched.get("/customers").status == 503);
    CHECK(alone.get("/customers").status == 503);
    CHECK(watched.customer("Bob") == alone.customer("Bob"));
    CHECK(watched.event_names() == alone.event_names());
    CHECK(look(watched)["customers.shown.1.endorsements"] != before);
}

TEST_CASE("Who knows the state is told that nothing has changed until something has")
{
    bench emulator(window_settings());
    const std::string alice = emulator.customer();
    const std::string purse = emulator.funded_wallet(alice, "10");
    emulator.quote(alice, purse, "5");
    const std::string known = look(emulator).header("ETag");
    const auto changed = [&] {
        const reply answer = look(emulator, "/_sandbox/state", {{"If-None-Match", known}});
        CHECK(answer.body.empty() == (answer.status == 304));
        return answer.status != 304;
    };
    CHECK_FALSE(changed());
    CHECK(look(emulator, "/_sandbox/state", {{"If-None-Match", "\"other\""}}).status == 200);
    SECTION("a request of the API changes something")
    {
        emulator.customer("Bob");
        CHECK(changed());
    }
    SECTION("time does: a quote ends")
    {
        emulator.advance(300s);
        CHECK(changed());
    }
    SECTION("an action does")
    {
        act(emulator, "deliveries/fail-next");
        CHECK(changed());
    }
}

TEST_CASE("The window shows no secret, whatever the emulator holds")
{
    bench emulator(window_settings());
    const reply hook =
        emulator.post("/webhooks", R"({"url":"https://hooks.example.com/oms?token=querysecret","events":[]})");
    CAPTURE(hook.body);
    REQUIRE(hook.status == 201);
    const std::string alice = emulator.customer();
    emulator.trigger("cashIn.completed");
    for (const auto& each : emulator.due())
        emulator.report(each.id, 500);
    std::string all;
    for (const char* path : {"/", "/_sandbox/state", "/_sandbox/page.js"})
        all += look(emulator, path).body;
    const std::vector<std::string> secrets = {"emulator-secret", "sk_sdbx_emulator", emulator.used_token(),
                                              hook["secret"],    "987654321",        "querysecret"};
    for (const std::string& secret : secrets) {
        CAPTURE(secret);
        REQUIRE(secret.size() > 3);
        CHECK(all.find(secret) == std::string::npos);
    }
    CHECK(all.find(alice) != std::string::npos);
}
