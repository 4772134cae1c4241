#include "help.hpp"

#include <algorithm>

namespace omsctl {

namespace {

constexpr std::size_t screen = 79;
constexpr std::ptrdiff_t screen_lines = 23; // and one for the prompt

std::string padded(std::string text, std::size_t to)
{
    text.resize(std::max(text.size() + 1, to), ' ');
    return text;
}

std::string usage_of(const command& one)
{
    std::string out = "omsctl";
    for (const std::string_view word : {one.group, one.name})
        if (!word.empty())
            out.append(" ").append(word);
    for (const std::string_view parameter : one.parameters)
        out.append(" ").append(parameter);
    return out;
}

std::string spelled(const option& one)
{
    return std::string(one.name) + (one.value.empty() ? "" : ' ' + std::string(one.value));
}

/// A line for each that there is something to say about; those that speak for themselves share lines.
std::string lines_of(std::span<const option> options)
{
    std::string out, line;
    for (const option& each : options)
        if (!each.help.empty())
            out += "  " + padded(spelled(each), 30) + std::string(each.help) + (each.many ? "; again for more" : "") +
                   '\n';
    for (const option& each : options) {
        if (!each.help.empty())
            continue;
        const std::string next = "  " + spelled(each);
        if (line.size() + next.size() > screen)
            out += line + '\n', line.clear();
        line += next;
    }
    return line.empty() ? out : out + line + '\n';
}

std::string names_of(const group& in)
{
    std::string names;
    for (const command& each : in.commands)
        names.append(names.empty() ? "" : " ").append(each.name);
    return names;
}

/// The options of every command where there is no room to explain them.
std::string in_short()
{
    std::string out = "\nWith every command (omsctl check --help says more):";
    std::size_t width = out.size() - 1;
    for (const option& each : global_options()) {
        const std::string next = ' ' + spelled(each);
        if (width + next.size() > screen)
            out += '\n', width = 0;
        out += next;
        width += next.size();
    }
    return out + '\n';
}

} // namespace

std::string help_of_all()
{
    std::string out = "omsctl GROUP COMMAND ... [OPTIONS]: the OMS Payments API by hand\n\n";
    for (const group& in : groups())
        if (!in.name.empty())
            out += "  " + padded(std::string(in.name), 19) + names_of(in) + '\n';
    for (const command& each : single_commands())
        if (each.name != "version")
            out += "  " + padded(usage_of(each).substr(7), 19) + std::string(each.help) + '\n';
    return out + "\n"
                 "--json, --print FIELD,... change what is printed; --key KEY repeats safely\n"
                 "Keys: OMS_API_KEY OMS_API_SECRET OMS_BASE_URL OMS_CA_FILE, or --env-file FILE\n"
                 "Exit: 0 done 1 came to nothing 2 usage 3 refused 4 maybe applied 5 not sent\n"
                 "6 time over 7 done but unreadable 130 interrupted   More: omsctl GROUP --help\n";
}

std::string help_of(const group& in)
{
    std::string out = "omsctl " + std::string(in.name) + ": " + std::string(in.help) + "\n\n";
    for (const command& each : in.commands)
        out += "  " + usage_of(each).substr(7) + "\n      " + std::string(each.help) + '\n';
    return out + "\nomsctl " + std::string(in.name) + " COMMAND --help shows the options of one.\n";
}

std::string help_of(const command& one)
{
    std::string out =
        "usage: " + usage_of(one) + (one.options.empty() ? "" : " [OPTIONS]") + "\n\n" + std::string(one.help) + '\n';
    if (!one.options.empty())
        out += '\n' + lines_of(one.options);
    if (one.run_here)
        return out;
    const std::string whole = out + "\nWith every command:\n" + lines_of(global_options());
    return std::count(whole.begin(), whole.end(), '\n') <= screen_lines ? whole : out + in_short();
}

} // namespace omsctl
