#include "ids_seen.hpp"

#include "command.hpp"
#include "json_strings.hpp"
#include "private_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace omsctl {

namespace {

constexpr std::size_t at_most = 500;

/// Empty when the user wants none kept: OMSCTL_IDS=off.
std::filesystem::path state_file()
{
    const auto variable = [](const char* name) {
        const char* const value = std::getenv(name);
        return std::filesystem::path(value ? value : "");
    };
    if (variable("OMSCTL_IDS") == "off")
        return {};
    const std::filesystem::path state = variable("XDG_STATE_HOME"), home = variable("HOME");
    if (state.is_absolute())
        return state / "omsctl" / "ids";
    return home.is_absolute() ? home / ".local" / "state" / "omsctl" / "ids" : std::filesystem::path();
}

bool is_plain(std::string_view id)
{
    return id.size() <= 64 &&
           id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") == id.npos;
}

} // namespace

ids_seen::ids_seen(std::string base_url) : base_url_(std::move(base_url)), file_(state_file()) {}

std::vector<std::string> ids_seen::lines() const
{
    std::vector<std::string> all;
    std::ifstream file(file_);
    for (std::string line; std::getline(file, line);)
        all.push_back(line);
    return all;
}

void ids_seen::note(std::string_view json) const
{
    if (file_.empty())
        return;
    std::vector<std::string> found;
    for (const std::string_view text : strings_in(json))
        if (kind_of_id(text) && is_plain(text))
            found.push_back(base_url_ + ' ' + std::string(text));
    if (found.empty())
        return;
    std::reverse(found.begin(), found.end()); // a list has the newest first, the file last
    std::vector<std::string> all = lines();
    std::erase_if(all,
                  [&](const std::string& line) { return std::find(found.begin(), found.end(), line) != found.end(); });
    for (const std::string& line : found)
        if (std::find(all.begin(), all.end(), line) == all.end())
            all.push_back(line);
    if (all.size() > at_most)
        all.erase(all.begin(), all.end() - at_most);
    std::string content;
    for (const std::string& line : all)
        content += line + '\n';
    replace_private_file(file_, content);
}

std::vector<std::string> ids_seen::with_prefix(std::string_view prefix) const
{
    std::vector<std::string> ids;
    if (file_.empty())
        return ids;
    const std::string begin = base_url_ + ' ' + std::string(prefix);
    for (const std::string& line : lines())
        if (line.starts_with(begin))
            ids.push_back(line.substr(base_url_.size() + 1));
    std::reverse(ids.begin(), ids.end());
    return ids;
}

} // namespace omsctl
