#include <oms/core/text.hpp>

#include "common/catch.hpp"

#include <string>
#include <utility>

namespace {

using oms::detail::short_text;

TEST_CASE("a short text keeps texts of every length around its inside capacity")
{
    const std::size_t length = GENERATE(0u, 1u, 38u, 39u, 40u, 41u, 126u, 127u, 128u, 255u, 256u, 10'000u);
    const std::string original(length, 'x');
    const short_text text{original};
    CHECK(text.view() == original);
    CHECK(text.empty() == original.empty());

    const short_text copy = text;
    CHECK(copy == text);
    short_text moved_from = text;
    const short_text moved = std::move(moved_from);
    CHECK(moved.view() == original);
    CHECK(moved_from.empty());
}

TEST_CASE("a short text is assigned between inside and heap in all directions")
{
    const std::string texts[] = {"", "short", std::string(39, 'a'), std::string(40, 'b'), std::string(500, 'c')};
    for (const std::string& from : texts)
        for (const std::string& to : texts) {
            short_text by_copy{from};
            const short_text source{to};
            by_copy = source;
            CHECK(by_copy.view() == to);
            CHECK(source.view() == to);

            short_text by_move{from};
            by_move = short_text{to};
            CHECK(by_move.view() == to);
        }
}

TEST_CASE("a short text survives assignment to itself")
{
    for (const std::string& original : {std::string("inside"), std::string(60, 'h')}) {
        short_text text{original};
        short_text& same = text;
        text = same;
        CHECK(text.view() == original);
        text = std::move(same);
        CHECK(text.view() == original);
    }
}

TEST_CASE("a short text keeps zero bytes and orders like its text, bytes as unsigned")
{
    using namespace std::string_view_literals;
    CHECK(short_text{"a\0b"sv}.view().size() == 3);
    CHECK(short_text{"a"} < short_text{"b"});
    CHECK(short_text{"a"} < short_text{"ab"});
    CHECK(short_text{"z"} < short_text{"\xc3\xa9"});
    CHECK(short_text{std::string(50, 'a')} < short_text{"b"});
}

constexpr short_text constant{"a constant of thirty-nine characters..."};
static_assert(constant.view().size() == 39);
static_assert(short_text{}.empty());
static_assert(sizeof(short_text) == 40);

} // namespace
