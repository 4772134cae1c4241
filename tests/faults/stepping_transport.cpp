#include "stepping_transport.hpp"

#include <string_view>

namespace test {

namespace {

using oms::errc;
using oms::exchange_phase;
using oms::http_method;

constexpr const char* customer_text = R"({"id":"cst_1","object":"customer","status":"active"})";

oms::http_response answer(int status, std::string body)
{
    oms::http_response response;
    response.status = status;
    response.headers.add_received("Content-Type", "application/json");
    response.body = std::move(body);
    return response;
}

oms::exchange_result failed(errc why, exchange_phase phase)
{
    oms::exchange_result result;
    result.failure = why;
    result.phase = phase;
    return result;
}

bool is_token_exchange(const oms::http_request& request)
{
    return request.target.ends_with("/auth/token");
}

} // namespace

const char* name_of(step_fault fault)
{
    switch (fault) {
    case step_fault::reset:
        return "reset";
    case step_fault::timeout:
        return "timeout";
    case step_fault::cancel:
        return "cancel";
    case step_fault::short_read:
        return "short read";
    case step_fault::short_write:
        return "short write";
    }
    return "";
}

oms::http_response effect_ledger::handle(const oms::http_request& request)
{
    if (is_token_exchange(request)) {
        ++token_requests_;
        return answer(200, R"({"accessToken":"token","tokenType":"bearer","expiresIn":3600})");
    }
    ++requests_;
    switch (request.method) {
    case http_method::get:
        return answer(200, customer_text);
    case http_method::patch:
        ++effects_;
        return answer(200, customer_text);
    case http_method::del:
        if (deleted_)
            return answer(404, R"({"code":"not_found"})");
        deleted_ = true;
        ++effects_;
        return answer(200, customer_text);
    case http_method::post:
    case http_method::put:
        break;
    }
    return create(request);
}

oms::http_response effect_ledger::create(const oms::http_request& request)
{
    const std::string key(request.headers.find("Idempotency-Key").value_or(std::string_view()));
    const auto known = answers_.find(key);
    if (known == answers_.end()) {
        ++effects_;
        return answers_.emplace(key, stored{request.body, answer(201, customer_text)}).first->second.answer;
    }
    if (known->second.body == request.body)
        return known->second.answer;
    clashed_ = true;
    return answer(409, R"({"code":"idempotency_conflict"})");
}

void stepping_transport::close()
{
    closed_ = true;
    const auto hanging = hanging_;
    for (const auto& one : hanging)
        one->wake(fake_clock::sleeper::reason::woken);
}

boost::asio::awaitable<oms::exchange_result>
stepping_transport::run(stepping_transport& self, const oms::http_request& request, const oms::exchange_limits& limits)
{
    struct alive {
        explicit alive(int& counted) : count(counted) { ++count; }
        ~alive() { --count; }
        int& count;
    } const counted(self.live_);

    if (self.closed_)
        co_return failed(errc::client_closed, exchange_phase::not_connected);
    const bool token = is_token_exchange(request);
    if (!token)
        ++self.exchanges_;
    oms::http_response response;
    for (const step at : {step::connect, step::write_head, step::write_body, step::read_head, step::read_body}) {
        if (at == step::write_body && request.body.empty())
            continue;
        const std::optional<step_fault> fault = self.plan_(self.steps_++);
        // A connection that breaks behind the last byte of the body: the service has it all, and nobody knows.
        const bool arrives = at == step::write_body && fault == step_fault::reset;
        if (arrives)
            self.service_->handle(request);
        if (fault) {
            const bool writes = at == step::write_body || (at == step::write_head && fault == step_fault::short_write);
            self.wrote_ = self.wrote_ || (!token && (writes || at == step::read_head || at == step::read_body));
            co_return co_await fail(self, at, *fault, std::move(response), limits);
        }
        if (at != step::connect)
            self.wrote_ = self.wrote_ || !token;
        const bool last_write = at == step::write_body || (at == step::write_head && request.body.empty());
        if (last_write)
            response = self.service_->handle(request);
    }
    oms::exchange_result result;
    result.phase = exchange_phase::complete;
    result.response = std::move(response);
    co_return result;
}

boost::asio::awaitable<oms::exchange_result> stepping_transport::fail(stepping_transport& self, step at, step_fault how,
                                                                      oms::http_response arrived,
                                                                      const oms::exchange_limits& limits)
{
    using std::chrono::seconds;
    errc timeout = errc::connect_timeout;
    errc reset = errc::connection_lost;
    exchange_phase phase = exchange_phase::not_connected;
    bool reused = false;
    switch (at) {
    case step::connect:
        reset = errc::connect_failed;
        break;
    case step::write_head:
        timeout = errc::write_timeout;
        phase = how == step_fault::short_write ? exchange_phase::partly_written : exchange_phase::nothing_written;
        reused = how == step_fault::short_read; // the end of the stream, found on a connection of the pool
        break;
    case step::write_body:
        timeout = errc::write_timeout;
        phase = exchange_phase::partly_written;
        break;
    case step::read_head:
        timeout = errc::first_byte_timeout;
        phase = how == step_fault::short_read ? exchange_phase::response_begun : exchange_phase::fully_written;
        break;
    case step::read_body:
        timeout = errc::read_timeout;
        phase = exchange_phase::response_begun;
        break;
    }

    oms::exchange_result result = failed(how == step_fault::timeout ? timeout : reset, phase);
    result.reused_connection = reused;
    if (at == step::read_body) {
        arrived.body.resize(arrived.body.size() / 2);
        result.response = std::move(arrived);
    }
    if (how == step_fault::timeout || how == step_fault::cancel) {
        const auto ends = how == step_fault::cancel ? limits.deadline : self.clock_->now() + seconds(30);
        const auto sleeper = std::make_shared<fake_clock::sleeper>(std::min(ends, limits.deadline));
        if (how == step_fault::cancel)
            self.hanging_.push_back(sleeper);
        const boost::system::error_code slept = co_await fake_clock::sleep(*self.clock_, sleeper);
        std::erase(self.hanging_, sleeper);
        if (self.closed_)
            result.failure = errc::client_closed;
        else if (slept)
            result.failure = errc::cancelled;
        else if (self.clock_->now() >= limits.deadline)
            result.failure = errc::deadline_exceeded;
    }
    co_return result;
}

} // namespace test
