#pragma once

#include <oms/core/timestamp.hpp>
#include <oms/sandbox/impl/request_target.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL std::optional<std::string> percent_decoded(std::string_view text)
{
    std::string decoded;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '%') {
            decoded += text[at];
            continue;
        }
        unsigned value = 0;
        if (at + 2 >= text.size())
            return std::nullopt;
        const char* const end = text.data() + at + 3;
        if (std::from_chars(text.data() + at + 1, end, value, 16).ptr != end)
            return std::nullopt;
        decoded += static_cast<char>(value);
        at += 2;
    }
    return decoded;
}

OMS_DECL query_parameters::query_parameters(std::string_view query)
{
    while (!query.empty()) {
        const std::string_view item = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), item.size() + 1));
        if (item.empty())
            continue;
        const std::size_t equals = item.find('=');
        const auto name = percent_decoded(item.substr(0, equals));
        const auto value =
            percent_decoded(equals == std::string_view::npos ? std::string_view{} : item.substr(equals + 1));
        // Names are repeated in answers, and those are UTF-8.
        const auto visible = [](char c) {
            return c > 0x20 && c < 0x7f;
        };
        if (!name || !value || !std::all_of(name->begin(), name->end(), visible))
            throw invalid_request("The query is not well encoded.");
        const auto same = [&](const auto& other) {
            return other.first == *name;
        };
        if (std::any_of(parameters_.begin(), parameters_.end(), same))
            wrong(*name, "must be given once");
        else
            parameters_.emplace_back(*name, *value);
    }
}

OMS_DECL const std::string* query_parameters::value(std::string_view name)
{
    known_.emplace_back(name);
    for (const auto& [other, value] : parameters_)
        if (other == name)
            return &value;
    return nullptr;
}

OMS_DECL bool query_parameters::has(std::string_view name) const
{
    const auto same = [&](const auto& parameter) {
        return parameter.first == name;
    };
    return std::any_of(parameters_.begin(), parameters_.end(), same);
}

OMS_DECL void query_parameters::wrong(std::string_view name, std::string_view message)
{
    invalid_.push_back({std::string(name), std::string(message)});
}

OMS_DECL std::optional<std::string> query_parameters::text(std::string_view name, text_check check)
{
    const std::string* found = value(name);
    if (found == nullptr)
        return std::nullopt;
    if (found->empty())
        wrong(name, "must not be empty");
    else if (const auto problem = check == nullptr ? std::nullopt : check(*found))
        wrong(name, *problem);
    return *found;
}

OMS_DECL std::string query_parameters::required_text(std::string_view name)
{
    std::optional<std::string> found = text(name);
    if (!found)
        missing_.push_back({std::string(name), "is required"});
    return found.value_or(std::string());
}

OMS_DECL std::optional<std::string> query_parameters::one_of(std::string_view name,
                                                             std::initializer_list<std::string_view> values)
{
    std::optional<std::string> found = text(name);
    if (found && !found->empty() && std::find(values.begin(), values.end(), *found) == values.end())
        wrong(name, "is not a known value");
    return found;
}

OMS_DECL std::optional<std::chrono::sys_time<std::chrono::microseconds>> query_parameters::time(std::string_view name)
{
    const std::string* found = value(name);
    if (found == nullptr)
        return std::nullopt;
    const result<timestamp> parsed = timestamp::parse(*found);
    if (!parsed) {
        wrong(name, "must be a date-time");
        return std::nullopt;
    }
    return parsed->time();
}

OMS_DECL std::optional<int> query_parameters::integer(std::string_view name, int least, int most)
{
    const std::string* found = value(name);
    if (found == nullptr)
        return std::nullopt;
    int number = 0;
    const char* const end = found->data() + found->size();
    const auto read = std::from_chars(found->data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || number < least || number > most) {
        wrong(name, "must be an integer from " + std::to_string(least) + " to " + std::to_string(most));
        return std::nullopt;
    }
    return number;
}

OMS_DECL double query_parameters::required_number(std::string_view name, double least, double most)
{
    const std::string* found = value(name);
    if (found == nullptr) {
        missing_.push_back({std::string(name), "is required"});
        return 0;
    }
    double number = 0;
    const char* const end = found->data() + found->size();
    const auto read = std::from_chars(found->data(), end, number);
    if (read.ec != std::errc() || read.ptr != end || !(number >= least && number <= most))
        wrong(name, "must be a number from " + std::to_string(static_cast<int>(least)) + " to " +
                        std::to_string(static_cast<int>(most)));
    return number;
}

OMS_DECL void query_parameters::finish()
{
    for (const auto& [name, value] : parameters_)
        if (std::find(known_.begin(), known_.end(), name) == known_.end())
            wrong(name, "is not a known parameter");
    if (!missing_.empty())
        throw missing_field(missing_);
    if (!invalid_.empty())
        throw invalid_field(invalid_);
}

}}} // namespace oms::v0_1::detail::emulation
