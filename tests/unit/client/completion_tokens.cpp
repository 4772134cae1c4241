#include "common/catch.hpp"
#include "common/fake_core.hpp"

#include <oms/client/client.hpp>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <exception>
#include <future>
#include <memory>
#include <string>
#include <variant>

// A program that has no coroutines of its own hands a call to co_spawn.

namespace asio = boost::asio;
using namespace oms::literals;

namespace {

std::string code_in(const std::exception_ptr& failure)
{
    try {
        std::rethrow_exception(failure);
    } catch (const oms::error& thrown) {
        return thrown.code().message();
    }
}

} // namespace

TEST_CASE("A call gives its value or its error to a callback (C5)")
{
    const auto core = std::make_shared<test::fake_core>();
    asio::io_context io;
    std::string got;
    std::string failed;
    asio::co_spawn(io, oms::client(core).customers().get("cst_1"_cst),
                   [&](std::exception_ptr failure, const oms::customer& found) {
                       CHECK_FALSE(failure);
                       got = found.id.str();
                   });
    io.run();
    core->failure = oms::error(oms::errc::not_found);
    asio::co_spawn(io, oms::client(core).webhooks().remove("whk_1"_whk),
                   [&](std::exception_ptr failure) { failed = code_in(failure); });
    io.restart();
    io.run();
    CHECK(got == "cst_1");
    CHECK(failed == oms::make_error_code(oms::errc::not_found).message());
}

TEST_CASE("A call gives its value or its error to a std::future (C5)")
{
    const auto core = std::make_shared<test::fake_core>();
    asio::io_context io;
    std::future<oms::customer> found =
        asio::co_spawn(io, oms::client(core).customers().get("cst_1"_cst), asio::use_future);
    std::future<oms::any_transaction> read =
        asio::co_spawn(io, oms::client(core).transactions().get("txn_1"_txn), asio::use_future);
    io.run();
    CHECK(found.get().id == "cst_1"_cst);
    CHECK(std::holds_alternative<oms::unknown_transaction>(read.get()));

    core->failure = oms::error(oms::errc::forbidden);
    std::future<void> removed = asio::co_spawn(io, oms::client(core).webhooks().remove("whk_1"_whk), asio::use_future);
    io.restart();
    io.run();
    CHECK_THROWS_AS(removed.get(), oms::error);
}
