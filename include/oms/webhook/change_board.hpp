#pragma once

#include <oms/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

class change_board;

/// One that waits for the end of a claim; gone from the board when this is destroyed. Another thread may be calling it
/// at that moment, so what it calls owns what it touches.
class [[nodiscard]] change_watch {
public:
    change_watch() = default;
    change_watch(std::shared_ptr<change_board> board, std::size_t shard, std::uint64_t number) noexcept
        : board_{std::move(board)}, shard_{shard}, number_{number}
    {
    }
    change_watch(change_watch&&) noexcept = default;
    change_watch& operator=(change_watch&& other) noexcept;
    ~change_watch();

private:
    std::shared_ptr<change_board> board_;
    std::size_t shard_ = 0;
    std::uint64_t number_ = 0;
};

/// Who waits for the end of which claim. No wake-up is lost: take the `moment` before asking a guard, and `watch` calls
/// at once when something has ended since. It may call too early: two claims can share a place. Thread-safe.
class change_board : public std::enable_shared_from_this<change_board> {
public:
    /// How often something has ended at the place of a claim.
    std::uint64_t moment(std::string_view claim) const noexcept;

    /// Calls `once`, which must not throw, when the claim has ended after that moment, outside of any lock.
    change_watch watch(std::string_view claim, std::uint64_t since, std::function<void()> once);

    /// The claim has ended: calls those that wait for it, who waits longest first.
    void ended(std::string_view claim) noexcept;

private:
    friend class change_watch;

    struct watcher {
        std::string claim;
        std::function<void()> once;
    };
    struct shard {
        mutable std::mutex mutex;
        std::uint64_t ends = 0;
        std::uint64_t numbers = 0;
        std::map<std::uint64_t, watcher> watchers; // by their numbers: the oldest first
    };

    static std::size_t place_of(std::string_view claim) noexcept;
    void forget(std::size_t place, std::uint64_t number) noexcept;

    std::array<shard, 64> shards_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/change_board.ipp>
#endif
