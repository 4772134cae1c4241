#pragma once

#include <oms/observe/metrics.hpp>

#include <oms/core/errc_name.hpp>
#include <oms/observe/impl/exposition.hpp>
#include <oms/observe/impl/shown.hpp>

#include <array>
#include <atomic>
#include <cstdint>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

/// What the metrics and the calls that they follow share: a call may outlive its observer.
class metrics_state {
public:
    static constexpr std::size_t deliveries = 4;
    static constexpr std::array<std::string_view, 6> status_classes{"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    static std::size_t status_class(int http_status) noexcept
    {
        return http_status >= 100 && http_status < 600 ? static_cast<std::size_t>(http_status / 100) : 0;
    }

    void write(std::string& out) const;

    struct operation_counts {
        std::array<event_count, deliveries * status_classes.size()> ended;
        latency_histogram duration;
    };
    std::array<operation_counts, shown_operation_count> operations;
    std::atomic<std::int64_t> calls_in_flight{0};
    event_count calls_dropped;
    std::array<event_count, status_classes.size()> attempts;
    latency_histogram attempt_duration;
    std::array<event_count, error_place_count> retries;
    event_count new_connections, reused_connections;
    latency_histogram connection_wait;
    event_count token_successes, token_failures;
    event_count drift;
};

OMS_DECL std::string operation_labels(const shown_operation& operation)
{
    return "method=\"" + std::string(operation.method) + "\",path=\"" + std::string(operation.path) + '"';
}

OMS_DECL std::string one_label(std::string_view name, std::string_view value)
{
    return std::string(name) + "=\"" + std::string(value) + '"';
}

OMS_DECL void write_count(std::string& out, std::string_view name, std::string_view help, const event_count& count)
{
    write_family(out, name, "counter", help);
    write_sample(out, name, {}, std::to_string(value_of(count)));
}

OMS_DECL void metrics_state::write(std::string& out) const
{
    constexpr std::string_view calls = "oms_calls_total";
    write_family(out, calls, "counter", "Calls that have ended.");
    for (std::size_t i = 0; i != operations.size(); ++i)
        for (std::size_t j = 0; j != operations[i].ended.size(); ++j)
            if (const std::uint64_t count = value_of(operations[i].ended[j]); count != 0)
                write_sample(out, calls,
                             operation_labels(shown_operations[i]) + ',' +
                                 one_label("delivery", to_string(static_cast<delivery>(j / status_classes.size()))) +
                                 ',' + one_label("status", status_classes[j % status_classes.size()]),
                             std::to_string(count));

    write_count(out, "oms_calls_dropped_total", "Calls that were dropped with their context.", calls_dropped);

    constexpr std::string_view in_flight = "oms_calls_in_flight";
    write_family(out, in_flight, "gauge", "Calls that have begun and not ended.");
    write_sample(out, in_flight, {}, std::to_string(calls_in_flight.load(std::memory_order_relaxed)));

    constexpr std::string_view duration = "oms_call_duration_seconds";
    write_family(out, duration, "histogram", "Duration of calls, with all their attempts and pauses.");
    for (std::size_t i = 0; i != operations.size(); ++i)
        if (!operations[i].duration.empty())
            operations[i].duration.write(out, duration, operation_labels(shown_operations[i]));

    constexpr std::string_view attempts_total = "oms_attempts_total";
    write_family(out, attempts_total, "counter", "Attempts that have ended.");
    for (std::size_t i = 0; i != attempts.size(); ++i)
        if (const std::uint64_t count = value_of(attempts[i]); count != 0)
            write_sample(out, attempts_total, one_label("status", status_classes[i]), std::to_string(count));

    constexpr std::string_view attempt_seconds = "oms_attempt_duration_seconds";
    write_family(out, attempt_seconds, "histogram", "Duration of attempts, with the wait for a connection.");
    attempt_duration.write(out, attempt_seconds, {});

    constexpr std::string_view retries_total = "oms_retries_total";
    write_family(out, retries_total, "counter", "Retries, by what made the attempt before fail.");
    for (std::size_t i = 0; i != retries.size(); ++i)
        if (const std::uint64_t count = value_of(retries[i]); count != 0)
            write_sample(out, retries_total, one_label("reason", name_of(static_cast<errc>(i))), std::to_string(count));

    constexpr std::string_view leased = "oms_connections_leased_total";
    write_family(out, leased, "counter", "Connections that attempts were given.");
    write_sample(out, leased, one_label("connection", "new"), std::to_string(value_of(new_connections)));
    write_sample(out, leased, one_label("connection", "reused"), std::to_string(value_of(reused_connections)));

    constexpr std::string_view wait = "oms_connection_wait_seconds";
    write_family(out, wait, "histogram", "How long attempts waited for a connection, connecting included.");
    connection_wait.write(out, wait, {});

    constexpr std::string_view exchanges = "oms_token_exchanges_total";
    write_family(out, exchanges, "counter", "Exchanges of the credentials for an access token.");
    write_sample(out, exchanges, one_label("result", "success"), std::to_string(value_of(token_successes)));
    write_sample(out, exchanges, one_label("result", "failure"), std::to_string(value_of(token_failures)));

    write_count(out, "oms_version_drift_total", "Answers that announce a deprecation or an end.", drift);
}

class counted_call final : public call_observer {
public:
    counted_call(std::shared_ptr<metrics_state> state, std::size_t operation) noexcept
        : state_(std::move(state)), operation_(operation)
    {
        state_->calls_in_flight.fetch_add(1, std::memory_order_relaxed);
    }

    ~counted_call() override
    {
        state_->calls_in_flight.fetch_sub(1, std::memory_order_relaxed);
        if (!ended_)
            add_one(state_->calls_dropped);
    }

    void on_attempt(const attempt_start& start, header_sink&) noexcept override
    {
        if (start.attempt > 1)
            add_one(state_->retries[reason_]);
    }

    void on_lease(const lease_step& step) noexcept override
    {
        add_one(step.reused ? state_->reused_connections : state_->new_connections);
        state_->connection_wait.add(step.waited);
    }

    void on_response(const response_step& step) noexcept override
    {
        add_one(state_->attempts[metrics_state::status_class(step.http_status)]);
        state_->attempt_duration.add(step.took);
    }

    void on_retry(const retry_step& step) noexcept override
    {
        reason_ = step.reason ? error_place(*step.reason) : 0; // it need not come to another attempt
    }

    void on_end(const call_end& end) noexcept override
    {
        ended_ = true;
        metrics_state::operation_counts& counts = state_->operations[operation_];
        const auto delivered = static_cast<std::size_t>(end.delivery);
        const std::size_t status = metrics_state::status_class(end.http_status);
        add_one(counts.ended[delivered * metrics_state::status_classes.size() + status]);
        counts.duration.add(end.took);
    }

private:
    std::shared_ptr<metrics_state> state_;
    std::size_t operation_;
    std::size_t reason_ = 0; ///< for another attempt
    bool ended_ = false;
};

} // namespace detail

OMS_DECL metrics::metrics() : state_(std::make_shared<detail::metrics_state>()) {}

OMS_DECL void metrics::write(std::string& out) const
{
    state_->write(out);
}

OMS_DECL std::string metrics::text() const
{
    std::string out;
    write(out);
    return out;
}

OMS_DECL std::unique_ptr<call_observer> metrics::on_call(const call_start& call) noexcept
{
    try {
        return std::make_unique<detail::counted_call>(state_,
                                                      detail::shown_operation_of(call.method, call.path_template));
    } catch (...) {
        return nullptr; // no memory
    }
}

OMS_DECL void metrics::on_token_exchange(const token_exchange& exchange) noexcept
{
    detail::add_one(exchange.failure ? state_->token_failures : state_->token_successes);
}

OMS_DECL void metrics::on_drift(const version_drift& drift) noexcept
{
    if (drift.first)
        detail::add_one(state_->drift);
}

}} // namespace oms::v0_1
