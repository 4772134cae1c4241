#include "arguments.hpp"

#include "suggest.hpp"

#include <algorithm>

namespace omsctl {

const option* find_option(const command& of, std::string_view name)
{
    for (const option& each : of.options)
        if (each.name == name)
            return &each;
    return find_global_option(name);
}

const option* find_global_option(std::string_view word)
{
    const std::string_view name = word.substr(0, word.find('='));
    for (const option& each : global_options())
        if (each.name == name)
            return &each;
    return nullptr;
}

const command* find_command(const std::vector<std::string>& words, std::size_t& used)
{
    for (const group& in : groups())
        for (const command& each : in.commands) {
            used = in.name.empty() ? 1 : 2;
            if (words.size() >= used && words[used - 1] == each.name && (in.name.empty() || words[0] == in.name))
                return &each;
        }
    return nullptr;
}

std::string quoted(const std::string& word)
{
    constexpr std::string_view plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:,@%+=";
    if (!word.empty() && word.find_first_not_of(plain) == word.npos)
        return word;
    std::string out = "'";
    for (const char c : word)
        out += c == '\'' ? "'\\''" : std::string(1, c);
    return out + '\'';
}

namespace {

std::string command_line(const command& of)
{
    return "omsctl " + (of.group.empty() ? std::string() : std::string(of.group) + ' ') + std::string(of.name);
}

[[noreturn]] void unknown_command(const std::vector<std::string>& words)
{
    if (find_global_option(words[0]))
        throw usage_error(words[0] + " needs a command; omsctl --help lists them");
    std::vector<std::string_view> names;
    std::string all = "omsctl --help";
    for (const group& in : groups()) {
        if (!in.name.empty())
            names.push_back(in.name);
        else
            for (const command& each : in.commands)
                names.push_back(each.name);
        if (in.name.empty() || words[0] != in.name)
            continue;
        names.clear();
        for (const command& each : in.commands)
            names.push_back(each.name);
        all = "omsctl " + words[0] + " --help";
        if (words.size() < 2 || words[1].starts_with('-'))
            throw usage_error("what about " + words[0] + "? " + all + " lists what there is");
        throw usage_error("no command " + words[1] + " of " + words[0] + suggestion(words[1], names) + "; " + all +
                          " lists them");
    }
    throw usage_error("no command " + words[0] + suggestion(words[0], names) + "; " + all + " lists them");
}

/// Wrong kinds of ids and values that say nothing are found here, before anything is sent.
void check_value(arguments& into, std::string_view name, std::string_view word, const std::string& value)
{
    if (value.empty() && (word == "FILE" || word == "URL"))
        throw usage_error(std::string(name) + " is empty: name a " + std::string(word) + ", or leave it out");
    if (word == "FIELD,..." && (',' + value + ',').find(",,") != std::string::npos)
        throw usage_error(std::string(name) + " takes names of fields such as id or id,status, not \"" + value + '"');
    const kind* wanted = kind_of(word);
    if (word == "ENDORSEMENT" || word == "EVENT") {
        const std::vector<std::string_view> known(wanted->words.begin(), wanted->words.end());
        if (std::find(known.begin(), known.end(), value) == known.end())
            into.hints.push_back(value + " is not a name that this version knows" + suggestion(value, known));
    }
    if (!wanted || wanted->prefix.empty())
        return;
    if (value.size() > wanted->prefix.size() && value.starts_with(wanted->prefix))
        return;
    const kind* other = kind_of_id(value);
    throw usage_error(std::string(name) + " takes the id of " + std::string(wanted->what) + ", " +
                      std::string(wanted->prefix) + "..., " +
                      (other           ? "and " + value + " is that of " + std::string(other->what)
                       : value.empty() ? "and it is empty"
                                       : "not \"" + value + '"') +
                      "; to find one: " + std::string(wanted->find));
}

void take_option(arguments& into, const std::vector<std::string>& words, std::size_t& at)
{
    const std::string& word = words[at];
    const std::string name = word.substr(0, word.find('='));
    const option* found = find_option(*into.what, name);
    if (!found) {
        std::vector<std::string_view> names;
        for (const option& each : into.what->options)
            names.push_back(each.name);
        for (const option& each : global_options())
            names.push_back(each.name);
        throw usage_error(command_line(*into.what) + " has no option " + name + suggestion(name, names) + "; " +
                          command_line(*into.what) + " --help lists them");
    }
    if (found->value.empty()) {
        if (name.size() != word.size())
            throw usage_error(name + " takes no value");
        into.add(found->name, "");
        return;
    }
    if (!found->many && into.has(found->name))
        throw usage_error(name + " is given twice");
    std::string value;
    if (name.size() != word.size())
        value = word.substr(name.size() + 1);
    else if (++at < words.size())
        value = words[at];
    else
        throw usage_error(name + " needs its " + std::string(found->value) + ": " + std::string(found->help));
    check_value(into, name, found->value, value);
    into.add(found->name, std::move(value));
}

void take_parameters(arguments& into, const std::vector<std::string>& given)
{
    const std::vector<std::string_view>& wanted = into.what->parameters;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const bool may_be_absent = wanted[i].starts_with('[');
        const std::string_view word = may_be_absent ? wanted[i].substr(1, wanted[i].size() - 2) : wanted[i];
        if (i < given.size()) {
            check_value(into, word, word, given[i]);
            into.add(word, given[i]);
        } else if (!may_be_absent) {
            const kind* of = kind_of(word.substr(0, word.find('|')));
            std::string hint;
            if (of && !of->find.empty())
                hint = "; to find one: " + std::string(of->find);
            else if (of)
                for (const std::string_view each : of->words)
                    hint += (hint.empty() ? ", one of: " : ", ") + std::string(each);
            throw usage_error(command_line(*into.what) + " needs " + std::string(word) + hint + "; " +
                              command_line(*into.what) + " --help says more");
        }
    }
    if (given.size() > wanted.size())
        throw usage_error(command_line(*into.what) + " takes no \"" + given[wanted.size()] + "\"; " +
                          command_line(*into.what) + " --help says what it takes");
}

/// Options of every command may also stand before it: they are moved behind.
std::vector<std::string> options_last(std::vector<std::string> words)
{
    if (!words.empty() && words[0] == "--version")
        words[0] = "version";
    std::size_t count = 0;
    while (count < words.size() && words[count].starts_with("--")) {
        const option* const known = find_global_option(words[count]);
        if (!known)
            break;
        count += known->value.empty() || words[count].find('=') != std::string::npos ? 1 : 2;
    }
    if (count >= words.size())
        return words;
    std::size_t names = 1;
    for (const group& in : groups())
        if (in.name == words[count] && count + 1 < words.size())
            names = 2;
    std::rotate(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count),
                words.begin() + static_cast<std::ptrdiff_t>(count + names));
    return words;
}

} // namespace

arguments parse(const std::vector<std::string>& given)
{
    const std::vector<std::string> words = options_last(given);
    arguments made;
    const auto asks_help = [](const std::string& word) {
        return word == "--help" || word == "-h";
    };
    made.help = words.empty() || words[0] == "help" || std::any_of(words.begin(), words.end(), asks_help);
    std::size_t used = 0;
    if (made.help) {
        std::vector<std::string> about;
        for (const std::string& word : words)
            if (!asks_help(word) && (&word != &words.front() || word != "help"))
                about.push_back(word);
        about.erase(std::find_if(about.begin(), about.end(), [](const auto& word) { return word.starts_with('-'); }),
                    about.end());
        made.what = find_command(about, used);
        for (const group& in : groups())
            if (!made.what && about.size() == 1 && in.name == about[0])
                made.topic = in.name;
        if (!made.what && made.topic.empty() && !about.empty())
            unknown_command(about);
        return made;
    }
    made.what = find_command(words, used);
    if (!made.what)
        unknown_command(words);

    std::vector<std::string> parameters;
    bool options_end = false;
    for (std::size_t i = 0; i < used; ++i)
        made.line += ' ' + quoted(words[i]);
    for (std::size_t i = used; i < words.size(); ++i) {
        const std::size_t begin = i;
        if (!options_end && words[i] == "--")
            options_end = true;
        else if (!options_end && words[i].size() > 1 && words[i].starts_with("--"))
            take_option(made, words, i);
        else
            parameters.push_back(words[i]);
        // The advice names the key that the call had.
        const bool is_key = !options_end && (words[begin] == "--key" || words[begin].starts_with("--key="));
        for (std::size_t of_line = begin; of_line <= i && !is_key; ++of_line)
            made.line += ' ' + quoted(words[of_line]);
    }
    take_parameters(made, parameters);
    return made;
}

} // namespace omsctl
