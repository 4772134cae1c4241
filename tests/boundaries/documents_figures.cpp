#include "documents.hpp"

#include "common/catch.hpp"

// The figures of the README are those of the run that the page of the performance shows.

namespace {

/// The CPU time of a call in one of the page's tables, as the page writes it.
std::string cpu_time(const std::string& page, const std::string& table, const std::string& program)
{
    const std::size_t begin = page.find("\n**" + table + " over TLS 1.3, 64 connections**\n");
    REQUIRE(begin != std::string::npos);
    const std::size_t row = page.find("\n| " + program + " | ", begin);
    REQUIRE(row != std::string::npos);
    const std::size_t cell = row + program.size() + 6;
    return page.substr(cell, page.find(" |", cell) - cell);
}

} // namespace

TEST_CASE("Each figure of the README's table of performance is the one that docs/performance.md shows")
{
    const std::string readme = file_of_ours("README.md"), page = file_of_ours("docs/performance.md");
    for (const auto& [name, program] :
         std::map<std::string, std::string>{{"oms-cpp", "oms_client"},
                                            {"hand-written Asio, decodes nothing", "raw_asio"},
                                            {"hand-written Beast with Boost.JSON", "beast_json"},
                                            {"libcurl with RapidJSON", "curl_rapidjson"}}) {
        CAPTURE(name);
        const std::string row =
            "\n| " + name + " | " + cpu_time(page, "GET", program) + " | " + cpu_time(page, "POST", program) + " |\n";
        CHECK(readme.find(row) != std::string::npos);
    }
}

TEST_CASE("The README and docs/performance.md say that the run was a short one when it was, and only then")
{
    const std::string page = file_of_ours("docs/performance.md"), readme = file_of_ours("README.md");
    const std::size_t written = page.find("\n<!-- written by ./run bench --publish -->\n");
    const std::size_t section = readme.find("\n## Performance\n");
    REQUIRE(written != std::string::npos);
    REQUIRE(section != std::string::npos);
    const bool short_run = page.find(" (quick); ", written) != std::string::npos;
    CHECK((page.substr(0, written).find("--quick`") != std::string::npos) == short_run);
    const std::string above_the_table = readme.substr(section, readme.find("\n| | GET", section) - section);
    CHECK((above_the_table.find("`--quick`") != std::string::npos) == short_run);
}
