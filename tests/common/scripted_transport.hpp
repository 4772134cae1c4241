#pragma once

#include "common/fake_clock.hpp"

#include <oms/net/transport.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How one exchange ends, or that it hangs until its deadline, a cancellation, `release` or `close`.
class scripted_step {
public:
    static scripted_step answer(int status, std::string body = "{}")
    {
        scripted_step step;
        step.result.response.status = status;
        step.result.response.body = std::move(body);
        step.result.phase = oms::exchange_phase::complete;
        if (!step.result.response.body.empty())
            step.result.response.headers.add_received("Content-Type", "application/json");
        return step;
    }
    static scripted_step failure(oms::errc why, oms::exchange_phase phase, bool reused = false)
    {
        scripted_step step;
        step.result.failure = why;
        step.result.phase = phase;
        step.result.reused_connection = reused;
        return step;
    }
    /// Hangs having reached `phase`; ends as `this` when released.
    scripted_step& hanging(oms::exchange_phase phase)
    {
        hangs = true;
        hanging_phase = phase;
        return *this;
    }
    scripted_step& header(std::string_view name, std::string_view value)
    {
        if (name == "Content-Type")
            result.response.headers.erase(name);
        result.response.headers.add_received(name, value);
        return *this;
    }
    scripted_step& cause(boost::system::error_code code)
    {
        result.cause = code;
        return *this;
    }

    oms::exchange_result result;
    bool hangs = false;
    oms::exchange_phase hanging_phase = oms::exchange_phase::fully_written;

private:
    scripted_step() = default;
};

/// A transport that answers from two scripts: one for POST /auth/token, one for everything else. A token script that
/// has come to its end gives a new token of an hour; the other one must not come to its end, unless `otherwise` says
/// how it goes on. For one thread.
class scripted_transport final : public oms::transport {
public:
    explicit scripted_transport(std::shared_ptr<fake_clock> clock) : clock_(std::move(clock)) {}

    void then(scripted_step step) { calls_.push_back(std::move(step)); }
    void then_token(scripted_step step) { tokens_.push_back(std::move(step)); }
    /// How everything is answered that the script has no step for.
    void otherwise(std::function<scripted_step(const oms::http_request&)> answer) { otherwise_ = std::move(answer); }

    static std::string token_body(std::string_view token, long expires_in = 3600)
    {
        return R"({"accessToken":")" + std::string(token) + R"(","tokenType":"bearer","expiresIn":)" +
               std::to_string(expires_in) + "}";
    }

    boost::asio::awaitable<oms::exchange_result> exchange(const oms::http_request& request,
                                                          const oms::exchange_limits& bounds) override
    {
        this->limits.push_back(bounds);
        return run(*this, take_step(request), bounds.deadline);
    }

    /// Ends all exchanges that hang, as their steps say.
    void release()
    {
        const auto released = hanging_;
        for (const auto& one : released)
            one->wake(fake_clock::sleeper::reason::woken);
    }

    void close() override
    {
        closed = true;
        release();
    }

    oms::pool_metrics metrics() const override { return {}; }

    std::size_t hanging() const { return hanging_.size(); }

    std::vector<oms::http_request> requests;
    std::vector<oms::http_request> token_requests;
    std::vector<oms::exchange_limits> limits; ///< of all of them
    bool closed = false;

private:
    scripted_step take_step(const oms::http_request& request)
    {
        const bool token = request.target.ends_with("/auth/token");
        (token ? token_requests : requests).push_back(request);
        std::deque<scripted_step>& script = token ? tokens_ : calls_;
        if (script.empty()) {
            if (!token && otherwise_)
                return otherwise_(request);
            if (!token)
                throw std::logic_error("the script is over, but there was another request");
            return scripted_step::answer(200, token_body("token-" + std::to_string(++tokens_given_)));
        }
        scripted_step step = std::move(script.front());
        script.pop_front();
        return step;
    }

    static boost::asio::awaitable<oms::exchange_result> run(scripted_transport& self, scripted_step step,
                                                            fake_clock::time_point deadline)
    {
        if (self.closed)
            co_return failed(oms::errc::client_closed, oms::exchange_phase::not_connected);
        if (step.hangs) {
            const auto sleeper = std::make_shared<fake_clock::sleeper>(deadline);
            self.hanging_.push_back(sleeper);
            const boost::system::error_code slept = co_await fake_clock::sleep(*self.clock_, sleeper);
            std::erase(self.hanging_, sleeper);
            if (!slept)
                co_return failed(oms::errc::deadline_exceeded, step.hanging_phase);
            if (self.closed)
                co_return failed(oms::errc::client_closed, step.hanging_phase);
            if (sleeper->why != fake_clock::sleeper::reason::woken)
                co_return failed(oms::errc::cancelled, step.hanging_phase);
        }
        co_return std::move(step.result);
    }

    static oms::exchange_result failed(oms::errc why, oms::exchange_phase phase)
    {
        oms::exchange_result result;
        result.failure = why;
        result.phase = phase;
        return result;
    }

    std::shared_ptr<fake_clock> clock_;
    std::deque<scripted_step> calls_;
    std::deque<scripted_step> tokens_;
    std::function<scripted_step(const oms::http_request&)> otherwise_;
    std::vector<std::shared_ptr<fake_clock::sleeper>> hanging_;
    int tokens_given_ = 0;
};
