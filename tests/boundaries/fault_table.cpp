#include "id_table.hpp"

#include <cstdio>

// tests/faults/README.md maps the faults that must be survived to the tests that prove it: names carry their ids, as in
// "F17 A connection that ..." or "... (F70)".

namespace {

std::set<std::string> faults_in(const std::string& title)
{
    static const std::regex id("\\bF[0-9]{2,3}\\b");
    return all_matches(title, id);
}

id_table faults()
{
    return table_of("faults/README.md", "F[0-9]{2,3}");
}

std::string fault(int number)
{
    char id[8];
    std::snprintf(id, sizeof id, "F%02d", number);
    return id;
}

} // namespace

TEST_CASE("each fault has a row that names files with a test of that id, or says why it cannot apply")
{
    const id_table table = faults();
    std::vector<std::string> missing;
    for (int number = 1; number <= 112; ++number) {
        const bool of_webhooks = number >= 86 && number <= 100; // rows as far as there are tests
        if (!of_webhooks && !table.ids.contains(fault(number)))
            missing.push_back(fault(number));
    }
    CHECK(joined(missing) == "");
    for (const auto& [id, row] : table.without_file) {
        CAPTURE(id);
        CHECK(row.find("| cannot apply: ") != std::string::npos);
    }
    CHECK(joined(missing_in(ids_of_tests(faults_in), table.files)) == "");
}

TEST_CASE("each fault that a test's name carries is in the table, with that file")
{
    CHECK(joined(missing_in(faults().files, ids_of_tests(faults_in))) == "");
}

TEST_CASE("the tables see ids where they stand")
{
    CHECK(faults_in("F16 F17 What ends (E2, F112)") == std::set<std::string>{"F112", "F16", "F17"});
    CHECK(faults_in("F1 and F1234 are none").empty());
    CHECK(missing_in({{"a.cpp", {"F01"}}}, {{"a.cpp", {"F01", "F02"}}, {"b.cpp", {"F01"}}}) ==
          std::vector<std::string>{"F02 in a.cpp", "F01 in b.cpp"});
}
