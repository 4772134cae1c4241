#pragma once

#include <oms/config.hpp>
#include <oms/webhook/order_guard.hpp>
#include <oms/webhook/replay_guard.hpp>
#include <oms/webhook/report.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace oms { inline namespace v0_1 {

/// How an endpoint receives; every setter returns the object.
class endpoint_options {
public:
    endpoint_options() = default;

    /// What finds repeated deliveries. By default a memory_replay_guard of the endpoint's own; null: nothing does, and
    /// each repetition is handed to the handler. Endpoints may share one when they have the same handlers: what one of
    /// them has handled, the others pass over.
    endpoint_options& replay(std::shared_ptr<replay_guard> guard);

    /// What finds events that come too late. By default a memory_order_guard of the endpoint's own; null: nothing does.
    /// To be shared as the replay guard: by endpoints with the same handlers alone.
    endpoint_options& order(std::shared_ptr<order_guard> guard);

    /// Told of each delivery before it is answered, from the thread that answers. What it throws is ignored.
    endpoint_options& observe(std::function<void(const webhook_report&)> observer);

    /// How long a delivery waits while it, or another event of its resource, is being handled. Then the answer is 503
    /// and OMS sends it again. 5 s by default; 0: not at all. OMS waits 10 s for an answer (contract section 12.5), so
    /// this and the time of the handler should stay below that together. Who waits in a webhook_endpoint holds its
    /// thread: take less where few threads receive. Throws `error{errc::invalid_argument}` when negative or over an
    /// hour.
    endpoint_options& busy_limit(std::chrono::milliseconds limit);

    /// The guard given; none given means the default.
    const std::optional<std::shared_ptr<replay_guard>>& replay() const noexcept { return replay_; }
    const std::optional<std::shared_ptr<order_guard>>& order() const noexcept { return order_; }
    const std::function<void(const webhook_report&)>& observe() const noexcept { return observe_; }
    std::chrono::milliseconds busy_limit() const noexcept { return busy_limit_; }

private:
    std::optional<std::shared_ptr<replay_guard>> replay_;
    std::optional<std::shared_ptr<order_guard>> order_;
    std::function<void(const webhook_report&)> observe_;
    std::chrono::milliseconds busy_limit_{5000};
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/endpoint_options.ipp>
#endif
