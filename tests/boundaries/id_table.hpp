#pragma once

#include "common/catch.hpp"
#include "source_tree.hpp"

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

// Tables of Markdown pages that say which tests prove what, held against the names of the tests.

/// By file below tests/.
using ids_by_file = std::map<std::string, std::set<std::string>>;

/// All that this expression finds in a text: its first group, or the whole of what it matches.
inline std::set<std::string> all_matches(const std::string& text, const std::regex& expression)
{
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
        found.insert((*at)[expression.mark_count() == 0 ? 0 : 1]);
    return found;
}

/// The ids that the names of the tests carry, as `ids_in` finds them in a name.
template <class IdsIn>
ids_by_file ids_of_tests(const IdsIn& ids_in)
{
    static const std::regex name("TEST_CASE\\(\\s*\"((?:[^\"\\\\]|\\\\.|\"\\s*\")*)\"");
    ids_by_file all;
    for (const auto& [path, text] : tree_below(std::filesystem::path(OMS_SOURCE_DIR) / "tests"))
        if (path.ends_with(".cpp"))
            for (const std::string& title : all_matches(text, name))
                all[path].merge(ids_in(title));
    return all;
}

/// The rows of a page's table: | B1 | what it is | `unit/core/id.cpp`, `...` |
struct id_table {
    std::set<std::string> ids;
    ids_by_file files;
    std::map<std::string, std::string> without_file; ///< the whole rows that name none
};

inline id_table table_of(const std::string& page, const std::string& id_expression)
{
    static const std::regex file("`([a-z0-9_/]+\\.cpp)`");
    const std::regex begin("^\\| (" + id_expression + ") \\|");
    id_table table;
    const std::string text = text_of(std::filesystem::path(OMS_SOURCE_DIR) / "tests" / page);
    for (const std::string_view line : lines_of(text)) {
        const std::string row(line);
        std::smatch id;
        if (!std::regex_search(row, id, begin))
            continue;
        CHECK(table.ids.insert(id[1]).second);
        const std::set<std::string> named = all_matches(row, file);
        for (const std::string& each : named)
            table.files[each].insert(id[1]);
        if (named.empty())
            table.without_file[id[1]] = row;
    }
    return table;
}

/// `X1 in unit/a.cpp` for all that `left` says and `right` does not.
inline std::vector<std::string> missing_in(const ids_by_file& right, const ids_by_file& left)
{
    std::vector<std::string> missing;
    for (const auto& [file, ids] : left)
        for (const std::string& id : ids) {
            const auto found = right.find(file);
            if (found == right.end() || !found->second.contains(id))
                missing.push_back(id + " in " + file);
        }
    return missing;
}
