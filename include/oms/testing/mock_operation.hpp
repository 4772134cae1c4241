#pragma once

#include <oms/core/error.hpp>

#include <boost/asio/awaitable.hpp>

#include <concepts>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace oms { inline namespace v0_1 {

namespace testing {
template <class Signature>
class mock_operation;
}

namespace detail {

/// What a mock was asked, by name and in order. From any thread.
class mock_log {
public:
    /// Writes a call down. Throws what a call of this operation ends with when nobody answers it, or when the client
    /// is closed.
    void begin(std::string_view operation, bool answered)
    {
        const std::lock_guard lock(mutex_);
        calls_.emplace_back(operation);
        if (closed_)
            throw error{errc::client_closed};
        if (answered)
            return;
        unanswered_.emplace_back(operation);
        throw error{errc::not_available, "the test gave no answer for " + std::string(operation) + ": mock." +
                                             std::string(operation) + ".returns(...), .runs(...)"};
    }

    void close()
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    bool closed() const
    {
        const std::lock_guard lock(mutex_);
        return closed_;
    }
    std::vector<std::string> calls() const
    {
        const std::lock_guard lock(mutex_);
        return calls_;
    }
    std::vector<std::string> unanswered() const
    {
        const std::lock_guard lock(mutex_);
        return unanswered_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::string> calls_;
    std::vector<std::string> unanswered_;
    bool closed_ = false;
};

template <class T>
inline constexpr bool is_awaitable = false;
template <class T>
inline constexpr bool is_awaitable<boost::asio::awaitable<T>> = true;

/// What a mocked operation may be answered by: a function or a coroutine whose result becomes `Result`.
template <class Given, class Result>
inline constexpr bool answers = std::is_void_v<Result> ? std::is_void_v<Given> : std::is_convertible_v<Given, Result>;
template <class Given, class Result>
inline constexpr bool answers<boost::asio::awaitable<Given>, Result> = answers<Given, Result>;

} // namespace detail

namespace testing {

/// One operation of a mocked client: what answers it, and the calls that it had. Copies are the same operation.
///
/// Thread-safe, as far as the functions of the test are.
template <class Result, class... Arguments>
class mock_operation<Result(Arguments...)> {
public:
    /// What one call brought, its options last: those of `client_core`'s function of the same name.
    using call = std::tuple<Arguments...>;

    /// For `mock_operations`.
    mock_operation(std::string name, std::shared_ptr<detail::mock_log> log)
        : state_(std::make_shared<state>(std::move(name), std::move(log)))
    {
    }

    /// From now on `function` answers. It takes the arguments, by value or as const references, and gives a `Result`,
    /// something that becomes one, or an awaitable of these; what it throws comes out of the call. It is called on the
    /// executor of the caller, and kept until another one takes its place and its calls have ended.
    template <class Function>
        requires std::invocable<Function&, const Arguments&...>
    void runs(Function function)
    {
        state_->always(answer_of(std::move(function)));
    }
    /// From now on the answer is this one.
    template <std::convertible_to<Result> Value>
    void returns(Value value)
    {
        runs(giving(std::move(value)));
    }
    void returns()
        requires std::is_void_v<Result>
    {
        runs([](const Arguments&...) {});
    }
    /// From now on calls end with this error.
    void fails(error failure) { runs(throwing(std::move(failure))); }

    /// The same for one call each, which comes before what answers always: the first call gets what was put in first.
    template <class Function>
        requires std::invocable<Function&, const Arguments&...>
    void runs_once(Function function)
    {
        state_->once(answer_of(std::move(function)));
    }
    template <std::convertible_to<Result> Value>
    void returns_once(Value value)
    {
        runs_once(giving(std::move(value)));
    }
    void returns_once()
        requires std::is_void_v<Result>
    {
        runs_once([](const Arguments&...) {});
    }
    void fails_once(error failure) { runs_once(throwing(std::move(failure))); }

    /// The calls that were awaited, in their order.
    std::vector<call> calls() const { return state_->calls(); }
    std::size_t count() const { return state_->calls().size(); }

    /// What a call through the client is. Nothing happens before it is awaited.
    boost::asio::awaitable<Result> operator()(Arguments... arguments) const
    {
        return answer(state_, std::make_shared<const call>(std::move(arguments)...));
    }

private:
    using answer_function = std::function<boost::asio::awaitable<Result>(std::shared_ptr<const call>)>;

    class state {
    public:
        state(std::string name, std::shared_ptr<detail::mock_log> log) : name_(std::move(name)), log_(std::move(log)) {}

        void always(answer_function function)
        {
            // What it replaces belongs to the test, and may ask this mock while it goes: it ends after the lock.
            const std::lock_guard lock(mutex_);
            always_.swap(function);
        }
        void once(answer_function function)
        {
            const std::lock_guard lock(mutex_);
            once_.push_back(std::move(function));
        }

        answer_function begin(const call& made)
        {
            const std::lock_guard lock(mutex_);
            calls_.push_back(made);
            log_->begin(name_, always_ || !once_.empty());
            if (once_.empty())
                return always_;
            answer_function next = std::move(once_.front());
            once_.pop_front();
            return next;
        }

        std::vector<call> calls() const
        {
            const std::lock_guard lock(mutex_);
            return calls_;
        }

    private:
        const std::string name_;
        const std::shared_ptr<detail::mock_log> log_;
        mutable std::mutex mutex_;
        answer_function always_;
        std::deque<answer_function> once_;
        std::vector<call> calls_;
    };

    template <class Function>
    static answer_function answer_of(Function function)
    {
        using given = std::invoke_result_t<Function&, const Arguments&...>;
        static_assert(detail::answers<given, Result>, "the function gives something else than this operation");
        auto kept = std::make_shared<Function>(std::move(function));
        return [kept](std::shared_ptr<const call> made) {
            return run<Function>(kept, std::move(made));
        };
    }

    template <class Value>
    static auto giving(Value value)
    {
        Result result = std::move(value);
        return [result = std::move(result)](const Arguments&...) {
            return result;
        };
    }

    static auto throwing(error failure)
    {
        return [failure = std::move(failure)](const Arguments&...) -> Result {
            throw failure;
        };
    }

    static boost::asio::awaitable<Result> answer(std::shared_ptr<state> self, std::shared_ptr<const call> made)
    {
        const answer_function function = self->begin(*made);
        if constexpr (std::is_void_v<Result>) {
            co_await function(made);
        } else {
            Result given = co_await function(made);
            co_return given;
        }
    }

    template <class Function>
    static boost::asio::awaitable<Result> run(std::shared_ptr<Function> function, std::shared_ptr<const call> made)
    {
        using given = std::invoke_result_t<Function&, const Arguments&...>;
        if constexpr (detail::is_awaitable<given> && std::is_void_v<Result>) {
            co_await std::apply(*function, *made);
        } else if constexpr (detail::is_awaitable<given>) {
            auto value = co_await std::apply(*function, *made);
            Result result = std::move(value);
            co_return result;
        } else if constexpr (std::is_void_v<Result>) {
            std::apply(*function, *made);
            co_return;
        } else {
            Result result = std::apply(*function, *made);
            co_return result;
        }
    }

    std::shared_ptr<state> state_;
};

} // namespace testing

}} // namespace oms::v0_1
