#pragma once

#include <oms/client/impl/wait_board.hpp>

#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL wait_board::place::place(wait_board& board, wait_subject about, bool every_change)
    : board_(board), endorsement_(std::move(about.endorsement)), view_(every_change)
{
    const std::lock_guard lock(board_.mutex_);
    entry_ = board_.places_.emplace(key(about.what, std::move(about.id)), this);
}

OMS_DECL wait_board::place::~place()
{
    const std::lock_guard lock(board_.mutex_);
    board_.places_.erase(entry_);
}

OMS_DECL void wait_board::place::begin_read()
{
    std::shared_ptr<pause> over;
    const std::lock_guard lock(board_.mutex_);
    over.swap(standing_); // let go of after the lock
    view_.begin_read();
}

OMS_DECL void wait_board::place::seen(std::string_view status, const timestamp& updated_at)
{
    const std::lock_guard lock(board_.mutex_);
    view_.seen(status, updated_at);
}

OMS_DECL bool wait_board::place::has_news() const
{
    const std::lock_guard lock(board_.mutex_);
    return view_.has_news();
}

OMS_DECL void wait_board::place::rest(std::shared_ptr<pause> standing)
{
    const std::lock_guard lock(board_.mutex_);
    standing_.swap(standing);
}

OMS_DECL void wait_board::tell(const event& verified)
{
    std::vector<std::shared_ptr<pause>> woken;
    for (const wait_news& news : news_of(verified)) {
        const key about(news.subject.what, news.subject.id);
        const std::lock_guard lock(mutex_);
        const auto [first, last] = places_.equal_range(about);
        for (auto each = first; each != last; ++each) {
            place& waiting = *each->second;
            const bool meant = news.subject.endorsement.empty() || news.subject.endorsement == waiting.endorsement_;
            if (meant && waiting.view_.told(news) && waiting.standing_)
                woken.push_back(waiting.standing_);
        }
    }
    for (const std::shared_ptr<pause>& standing : woken)
        standing->end();
}

OMS_DECL std::size_t wait_board::size() const
{
    const std::lock_guard lock(mutex_);
    return places_.size();
}

}}} // namespace oms::v0_1::detail
