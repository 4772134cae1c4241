#include <oms/core/id.hpp>
#include <oms/core/overloaded.hpp>
#include <oms/core/result.hpp>

#include "common/catch.hpp"

#include <memory>
#include <variant>

namespace {

using oms::errc;
using oms::error;
using oms::result;

struct wallet {
    oms::wallet_id id;
    int blocks = 0;
};

result<wallet> find_wallet(bool there)
{
    if (!there)
        return error::builder(errc::not_found).http_status(404).build();
    return wallet{oms::wallet_id{"wlt_1"}, 3};
}

result<void> check(bool good)
{
    if (!good)
        return error(errc::signature_mismatch);
    return {};
}

TEST_CASE("a result with a value gives it")
{
    const result<wallet> found = find_wallet(true);
    REQUIRE(found.has_value());
    CHECK(found->blocks == 3);
    CHECK((*found).id.view() == "wlt_1");
    CHECK(found.value().blocks == 3);
}

TEST_CASE("a result with an error gives it, and value() throws the same oms::error")
{
    const result<wallet> missing = find_wallet(false);
    REQUIRE(missing.has_error());
    CHECK(missing.error().code() == errc::not_found);
    try {
        static_cast<void>(missing.value());
        FAIL("nothing was thrown");
    } catch (const error& failure) {
        CHECK(failure.http_status() == 404);
        CHECK(failure.what() == std::string(missing.error().what()));
    }
}

TEST_CASE("a result without a value works the same")
{
    CHECK(check(true).has_value());
    CHECK_NOTHROW(check(true).value());
    CHECK(check(false).error().code() == errc::signature_mismatch);
    CHECK_THROWS_AS(check(false).value(), error);
}

TEST_CASE("a result carries a value that only moves")
{
    result<std::unique_ptr<int>> owner = std::make_unique<int>(5);
    REQUIRE(owner.has_value());
    const std::unique_ptr<int> taken = std::move(owner).value();
    CHECK(*taken == 5);
}

TEST_CASE("overloaded visits a variant with one lambda for each alternative")
{
    const oms::overloaded visitor{[](int) { return 1; }, [](const std::string&) { return 2; },
                                  [](auto) {
                                      return 3;
                                  }};
    CHECK(std::visit(visitor, std::variant<int, std::string, char>{7}) == 1);
    CHECK(std::visit(visitor, std::variant<int, std::string, char>{"seven"}) == 2);
    CHECK(std::visit(visitor, std::variant<int, std::string, char>{'7'}) == 3);
}

} // namespace
