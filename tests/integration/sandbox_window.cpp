#include "common/catch.hpp"
#include "common/world.hpp"
#include "sandbox_raw_client.hpp"

using oms::sandbox::connection_fault;

namespace {

oms::sandbox::server_options with_window()
{
    oms::sandbox::server_options options;
    oms::sandbox::settings settings = options.settings();
    settings.window = true;
    options.settings(settings);
    return options;
}

test::raw_answer look(test::raw_client& browser, const std::string& path, const std::string& more = {})
{
    browser.write("GET " + path + " HTTP/1.1\r\nHost: localhost:1\r\n" + more + "\r\n");
    return browser.read();
}

} // namespace

TEST_CASE("a page that looks is no traffic of the API and uses up no connection fault")
{
    test::world world(with_window());
    test::raw_client browser(world.port(), world.ca_pem());
    world.inject(connection_fault::drop_request());
    CHECK(look(browser, "/").status == 200);
    CHECK(look(browser, "/_sandbox/state").status == 200);
    CHECK(world.counters().requests == 0);
    CHECK(world.counters().answers == 0);
    CHECK(world.requests().empty());

    test::raw_client client(world.port(), world.ca_pem());
    CHECK(client.send("GET", "/customers").ended); // the fault was kept for it
    CHECK(world.counters().requests == 1);
}

TEST_CASE("an answer that says that nothing has changed has the emulator's time, no body and no length")
{
    test::world world(with_window());
    test::raw_client browser(world.port(), world.ca_pem());
    const test::raw_answer all = look(browser, "/_sandbox/state");
    const test::raw_answer nothing = look(browser, "/_sandbox/state", "If-None-Match: " + all.header("ETag") + "\r\n");
    CHECK(nothing.status == 304);
    CHECK(nothing.body.empty());
    CHECK(nothing.head.find("Content-Length") == std::string::npos);
    CHECK_FALSE(nothing.header("Date").empty());
    CHECK(look(browser, "/_sandbox/state").status == 200); // and the connection goes on
}
