#include "documents.hpp"

#include "common/catch.hpp"

// What a page tells its reader to type is what a test types.

namespace {

namespace fs = std::filesystem;

/// A section of a page, from its heading to the next one of the second level.
std::string section_of(const std::string& page, const std::string& heading)
{
    const std::size_t begin = page.find("\n## " + heading + "\n");
    REQUIRE(begin != std::string::npos);
    return page.substr(begin, page.find("\n## ", begin + 1) - begin);
}

/// The commands that the pages for users and for contributors give a shell, each with where it stands.
std::vector<std::pair<std::string, std::string>> shell_lines()
{
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto& [file, text] : pages_of_the_repository()) {
        if (file != "README.md" && file != "CONTRIBUTING.md" && !file.starts_with("docs/"))
            continue;
        std::string section;
        bool inside = false, shell = false;
        for (const std::string_view line : lines_of(text)) {
            if (line.starts_with("```")) {
                inside = !inside;
                shell = line == "```sh" || line == "```bash";
            } else if (!inside && line.starts_with("## ")) {
                section = line.substr(3);
            } else if (inside && shell && !line.empty()) {
                found.emplace_back(file + "#" + section, std::string{line});
            }
        }
    }
    return found;
}

/// Takes a whole section of the README and runs what is in it: by its heading, as awk is told it.
bool is_taken_by_a_script(const std::string& place)
{
    static const std::vector<std::string> scripts = [] {
        std::vector<std::string> texts;
        for (const auto& [file, text] : tree_below(fs::path{OMS_SOURCE_DIR} / "tests/package"))
            if (file.ends_with(".sh") && text.find("/README.md") != std::string::npos)
                texts.push_back(text);
        return texts;
    }();
    const std::string heading = place.substr(place.find('#') + 1);
    const std::string words = "/^## " + heading.substr(0, heading.find(" to ")) + "/";
    return place.starts_with("README.md#") && std::any_of(scripts.begin(), scripts.end(), [&](const std::string& text) {
               return text.find(words) != std::string::npos;
           });
}

std::set<std::string> words_of(const std::string& text)
{
    static const std::regex word{R"(([a-z0-9.+-]+))"};
    const std::vector<std::string> list = groups(text, word);
    return {list.begin(), list.end()};
}

/// The only line of a text that an expression with one group matches: what the group holds.
std::string only_one(const std::string& text, const std::string& expression)
{
    const std::vector<std::string> found = groups(text, std::regex{expression});
    CAPTURE(expression);
    REQUIRE(found.size() == 1);
    return found.front();
}

} // namespace

TEST_CASE("Each command that a page gives a shell is one of ./run, or of a section that a test runs word for word")
{
    std::vector<std::string> found;
    std::size_t commands = 0;
    for (const auto& [place, line] : shell_lines()) {
        ++commands;
        const bool ours = line.starts_with("./run ") || line.starts_with(".ci/run "); // documents.cpp: they exist
        if (!ours && !is_taken_by_a_script(place))
            found.push_back(place + ": " + line);
    }
    CHECK(commands >= 8);
    INFO(joined(found));
    CHECK(found.empty());
    CHECK(fs::exists(fs::path{OMS_SOURCE_DIR} / ".ci/run"));
    CHECK_FALSE(is_taken_by_a_script("README.md#Webhooks"));
}

TEST_CASE("The packages that the README names are those that a minimal Debian gets before it builds the SDK")
{
    const std::string install = section_of(file_of_ours("README.md"), "Install");
    const std::string script = file_of_ours("tests/package/minimal.sh");
    const std::string common = only_one(script, R"(install_packages "\$release" ([^"]*) "\$\{boost\[@\]\}")");
    CHECK(words_of(only_one(install, "\napt-get install (.*) +# Debian 13\n")) ==
          words_of(common + ' ' + only_one(script, R"(\n    boost=\(([^)]*)\))")));
    CHECK(words_of(only_one(install, "\napt-get install (.*) +# Debian 12\n")) ==
          words_of(common + ' ' + only_one(script, R"(bookworm \] \|\| boost=\(([^)]*)\))")));
}

TEST_CASE("Each line of a place that CONTRIBUTING shows stands in the file that is named above it")
{
    std::vector<std::string> found;
    std::size_t lines = 0;
    for (const fenced_block& block : taken_apart(file_of_ours("CONTRIBUTING.md")).blocks) {
        if (!block.language.empty())
            continue;
        std::string file;
        for (const std::string_view line : lines_of(block.text)) {
            const std::size_t begin = line.find_first_not_of(' ');
            if (begin == 0)
                file = line;
            else if (++lines; file_of_ours(file).find(line.substr(begin)) == std::string::npos)
                found.push_back(file + ": " + std::string{line});
        }
    }
    CHECK(lines >= 8);
    INFO(joined(found));
    CHECK(found.empty());
}
