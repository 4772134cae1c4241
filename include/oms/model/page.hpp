#pragma once

#include <optional>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// One page of a list, newest first (contract section 1.5). The end of the list is `has_more == false`, not a missing
/// cursor.
template <class T>
struct page {
    std::vector<T> data;
    bool has_more = false;
    std::optional<std::string> next_cursor;
    std::optional<std::string> previous_cursor;
};

}} // namespace oms::v0_1
