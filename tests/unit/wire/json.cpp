#include "common/catch.hpp"

#include <oms/wire/json.hpp>

#include <boost/json.hpp>

#include <limits>

TEST_CASE("A JSON text becomes a Boost.JSON value and comes back")
{
    const oms::json_text text(R"({"a":[1,"x",null,true],"b":{}})");
    const boost::json::value value = oms::to_json(text);
    CHECK(value.at("a").at(1).as_string() == "x");
    CHECK(oms::from_json(value) == text);
    CHECK(oms::to_json(oms::json_text()).is_null());
}

TEST_CASE("What a JSON text may hold, Boost.JSON is told to read: nesting of 64")
{
    const oms::json_text deep(std::string(64, '[') + std::string(64, ']'));
    CHECK(oms::from_json(oms::to_json(deep)) == deep);
}

TEST_CASE("A value that is no JSON text is refused")
{
    boost::json::value deep = nullptr;
    for (int i = 0; i < 65; ++i)
        deep = boost::json::array{std::move(deep)};
    CHECK_THROWS_AS(oms::from_json(deep), oms::error);
    CHECK_THROWS_AS(oms::from_json(boost::json::value("\xFF")), oms::error);
}
