#pragma once

#include "source_tree.hpp"

#include <string>
#include <vector>

/// One include line.
struct include_line {
    std::string file;    ///< that it stands in
    std::size_t number;  ///< of the line, from 1
    std::string target;  ///< what it names, without the brackets
    bool quoted = false; ///< "…" in place of <…>
};

std::vector<include_line> include_lines(const std::string& file, const std::string& text);

/// Every include of the tree that the table of rooms does not allow, each with file, line and reason.
std::vector<std::string> forbidden_includes(const source_tree& tree);

/// Headers that include each other in a circle; bodies are left out, for each begins with its own header.
std::vector<std::string> circles(const source_tree& tree);
