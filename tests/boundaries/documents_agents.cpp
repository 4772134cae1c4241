#include "documents.hpp"

#include "common/catch.hpp"

// llms.txt is the page for programs that write programs: short, and true.

namespace {

namespace fs = std::filesystem;

std::string index()
{
    return text_of(fs::path{OMS_SOURCE_DIR} / "llms.txt");
}

} // namespace

TEST_CASE("llms.txt begins with the name and a summary, and is short enough to be read whole (H12)")
{
    const std::string text = index();
    const auto lines = lines_of(text);
    REQUIRE(lines.size() > 3);
    CHECK(lines[0] == "# oms-cpp");
    CHECK(lines[2].starts_with("> "));
    CHECK(text.size() < 16 * 1024);
}

TEST_CASE("Each link and each header of llms.txt is there (H12)")
{
    static const std::regex header{"<(oms/[a-z0-9_/]+\\.hpp)>"};
    const std::string text = index();
    const std::vector<std::string> links = links_of(taken_apart(text));
    const std::vector<std::string> headers = groups(text, header);
    CHECK(links.size() >= 20);
    CHECK(headers.size() >= 15);
    for (const std::string& link : links) {
        CAPTURE(link);
        CHECK(fs::exists(fs::path{OMS_SOURCE_DIR} / link));
    }
    for (const std::string& each : headers) {
        CAPTURE(each);
        CHECK(our_headers().contains(each.substr(4)));
    }
}

TEST_CASE("llms.txt has every example and every page of docs (H12)")
{
    const std::vector<std::string> list = links_of(taken_apart(index()));
    const std::set<std::string> links(list.begin(), list.end());
    const fs::path root{OMS_SOURCE_DIR};
    for (const auto& entry : fs::directory_iterator{root / "examples"}) {
        CAPTURE(entry.path().string());
        const std::string file = entry.path().filename().string();
        const bool program = entry.path().extension() == ".cpp" && file != "sdk.cpp"; // bodies that they share
        if (program || fs::exists(entry.path() / "CMakeLists.txt"))
            CHECK(links.contains("examples/" + file));
    }
    for (const auto& entry : fs::directory_iterator{root / "docs"}) {
        CAPTURE(entry.path().string());
        if (entry.path().extension() == ".md" && entry.path().filename() != "reference.md")
            CHECK(links.contains("docs/" + entry.path().filename().string()));
    }
}
