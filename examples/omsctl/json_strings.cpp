#include "json_strings.hpp"

namespace omsctl {

namespace {

/// One string of a JSON text. `text` has no quotes.
struct found_string {
    std::string_view text;
    std::string_view name; ///< of the member whose value it is; empty in an array
    bool is_name = false;
    int depth = 0;
    std::size_t end = 0; ///< after the closing quote
};

template <class Visit>
void each_string(std::string_view json, Visit visit)
{
    int depth = 0;
    std::string_view name;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (c == '{' || c == '[') {
            ++depth;
            name = {};
        } else if (c == '}' || c == ']') {
            --depth;
        }
        if (c != '"')
            continue;
        const std::size_t begin = ++i;
        while (i < json.size() && json[i] != '"')
            i += json[i] == '\\' ? 2 : 1;
        if (i >= json.size())
            return;
        const std::size_t next = json.find_first_not_of(" \t\r\n", i + 1);
        found_string found{json.substr(begin, i - begin), name, next != json.npos && json[next] == ':', depth, i + 1};
        if (found.is_name)
            name = found.text;
        visit(found);
    }
}

/// Where the value ends that begins here.
std::size_t end_of_value(std::string_view json, std::size_t at)
{
    int depth = 0;
    for (; at < json.size(); ++at) {
        const char c = json[at];
        if (c == '"') {
            for (++at; at < json.size() && json[at] != '"'; ++at)
                at += json[at] == '\\' ? 1 : 0;
        } else if (c == '{' || c == '[') {
            ++depth;
        } else if ((c == '}' || c == ']') && --depth < 0) {
            return at;
        } else if (c == ',' && depth == 0) {
            return at;
        }
    }
    return json.size();
}

} // namespace

std::string_view member_of(std::string_view json, std::string_view name)
{
    std::string_view value;
    each_string(json, [&](const found_string& each) {
        if (!each.is_name || each.depth != 1 || each.text != name)
            return;
        const std::size_t begin = json.find_first_not_of(" \t\r\n:", each.end);
        value = json.substr(begin, end_of_value(json, begin) - begin);
        while (!value.empty() && (value.back() == ' ' || value.back() == '\n' || value.back() == '\r'))
            value.remove_suffix(1);
    });
    return value;
}

std::vector<std::string_view> strings_in(std::string_view json)
{
    std::vector<std::string_view> all;
    each_string(json, [&](const found_string& each) {
        if (!each.is_name)
            all.push_back(each.text);
    });
    return all;
}

std::string without_secrets(std::string_view json)
{
    std::string out;
    std::size_t copied = 0;
    each_string(json, [&](const found_string& each) {
        if (each.is_name || (!each.text.starts_with("whsec_") && each.name != "accessToken" && each.name != "secret"))
            return;
        const std::size_t begin = each.end - 1 - each.text.size();
        out.append(json.substr(copied, begin - copied)).append("(not shown)");
        copied = each.end - 1;
    });
    return out.append(json.substr(copied));
}

} // namespace omsctl
