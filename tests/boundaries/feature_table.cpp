#include "id_table.hpp"

// tests/README.md maps the ids of features to the tests that prove them: names carry the ids in parentheses, as in
// "... (B1, C6)". Faults, F with two digits or more, have a table of their own.

namespace {

std::set<std::string> features_in(const std::string& title)
{
    static const std::regex list("\\(([A-IX][0-9][A-IX0-9, ]*)\\)");
    static const std::regex id("\\b([A-EGHIX][0-9]{1,2}|F[1-9])\\b");
    std::set<std::string> found;
    for (const std::string& each : all_matches(title, list))
        found.merge(all_matches(each, id));
    return found;
}

id_table features()
{
    return table_of("README.md", "[A-EGHIX][0-9]{1,2}|F[1-9]");
}

} // namespace

TEST_CASE("each row of the table of features names files with a test of that id")
{
    const id_table table = features();
    CHECK(table.ids.size() >= 40);
    CHECK(table.without_file.empty());
    CHECK(joined(missing_in(ids_of_tests(features_in), table.files)) == "");
}

TEST_CASE("each id that a test's name carries is in the table, with that file")
{
    CHECK(joined(missing_in(features().files, ids_of_tests(features_in))) == "");
}
