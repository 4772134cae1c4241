#include "common/catch.hpp"

#include "file_journal_bench.hpp"

#include <stdexcept>

using numbers = std::vector<std::uint64_t>;

namespace {

/// Not a cipher: turns bits over by a key, and notices another one.
class toy_seal final : public oms::journal_seal {
public:
    explicit toy_seal(char key) : key_(key) {}

    std::string seal(std::uint64_t number, std::string_view content) override
    {
        if (content.find("unsealable") != std::string_view::npos)
            throw std::runtime_error("no key today");
        return turned(content) + key_ + static_cast<char>(number);
    }
    std::string unseal(std::uint64_t number, std::string_view sealed) override
    {
        if (sealed.size() < 2 || sealed[sealed.size() - 2] != key_ || sealed.back() != static_cast<char>(number))
            throw std::runtime_error("wrong key");
        return turned(sealed.substr(0, sealed.size() - 2));
    }

private:
    std::string turned(std::string_view text) const
    {
        std::string out(text);
        for (char& each : out)
            each = static_cast<char>(each ^ key_);
        return out;
    }
    char key_;
};

} // namespace

TEST_CASE("What is sealed does not stand in the file, and comes back")
{
    file_journal_bench bench;
    bench.options.seal(std::make_shared<toy_seal>('\x55'));
    bench.open();
    bench.begin(1, R"({"firstName":"Alice"})");
    bench.run();
    CHECK(bench.disk->written.find("Alice") == std::string::npos);
    CHECK(bench.disk->written.find("key-1") == std::string::npos);
    CHECK(bench.disk->written.find("/transactions") == std::string::npos);
    bench.kill();
    bench.open();
    REQUIRE(bench.unfinished() == numbers{1});
    CHECK(bench.journal->contents().unfinished.front().body == R"({"firstName":"Alice"})");
}

TEST_CASE("An entry that cannot be sealed fails alone")
{
    file_journal_bench bench;
    bench.options.seal(std::make_shared<toy_seal>('\x55'));
    bench.open();
    bench.begin(1);
    bench.begin(2, "unsealable");
    bench.begin(3);
    bench.run();
    CHECK(bench.is_stored(1));
    CHECK(bench.told[2].front().failed());
    CHECK(bench.is_stored(3));
    CHECK_FALSE(bench.journal->failure());
}

TEST_CASE("A wrong key reports every open entry with its reason and loses none of them")
{
    file_journal_bench bench;
    bench.options.seal(std::make_shared<toy_seal>('\x55'));
    bench.open();
    for (const std::uint64_t number : numbers{1, 2, 3})
        bench.begin(number);
    bench.run();
    bench.end(2);
    bench.run();
    bench.kill();

    bench.options.seal(std::make_shared<toy_seal>('\x2A')).drop_damaged(true).compact_at(100);
    bench.open();
    const oms::journal_contents found = bench.journal->contents();
    CHECK(found.unfinished.empty());
    REQUIRE(found.corrupted.size() == 2); // what has ended needs no key
    CHECK(found.corrupted.front().reason == "wrong key");
    for (std::uint64_t number = 10; number < 30; ++number) { // and it is written anew meanwhile
        bench.begin(number);
        bench.end(number);
        bench.run();
    }
    CHECK(bench.disk->replacements > 1);
    bench.kill();

    bench.options.seal(nullptr);
    bench.open();
    CHECK(bench.journal->contents().corrupted.size() == 2);
    bench.kill();

    bench.options.seal(std::make_shared<toy_seal>('\x55'));
    bench.open();
    CHECK(bench.unfinished() == numbers{1, 3});
    CHECK(bench.journal->contents().corrupted.empty());
}
