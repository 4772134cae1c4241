#include "include_rules.hpp"

#include "room_table.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace {

constexpr std::string_view own_prefix = "oms/";

bool is_body(std::string_view path)
{
    return path.find("/impl/") != std::string_view::npos;
}

std::string_view room_name(std::string_view path)
{
    const std::size_t slash = path.find('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

const room* row_of(std::string_view name)
{
    const auto& table = room_table();
    const auto found = std::find_if(table.begin(), table.end(), [&](const room& row) { return row.name == name; });
    return found == table.end() ? nullptr : &*found;
}

template <class Names>
bool holds(const Names& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool begins_with_one_of(const std::vector<std::string_view>& beginnings, std::string_view path)
{
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view beginning) { return path.starts_with(beginning); });
}

bool names_neighbour(const room& row, std::string_view path)
{
    return std::any_of(row.may_include.begin(), row.may_include.end(), [&](const room::neighbour& neighbour) {
        return neighbour.room == room_name(path) && (neighbour.only.empty() || holds(neighbour.only, path));
    });
}

/// What the first door of `client` leads to: its headers but the ones of door 2, and every body that they include.
std::set<std::string> files_of_door_one(const source_tree& tree)
{
    std::set<std::string> reached;
    const std::function<void(const std::string&)> visit = [&](const std::string& file) {
        if (holds(behind_door_two(), file) || !tree.contains(file) || !reached.insert(file).second)
            return;
        for (const include_line& line : include_lines(file, tree.at(file)))
            if (line.target.starts_with("oms/client/"))
                visit(line.target.substr(own_prefix.size()));
    };
    for (const auto& [file, text] : tree)
        if (room_name(file) == "client" && !is_body(file))
            visit(file);
    return reached;
}

class judge {
public:
    explicit judge(const source_tree& tree) : tree_{tree}, door_one_{files_of_door_one(tree)} {}

    /// Why this line must not be there; empty when it may.
    std::string reason_against(const include_line& line) const
    {
        if (line.quoted)
            return "is quoted; our own files are named <oms/...>";
        const bool ours = line.target.starts_with(own_prefix);
        const std::string_view room = room_name(line.file);
        if (room.empty())
            return ours ? reason_against_top_file(line) : against_outside_of_top_file(line);
        const ::room* row = row_of(room);
        if (row == nullptr)
            return "stands in a room that the table does not have";
        return ours ? reason_against_ours(line, *row) : reason_against_outside(line, *row);
    }

private:
    bool behind_second_door(const std::string& file) const
    {
        return room_name(file) == "client" && !door_one_.contains(file);
    }

    std::string reason_against_ours(const include_line& line, const room& row) const
    {
        const std::string target = line.target.substr(own_prefix.size());
        if (!tree_.contains(target))
            return "names a file that is not there";
        if (room_name(target).empty())
            return holds(top_files_for_all(), target) ? "" : "reaches up to the top of include/oms";
        if (room_name(target) == row.name)
            return !behind_second_door(line.file) && behind_second_door(target)
                       ? "leads from the first door of client to the second"
                       : "";
        if (is_body(target))
            return "reaches into the bodies of another room";
        if (names_neighbour(row, target))
            return "";
        if (behind_second_door(line.file) && names_neighbour(client_behind_door_two(), target))
            return "";
        const room* other = row_of(room_name(target));
        if (other != nullptr && other->level >= row.level)
            return "points up or sideways: level " + std::to_string(row.level) + " may not include level " +
                   std::to_string(other->level);
        return "is not in the row of the room " + std::string{row.name};
    }

    std::string reason_against_outside(const include_line& line, const room& row) const
    {
        const bool standard = line.target.find_first_of("/.") == std::string::npos;
        if (standard || begins_with_one_of(row.outside_in_headers, line.target))
            return "";
        if (is_body(line.file) && begins_with_one_of(row.outside_in_bodies, line.target))
            return "";
        if (line.file == boost_json_header && line.target.starts_with("boost/json"))
            return "";
        if (behind_second_door(line.file)) {
            const room& more = client_behind_door_two();
            if (begins_with_one_of(more.outside_in_headers, line.target) ||
                (is_body(line.file) && begins_with_one_of(more.outside_in_bodies, line.target)))
                return "";
        }
        return is_body(line.file) ? "is no library that bodies of this room may use"
                                  : "is no library that headers of this room may show";
    }

    std::string reason_against_top_file(const include_line& line) const
    {
        const std::string target = line.target.substr(own_prefix.size());
        if (!tree_.contains(target))
            return "names a file that is not there";
        if (line.file == "src.hpp")
            return "";
        if (is_body(target))
            return "reaches into the bodies of a room";
        if (line.file == "oms.hpp" && behind_second_door(target))
            return "leads from the first door to the second";
        if (line.file == "oms.hpp" && (room_name(target) == "sandbox" || room_name(target) == "endpoint"))
            return "is not for using a client and webhooks";
        return "";
    }

    std::string against_outside_of_top_file(const include_line& line) const
    {
        const bool standard = line.target.find_first_of("/.") == std::string::npos;
        return standard ? "" : "is a library shown at the top of include/oms";
    }

    const source_tree& tree_;
    std::set<std::string> door_one_;
};

} // namespace

std::vector<include_line> include_lines(const std::string& file, const std::string& text)
{
    std::vector<include_line> found;
    std::size_t number = 0;
    for (std::string_view line : lines_of(text)) {
        ++number;
        const auto skip_blanks = [&] {
            line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        };
        skip_blanks();
        if (!line.starts_with('#'))
            continue;
        line.remove_prefix(1);
        skip_blanks();
        if (!line.starts_with("include"))
            continue;
        line.remove_prefix(7);
        skip_blanks();
        if (line.empty() || (line.front() != '<' && line.front() != '"'))
            continue;
        const bool quoted = line.front() == '"';
        const std::string_view target = line.substr(1, line.find(quoted ? '"' : '>', 1) - 1);
        found.push_back({file, number, std::string{target}, quoted});
    }
    return found;
}

std::vector<std::string> forbidden_includes(const source_tree& tree)
{
    const judge judge{tree};
    std::vector<std::string> found;
    for (const auto& [file, text] : tree)
        for (const include_line& line : include_lines(file, text))
            if (const std::string reason = judge.reason_against(line); !reason.empty())
                found.push_back(file + ":" + std::to_string(line.number) + ": <" + line.target + "> " + reason);
    return found;
}

std::vector<std::string> circles(const source_tree& tree)
{
    enum class state { unseen, open, done };
    std::map<std::string, state> states;
    std::vector<std::string> found;
    const std::function<void(const std::string&)> visit = [&](const std::string& file) {
        states[file] = state::open;
        for (const include_line& line : include_lines(file, tree.at(file))) {
            if (!line.target.starts_with(own_prefix))
                continue;
            const std::string target = line.target.substr(own_prefix.size());
            if (!tree.contains(target) || target.ends_with(".ipp"))
                continue;
            if (states[target] == state::open)
                found.push_back(file + ":" + std::to_string(line.number) + ": <" + line.target + "> closes a circle");
            else if (states[target] == state::unseen)
                visit(target);
        }
        states[file] = state::done;
    };
    for (const auto& [file, text] : tree)
        if (!file.ends_with(".ipp") && states[file] == state::unseen)
            visit(file);
    return found;
}
