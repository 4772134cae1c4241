#include "common/await.hpp"
#include "common/catch.hpp"
#include "common/fake_core.hpp"

#include <oms/client/as_result.hpp>
#include <oms/client/client.hpp>

#include <stdexcept>

using namespace oms::literals;

namespace {

boost::asio::awaitable<int> foreign_failure()
{
    throw std::runtime_error("not ours");
    co_return 1;
}

// How a caller writes it: everything in one expression, in one coroutine.
boost::asio::awaitable<std::string> story(oms::client client)
{
    const oms::result<oms::customer> found = co_await oms::as_result(client.customers().get("cst_1"_cst));
    if (!found)
        co_return std::string(found.error().what());
    const oms::result<void> removed = co_await oms::as_result(client.webhooks().remove("whk_1"_whk));
    co_return removed ? found->id.str() : std::string(removed.error().what());
}

} // namespace

TEST_CASE("as_result gives the value of a call (C11)")
{
    const auto core = std::make_shared<test::fake_core>();
    CHECK(test::await(story(oms::client(core))) == "cst_1");
    CHECK(core->asked == std::vector<std::string>{"get_customer cst_1", "delete_webhook whk_1"});
}

TEST_CASE("as_result gives the error of a call and throws nothing (C11)")
{
    const auto core = std::make_shared<test::fake_core>();
    core->failure = oms::error::builder(oms::errc::not_found).http_status(404).delivery(oms::delivery::refused);
    const std::string what = core->failure->what();
    CHECK(test::await(story(oms::client(core))) == what);
}

TEST_CASE("as_result gives the error of a call without a value")
{
    const auto core = std::make_shared<test::fake_core>();
    core->failure = oms::error(oms::errc::not_found);
    boost::asio::io_context io;
    oms::errc code{};
    boost::asio::co_spawn(io, oms::as_result(oms::client(core).webhooks().remove("whk_1"_whk)),
                          [&](std::exception_ptr thrown, oms::result<void> done) {
                              REQUIRE_FALSE(thrown);
                              REQUIRE_FALSE(done);
                              code = static_cast<oms::errc>(done.error().code().value());
                          });
    io.run();
    CHECK(code == oms::errc::not_found);
}

TEST_CASE("as_result lets exceptions pass that are not the library's")
{
    CHECK_THROWS_AS(test::await(oms::as_result(foreign_failure())), std::runtime_error);
}
