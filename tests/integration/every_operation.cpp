#include "common/catch.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

namespace {

std::set<std::string> found_in(const std::filesystem::path& path, const std::regex& pattern)
{
    std::ifstream file(path);
    REQUIRE(file);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), pattern), end; at != end; ++at)
        found.insert((*at)[1]);
    return found;
}

} // namespace

// The tests are in *_operations.cpp; their names begin with the operationId.
TEST_CASE("each of the contract's 36 operations has a test against the emulator (H1)")
{
    std::set<std::string> tested;
    for (const auto& entry : std::filesystem::directory_iterator(OMS_SOURCE_DIR "/tests/integration"))
        if (entry.path().filename().string().ends_with("_operations.cpp"))
            tested.merge(found_in(entry.path(), std::regex("TEST_CASE\\(\"(\\w+): ")));
    // Those of deliveries begin with `on`.
    const std::set<std::string> documented =
        found_in(OMS_FIXTURES "/contract/openapi-v0.9.yaml", std::regex("operationId: (?!on[A-Z])(\\w+)"));
    CHECK(documented.size() == 36);
    CHECK(tested == documented);
}
