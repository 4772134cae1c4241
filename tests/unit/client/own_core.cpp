#include "common/await.hpp"
#include "common/catch.hpp"
#include "common/fake_core.hpp"

#include <oms/client/as_result.hpp>
#include <oms/client/client.hpp>

#include <memory>
#include <string>

// What a user of the SDK tests code of their own with: a class over the SDK, and in its tests a core in place of the
// service. `fake_core` overrides every function of client_core; a user derives from such a class and says only what the
// test is about.

namespace {

using namespace oms::literals;

/// The code under test, as a user has it.
class greeter {
public:
    explicit greeter(oms::client client) : client_(std::move(client)) {}

    boost::asio::awaitable<std::string> greet(oms::customer_id id) const
    {
        const oms::call_options patient = oms::call_options().attempts(2);
        const oms::result<oms::customer> found = co_await oms::as_result(client_.customers().get(id, patient));
        if (!found)
            co_return found.error().code() == oms::errc::not_found ? "Who?" : "Later, please.";
        co_return "Hello, " + found.value().first_name.value_or("stranger") + "!";
    }

private:
    oms::client client_;
};

/// Knows one customer.
class one_customer : public test::fake_core {
public:
    awaitable<oms::customer> get_customer(oms::customer_id id, oms::call_options with) override
    {
        if (id == "cst_gone"_cst)
            failure = oms::error(oms::errc::not_found);
        if (id == "cst_busy"_cst)
            failure = oms::error(oms::errc::unavailable);
        return named(test::fake_core::get_customer(std::move(id), std::move(with)));
    }

private:
    static awaitable<oms::customer> named(awaitable<oms::customer> call)
    {
        oms::customer found = co_await std::move(call);
        found.first_name = "Alice";
        co_return found;
    }
};

} // namespace

TEST_CASE("A core of one's own stands in for the service in tests of one's own code")
{
    const auto core = std::make_shared<one_customer>();
    const greeter hello{oms::client(core)};
    CHECK(test::await(hello.greet("cst_1"_cst)) == "Hello, Alice!");
    CHECK(test::await(hello.greet("cst_gone"_cst)) == "Who?");
    CHECK(test::await(hello.greet("cst_busy"_cst)) == "Later, please.");
    CHECK(core->asked ==
          std::vector<std::string>{"get_customer cst_1", "get_customer cst_gone", "get_customer cst_busy"});
    CHECK(core->options.at(0).retry_or(oms::retry_policy()).attempts() == 2);
}
