#include "documents.hpp"

#include "common/catch.hpp"

// What the pages promise: that their code is compiled and run, that their links lead somewhere, that the files and the
// commands they name are there.

namespace {

namespace fs = std::filesystem;

/// A page among the programs proves nothing about itself.
bool is_code(const std::string& file)
{
    return file.ends_with(".cpp") || file.ends_with(".hpp") || file.ends_with(".ipp");
}

std::vector<std::string> texts_below(std::initializer_list<const char*> folders)
{
    std::vector<std::string> texts;
    for (const char* folder : folders)
        for (auto& [file, text] : tree_below(fs::path{OMS_SOURCE_DIR} / folder))
            if (is_code(file))
                texts.push_back(std::move(text));
    return texts;
}

bool stands_in(const std::vector<std::string>& texts, const std::string& block)
{
    return std::any_of(texts.begin(), texts.end(),
                       [&](const std::string& text) { return text.find(block) != std::string::npos; });
}

/// What of a page's links leads nowhere. Only what is in the repository is looked at.
std::vector<std::string> dead_links(const std::string& file, const markdown_page& page,
                                    const std::map<std::string, markdown_page>& pages)
{
    std::vector<std::string> dead;
    for (const std::string& link : links_of(page)) {
        if (link.find("://") != std::string::npos || link.starts_with("mailto:"))
            continue;
        const std::size_t hash = link.find('#');
        const std::string path = link.substr(0, hash);
        const std::string target =
            path.empty() ? file : (fs::path{file}.parent_path() / path).lexically_normal().generic_string();
        const auto there = pages.find(target);
        bool good = there != pages.end() || fs::exists(fs::path{OMS_SOURCE_DIR} / target);
        if (hash != std::string::npos && there != pages.end())
            good = anchors_of(there->second).contains(link.substr(hash + 1));
        if (!good)
            dead.push_back(file + ": " + link);
    }
    return dead;
}

std::map<std::string, markdown_page> all_pages()
{
    std::map<std::string, markdown_page> pages;
    for (const auto& [file, text] : pages_of_the_repository())
        pages[file] = taken_apart(text);
    return pages;
}

/// The files of ours that a text names.
std::vector<std::string> files_named_in(const std::string& text)
{
    static const std::regex source{
        R"((?:^|[^A-Za-z0-9_/.-])((?:include|examples|tests|tools|benchmarks|docs|cmake|ports)/[A-Za-z0-9_/.-]*\.[a-z]+))"};
    static const std::regex header{R"((?:^|[^A-Za-z0-9_/.-])(oms/[a-z0-9_/]+\.(?:hpp|ipp)))"};
    std::vector<std::string> files = groups(text, source);
    for (const std::string& each : groups(text, header))
        files.push_back("include/" + each);
    return files;
}

} // namespace

TEST_CASE("Each C++ block of a page stands, line for line, in an example, which is compiled and run (H10)")
{
    const std::vector<std::string> programs = texts_below({"examples"});
    // What is said to those who change the library stands in the library, or in a test of it.
    const std::vector<std::string> library = texts_below({"include", "tests"});
    std::size_t in_the_readme = 0;
    std::vector<std::string> found;
    for (const auto& [file, page] : all_pages())
        for (const fenced_block& block : page.blocks) {
            if (block.language != "cpp")
                continue;
            in_the_readme += file == "README.md";
            if (!stands_in(programs, block.text) && (file != "CONTRIBUTING.md" || !stands_in(library, block.text)))
                found.push_back(file + ":\n" + block.text);
        }
    CHECK(in_the_readme >= 3);
    check_none(found);
}

TEST_CASE("Each example is built, and a test runs it (H10)")
{
    const fs::path folder = fs::path{OMS_SOURCE_DIR} / "examples";
    static const std::regex name{R"(([A-Za-z0-9_]+))"};
    const std::vector<std::string> list = groups(text_of(folder / "CMakeLists.txt"), name);
    const std::vector<std::string> tests = texts_below({"tests/examples"});
    std::size_t examples = 0;
    for (const auto& entry : fs::directory_iterator{folder}) {
        const std::string example = entry.path().stem().string();
        if (entry.path().extension() != ".cpp" || example == "sdk") // bodies that they share
            continue;
        CAPTURE(example);
        CHECK(std::find(list.begin(), list.end(), example) != list.end());
        CHECK(stands_in(tests, example));
        ++examples;
    }
    CHECK(examples >= 11);
}

TEST_CASE("Each block of a page for CMake, make or Conan stands in a project that a test builds with the package (H11)")
{
    std::vector<std::string> projects;
    for (const auto& entry : fs::recursive_directory_iterator{fs::path{OMS_SOURCE_DIR} / "tests/package"})
        if (const fs::path& file = entry.path();
            file.filename() == "CMakeLists.txt" || file.filename() == "Makefile" || file.filename() == "conanfile.txt")
            projects.push_back(text_of(file));
    REQUIRE(projects.size() >= 4);
    std::size_t blocks = 0;
    std::vector<std::string> found;
    for (const auto& [file, page] : all_pages())
        for (const fenced_block& block : page.blocks) {
            if (block.language != "cmake" && block.language != "make" && block.language != "ini")
                continue;
            ++blocks;
            if (!stands_in(projects, block.text))
                found.push_back(file + ":\n" + block.text);
        }
    CHECK(blocks >= 5);
    check_none(found);
}

TEST_CASE("Each option of the build that a page names is one")
{
    static const std::regex use{"-D(OMS_[A-Z_]+)="};
    static const std::regex declared{R"(\noption\((OMS_[A-Z_]+) )"};
    std::string lists = "\n";
    for (const char* file : {"CMakeLists.txt", "cmake/OmsDevelopment.cmake"})
        lists += text_of(fs::path{OMS_SOURCE_DIR} / file);
    const std::vector<std::string> options = groups(lists, declared);
    REQUIRE(options.size() >= 5);
    std::size_t named = 0;
    for (const auto& [file, text] : pages_of_the_repository())
        for (const std::string& each : groups(text, use)) {
            CAPTURE(file, each);
            CHECK(std::find(options.begin(), options.end(), each) != options.end());
            ++named;
        }
    CHECK(named >= 3);
}

TEST_CASE("Each fence of a page is closed, and says what it holds by a word that we know")
{
    const std::set<std::string> known{"", "cpp", "sh", "cmake", "bash", "make", "ini", "json"};
    for (const auto& [file, text] : pages_of_the_repository()) {
        CAPTURE(file);
        const auto lines = lines_of(text);
        CHECK(std::count_if(lines.begin(), lines.end(), [](auto line) { return line.starts_with("```"); }) % 2 == 0);
        for (const fenced_block& block : taken_apart(text).blocks) {
            CAPTURE(block.language);
            CHECK(known.contains(block.language));
        }
    }
}

TEST_CASE("No link of a page is dead: its file is there, and so is the heading that it names")
{
    const auto pages = all_pages();
    CHECK(links_of(pages.at("README.md")).size() >= 20);
    CHECK(pages.contains("packaging/README.md"));
    std::vector<std::string> found;
    for (const auto& [file, page] : pages)
        for (const std::string& each : dead_links(file, page, pages))
            found.push_back(each);
    check_none(found);
}

TEST_CASE("A planted dead link is found, to a file and to a heading")
{
    std::map<std::string, markdown_page> pages = all_pages();
    const markdown_page page = taken_apart("# Here it is\n[a](README.md) [b](lost.md) [c](#here-it-is) [d](#not-here)\n"
                                           "```\n[e](no-link.md)\n```\n[f](README.md#no-such-heading)\n");
    pages["planted.md"] = page;
    CHECK(dead_links("planted.md", page, pages) == std::vector<std::string>{"planted.md: lost.md",
                                                                            "planted.md: #not-here",
                                                                            "planted.md: README.md#no-such-heading"});
}

TEST_CASE("Each page of docs can be reached from the README by links")
{
    const auto pages = all_pages();
    std::set<std::string> reached;
    std::vector<std::string> next{"README.md"};
    while (!next.empty()) {
        const std::string file = next.back();
        next.pop_back();
        const auto page = pages.find(file);
        if (page == pages.end() || !reached.insert(file).second)
            continue;
        for (const std::string& link : links_of(page->second))
            next.push_back(
                (fs::path{file}.parent_path() / link.substr(0, link.find('#'))).lexically_normal().generic_string());
    }
    for (const auto& [file, page] : pages)
        if (file.starts_with("docs/") && file != "docs/reference.md") { // the front page of the reference
            CAPTURE(file);
            CHECK(reached.contains(file));
        }
    for (const char* page : {"CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"})
        CHECK(reached.contains(page));
}

TEST_CASE("Each file of ours that a page names is there")
{
    std::vector<std::string> found;
    for (const auto& [file, text] : pages_of_the_repository())
        if (!file.starts_with("tests/") && !file.starts_with("benchmarks/")) // they name files from where they stand
            for (const std::string& named : files_named_in(text))
                if (!fs::exists(fs::path{OMS_SOURCE_DIR} / named))
                    found.push_back(file + ": " + named);
    check_none(found);
    CHECK(files_named_in("see `examples/a.cpp`, <oms/core/b.hpp> and build/examples/c.cpp") ==
          std::vector<std::string>{"examples/a.cpp", "include/oms/core/b.hpp"});
}

TEST_CASE("Each command of ./run that a page names is one, and each one is named by a page")
{
    const std::string script = text_of(fs::path{OMS_SOURCE_DIR} / "run");
    static const std::regex branch{R"(\n([a-z][a-z |]*)\)\n)"}, word{"([a-z]+)"};
    std::set<std::string> commands;
    for (const std::string& names : groups(script, branch))
        for (const std::string& each : groups(names, word))
            commands.insert(each);
    REQUIRE(commands.contains("test"));
    static const std::regex use{R"(\./run ([a-z]+))"};
    std::set<std::string> named;
    for (const auto& [file, text] : pages_of_the_repository())
        for (const std::string& each : groups(text, use)) {
            CAPTURE(file, each);
            CHECK(commands.contains(each));
            named.insert(each);
        }
    for (const std::string& command : commands) {
        CAPTURE(command);
        CHECK(named.contains(command));
    }
}

TEST_CASE("The page of the performance keeps the place that ./run bench writes to")
{
    const std::string page = text_of(fs::path{OMS_SOURCE_DIR} / "docs/performance.md");
    const std::string begin = "\n<!-- written by ./run bench --publish -->\n",
                      end = "\n<!-- end of what it wrote -->\n";
    REQUIRE(page.find(begin) != std::string::npos);
    REQUIRE(page.find(end) != std::string::npos);
    CHECK(page.find(begin) == page.rfind(begin));
    CHECK(page.find(end) == page.rfind(end));
    CHECK(page.find(begin) < page.find(end));
}

TEST_CASE("The decision records are numbered without a gap, and their index has each of them")
{
    const fs::path folder = fs::path{OMS_SOURCE_DIR} / "docs/decisions";
    const std::string index = text_of(folder / "README.md");
    std::vector<std::string> records;
    for (const auto& entry : fs::directory_iterator{folder})
        if (entry.path().filename() != "README.md")
            records.push_back(entry.path().filename().string());
    std::sort(records.begin(), records.end());
    CHECK(records.size() >= 10);
    static const std::regex name{"[0-9]{4}-[a-z0-9-]+\\.md"};
    for (std::size_t i = 0; i < records.size(); ++i) {
        CAPTURE(records[i]);
        CHECK(std::regex_match(records[i], name));
        CHECK(std::stoul(records[i].substr(0, 4)) == i + 1);
        CHECK(index.find("](" + records[i] + ")") != std::string::npos);
        const std::string text = text_of(folder / records[i]);
        for (const char* heading : {"\n## What\n", "\n## Why\n", "\n## What it costs\n"})
            CHECK(text.find(heading) != std::string::npos);
    }
}
