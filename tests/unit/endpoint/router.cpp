#include <oms/endpoint/router.hpp>

#include "common/await.hpp"
#include "common/catch.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

namespace asio = boost::asio;

oms::event named(const oms::event_name& name)
{
    oms::event made;
    made.name = name;
    if (name.text().starts_with("cashIn.")) {
        oms::cash_in_event payload;
        payload.name = name;
        made.payload = payload;
    }
    return made;
}

asio::awaitable<void> note_later(std::vector<std::string>& notes, std::string text)
{
    co_await asio::post(asio::deferred);
    notes.push_back(text);
}

} // namespace

TEST_CASE("An async router calls plain handlers and coroutines alike, and a coroutine to its end (G9, G10)")
{
    std::vector<std::string> notes;
    oms::async_webhook_router router{[&](const oms::event& e) -> asio::awaitable<void> {
        co_await note_later(notes, "fallback " + std::string(e.name.text()));
    }};
    router.on(oms::event_name::cash_in_completed, [&](const oms::cash_in_event&) { notes.push_back("plain"); });
    router.on(oms::event_name("cashIn.expired"), [&](const oms::cash_in_event&, const oms::event& whole) {
        return note_later(notes, "coroutine " + std::string(whole.name.text()));
    });

    for (const char* name : {"cashIn.completed", "cashIn.expired", "something.new"})
        test::await(router(named(oms::event_name(name))));
    CHECK(notes == std::vector<std::string>{"plain", "coroutine cashIn.expired", "fallback something.new"});
}

TEST_CASE("A plain handler of an async router runs when it is awaited, and throws there")
{
    bool called = false;
    const oms::async_webhook_router router{[&](const oms::event&) {
        called = true;
        throw std::runtime_error("the database is away");
    }};
    const oms::event event = named(oms::event_name("something.new"));
    asio::awaitable<void> handling = router(event);
    CHECK_FALSE(called);
    CHECK_THROWS_AS(test::await(std::move(handling)), std::runtime_error);
    CHECK(called);
}

TEST_CASE("What a coroutine handler captured lives until it has ended")
{
    const auto captured = std::make_shared<std::string>("still here");
    std::string seen;
    const oms::async_webhook_router router{[captured, &seen](const oms::event&) -> asio::awaitable<void> {
        co_await asio::post(asio::deferred);
        seen = *captured;
    }};
    test::await(router(named(oms::event_name("something.new"))));
    CHECK(seen == "still here");
}

TEST_CASE("Superseded events go to their handler, and nowhere without one")
{
    std::vector<std::string> notes;
    oms::async_webhook_router router{[&](const oms::event&) {
        notes.push_back("fallback");
    }};
    const oms::event event = named(oms::event_name("something.new"));
    test::await(router.superseded(event));
    CHECK(notes.empty());
    router.on_superseded([&](const oms::event&) { return note_later(notes, "superseded"); });
    test::await(router.superseded(event));
    CHECK(notes == std::vector<std::string>{"superseded"});
}
