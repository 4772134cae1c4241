#include "event_line.hpp"

#include "describe.hpp"

#include <oms/core/overloaded.hpp>

#include <algorithm>

namespace omsctl {

std::string event_line(const oms::event& event)
{
    facts about;
    std::visit(oms::overloaded{
                   [&](const oms::transaction_event& e) { about = describe(e.transaction); },
                   [&](const oms::cash_in_event& e) { about = describe(e.cash_in); },
                   [&](const oms::endorsement_event& e) { about = describe(e.customer); },
                   [&](const oms::wallet_event& e) {
                       about = describe(e.wallet);
                       if (e.deposit)
                           about.add("arrives", e.deposit->amount);
                   },
                   [&](const oms::unknown_event&) {},
               },
               event.payload);
    std::ostringstream out;
    out << event.created_at;
    std::string line = out.str();
    line += "  " + printable(event.name.text());
    for (const std::string_view name : {"id", "status", "arrives"})
        if (const std::string text = about.text(name); !text.empty())
            line += "  " + printable(text);
    for (const facts::fact& each : about.all())
        if (each.name.starts_with("endorsement."))
            line += "  " + printable(each.name.substr(12)) + ' ' + printable(each.text);
    return line + "  " + printable(event.id.str());
}

std::string on_one_line(std::string_view json)
{
    std::string line(json);
    std::erase_if(line, [](char c) { return c == '\n' || c == '\r'; });
    return line;
}

std::string first_line(const std::string& text)
{
    return text.substr(0, text.find_first_of("\r\n"));
}

} // namespace omsctl
