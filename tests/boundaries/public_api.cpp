#include "common/catch.hpp"
#include "source_tree.hpp"

#include <regex>
#include <set>

// tests/api/public_api.txt records what users can name; `./run api` holds all of it against the headers, by Clang. What
// can be seen without a compiler is seen here, at each run of the tests.

namespace {

std::set<std::string> names_recorded()
{
    static const std::regex type("^class (?:template < .* > )?(oms::[a-z_0-9:]+)");
    std::set<std::string> found;
    const std::string record = text_of(std::filesystem::path{OMS_SOURCE_DIR} / "tests" / "api" / "public_api.txt");
    for (const std::string_view line : lines_of(record)) {
        std::cmatch match;
        if (std::regex_search(line.data(), line.data() + line.size(), match, type))
            found.insert(match[1]);
    }
    return found;
}

/// The classes that stand at the beginning of a line, outside of oms::detail and its like.
std::set<std::string> names_declared()
{
    static const std::regex type("^(?:class|struct) ([a-z_0-9]+)(?: final)?(?: :.*)?(?: \\{|$)");
    std::set<std::string> found;
    for (const auto& [path, text] : our_headers()) {
        if (path.find("/impl/") != std::string::npos || text.find("__has_include(") != std::string::npos)
            continue;
        std::string space;
        for (const std::string_view line : lines_of(text)) {
            if (line.starts_with("namespace "))
                space = line.find("detail") != line.npos    ? "internal"
                        : line.find("sandbox") != line.npos ? "oms::sandbox::"
                        : line.find("testing") != line.npos ? "oms::testing::"
                                                            : "oms::";
            std::cmatch match;
            if (space.starts_with("oms") && std::regex_search(line.data(), line.data() + line.size(), match, type))
                found.insert(space + match.str(1));
        }
    }
    return found;
}

} // namespace

TEST_CASE("each class that users can name is in the record of the public API, and none is there that is gone (H9)")
{
    const std::set<std::string> recorded = names_recorded();
    const std::set<std::string> declared = names_declared();
    REQUIRE(declared.size() > 250);
    std::vector<std::string> missing;
    for (const std::string& name : declared)
        if (!recorded.contains(name))
            missing.push_back(name);
    CHECK(joined(missing) == "");

    std::string everything;
    for (const auto& [path, text] : our_headers())
        everything += text;
    std::vector<std::string> gone;
    for (const std::string& name : recorded) {
        const std::string own = name.substr(name.rfind(':') + 1);
        if (everything.find("class " + own) == std::string::npos &&
            everything.find("struct " + own) == std::string::npos)
            gone.push_back(name);
    }
    CHECK(joined(gone) == "");
}
