#pragma once

#include <oms/observe/observer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace test {

/// An observer that writes down what it is told, a line each: `response 1 503 req_1: 502, 503, 504`. Several threads
/// may tell it; whoever reads comes after them.
class told_calls final : public oms::observer, public std::enable_shared_from_this<told_calls> {
public:
    std::unique_ptr<oms::call_observer> on_call(const oms::call_start& start) noexcept override
    {
        ++begun;
        numbers.push_back(start.number);
        note("call " + std::string(start.method) + " " + std::string(start.path_template));
        last_server = std::string(start.scheme) + " " + std::string(start.server_address) + " " +
                      std::to_string(start.server_port);
        last_key = start.idempotency_key;
        last_at_most = start.at_most;
        if (at_call)
            at_call();
        return std::make_unique<follower>(shared_from_this());
    }
    void on_token_exchange(const oms::token_exchange& exchange) noexcept override
    {
        note("exchange" + why(exchange.failure));
        last_exchange = exchange.took;
    }
    void on_drift(const oms::version_drift& drift) noexcept override
    {
        note("drift " + std::string(drift.path_template) + " " + std::string(drift.where) + ": " +
             std::string(drift.what));
    }

    /// What was told since the last time.
    std::vector<std::string> take() { return std::exchange(lines, {}); }

    std::vector<std::string> lines;
    std::vector<std::uint64_t> numbers; ///< of the calls
    int begun = 0;
    int ended = 0;
    int ended_twice = 0;
    int left = 0; ///< followers that are gone
    std::string last_server;
    std::string last_key;
    std::chrono::milliseconds last_at_most{0};
    std::chrono::nanoseconds last_exchange{0};
    std::chrono::nanoseconds last_token_wait{0};
    std::chrono::nanoseconds last_lease{0};
    std::chrono::nanoseconds last_took{0};
    std::chrono::nanoseconds last_pause{0};
    oms::delivery last_delivery = oms::delivery::not_sent;
    /// Called where the observer is.
    std::function<void()> at_call;
    std::function<void(int attempt, oms::header_sink&)> at_attempt;
    std::function<void()> at_lease;
    std::function<void()> at_end;

private:
    static std::string why(const oms::error* failure)
    {
        return failure ? ": " + failure->code().message() : std::string();
    }

    void note(std::string line) { lines.push_back(std::move(line)); }

    class follower final : public oms::call_observer {
    public:
        explicit follower(std::shared_ptr<told_calls> into) : into_(std::move(into)) {}
        ~follower() override { ++into_->left; }

        void on_token(const oms::token_step& step) noexcept override
        {
            into_->last_token_wait = step.waited;
            into_->note(step.renewed ? "token renewed" : "token");
        }
        void on_attempt(const oms::attempt_start& start, oms::header_sink& fields) noexcept override
        {
            into_->note("attempt " + std::to_string(start.attempt) + " of " + std::to_string(start.body_bytes));
            open_ = true;
            if (into_->at_attempt)
                into_->at_attempt(start.attempt, fields);
        }
        void on_lease(const oms::lease_step& step) noexcept override
        {
            into_->last_lease = step.waited;
            into_->note("lease " + std::to_string(step.attempt) + (step.reused ? " reused" : " new"));
            if (into_->at_lease)
                into_->at_lease();
        }
        void on_response(const oms::response_step& step) noexcept override
        {
            if (!std::exchange(open_, false))
                into_->note("a response without an attempt");
            into_->note(ending("response " + std::to_string(step.attempt), step.http_status, step.request_id) +
                        why(step.failure));
        }
        void on_retry(const oms::retry_step& step) noexcept override
        {
            into_->last_pause = step.pause;
            into_->note("retry after " + std::to_string(step.attempt) + why(step.reason));
        }
        void on_end(const oms::call_end& end) noexcept override
        {
            if (open_)
                into_->note("an attempt without a response");
            into_->note(ending("end after " + std::to_string(end.attempts), end.http_status, end.request_id) +
                        why(end.failure) + (end.cancelled ? " (by the caller)" : ""));
            into_->last_took = end.took;
            into_->last_delivery = end.delivery;
            ++into_->ended;
            into_->ended_twice += std::exchange(has_ended_, true);
            if (into_->at_end)
                into_->at_end();
        }

    private:
        static std::string ending(std::string what, int status, std::string_view request_id)
        {
            if (status != 0)
                what += " " + std::to_string(status);
            return request_id.empty() ? what : what + " " + std::string(request_id);
        }

        const std::shared_ptr<told_calls> into_;
        bool open_ = false;
        bool has_ended_ = false;
    };
};

} // namespace test
