#include "facts.hpp"

#include <algorithm>
#include <numeric>

namespace omsctl {

namespace {

/// Characters of UTF-8, which is what a column has room for.
std::size_t width(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(std::string text, std::size_t to)
{
    const std::size_t has = width(text);
    if (has < to)
        text.append(to - has, ' ');
    return text;
}

} // namespace

std::string printable(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const unsigned char c = static_cast<unsigned char>(text[i]);
        const bool c1 = c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c < 0x20 || c == 0x7F || c1)
            out += '?';
        else
            out += text[i];
        if (c1)
            ++i;
    }
    return out;
}

std::string as_sheet(const facts& one)
{
    std::size_t longest = 0;
    for (const facts::fact& each : one.all())
        longest = std::max(longest, width(printable(each.name)));
    std::string out;
    for (const facts::fact& each : one.all())
        out += padded(printable(each.name), longest + 2) + printable(each.text) + '\n';
    return out;
}

std::string as_table(const std::vector<facts>& rows, const std::vector<std::string_view>& columns, std::size_t room)
{
    std::vector<std::size_t> widths;
    for (const std::string_view column : columns) {
        std::size_t longest = width(column);
        for (const facts& row : rows)
            longest = std::max(longest, width(printable(row.text(column))));
        widths.push_back(longest);
    }
    const std::size_t wide = std::accumulate(widths.begin(), widths.end(), std::size_t{0}) +
                             2 * (std::max<std::size_t>(widths.size(), 1) - 1);
    std::string out;
    if (room != 0 && wide > room) {
        for (const facts& row : rows) {
            facts chosen;
            for (const std::string_view column : columns)
                if (row.has(column))
                    chosen.add(column, row.text(column));
            out += (out.empty() ? "" : "\n") + as_sheet(chosen);
        }
        return out;
    }
    const auto add_line = [&](auto&& text_of) {
        std::string line;
        for (std::size_t i = 0; i < columns.size(); ++i)
            line += padded(text_of(columns[i]), widths[i] + 2);
        line.erase(line.find_last_not_of(' ') + 1);
        out += line + '\n';
    };
    add_line([](std::string_view column) { return std::string(column); });
    for (const facts& row : rows)
        add_line([&](std::string_view column) { return printable(row.text(column)); });
    return out;
}

} // namespace omsctl
