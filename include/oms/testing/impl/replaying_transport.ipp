#pragma once

#include <oms/net/system_clock.hpp>
#include <oms/testing/impl/body_difference.hpp>
#include <oms/testing/replaying_transport.hpp>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

/// What is left of a recording. From any thread.
class replay {
public:
    explicit replay(const std::string& file)
        : left_(testing::read_recording(file)),
          wall_(left_.empty() ? std::chrono::system_clock::now() : time_of(left_.front()))
    {
    }

    exchange_result take(const http_request& request)
    {
        const std::string_view used_token = token_of(request);
        const std::string target = target_without_secrets(request.target, used_token);
        const std::string body = without_secrets(request.body, used_token);
        exchange_result result;
        const std::lock_guard lock(mutex_);
        if (closed_) {
            result.failure = errc::client_closed;
            return result;
        }
        if (is_token_exchange(request))
            return token();
        const asked what{std::string(to_string(request.method)), target, body};
        const auto found = std::find_if(left_.begin(), left_.end(), [&what](const testing::recorded_exchange& each) {
            return what == asked_by(each);
        });
        if (found == left_.end()) {
            result.failure = errc::not_available;
            result.cause_text = why_not(what) + ": " + what.method + ' ' + what.target;
            return result;
        }
        result = std::move(found->result);
        given_.push_back(what);
        wall_ = std::max(wall_, time_of(*found));
        if (const auto next = left_.erase(found); next != left_.end())
            wall_ = std::max(wall_, time_of(*next));
        return result;
    }

    std::chrono::system_clock::time_point wall() const
    {
        const std::lock_guard lock(mutex_);
        return wall_;
    }

    void close()
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }

    std::vector<testing::recorded_exchange> left() const
    {
        const std::lock_guard lock(mutex_);
        return left_;
    }

private:
    struct asked {
        std::string method, target, body;

        bool operator==(const asked&) const = default;
    };

    static asked asked_by(const testing::recorded_exchange& each) { return {each.method, each.target, each.body}; }

    /// Why nothing that is left is the answer.
    std::string why_not(const asked& what) const
    {
        if (const auto times = std::count(given_.begin(), given_.end(), what); times > 0)
            return "recorded " + std::to_string(times) + (times == 1 ? " time" : " times") + ", and given that often";
        std::vector<asked> recorded; // what is left is meant rather than what was given
        for (const testing::recorded_exchange& each : left_)
            recorded.push_back(asked_by(each));
        recorded.insert(recorded.end(), given_.begin(), given_.end());
        for (const asked& each : recorded) {
            if (each.method != what.method || each.target != what.target)
                continue;
            const body_difference differs(what.body, each.body);
            return "recorded with another body" +
                   (differs.path().empty() ? "" : ", which differs at " + differs.path());
        }
        return "not in the recording";
    }

    static std::chrono::system_clock::time_point time_of(const testing::recorded_exchange& exchange)
    {
        return exchange.at.time();
    }

    static exchange_result token()
    {
        exchange_result result;
        result.phase = exchange_phase::complete;
        result.response.status = 200;
        result.response.headers.add_received("Content-Type", "application/json");
        result.response.body = R"({"accessToken":"token-of-a-replay","tokenType":"bearer","expiresIn":3600})";
        return result;
    }

    mutable std::mutex mutex_;
    std::vector<testing::recorded_exchange> left_;
    std::vector<asked> given_;
    std::chrono::system_clock::time_point wall_;
    bool closed_ = false;
};

/// The machine's pauses at the time of a recording.
class replay_clock final : public clock {
public:
    replay_clock(std::shared_ptr<replay> of, boost::asio::any_io_executor executor)
        : replay_(std::move(of)), machine_(make_system_clock(std::move(executor)))
    {
    }

    std::chrono::steady_clock::time_point now() const override { return machine_->now(); }
    std::chrono::system_clock::time_point wall() const override { return replay_->wall(); }
    boost::asio::awaitable<boost::system::error_code> sleep_until(std::chrono::steady_clock::time_point when) override
    {
        return machine_->sleep_until(when);
    }

private:
    const std::shared_ptr<replay> replay_;
    const std::shared_ptr<clock> machine_;
};

OMS_DECL boost::asio::awaitable<exchange_result> replay_exchange(std::shared_ptr<replay> from,
                                                                 const http_request& request)
{
    exchange_result result = from->take(request);
    co_return result;
}

} // namespace detail

namespace testing {

OMS_DECL replaying_transport::replaying_transport(const std::string& file)
    : replay_(std::make_shared<detail::replay>(file))
{
}

OMS_DECL boost::asio::awaitable<exchange_result> replaying_transport::exchange(const http_request& request,
                                                                               const exchange_limits&)
{
    return detail::replay_exchange(replay_, request);
}

OMS_DECL void replaying_transport::close()
{
    replay_->close();
}

OMS_DECL std::shared_ptr<oms::clock> replaying_transport::clock(boost::asio::any_io_executor executor) const
{
    return std::make_shared<detail::replay_clock>(replay_, std::move(executor));
}

OMS_DECL std::vector<recorded_exchange> replaying_transport::unused() const
{
    return replay_->left();
}

} // namespace testing

}} // namespace oms::v0_1
