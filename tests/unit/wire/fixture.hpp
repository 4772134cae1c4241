#pragma once

#include "common/catch.hpp"

#include <oms/core/result.hpp>

#include <boost/json.hpp>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

namespace fixture {

inline boost::json::value load(const std::string& file)
{
    std::ifstream in(std::string(OMS_FIXTURES) + "/contract/" + file);
    REQUIRE(in);
    std::stringstream text;
    text << in.rdbuf();
    return boost::json::parse(text.str());
}

/// Request and answer of one operation, from examples/operation.<name>.json.
struct operation {
    boost::json::value example;

    explicit operation(const std::string& name) : example(load("operation." + name + ".json")) {}

    const boost::json::value& request() const { return example.at("request").at("body"); }
    const boost::json::value& answer() const { return example.at("response").at("body"); }
    std::string answer_text() const { return boost::json::serialize(answer()); }
};

/// The value of a result, or a failed test with the error's text.
template <class T>
T value_of(const oms::result<T>& read)
{
    if (!read)
        FAIL(read.error().what());
    return read.value();
}

/// The written request is the example's, byte for byte up to the order of keys.
inline void check_request(const operation& example, const std::string& written)
{
    INFO(written);
    CHECK(boost::json::parse(written) == example.request());
    CHECK(written.size() == boost::json::serialize(example.request()).size());
}

/// A copy without the members that are null: absent and null are the same.
inline boost::json::value without_nulls(const boost::json::value& from)
{
    if (const auto* object = from.if_object()) {
        boost::json::object made;
        for (const auto& [name, value] : *object)
            if (!value.is_null())
                made[name] = without_nulls(value);
        return made;
    }
    if (const auto* array = from.if_array()) {
        boost::json::array made;
        for (const auto& each : *array)
            made.push_back(without_nulls(each));
        return made;
    }
    return from;
}

} // namespace fixture
