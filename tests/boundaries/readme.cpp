#include "common/catch.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

// Every C++ block of the README stands, line for line, in a program of examples/, which is compiled and run.

namespace {

std::string content_of(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

std::vector<std::string> cpp_blocks(const std::string& markdown)
{
    std::vector<std::string> blocks;
    const std::string begin = "```cpp\n", end = "```";
    for (std::size_t at = markdown.find(begin); at != std::string::npos; at = markdown.find(begin, at)) {
        at += begin.size();
        const std::size_t stop = markdown.find(end, at);
        blocks.push_back(markdown.substr(at, stop - at));
        at = stop;
    }
    return blocks;
}

} // namespace

TEST_CASE("each C++ block of the README is part of an example that is compiled and run")
{
    const std::filesystem::path root = OMS_SOURCE_DIR;
    std::vector<std::string> programs;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / "examples"))
        if (entry.path().extension() == ".cpp")
            programs.push_back(content_of(entry.path()));
    const std::vector<std::string> blocks = cpp_blocks(content_of(root / "README.md"));
    CHECK(blocks.size() >= 4);
    for (const std::string& block : blocks) {
        bool found = false;
        for (const std::string& program : programs)
            found = found || program.find(block) != std::string::npos;
        if (!found)
            FAIL_CHECK("in no example:\n" << block);
    }
}
