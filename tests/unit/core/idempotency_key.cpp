#include <oms/core/idempotency_key.hpp>

#include "common/catch.hpp"

#include <sstream>
#include <unordered_set>

namespace {

using oms::idempotency_key;

TEST_CASE("a key of visible ASCII is kept as it is")
{
    const std::string longest(255, '~');
    for (const std::string_view text :
         {std::string_view("a"), std::string_view("cst-first-customer-001"),
          std::string_view("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"), std::string_view(longest)}) {
        CHECK(idempotency_key{text}.view() == text);
        CHECK(idempotency_key::parse(text).value().str() == text);
    }
    std::ostringstream out;
    out << idempotency_key{"k-1"};
    CHECK(out.str() == "k-1");
}

TEST_CASE("F77, F78: an empty, long or invisible key is refused (D4)", "[F77][F78]")
{
    using namespace std::string_view_literals;
    const std::string too_long(256, 'k');
    const std::string ten_kilobytes(10'000, 'k');
    for (const std::string_view text :
         {""sv, " "sv, "a b"sv, "a\r\nX: y"sv, "a\n"sv, "\0"sv, "a\0"sv, "\x7f"sv, "caf\xc3\xa9"sv, "\t"sv,
          std::string_view(too_long), std::string_view(ten_kilobytes)}) {
        const oms::result<idempotency_key> parsed = idempotency_key::parse(text);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().code() == oms::errc::invalid_idempotency_key);
        CHECK_THROWS_AS(idempotency_key{text}, oms::error);
    }
}

TEST_CASE("a default key is empty")
{
    CHECK(idempotency_key{}.empty());
    CHECK_FALSE(idempotency_key{"k"}.empty());
    CHECK(idempotency_key{} != idempotency_key{"k"});
}

TEST_CASE("generated keys are UUIDs of version 4, and each is another one")
{
    std::unordered_set<idempotency_key> seen;
    std::string all_variants;
    for (int i = 0; i != 2'000; ++i) {
        const idempotency_key key = idempotency_key::generate();
        const std::string text = key.str();
        REQUIRE(text.size() == 36);
        for (std::size_t at = 0; at != text.size(); ++at) {
            const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
            REQUIRE(
                (dash ? text[at] == '-' : std::string_view("0123456789abcdef").find(text[at]) != std::string::npos));
        }
        REQUIRE(text[14] == '4');
        all_variants += text[19];
        REQUIRE(seen.insert(key).second);
    }
    CHECK(all_variants.find_first_not_of("89ab") == std::string::npos);
    for (const char variant : {'8', '9', 'a', 'b'})
        CHECK(all_variants.find(variant) != std::string::npos);
}

} // namespace
