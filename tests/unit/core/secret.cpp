#include <oms/core/secret.hpp>

#include "common/catch.hpp"

#include <cstring>
#include <ostream>
#include <utility>

namespace {

using oms::secret;

constexpr std::string_view short_one = "sk-42";
constexpr std::string_view long_one = "whsec_000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

TEST_CASE("a secret opens by reveal and nothing else (A8)")
{
    const secret key{long_one};
    CHECK(key.reveal() == long_one);
    CHECK_FALSE(key.empty());
    CHECK(secret{}.empty());
    CHECK(secret{""}.empty());
    CHECK(secret{std::string(short_one)}.reveal() == short_one);
    const std::string kept(short_one);
    CHECK(secret{kept}.reveal() == short_one);
    CHECK(kept == short_one);
}

TEST_CASE("copies of a secret are independent, and a moved-from one is empty")
{
    for (const std::string_view text : {short_one, long_one}) {
        secret original{text};
        secret copy = original;
        CHECK(copy.reveal() == text);
        CHECK(copy.reveal().data() != original.reveal().data());

        const char* const where = original.reveal().data();
        secret moved = std::move(original);
        CHECK(moved.reveal().data() == where);
        CHECK(original.empty());
        CHECK(original.reveal().data() == nullptr);

        secret target{"before"};
        target = std::move(moved);
        CHECK(target.reveal() == text);
        CHECK(moved.empty());
        target = copy;
        CHECK(target == copy);
        secret& same = target;
        target = same;
        CHECK(target.reveal() == text);
        target = std::move(same);
        CHECK(target.reveal() == text);
        target = secret{};
        CHECK(target.empty());
    }
}

TEST_CASE("secrets compare by their whole text")
{
    CHECK(secret{"abc"} == secret{"abc"});
    CHECK(secret{"abc"} != secret{"abd"});
    CHECK(secret{"abc"} != secret{"xbc"});
    CHECK(secret{"abc"} != secret{"abcd"});
    CHECK(secret{} == secret{});
    CHECK(secret{} != secret{"a"});
    CHECK(secret{"a\x80"} != secret{std::string_view("a\0", 2)});
}

TEST_CASE("a string given away is overwritten where it stood")
{
    std::string inside(short_one);
    char* const chars = inside.data();
    const secret taken{std::move(inside)};
    CHECK(taken.reveal() == short_one);
    CHECK(inside.empty());
    CHECK(std::string_view(chars, short_one.size()) == std::string(short_one.size(), '\0'));
}

TEST_CASE("wiping a string clears also what it kept behind its end")
{
    std::string text(long_one);
    text.resize(3);
    const char* const chars = text.data();
    secret::wipe(text);
    CHECK(text.empty());
    CHECK(chars == text.data());
    CHECK(std::string_view(chars, long_one.size()) == std::string(long_one.size(), '\0'));
}

template <class T>
concept printable = requires(std::ostream& out, const T& value) { out << value; };

static_assert(printable<std::string>);
static_assert(!printable<secret>);
static_assert(!std::is_convertible_v<secret, std::string_view>);
static_assert(!std::is_convertible_v<secret, std::string>);
static_assert(!std::is_convertible_v<std::string, secret>);
static_assert(!std::is_convertible_v<const char*, secret>);
static_assert(std::is_nothrow_move_constructible_v<secret>);

} // namespace
