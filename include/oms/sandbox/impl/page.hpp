#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/request_target.hpp>

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// The paging parameters of contract 1.5.
struct page_request {
    std::size_t limit = 50;
    std::optional<std::string> starting_after; ///< an id, out of the cursor
    std::optional<std::string> ending_before;
    std::optional<std::chrono::sys_time<std::chrono::microseconds>> created_after;
    std::optional<std::chrono::sys_time<std::chrono::microseconds>> created_before;
};

/// Reads them; what is wrong is left with the query's `finish`, except both directions at once, which throws.
OMS_DECL page_request read_page_request(query_parameters& query, std::string_view list);

/// An opaque text for the place of an item in a list.
OMS_DECL std::string cursor_of(std::string_view list, std::string_view id);
/// The id in a cursor of this list, or nothing.
OMS_DECL std::optional<std::string> id_in_cursor(std::string_view list, std::string_view cursor);

template <class Record>
struct page_of {
    std::vector<const Record*> items; ///< newest first
    bool more = false;                ///< in the direction of travel
};

/// The page of all records that `fits` takes. Records stand in the order they were made, so newest first is backwards.
template <class Record, class Fits>
page_of<Record> cut_page(const std::deque<Record>& records, const page_request& asked, const Fits& fits)
{
    page_of<Record> page;
    const auto wanted = [&](const Record& record) {
        return !record.id.empty() && (!asked.created_after || record.created_at >= *asked.created_after) &&
               (!asked.created_before || record.created_at <= *asked.created_before) && fits(record);
    };
    const auto take = [&](const Record& record) {
        if (page.items.size() == asked.limit)
            page.more = true;
        else
            page.items.push_back(&record);
        return page.more;
    };
    if (asked.ending_before) { // towards newer items, beginning next to the cursor
        for (const Record& record : records)
            if (record.id > *asked.ending_before && wanted(record) && take(record))
                break;
        page.items = std::vector<const Record*>(page.items.rbegin(), page.items.rend());
        return page;
    }
    for (auto record = records.rbegin(); record != records.rend(); ++record)
        if ((!asked.starting_after || record->id < *asked.starting_after) && wanted(*record) && take(*record))
            break;
    return page;
}

/// `{"data": [...], "hasMore": ..., "nextCursor": ..., "previousCursor": ...}`; with `cursor` alone for the customers.
template <class Record, class Render>
std::string render_page(const page_of<Record>& page, std::string_view list, const Render& render)
{
    json_writer out;
    out.open_object().open_array("data");
    for (const Record* record : page.items)
        render(out, *record);
    out.close_array().boolean("hasMore", page.more);
    std::optional<std::string> next;
    std::optional<std::string> previous;
    if (!page.items.empty()) {
        next = cursor_of(list, page.items.back()->id);
        previous = cursor_of(list, page.items.front()->id);
    }
    if (list == "customers")
        out.text("cursor", next);
    else
        out.text("nextCursor", next).text("previousCursor", previous);
    return out.close_object().str();
}

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/page.ipp>
#endif
