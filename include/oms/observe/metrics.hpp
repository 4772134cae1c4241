#pragma once

#include <oms/observe/observer.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

namespace detail {
class metrics_state;
}

/// Counts and times what a client does, or several clients together, for Prometheus:
///
/// \code
/// const auto metrics = std::make_shared<oms::metrics>();
/// config.observer = metrics;
/// …
/// answer(200, oms::metrics::content_type, metrics->text()); // GET /metrics of your server
/// \endcode
///
/// | name | type | labels |
/// | --- | --- | --- |
/// | `oms_calls_total` | counter | `method`, `path`, `delivery`, `status` |
/// | `oms_calls_dropped_total` | counter | |
/// | `oms_calls_in_flight` | gauge | |
/// | `oms_call_duration_seconds` | histogram | `method`, `path` |
/// | `oms_attempts_total` | counter | `status` |
/// | `oms_attempt_duration_seconds` | histogram | |
/// | `oms_retries_total` | counter | `reason` |
/// | `oms_connections_leased_total` | counter | `connection`: `new`, `reused` |
/// | `oms_connection_wait_seconds` | histogram | |
/// | `oms_token_exchanges_total` | counter | `result`: `success`, `failure` |
/// | `oms_version_drift_total` | counter | |
///
/// Every label has a fixed set of values: `path` the path templates of the contract and `other` (paths that a program
/// wrote itself), `status` the class (`2xx`, …; `none` without an answer), `reason` the names of `errc`. So no series
/// comes from what a request or an answer holds, and their number is bounded; those at zero are left out. Retries are
/// counted when they begin, as `client_metrics::retries` are; drift is counted in answers.
///
/// Thread-safe. Each event costs a few relaxed atomic additions, and a call one small allocation.
class metrics final : public observer {
public:
    /// Throws std::bad_alloc only. About 14 KiB.
    metrics();

    /// The media type of text(), for the field Content-Type.
    static constexpr std::string_view content_type = "text/plain; version=0.0.4; charset=utf-8";

    /// All metrics in Prometheus' text format. Series are read one by one, so calls that end meanwhile may be in one
    /// and not yet in another; each histogram agrees with itself. Throws std::bad_alloc only.
    std::string text() const;

    /// Appends the same. When memory is lacking, a part may have been appended.
    void write(std::string& out) const;

    std::unique_ptr<call_observer> on_call(const call_start& call) noexcept override;
    void on_token_exchange(const token_exchange& exchange) noexcept override;
    void on_drift(const version_drift& drift) noexcept override;

private:
    std::shared_ptr<detail::metrics_state> state_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/observe/impl/metrics.ipp>
#endif
