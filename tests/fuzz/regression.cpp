// What fuzzing found, and the contract's examples, through each target once. The fuzz targets themselves: ../../run
// fuzz.
#include "fuzz/seeds.hpp"
#include "fuzz/targets.hpp"

#include "common/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

struct input {
    std::string name;
    std::string bytes;
};

std::vector<input> inputs_in(const std::filesystem::path& folder)
{
    std::vector<input> found;
    if (!std::filesystem::exists(folder))
        return found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream in(entry.path(), std::ios::binary);
        found.push_back({entry.path().filename().string(), {std::istreambuf_iterator<char>(in), {}}});
        REQUIRE_FALSE(in.bad());
    }
    std::sort(found.begin(), found.end(), [](const input& a, const input& b) { return a.name < b.name; });
    return found;
}

std::vector<input> seeds_of(std::string_view target)
{
    std::vector<input> made;
    for (std::string& seed : fuzz::seeds(target))
        made.push_back({"seed " + std::to_string(made.size()), std::move(seed)});
    return made;
}

void run(const fuzz::target& target, const std::vector<input>& inputs)
{
    for (const input& each : inputs) {
        INFO(target.name << ": " << each.name);
        CHECK_NOTHROW(target.run(each.bytes));
    }
}

const std::filesystem::path here = std::filesystem::path(OMS_SOURCE_DIR) / "tests" / "fuzz";

} // namespace

TEST_CASE("The contract's examples go through every fuzz target")
{
    for (const fuzz::target& target : fuzz::targets) {
        const std::vector<input> seeds = seeds_of(target.name);
        CHECK(seeds.size() >= 5);
        run(target, seeds);
    }
}

TEST_CASE("The corpus of each fuzz target is not empty, and goes through it")
{
    for (const fuzz::target& target : fuzz::targets) {
        INFO(target.name);
        const std::vector<input> corpus = inputs_in(here / "corpus" / target.name);
        CHECK_FALSE(corpus.empty());
        run(target, corpus);
    }
}

TEST_CASE("What once failed in a fuzz target does not fail again")
{
    for (const fuzz::target& target : fuzz::targets)
        run(target, inputs_in(here / "crashes" / target.name));
}

TEST_CASE("Each folder of the corpora and of past failures belongs to a fuzz target")
{
    for (const char* kind : {"corpus", "crashes"})
        for (const auto& entry : std::filesystem::directory_iterator(here / kind)) {
            const std::string name = entry.path().filename().string();
            if (!entry.is_directory())
                continue;
            INFO(kind << '/' << name);
            CHECK(std::any_of(std::begin(fuzz::targets), std::end(fuzz::targets),
                              [&](const fuzz::target& target) { return target.name == name; }));
        }
}
