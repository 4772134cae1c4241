#pragma once

#include "source_tree.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The pages that people read, taken apart.

inline std::string file_of_ours(const std::string& path)
{
    return text_of(std::filesystem::path{OMS_SOURCE_DIR} / path);
}

/// The pages by path in the repository: every Markdown file that is ours, and llms.txt.
inline source_tree pages_of_the_repository()
{
    namespace fs = std::filesystem;
    const fs::path root{OMS_SOURCE_DIR};
    source_tree pages;
    const auto take = [&](const fs::path& file) {
        pages[fs::relative(file, root).generic_string()] = text_of(file);
    };
    for (const auto& entry : fs::directory_iterator{root})
        if (entry.is_regular_file() && entry.path().extension() == ".md")
            take(entry.path());
    for (const char* folder : {"docs", "tests", "examples", "benchmarks", "tools", "ports", "packaging"})
        if (fs::is_directory(root / folder))
            for (const auto& entry : fs::recursive_directory_iterator{root / folder})
                if (entry.path().extension() == ".md" && entry.path().string().find("/fixtures/") == std::string::npos)
                    take(entry.path());
    take(root / "llms.txt");
    return pages;
}

/// A fenced block of a page: what stands behind its fence, and its lines.
struct fenced_block {
    std::string language;
    std::string text;
};

struct markdown_page {
    std::vector<fenced_block> blocks;
    std::string prose; ///< everything else, with an empty line for each line of a block
};

inline markdown_page taken_apart(std::string_view markdown)
{
    markdown_page page;
    bool inside = false;
    for (const std::string_view line : lines_of(markdown)) {
        if (line.starts_with("```")) {
            inside = !inside;
            if (inside)
                page.blocks.push_back({std::string{line.substr(3)}, ""});
            page.prose += '\n';
        } else if (inside) {
            page.blocks.back().text += std::string{line} + '\n';
            page.prose += '\n';
        } else {
            page.prose += std::string{line} + '\n';
        }
    }
    return page;
}

/// Of each match of an expression, its first group.
inline std::vector<std::string> groups(const std::string& text, const std::regex& expression)
{
    std::vector<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
        found.push_back((*at)[1]);
    return found;
}

/// Where the links and pictures of a page lead.
inline std::vector<std::string> links_of(const markdown_page& page)
{
    static const std::regex link{R"(\]\(([^)\s]+)\))"};
    return groups(page.prose, link);
}

/// The name that a heading can be linked by: lower case, blanks as hyphens, no other punctuation.
inline std::string anchor_of(std::string_view heading)
{
    std::string anchor;
    for (const char c : heading) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '_' || c == '-' || byte >= 0x80)
            anchor += static_cast<char>(std::tolower(byte));
        else if (c == ' ')
            anchor += '-';
    }
    return anchor;
}

inline std::set<std::string> anchors_of(const markdown_page& page)
{
    static const std::regex heading{R"((?:^|\n)#{1,6} ([^\n]+))"};
    std::set<std::string> anchors;
    for (const std::string& each : groups(page.prose, heading))
        anchors.insert(anchor_of(each));
    return anchors;
}
