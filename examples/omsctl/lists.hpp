// What all lists have in common: their options, and walking through their pages.
#pragma once

#include "session.hpp"

#include <oms/client/pager.hpp>

#include <initializer_list>

namespace omsctl {

/// The options of a command that lists, after its own.
inline std::vector<option> list_options(std::vector<option> own = {})
{
    for (const option& each :
         {option{"--limit", "N", "how many, 1 to 100 (50)"}, option{"--all", "", "all of them, page after page"},
          option{"--after", "CURSOR", "older ones, from where a page ended"},
          option{"--before", "CURSOR", "newer ones, back from where a page began"},
          option{"--created-after", "TIME", "2026-06-15T14:30:00Z, inclusive"},
          option{"--created-before", "TIME", "the same, to an end"}})
        own.push_back(each);
    return own;
}

template <class Filter>
Filter filter_of(const arguments& given)
{
    Filter filter;
    const auto time = [&](std::string_view name) {
        const oms::result<oms::timestamp> read = oms::timestamp::parse(given.text(name));
        if (!read)
            throw usage_error(std::string(name) + " takes a time such as 2026-06-15T14:30:00Z");
        return read.value();
    };
    if (given.has("--after") && given.has("--before"))
        throw usage_error("--after and --before lead in two directions: give one of them");
    if (given.has("--limit") || given.has("--all"))
        filter.limit(static_cast<int>(given.number("--limit", 100, 1, 100)));
    if (given.has("--after"))
        filter.starting_after(given.text("--after"));
    if (given.has("--before"))
        filter.ending_before(given.text("--before"));
    if (given.has("--created-after"))
        filter.created_after(time("--created-after"));
    if (given.has("--created-before"))
        filter.created_before(time("--created-before"));
    return filter;
}

/// One page, or all of them with --all, as a table of these columns.
template <class T>
boost::asio::awaitable<int> show_list(session& on, oms::pager<T> pages, facts (*describe)(const T&),
                                      std::vector<std::string_view> columns)
{
    std::vector<facts> rows;
    std::vector<std::string> documents;
    bool has_more = false;
    std::string cursor;
    do {
        const std::optional<oms::page<T>> page = co_await pages.next();
        if (!page)
            break;
        for (const T& each : page->data)
            rows.push_back(describe(each));
        documents.emplace_back(on.answer.body());
        has_more = page->has_more;
        const bool back = on.given.has("--before");
        cursor = (back ? page->previous_cursor : page->next_cursor).value_or("");
    } while (has_more && on.given.has("--all"));
    const int code = on.show(rows, columns, documents, has_more);
    if (has_more && !on.json())
        on.tell("there are more: --all, or " + std::string(on.given.has("--before") ? "--before " : "--after ") +
                cursor);
    co_return code;
}

} // namespace omsctl
