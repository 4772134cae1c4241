#pragma once

#include <oms/webhook/change_board.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL change_watch& change_watch::operator=(change_watch&& other) noexcept
{
    std::swap(board_, other.board_);
    std::swap(shard_, other.shard_);
    std::swap(number_, other.number_);
    return *this;
}

OMS_DECL change_watch::~change_watch()
{
    if (board_)
        board_->forget(shard_, number_);
}

OMS_DECL std::size_t change_board::place_of(std::string_view claim) noexcept
{
    return std::hash<std::string_view>{}(claim) % std::tuple_size_v<decltype(shards_)>;
}

OMS_DECL std::uint64_t change_board::moment(std::string_view claim) const noexcept
{
    const shard& at = shards_[place_of(claim)];
    const std::scoped_lock lock{at.mutex};
    return at.ends;
}

OMS_DECL change_watch change_board::watch(std::string_view claim, std::uint64_t since, std::function<void()> once)
{
    const std::size_t place = place_of(claim);
    shard& at = shards_[place];
    {
        const std::scoped_lock lock{at.mutex};
        if (at.ends == since) {
            at.watchers.emplace(at.numbers, watcher{std::string{claim}, std::move(once)});
            return change_watch{shared_from_this(), place, at.numbers++};
        }
    }
    once();
    return change_watch{};
}

OMS_DECL void change_board::ended(std::string_view claim) noexcept
{
    shard& at = shards_[place_of(claim)];
    std::unique_lock lock{at.mutex};
    ++at.ends;
    const std::uint64_t later = at.numbers; // who comes while these are called waits for the next end
    for (auto next = at.watchers.begin(); next != at.watchers.end() && next->first < later;) {
        if (next->second.claim != claim) {
            ++next;
            continue;
        }
        auto taken = at.watchers.extract(next);
        lock.unlock();
        taken.mapped().once();
        const std::uint64_t number = taken.key();
        taken = {}; // what it owns goes outside of the lock
        lock.lock();
        next = at.watchers.upper_bound(number);
    }
}

OMS_DECL void change_board::forget(std::size_t place, std::uint64_t number) noexcept
{
    shard& at = shards_[place];
    decltype(at.watchers)::node_type forgotten; // destroyed outside of the lock
    const std::scoped_lock lock{at.mutex};
    forgotten = at.watchers.extract(number);
}

}}} // namespace oms::v0_1::detail
