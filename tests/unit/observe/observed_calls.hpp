#pragma once

#include <oms/observe/observer.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Calls as an observer sees them, without a client.
namespace test {

using namespace std::chrono_literals;

class header_fields final : public oms::header_sink {
public:
    bool add(std::string_view name, std::string_view value) override
    {
        fields.emplace_back(name, value);
        return true;
    }
    std::vector<std::pair<std::string, std::string>> fields;
};

inline oms::call_start new_quote(std::string_view key = "key-1")
{
    oms::call_start call;
    call.number = 7;
    call.method = "POST";
    call.path_template = "/quotes";
    call.scheme = "https";
    call.server_address = "api.example.com";
    call.server_port = 443;
    call.idempotency_key = key;
    call.at_most = 60s;
    return call;
}

inline oms::call_start get_customer()
{
    oms::call_start call = new_quote("");
    call.method = "GET";
    call.path_template = "/customers/{customerId}";
    return call;
}

inline oms::error unavailable()
{
    return oms::error::builder(oms::errc::unavailable)
        .http_status(503)
        .server_code("unavailable")
        .request_id("req_first")
        .delivery(oms::delivery::maybe_applied);
}

inline oms::error quote_expired()
{
    return oms::error::builder(oms::errc::unprocessable)
        .http_status(422)
        .server_code("quote_expired")
        .request_id("req_last")
        .delivery(oms::delivery::refused);
}

inline oms::lease_step lease(int attempt, std::chrono::nanoseconds waited, bool reused)
{
    oms::lease_step step;
    step.attempt = attempt;
    step.waited = waited;
    step.reused = reused;
    return step;
}

inline oms::response_step response(int attempt, int status, const oms::error* failure = nullptr,
                                   std::chrono::nanoseconds took = 20ms)
{
    oms::response_step step;
    step.attempt = attempt;
    step.http_status = step.head_status = status;
    step.request_id = failure ? failure->request_id() : "req_last";
    step.took = took;
    step.failure = failure;
    return step;
}

inline oms::retry_step retry(int attempt, const oms::error& reason)
{
    oms::retry_step step;
    step.attempt = attempt;
    step.pause = 250ms;
    step.reason = &reason;
    return step;
}

inline oms::attempt_start attempt(int number)
{
    oms::attempt_start start;
    start.attempt = number;
    return start;
}

inline oms::call_end end(int attempts, int status, oms::delivery delivered, const oms::error* failure = nullptr,
                         std::chrono::nanoseconds took = 52118us)
{
    oms::call_end end;
    end.attempts = attempts;
    end.http_status = status;
    end.request_id = failure ? failure->request_id() : "req_last";
    end.took = took;
    end.delivery = delivered;
    end.failure = failure;
    return end;
}

/// A call whose attempts fail with `reasons`, and then one that ends with `last`, or well; what the attempts were to
/// send.
inline std::vector<header_fields> run_call(oms::observer& told, const oms::call_start& call,
                                           const std::vector<oms::error>& reasons, const oms::error* last = nullptr)
{
    std::vector<header_fields> sent;
    const std::unique_ptr<oms::call_observer> follows = told.on_call(call);
    if (!follows)
        return sent;
    oms::token_step token;
    token.waited = 3ms;
    int number = 0;
    for (const oms::error& reason : reasons) {
        follows->on_token(token);
        follows->on_attempt(attempt(++number), sent.emplace_back());
        follows->on_lease(lease(number, 12ms, false));
        follows->on_response(response(number, reason.http_status(), &reason));
        follows->on_retry(retry(number, reason));
    }
    follows->on_token(token);
    follows->on_attempt(attempt(++number), sent.emplace_back());
    follows->on_lease(lease(number, 0ms, true));
    const int status = last ? last->http_status() : 201;
    follows->on_response(response(number, status, last));
    follows->on_end(end(number, status, last ? last->delivery() : oms::delivery::applied, last));
    return sent;
}

} // namespace test
