#include "session.hpp"

#include "json_strings.hpp"
#include "terminal.hpp"

#include <algorithm>
#include <iostream>

namespace omsctl {

namespace {

/// The lists of all pages as one document; one page is left as it came.
std::string joined(const std::vector<std::string>& pages, bool has_more)
{
    if (pages.size() == 1)
        return pages.front();
    std::string data;
    for (const std::string& page : pages) {
        std::string_view items = member_of(page, "data");
        if (items.size() < 2)
            continue;
        items = items.substr(1, items.size() - 2);
        if (items.find_first_not_of(" \t\r\n") == items.npos)
            continue;
        data.append(data.empty() ? "" : ",").append(items);
    }
    return "{\"data\":[" + data + "],\"hasMore\":" + (has_more ? "true" : "false") + '}';
}

} // namespace

oms::call_options session::options_without_key()
{
    oms::call_options made;
    made.keep_answer(answer);
    if (given.has("--timeout"))
        made.timeout(given.seconds("--timeout", 60));
    return made;
}

oms::call_options session::options()
{
    oms::call_options made = options_without_key();
    if (given.has("--key"))
        made.idempotency_key(given.text("--key"));
    return made;
}

void session::print_fields(const facts& one, char between) const
{
    std::string line;
    for (const std::string& name : given.printed())
        line += printable(one.text(name)) + between;
    line.back() = '\n';
    std::cout << line;
}

void session::print(const facts& one, const std::string& document) const
{
    if (json()) {
        std::cout << document << '\n';
        return;
    }
    if (!given.has("--print")) {
        std::cout << as_sheet(one);
        return;
    }
    tell_of_missing({one});
    print_fields(one, '\n');
}

/// Names that none of these has; without any of these nobody knows.
void session::tell_of_missing(const std::vector<facts>& rows) const
{
    std::vector<std::string> names;
    for (const facts& row : rows)
        for (const facts::fact& each : row.all())
            if (std::find(names.begin(), names.end(), each.name) == names.end())
                names.push_back(each.name);
    std::string all;
    for (const std::string& name : names)
        all += (all.empty() ? "" : ", ") + name;
    for (const std::string& name : given.printed())
        if (!rows.empty() && std::find(names.begin(), names.end(), name) == names.end())
            tell("it is done, but what came has no " + name + "; it has " + all);
}

int session::show(const facts& one)
{
    return show(one, answer.body());
}

int session::show(const facts& one, std::string_view document)
{
    seen.note(document);
    print(one, without_secrets(document));
    return done;
}

void session::show_with_secret(const facts& one)
{
    seen.note(answer.body());
    print(one, std::string(answer.body()));
}

int session::show(const std::vector<facts>& rows, const std::vector<std::string_view>& columns,
                  const std::vector<std::string>& documents, bool has_more)
{
    for (auto page = documents.rbegin(); page != documents.rend(); ++page)
        seen.note(*page);
    if (json()) {
        std::cout << without_secrets(joined(documents, has_more)) << '\n';
    } else if (given.has("--print")) {
        tell_of_missing(rows);
        for (const facts& row : rows)
            print_fields(row, '\t');
    } else if (rows.empty()) {
        tell("none");
    } else {
        std::cout << as_table(rows, columns, terminal_width());
    }
    return done;
}

void session::tell(std::string_view text) const
{
    std::cerr << "omsctl: " << text << '\n';
}

} // namespace omsctl
