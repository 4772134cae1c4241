#pragma once

#include <oms/config.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// Where a walk through a list stands (contract section 1.5). Pure: knows no pages and no network.
///
/// Invariants: a cursor is used once; after `finished()` nothing is asked for again; `check()` throws before a request
/// that could only repeat an earlier one.
class page_walk {
public:
    enum class direction { older, newer };

    /// How many empty pages in a row are taken from a service that keeps saying there is more.
    static constexpr int most_empty_pages = 100;

    /// `start` is the cursor that the caller's filter brings, `path` the list's path template for errors.
    page_walk(direction towards, std::optional<std::string> start, const char* path);

    bool finished() const noexcept { return finished_; }

    /// Throws `error{errc::paging_loop}` when the last page left no way on.
    void check() const;

    /// The cursor of the next request.
    const std::optional<std::string>& cursor() const noexcept { return cursor_; }

    /// Takes what an answer says. The page itself is good even when it leaves no way on.
    void advance(std::size_t items, bool has_more, const std::optional<std::string>& next_cursor,
                 const std::optional<std::string>& previous_cursor);

private:
    bool use_once(const std::string& cursor);
    std::string& place_of(const std::string& cursor) noexcept;

    direction towards_;
    const char* path_;
    const char* obstacle_ = nullptr;
    bool finished_ = false;
    int empty_pages_ = 0;
    std::optional<std::string> cursor_;
    std::vector<std::string> used_; // by their hash, with empty places between; at most half of them are taken
    std::size_t used_count_ = 0;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/page_walk.ipp>
#endif
