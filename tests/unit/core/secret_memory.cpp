#include <oms/core/secret.hpp>

#include "common/catch.hpp"
#include "common/freed_memory.hpp"

namespace {

constexpr std::string_view marker = "sk_live_marker_0123456789";

TEST_CASE("the watch sees a text that is freed without being overwritten")
{
    {
        const test::freed_memory on(marker);
        std::string(marker).append(64, 'x');
    }
    CHECK(test::freed_memory::with_text() > 0);
}

TEST_CASE("F84: no memory of a secret is given back with its text (A8)", "[F84]")
{
    {
        const test::freed_memory on(marker);
        oms::secret first{marker};
        oms::secret second{first};
        second = first;
        oms::secret third{std::move(first)};
        second = std::move(third);
        second = oms::secret{"other"};
        third = oms::secret{marker};
    }
    CHECK(test::freed_memory::blocks() >= 4);
    CHECK(test::freed_memory::with_text() == 0);
}

TEST_CASE("F84: a string given away to a secret leaves nothing behind", "[F84]")
{
    std::string text(marker);
    text.reserve(200);
    {
        const test::freed_memory on(marker);
        const oms::secret taken{std::move(text)};
        std::string().swap(text);
    }
    CHECK(test::freed_memory::blocks() >= 2);
    CHECK(test::freed_memory::with_text() == 0);
}

} // namespace
