#pragma once

#include <oms/client/impl/answer_error.hpp>
#include <oms/client/impl/call_watch.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <optional>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// The header fields that an observer may add.
inline constexpr std::array<const char*, 4> fields_of_observers{"traceparent", "tracestate", "baggage",
                                                                "x-correlation-id"};

/// Puts what an observer adds into a request.
class fields_of_attempt final : public header_sink {
public:
    explicit fields_of_attempt(http_headers& fields) noexcept : fields_(fields) {}

    bool add(std::string_view name, std::string_view value) override
    {
        const bool is_known = std::any_of(fields_of_observers.begin(), fields_of_observers.end(),
                                          [name](const char* known) { return same_ignoring_case(name, known); });
        if (!is_known || value.empty() || value.size() > 8 * 1024 || !is_header_value(value))
            return false;
        try {
            fields_.set(name, value);
        } catch (...) { // no memory
            return false;
        }
        has_added = true;
        return true;
    }

    bool has_added = false;

private:
    http_headers& fields_;
};

OMS_DECL void client_watch::begin(prepared_call& call, std::chrono::steady_clock::time_point since) noexcept
{
    try {
        // Its memory first: who follows a call is told how it ends.
        auto watch = std::make_unique<call_watch>(*this, since);
        const std::string path = call.path_template();
        call_start start;
        start.number = 1 + calls_.fetch_add(1, std::memory_order_relaxed);
        start.method = to_string(call.op.method);
        start.path_template = path;
        start.scheme = origin_.scheme();
        start.server_address = origin_.host();
        start.server_port = origin_.port();
        start.idempotency_key = call.key.view();
        start.at_most = call.at_most.value_or(total_timeout_);
        watch->follow(observer_->on_call(start));
        call.exchange.watch = std::move(watch);
    } catch (...) {
        // Without memory nobody is told.
    }
}

OMS_DECL void call_watch::has_token(const prepared_call& call) noexcept
{
    token_step step;
    step.waited = std::exchange(token_waited_, std::chrono::nanoseconds::zero());
    step.renewed = call.token_renewed && !told_renewal_;
    told_renewal_ = call.token_renewed;
    told().on_token(step);
}

OMS_DECL void call_watch::begins_attempt(prepared_call& call) noexcept
{
    http_headers& fields = call.request.headers;
    if (has_added_) {
        for (const char* const each : fields_of_observers)
            fields.erase(each);
    }
    call.exchange.result() = exchange_result(); // a transport that throws leaves none
    attempt_start start;
    start.attempt = attempt_ = call.attempts + 1;
    start.body_bytes = call.request.body.size();
    attempt_begun_ = lease_wanted_ = by_.now();
    fields_of_attempt sink(fields);
    told().on_attempt(start, sink);
    has_added_ = sink.has_added;
}

OMS_DECL void call_watch::leased(bool reused) noexcept
{
    lease_step step;
    step.attempt = attempt_;
    step.waited = by_.now() - lease_wanted_;
    step.reused = reused;
    told().on_lease(step);
}

OMS_DECL void call_watch::tell_response(const prepared_call& call, const error* failure) noexcept
{
    const exchange_result& result = call.exchange.result();
    response_step step;
    step.attempt = std::exchange(attempt_, 0);
    if (result.failure == errc{})
        step.http_status = result.response.status;
    step.head_status = result.response.status;
    step.request_id = request_id_of(result.response);
    if (failure && !failure->request_id().empty())
        step.request_id = failure->request_id();
    step.body_bytes = result.response.body.size();
    step.took = by_.now() - attempt_begun_;
    step.failure = failure;
    status_ = step.http_status;
    try {
        request_id_ = step.request_id;
    } catch (...) {
        request_id_.clear();
    }
    told().on_response(step);
}

OMS_DECL void call_watch::look_for_drift(const prepared_call& call) noexcept
{
    version_drift drift;
    for (const char* const name : {"Deprecation", "Sunset"}) {
        const std::optional<std::string_view> value = call.response().headers.find(name);
        if (!value)
            continue;
        try {
            const std::string path = call.path_template();
            drift.path_template = path;
            drift.where = name;
            drift.what = *value;
            by_.told().on_drift(drift);
            drift.first = false;
        } catch (...) {
            // Without memory for its path the next answer has to say it.
        }
    }
}

OMS_DECL void call_watch::ends_attempt(const prepared_call& call) noexcept
{
    const call_run& run = call.run;
    if (run.plan.step == attempt_step::resend)
        return; // the same attempt goes on, on another connection
    const bool last = run.plan.step == attempt_step::finish;
    tell_response(call, last ? (call.problem ? &*call.problem : nullptr) : &call.earlier);
    look_for_drift(call);
    if (last)
        return;
    retry_step step;
    step.attempt = call.attempts;
    if (run.plan.step == attempt_step::wait)
        step.pause = std::max(run.plan.at - by_.now(), std::chrono::steady_clock::duration::zero());
    step.reason = &call.earlier;
    told().on_retry(step);
}

/// What an exception that is no problem of the call's own is told as.
OMS_DECL error error_behind(const prepared_call& call, const std::exception_ptr& thrown)
{
    try {
        if (thrown)
            std::rethrow_exception(thrown);
    } catch (const error& why) {
        return why;
    } catch (...) {
        // Said below.
    }
    return call.failure(error::builder(errc::not_available)
                            .text("an exception ended the call, which is none of this library's errors"));
}

OMS_DECL void call_watch::ends(const prepared_call& call, int exceptions) noexcept
{
    const bool with_an_exception = std::uncaught_exceptions() > exceptions;
    std::optional<error> failure;
    try {
        if (call.run.thrown || (with_an_exception && !call.problem)) // in the order of `throw_problem`
            failure = error_behind(call, call.run.thrown);
        else
            failure = call.problem;
    } catch (...) { // no memory
        failure = error();
    }
    if (attempt_ != 0)
        tell_response(call, failure ? &*failure : nullptr);
    call_end end;
    end.attempts = call.attempts;
    end.http_status = status_;
    end.request_id = request_id_;
    end.took = by_.now() - begun_;
    end.delivery = call.delivered;
    end.failure = failure ? &*failure : nullptr;
    end.cancelled = failure && failure->code() == errc::cancelled;
    told().on_end(end);
}

}}} // namespace oms::v0_1::detail
