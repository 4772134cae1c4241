#pragma once

#include <oms/testing/replaying_transport.hpp>

#include <algorithm>
#include <mutex>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

/// What is left of a recording. From any thread.
class replay {
public:
    explicit replay(const std::string& file) : left_(testing::read_recording(file)) {}

    exchange_result take(const http_request& request)
    {
        const std::string body = without_secrets(request.body);
        exchange_result result;
        const std::lock_guard lock(mutex_);
        if (closed_) {
            result.failure = errc::client_closed;
            return result;
        }
        if (is_token_exchange(request))
            return token();
        const auto found = std::find_if(left_.begin(), left_.end(), [&](const testing::recorded_exchange& each) {
            return each.method == to_string(request.method) && each.target == request.target && each.body == body;
        });
        if (found == left_.end()) {
            result.failure = errc::not_available;
            result.cause_text = "not in the recording, or not that often: " + std::string(to_string(request.method)) +
                                ' ' + request.target;
            return result;
        }
        result = std::move(found->result);
        left_.erase(found);
        return result;
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
    static exchange_result token()
    {
        exchange_result result;
        result.phase = exchange_phase::complete;
        result.response.status = 200;
        result.response.headers.add_received("Content-Type", "application/json");
        result.response.body = R"({"accessToken":"replayed","tokenType":"bearer","expiresIn":3600})";
        return result;
    }

    mutable std::mutex mutex_;
    std::vector<testing::recorded_exchange> left_;
    bool closed_ = false;
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

OMS_DECL std::vector<recorded_exchange> replaying_transport::unused() const
{
    return replay_->left();
}

} // namespace testing

}} // namespace oms::v0_1
