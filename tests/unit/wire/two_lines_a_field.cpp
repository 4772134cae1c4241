// Adding a field to a resource is a change of two lines: its member in <oms/model/...>, and its row in the table of
// <oms/wire/impl/describe_....hpp>. Nothing else knows it: here a resource grows a field, by the lines marked NEW.
#include "fixture.hpp"

#include <oms/wire/impl/description.hpp>
#include <oms/wire/impl/document.hpp>

#include <vector>

using Catch::Matchers::ContainsSubstring;

namespace {

struct parcel {
    std::string id;
};

struct parcel_with_weights {
    std::string id;
    std::vector<oms::decimal> weights; // NEW
};

struct parcel_list {
    std::vector<parcel_with_weights> data;
};

} // namespace

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<parcel> {
    static constexpr field fields[] = {
        {"id", member<&parcel::id>, {}, rule::required},
    };
    static constexpr description value{fields, "parcel"};
};

template <>
struct described<parcel_with_weights> {
    static constexpr field fields[] = {
        {"id", member<&parcel_with_weights::id>, {}, rule::required},
        {"weights", member<&parcel_with_weights::weights>}, // NEW
    };
    static constexpr description value{fields, "parcel"};
};

template <>
struct described<parcel_list> {
    static constexpr field fields[] = {
        {"data", member<&parcel_list::data>},
    };
    static constexpr description value{fields};
};

}}} // namespace oms::v0_1::detail

namespace {

template <class T>
std::string rewritten(std::string_view json)
{
    T value;
    oms::error failure;
    if (!oms::detail::read_document(json, &value, oms::detail::codec_of<T>, failure))
        return failure.what();
    return oms::detail::write_document(&value, oms::detail::codec_of<T>);
}

const std::string with_weights = R"({"object":"parcel","id":"pcl_1","weights":["1.50","2"]})";

} // namespace

TEST_CASE("Before its two lines are there, a field is one of those that are not known: skipped")
{
    CHECK(rewritten<parcel>(with_weights) == R"({"object":"parcel","id":"pcl_1"})");
}

TEST_CASE("A member and a row make a field that is read, written, and named by its path when it is wrong")
{
    CHECK(rewritten<parcel_with_weights>(with_weights) == with_weights);
    CHECK(rewritten<parcel_with_weights>(R"({"id":"pcl_1","weights":null})") ==
          R"({"object":"parcel","id":"pcl_1","weights":[]})");
    CHECK_THAT(rewritten<parcel_list>(R"({"data":[{"id":"pcl_1"},{"id":"pcl_2","weights":["1",{}]}]})"),
               ContainsSubstring("data[1].weights[1]: expected a decimal in a string, found an object"));
    CHECK_THAT(rewritten<parcel_list>(R"({"data":[{"weights":["1"]}]})"),
               ContainsSubstring("data[0]: expected a member \"id\", found none"));
}
