#include "completion.hpp"

#include "connect.hpp"
#include "env_file.hpp"
#include "exit_code.hpp"
#include "ids_seen.hpp"

#include <iostream>

namespace omsctl {

namespace {

constexpr std::string_view bash =
    R"(# Completion of omsctl in bash. To have it always: omsctl completion bash >> ~/.bashrc
_omsctl() {
    local line last=-1 joins= cut= words=()
    for line in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
        if [[ $last -ge 0 && ( $line == : || $joins ) ]]; then # bash splits at colons, too
            words[last]+=$line
            [[ $line == : ]] && joins=yes || joins=
        elif [[ $line != = ]]; then
            words[++last]=$line
        fi
    done
    [[ ${COMP_WORDS[COMP_CWORD]} == = ]] && words[++last]=
    [[ $COMP_WORDBREAKS == *:* ]] && cut=${words[last]%"${words[last]##*:}"}
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("${line#"$cut"}")
    done < <("${COMP_WORDS[0]}" complete "${words[@]}" 2>/dev/null)
}
complete -o default -F _omsctl omsctl
)";

using names = std::vector<std::string>;

/// All that a parameter or value of this word may be. `WALLET|ADDRESS` is any of them.
void add_values(names& all, std::string_view word, const ids_seen& seen, const std::string& begun)
{
    if (word.starts_with('['))
        word = word.substr(1, word.size() - 2);
    while (!word.empty()) {
        const std::size_t end = std::min(word.find('|'), word.size());
        if (const kind* of = kind_of(word.substr(0, end))) {
            for (const std::string_view each : of->words)
                all.emplace_back(each);
            if (!of->prefix.empty())
                for (const std::string& id :
                     seen.with_prefix(begun.size() > of->prefix.size() ? begun : std::string(of->prefix)))
                    all.push_back(id);
        }
        word.remove_prefix(std::min(end + 1, word.size()));
    }
}

names commands_after(const names& before)
{
    names all;
    for (const group& in : groups()) {
        if (in.name.empty() || (!before.empty() && in.name == before[0]))
            for (const command& each : in.commands)
                if (before.empty() == in.name.empty())
                    all.emplace_back(each.name);
        if (before.empty() && !in.name.empty())
            all.emplace_back(in.name);
    }
    return all;
}

/// Options of every command may stand in front. Gives the one whose value is to come.
const option* take_options_in_front(names& words)
{
    std::size_t count = 0;
    for (const option* given; count < words.size() && (given = find_global_option(words[count]));) {
        const bool has_value_behind = !given->value.empty() && words[count].find('=') == std::string::npos;
        if (has_value_behind && count + 1 == words.size())
            return given;
        count += has_value_behind ? 2 : 1;
    }
    words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count));
    return nullptr;
}

names candidates(const names& words, const std::string& begun)
{
    names before(words.begin(), words.end() - 1);
    arguments where;
    for (std::size_t i = 0; i + 1 < before.size(); ++i)
        for (const std::string_view name : {"--base-url", "--env-file"})
            if (before[i] == name)
                where.add(name, before[i + 1]);
    if (take_options_in_front(before))
        return {};
    while (!before.empty() && before.front() == "help")
        before.erase(before.begin());
    std::size_t used = 0;
    const command* const what = find_command(before, used);
    if (!what && before.size() < 2) {
        names all = commands_after(before);
        for (const option& each : global_options())
            if (before.empty() && begun.starts_with('-'))
                all.emplace_back(each.name);
        return all.emplace_back("--help"), all;
    }
    if (!what)
        return {};

    take_env_file(where);
    const ids_seen seen(base_url_of(where));
    names all;
    std::size_t parameter = 0;
    for (std::size_t i = used; i < before.size(); ++i) {
        const option* const given = before[i].starts_with("--") ? find_option(*what, before[i]) : nullptr;
        if (!given)
            parameter += before[i].starts_with("--") ? 0 : 1;
        else if (!given->value.empty() && ++i == before.size())
            return add_values(all, given->value, seen, begun), all;
    }
    if (!begun.starts_with('-') && parameter < what->parameters.size())
        add_values(all, what->parameters[parameter], seen, begun);
    if (begun.starts_with('-') || parameter >= what->parameters.size()) {
        for (const option& each : what->options)
            all.emplace_back(each.name);
        if (!what->run_here)
            for (const option& each : global_options())
                all.emplace_back(each.name);
        all.emplace_back("--help");
    }
    return all;
}

} // namespace

int complete(const std::vector<std::string>& words)
{
    if (words.empty())
        return usage;
    for (const std::string& each : candidates(words, words.back()))
        if (each.starts_with(words.back()))
            std::cout << each << '\n';
    return done;
}

int print_completion(const arguments& given)
{
    if (given.text("SHELL") != "bash")
        throw usage_error("there is a script for bash, none for " + given.text("SHELL") +
                          "; omsctl complete WORD... prints the candidates for any shell");
    std::cout << bash;
    return done;
}

} // namespace omsctl
