#pragma once

#include <oms/client/page_walk.hpp>
#include <oms/core/error.hpp>
#include <oms/core/text.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL page_walk::page_walk(direction towards, std::optional<std::string> start, const char* path)
    : towards_(towards), path_(path), cursor_(std::move(start))
{
    if (cursor_)
        use_once(*cursor_);
}

OMS_DECL void page_walk::check() const
{
    if (obstacle_)
        throw error(
            error::builder(errc::paging_loop).text(obstacle_).operation("GET", path_).delivery(delivery::applied));
}

OMS_DECL void page_walk::advance(std::size_t items, bool has_more, const std::optional<std::string>& next_cursor,
                                 const std::optional<std::string>& previous_cursor)
{
    // Going back, an empty page is the start of the list, whatever else it says.
    if (!has_more || (towards_ == direction::newer && items == 0)) {
        finished_ = true;
        return;
    }
    empty_pages_ = items == 0 ? empty_pages_ + 1 : 0;
    const std::optional<std::string>& onward = towards_ == direction::older ? next_cursor : previous_cursor;
    if (!onward || onward->empty())
        obstacle_ = "the service says that there is more, but gives no cursor to it";
    else if (!use_once(*onward))
        obstacle_ = "the service gives a cursor that it gave before";
    else if (empty_pages_ >= most_empty_pages)
        obstacle_ = "the service says that there is more, but sends empty pages only";
    else
        cursor_ = *onward;
}

/// Where `cursor` is among those used, or the empty place where it belongs.
OMS_DECL std::string& page_walk::place_of(const std::string& cursor) noexcept
{
    std::size_t at = hash_text(cursor) & (used_.size() - 1);
    while (!used_[at].empty() && used_[at] != cursor)
        at = (at + 1) & (used_.size() - 1);
    return used_[at];
}

OMS_DECL bool page_walk::use_once(const std::string& cursor)
{
    if (used_count_ * 2 >= used_.size()) {
        std::vector<std::string> before(used_.empty() ? 8 : used_.size() * 2);
        before.swap(used_);
        for (std::string& each : before)
            if (!each.empty())
                place_of(each).swap(each);
    }
    std::string& place = place_of(cursor);
    if (!place.empty())
        return false;
    place = cursor;
    ++used_count_;
    return true;
}

}}} // namespace oms::v0_1::detail
