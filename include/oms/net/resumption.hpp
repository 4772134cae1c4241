#pragma once

// What waits for the end of an exchange: a completion handler of any type, kept in place where it is small and belongs
// to the pool's own executor, which is where all exchanges end.

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>

#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// A completion handler `void()`, to be resumed once at most. Not thread-safe. Whoever drops it without resuming it
/// destroys the handler, and so the frames of the coroutine that waits.
class resumption {
public:
    resumption() noexcept = default;
    resumption(resumption&& other) noexcept : operations_(std::exchange(other.operations_, nullptr))
    {
        if (operations_)
            operations_->move(other.kept_, kept_);
    }
    resumption& operator=(resumption&&) = delete;
    ~resumption()
    {
        if (operations_)
            operations_->drop(kept_);
    }

    /// Keeps `handler` in place of none. What it is associated with stays so: its executor, `own` for one that has
    /// none, and its work there.
    template <class Handler>
    void keep(Handler handler, const boost::asio::any_io_executor& own)
    {
        const boost::asio::any_io_executor executor = boost::asio::get_associated_executor(handler, own);
        if constexpr (fits<Handler>)
            if (executor == own) {
                ::new (static_cast<void*>(kept_)) Handler(std::move(handler));
                operations_ = &in_place<Handler>::all;
                return;
            }
        using elsewhere = on_its_executor<Handler>;
        *reinterpret_cast<void**>(kept_) = new elsewhere(std::move(handler), executor);
        operations_ = &elsewhere::all;
    }

    explicit operator bool() const noexcept { return operations_ != nullptr; }

    /// It is to be resumed on the executor it was kept with, and may be called on it.
    bool at_home() const noexcept { return operations_->at_home; }

    /// Gives it the end it waits for: on the calling thread if it is at home, where the caller has to be; else through
    /// its executor, at once only if `may_be_at_once`.
    void resume(bool may_be_at_once) { std::exchange(operations_, nullptr)->resume(kept_, may_be_at_once); }

private:
    struct operations {
        void (*move)(void* from, void* to) noexcept;
        void (*drop)(void* kept) noexcept;
        void (*resume)(void* kept, bool may_be_at_once);
        bool at_home;
    };

    static constexpr std::size_t room = 3 * sizeof(void*);

    template <class Handler>
    static constexpr bool fits =
        sizeof(Handler) <= room && alignof(Handler) <= alignof(void*) && std::is_nothrow_move_constructible_v<Handler>;

    template <class Handler>
    static void call(Handler& handler)
    {
        boost::asio::cancellation_slot slot = boost::asio::get_associated_cancellation_slot(handler);
        slot.clear();
        std::move(handler)();
    }

    template <class Handler>
    struct in_place {
        static Handler& in(void* kept) noexcept { return *std::launder(reinterpret_cast<Handler*>(kept)); }
        static void move(void* from, void* to) noexcept
        {
            ::new (to) Handler(std::move(in(from)));
            in(from).~Handler();
        }
        static void drop(void* kept) noexcept { in(kept).~Handler(); }
        static void resume(void* kept, bool)
        {
            Handler handler(std::move(in(kept)));
            in(kept).~Handler();
            call(handler);
        }
        static constexpr operations all{move, drop, resume, true};
    };

    template <class Handler>
    struct on_its_executor {
        on_its_executor(Handler&& waits, const boost::asio::any_io_executor& executor)
            : handler(std::move(waits)),
              working(boost::asio::prefer(executor, boost::asio::execution::outstanding_work.tracked))
        {
        }

        static on_its_executor*& in(void* kept) noexcept { return *reinterpret_cast<on_its_executor**>(kept); }
        static void move(void* from, void* to) noexcept { *reinterpret_cast<void**>(to) = in(from); }
        static void drop(void* kept) noexcept { delete in(kept); }
        static void resume(void* kept, bool may_be_at_once)
        {
            const std::unique_ptr<on_its_executor> held(in(kept));
            auto rest = [handler = std::move(held->handler)]() mutable {
                call(handler);
            };
            if (may_be_at_once)
                boost::asio::dispatch(held->working, std::move(rest));
            else
                boost::asio::post(held->working, std::move(rest));
        }
        static constexpr operations all{move, drop, resume, false};

        Handler handler;
        boost::asio::any_io_executor working;
    };

    const operations* operations_ = nullptr;
    alignas(void*) unsigned char kept_[room];
};

}}} // namespace oms::v0_1::detail
