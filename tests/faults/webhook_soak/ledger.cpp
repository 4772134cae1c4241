#include "faults/webhook_soak/ledger.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace test {

namespace {

constexpr std::array<std::string_view, 11> names = {"life",   "applied", "repeated",  "older", "superseded", "failed",
                                                    "outrun", "done",    "duplicate", "busy",  "refused"};

std::string content_of(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::size_t end_of_lines(std::string_view bytes)
{
    const std::size_t last = bytes.rfind('\n');
    return last == std::string_view::npos ? 0 : last + 1;
}

std::string_view next_word(std::string_view& line)
{
    const std::string_view word = line.substr(0, line.find(' '));
    line.remove_prefix(word.size() == line.size() ? word.size() : word.size() + 1);
    return word;
}

/// A line is: what, event, resource, version, 1 when the state is final, detail; `-` stands for nothing.
ledger_entry read_line(std::string_view line, bool& final_state)
{
    ledger_entry made;
    const std::string_view what = next_word(line);
    std::size_t kind = 0;
    while (kind < names.size() && names[kind] != what)
        ++kind;
    if (kind == names.size())
        throw std::runtime_error("a ledger with the line \"" + std::string(what) + "\"");
    made.what = static_cast<noted>(kind);
    const auto text = [&line] {
        const std::string_view word = next_word(line);
        return word == "-" ? std::string() : std::string(word);
    };
    made.event = text();
    made.resource = text();
    const std::string_view version = next_word(line);
    std::from_chars(version.data(), version.data() + version.size(), made.version);
    final_state = next_word(line) == "1";
    made.detail = text();
    return made;
}

template <class Function>
void for_each_line(std::string_view bytes, Function&& function)
{
    bytes = bytes.substr(0, end_of_lines(bytes));
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        function(bytes.substr(0, end));
        bytes.remove_prefix(end + 1);
    }
}

} // namespace

ledger::ledger(const std::string& path)
{
    read(path);
    file_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (file_ < 0)
        throw std::system_error(errno, std::generic_category(), path);
    note(noted::life, {});
}

ledger::~ledger()
{
    ::close(file_);
}

void ledger::read(const std::string& path)
{
    const std::string bytes = content_of(path);
    const std::size_t whole = end_of_lines(bytes);
    if (whole != bytes.size() && ::truncate(path.c_str(), static_cast<off_t>(whole)) != 0)
        throw std::system_error(errno, std::generic_category(), path);
    for_each_line(bytes, [this](std::string_view line) {
        bool final_state = false;
        const ledger_entry entry = read_line(line, final_state);
        if (entry.what != noted::applied)
            return;
        seen_.insert(entry.event);
        std::optional<std::int64_t> sequence;
        if (!entry.detail.empty())
            sequence = std::stoll(entry.detail);
        rows_[entry.resource] = row{entry.version, final_state, sequence};
    });
}

noted ledger::judge(const told_state& state) const
{
    if (seen_.count(state.event) != 0)
        return noted::repeated;
    const auto known = rows_.find(state.resource);
    if (known == rows_.end())
        return noted::applied;
    const row& there = known->second;
    if (state.sequence && there.sequence) {
        if (*state.sequence == *there.sequence)
            return noted::repeated; // the same change under another id
        return *state.sequence < *there.sequence ? noted::older : noted::applied;
    }
    const bool is_older =
        state.version < there.version || (state.version == there.version && there.final_state && !state.final_state);
    return is_older ? noted::older : noted::applied;
}

noted ledger::apply(const told_state& state)
{
    const std::lock_guard lock(mutex_);
    const noted what = judge(state);
    write(what, state, what == noted::applied && state.sequence ? std::to_string(*state.sequence) : std::string());
    if (what == noted::applied) {
        seen_.insert(state.event);
        rows_[state.resource] = row{state.version, state.final_state, state.sequence};
    }
    return what;
}

void ledger::note(noted what, std::string_view event, std::string_view detail)
{
    told_state state;
    state.event = event;
    const std::lock_guard lock(mutex_);
    write(what, state, detail);
}

void ledger::write(noted what, const told_state& state, std::string_view detail)
{
    std::string line(names[static_cast<std::size_t>(what)]);
    const auto add = [&line](std::string_view word) {
        line.append(" ").append(word.empty() ? "-" : word);
    };
    add(state.event);
    add(state.resource);
    add(std::to_string(state.version));
    add(state.final_state ? "1" : "0");
    add(detail);
    line += '\n';
    if (::write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        throw std::system_error(errno, std::generic_category(), "the ledger cannot be written");
}

std::vector<ledger_entry> read_ledger(const std::string& path)
{
    std::vector<ledger_entry> all;
    for_each_line(content_of(path), [&all](std::string_view line) {
        bool ignored = false;
        all.push_back(read_line(line, ignored));
    });
    return all;
}

} // namespace test
