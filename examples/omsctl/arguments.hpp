#pragma once

#include "command.hpp"

#include <oms/core/decimal.hpp>
#include <oms/core/json_text.hpp>

#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace omsctl {

/// A mistake in the command line, found before anything is sent. The text says what to do.
struct usage_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A command line that was understood: what is given for each parameter and option, by its name.
class arguments {
public:
    const command* what = nullptr; ///< null: help is asked for
    std::string_view topic;        ///< the group that help is asked for; may be empty
    bool help = false;
    std::string line;               ///< what goes behind `omsctl` in a shell for the same again, without --key
    std::vector<std::string> hints; ///< what looks like a mistake, and may be of a later version of the service

    void add(std::string_view name, std::string value) { values_[std::string(name)].push_back(std::move(value)); }

    bool has(std::string_view name) const { return values_.contains(name); }
    /// The last one given; empty when there is none.
    std::string text(std::string_view name) const;
    std::string text_or(std::string_view name, std::string_view otherwise) const;
    std::optional<std::string> maybe(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;

    // These throw usage_error.
    oms::decimal amount(std::string_view name) const;
    std::int64_t number(std::string_view name, std::int64_t otherwise, std::int64_t least, std::int64_t most) const;
    std::chrono::milliseconds seconds(std::string_view name, std::int64_t otherwise) const;
    /// `true` or `false`.
    bool boolean(std::string_view name) const;
    /// The names of --print.
    std::vector<std::string> printed() const;
    bool prints(std::string_view field) const;
    /// JSON as it stands, `@FILE`, or `-` for standard input.
    oms::json_text json(std::string_view name) const;

private:
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// Reads a command line, without the program's name. Throws usage_error.
arguments parse(const std::vector<std::string>& words);

/// The option of every command that a word such as `--json` or `--timeout=5` is; null when it is none.
const option* find_global_option(std::string_view word);
/// The option of this name that the command takes; null when it has none.
const option* find_option(const command& of, std::string_view name);
/// The command that the words begin with; `used` is how many of them name it. Null when they do not name one.
const command* find_command(const std::vector<std::string>& words, std::size_t& used);

/// A word as a shell takes it.
std::string quoted(const std::string& word);

/// The text of a file, or of standard input for `-`. Throws usage_error.
std::string read_file(const std::string& path);

} // namespace omsctl
