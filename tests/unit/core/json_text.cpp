#include "common/catch.hpp"

#include <oms/core/json_text.hpp>

#include <boost/json.hpp>

#include <sstream>

using Catch::Matchers::ContainsSubstring;

TEST_CASE("A JSON text is kept byte for byte")
{
    const oms::json_text text(" {\"b\": 1.50,\n\"a\":[]} ");
    CHECK(text.view() == " {\"b\": 1.50,\n\"a\":[]} ");
    std::ostringstream printed;
    printed << oms::json_text("[1]");
    CHECK(printed.str() == "[1]");
    CHECK(oms::json_text().empty());
    CHECK(oms::json_text("1") == oms::json_text("1"));
    CHECK_FALSE(oms::json_text("1") == oms::json_text("1.0"));
}

TEST_CASE("What is not JSON is refused, with reason and offset but without the text (F69)")
{
    CHECK_THROWS_AS(oms::json_text("{'a':1}"), oms::error);
    const auto read = oms::json_text::parse(R"({"password":hunter2})");
    REQUIRE(read.has_error());
    CHECK(read.error().code() == oms::errc::invalid_json);
    CHECK(read.error().delivery() == oms::delivery::not_sent);
    CHECK_THAT(read.error().what(), ContainsSubstring("at byte 12"));
    CHECK_THAT(read.error().what(), !ContainsSubstring("hunter2"));
    CHECK(oms::json_text::parse("").has_error());
    CHECK(oms::json_text::parse(R"({"a":1,"a":2})").has_error());
}

TEST_CASE("An object is put together field by field")
{
    const oms::json_text text = oms::json_object()
                                    .add("text", "a \"b\"\n\x01é")
                                    .add("view", std::string_view("v"))
                                    .add("string", std::string("s"))
                                    .add("number", 42)
                                    .add("big", std::int64_t{-9223372036854775807})
                                    .add("unsigned", 18446744073709551615ULL)
                                    .add("yes", true)
                                    .add("no", false)
                                    .add("nothing", nullptr)
                                    .add("raw", oms::json_text("[1, 2]"))
                                    .add("empty", oms::json_text())
                                    .add("inner", oms::json_object().add("k", 1))
                                    .add("k\"ey", 1);
    CHECK(text.view() == "{\"text\":\"a \\\"b\\\"\\n\\u0001é\",\"view\":\"v\",\"string\":\"s\",\"number\":42,"
                         "\"big\":-9223372036854775807,\"unsigned\":18446744073709551615,\"yes\":true,\"no\":false,"
                         "\"nothing\":null,\"raw\":[1, 2],\"empty\":null,\"inner\":{\"k\":1},\"k\\\"ey\":1}");
    CHECK(boost::json::parse(text.view()).at("text").as_string() == "a \"b\"\n\x01é");
    CHECK(oms::json_object().text().view() == "{}");
}

TEST_CASE("An object with a name twice or with text that is not UTF-8 is refused, and stays as it was")
{
    oms::json_object object;
    object.add("a", 1);
    CHECK_THROWS_AS(object.add("a", 2), oms::error);
    CHECK_THROWS_AS(object.add("b", "\xFF"), oms::error);
    CHECK_THROWS_AS(object.add("\xFF", 1), oms::error);
    CHECK_THROWS_AS(object.add("deep", oms::json_text(std::string(64, '[') + std::string(64, ']'))), oms::error);
    CHECK(object.text().view() == R"({"a":1})");
}

TEST_CASE("Every control character is written as an escape that reads back")
{
    std::string all;
    for (int c = 0; c < 0x80; ++c)
        all += static_cast<char>(c);
    const oms::json_text text = oms::json_object().add("k", all);
    CHECK(boost::json::parse(text.view()).at("k").as_string() == all);
}
