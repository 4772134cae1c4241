#pragma once

#include "common/catch.hpp"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// The files of include/oms: path below it (`core/id.hpp`) and text.
using source_tree = std::map<std::string, std::string>;

inline std::string text_of(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

inline source_tree tree_below(const std::filesystem::path& folder)
{
    source_tree tree;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{folder})
        if (entry.is_regular_file())
            tree[std::filesystem::relative(entry.path(), folder).generic_string()] = text_of(entry.path());
    return tree;
}

inline const source_tree& our_headers()
{
    static const source_tree tree = tree_below(std::filesystem::path{OMS_SOURCE_DIR} / "include" / "oms");
    return tree;
}

inline std::vector<std::string_view> lines_of(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

inline std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& line : lines)
        text += "\n  " + line;
    return text;
}

/// Fails with what was found, unless that is nothing.
inline void check_none(const std::vector<std::string>& found)
{
    INFO(joined(found));
    CHECK(found.empty());
}
