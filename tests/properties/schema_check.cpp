#include "schema_check.hpp"

#include "common/program.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace property {

namespace json = boost::json;

std::string run_openapi(const std::vector<std::string>& arguments)
{
    std::vector<std::string> command = {OMS_PYTHON3, std::string(OMS_SOURCE_DIR) + "/tests/properties/openapi.py",
                                        std::string(OMS_FIXTURES) + "/contract/openapi-v0.9.yaml"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const test::program_outcome outcome = test::run_program(command);
    if (outcome.status != 0)
        throw std::runtime_error("openapi.py failed: " + outcome.err);
    return outcome.out;
}

void submission::add(std::string_view schema, const json::value& document)
{
    lines_.push_back(json::serialize(json::object{{"schema", schema}, {"document", document}}));
}

std::vector<std::string> submission::violations() const
{
    std::string file = (std::filesystem::temp_directory_path() / "oms-documents-XXXXXX").string();
    const int descriptor = ::mkstemp(file.data());
    if (descriptor < 0)
        throw std::runtime_error("no temporary file");
    std::ofstream out(file);
    for (const std::string& each : lines_)
        out << each << '\n';
    out.close();
    const std::string printed = run_openapi({file});
    std::filesystem::remove(file);

    std::vector<std::string> found;
    for (std::size_t at = 0; at != printed.size(); at = printed.find('\n', at) + 1)
        found.push_back(printed.substr(at, printed.find('\n', at) - at));
    if (found.size() != lines_.size())
        throw std::runtime_error("openapi.py judged another number of documents");
    return found;
}

} // namespace property
