#pragma once

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace property {

/// Documents, each under a schema of the contract, that a JSON Schema validator which is not ours judges all together.
class submission {
public:
    void add(std::string_view schema, const boost::json::value& document);

    /// The document of that number, and its schema, for messages.
    const std::string& line(std::size_t number) const { return lines_[number]; }
    std::size_t size() const { return lines_.size(); }

    /// What python3-jsonschema finds wrong with each; empty for those that are valid.
    std::vector<std::string> violations() const;

private:
    std::vector<std::string> lines_;
};

/// Runs openapi.py with these arguments after the contract's document, and gives what it printed.
std::string run_openapi(const std::vector<std::string>& arguments);

} // namespace property
