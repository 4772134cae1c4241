#include "arguments.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>
#include <iterator>

namespace omsctl {

std::string arguments::text(std::string_view name) const
{
    return text_or(name, "");
}

std::string arguments::text_or(std::string_view name, std::string_view otherwise) const
{
    const auto found = values_.find(name);
    return found == values_.end() ? std::string(otherwise) : found->second.back();
}

std::optional<std::string> arguments::maybe(std::string_view name) const
{
    if (!has(name))
        return std::nullopt;
    return text(name);
}

std::vector<std::string> arguments::all(std::string_view name) const
{
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>() : found->second;
}

oms::decimal arguments::amount(std::string_view name) const
{
    const oms::result<oms::decimal> read = oms::decimal::parse(text(name));
    if (!read)
        throw usage_error(std::string(name) + " takes a decimal number such as 25.00, not \"" + text(name) + '"');
    return read.value();
}

std::int64_t arguments::number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                               std::int64_t most) const
{
    if (!has(name))
        return otherwise;
    const std::string given = text(name);
    std::int64_t value = 0;
    const auto [end, failure] = std::from_chars(given.data(), given.data() + given.size(), value);
    if (failure != std::errc() || end != given.data() + given.size() || value < least || value > most)
        throw usage_error(std::string(name) + " takes a whole number from " + std::to_string(least) + " to " +
                          std::to_string(most) + ", not \"" + given + '"');
    return value;
}

std::chrono::milliseconds arguments::seconds(std::string_view name, std::int64_t otherwise) const
{
    return std::chrono::seconds(number(name, otherwise, 0, 86'400));
}

bool arguments::boolean(std::string_view name) const
{
    const std::string given = text(name);
    if (given != "true" && given != "false")
        throw usage_error(std::string(name) + " takes true or false, not \"" + given + '"');
    return given == "true";
}

std::vector<std::string> arguments::printed() const
{
    std::vector<std::string> names;
    std::string given = text("--print") + ',';
    for (std::size_t begin = 0, end; (end = given.find(',', begin)) != given.npos; begin = end + 1)
        names.push_back(given.substr(begin, end - begin));
    return names;
}

bool arguments::prints(std::string_view field) const
{
    const std::vector<std::string> names = printed();
    return std::find(names.begin(), names.end(), field) != names.end();
}

oms::json_text arguments::json(std::string_view name) const
{
    std::string given = text(name);
    if (given == "-" || given.starts_with('@'))
        given = read_file(given == "-" ? given : given.substr(1));
    while (!given.empty() && (given.back() == '\n' || given.back() == '\r' || given.back() == ' '))
        given.pop_back();
    const oms::result<oms::json_text> read = oms::json_text::parse(given);
    if (!read)
        throw usage_error(std::string(name) +
                          " takes JSON, @FILE or - for standard input; this is none: " + read.error().what());
    return read.value();
}

std::string read_file(const std::string& path)
{
    if (path == "-")
        return {std::istreambuf_iterator<char>(std::cin), {}};
    std::ifstream file(path, std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(file), {}};
    if (!file)
        throw usage_error("cannot read the file " + path + ": is it there, and yours to read? - is standard input");
    return content;
}

} // namespace omsctl
