#include "common/catch.hpp"
#include "source_tree.hpp"

#include <algorithm>
#include <regex>
#include <set>

// tests/README.md maps the ids of features to the tests that prove them: names carry the ids in parentheses, as in
// "... (B1, C6)". Faults, F with two digits or more, are not in the table.

namespace {

using ids_by_file = std::map<std::string, std::set<std::string>>;

std::set<std::string> ids_in(const std::string& text)
{
    static const std::regex id("\\b([A-EGHIX][0-9]{1,2}|F[1-9])\\b");
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), id), end; at != end; ++at)
        found.insert((*at)[1]);
    return found;
}

// The ids that the names of the tests carry, by file below tests/.
ids_by_file tested()
{
    static const std::regex name("TEST_CASE\\(\\s*\"((?:[^\"\\\\]|\\\\.|\"\\s*\")*)\"");
    static const std::regex list("\\(([A-IX][0-9][A-IX0-9, ]*)\\)");
    ids_by_file all;
    for (const auto& [path, text] : tree_below(std::filesystem::path(OMS_SOURCE_DIR) / "tests")) {
        if (!path.ends_with(".cpp"))
            continue;
        for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at) {
            const std::string title = (*at)[1];
            for (std::sregex_iterator in(title.begin(), title.end(), list); in != end; ++in)
                all[path].merge(ids_in((*in)[1]));
        }
    }
    return all;
}

// Rows of the table: | B1 | what it is | `unit/core/id.cpp`, `...` |
ids_by_file promised(std::set<std::string>& rows)
{
    static const std::regex file("`([a-z_/]+\\.cpp)`");
    ids_by_file all;
    const std::string page = text_of(std::filesystem::path(OMS_SOURCE_DIR) / "tests" / "README.md");
    for (const std::string_view line : lines_of(page)) {
        const std::string row(line);
        std::smatch id;
        if (!std::regex_search(row, id, std::regex("^\\| ([A-EGHIX][0-9]{1,2}|F[1-9]) \\|")))
            continue;
        rows.insert(id[1]);
        for (std::sregex_iterator at(row.begin(), row.end(), file), end; at != end; ++at)
            all[(*at)[1]].insert(id[1]);
    }
    return all;
}

} // namespace

TEST_CASE("each row of the table of features names files with a test of that id")
{
    const ids_by_file tests = tested();
    std::set<std::string> rows;
    const ids_by_file table = promised(rows);
    std::vector<std::string> broken;
    std::set<std::string> proven;
    for (const auto& [file, ids] : table) {
        for (const std::string& id : ids) {
            proven.insert(id);
            const auto found = tests.find(file);
            if (found == tests.end() || !found->second.contains(id))
                broken.push_back(id + " in " + file);
        }
    }
    for (const std::string& id : rows)
        if (!proven.contains(id))
            broken.push_back(id + " names no file");
    CHECK(rows.size() >= 40);
    CHECK(joined(broken) == "");
}

TEST_CASE("each id that a test's name carries is in the table, with that file")
{
    std::set<std::string> rows;
    const ids_by_file table = promised(rows);
    std::vector<std::string> missing;
    for (const auto& [file, ids] : tested()) {
        for (const std::string& id : ids) {
            const auto found = table.find(file);
            if (found == table.end() || !found->second.contains(id))
                missing.push_back(id + " of " + file);
        }
    }
    CHECK(joined(missing) == "");
}
