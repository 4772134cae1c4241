#pragma once

#include "delivery.hpp"

#include <oms/webhook/endpoint.hpp>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

/// Endpoints that tell what they did.
namespace fixture {

/// What the observer of an endpoint was told.
struct told {
    oms::webhook_outcome outcome;
    int status;
    std::string line;
    std::string diagnosis;
    bool with_failure;
};

/// An endpoint whose handler notes what it was given, and does what a test says.
class watched_endpoint {
public:
    explicit watched_endpoint(oms::endpoint_options options = oms::endpoint_options{},
                              oms::webhook_verifier verifier = fixture::verifier())
    {
        oms::webhook_router router{[this](const oms::event& event) {
            handled.push_back(event.id.str());
            if (on_event)
                on_event(event);
        }};
        router.on_superseded([this](const oms::event& event) {
            superseded.push_back(event.id.str());
            if (on_superseded)
                on_superseded(event);
        });
        options.observe([this](const oms::webhook_report& report) {
            reports.push_back(
                {report.outcome(), report.status(), report.str(), report.diagnosis(), report.failure() != nullptr});
            if (on_report)
                on_report(report);
        });
        endpoint = std::make_unique<oms::webhook_endpoint>(std::move(verifier), std::move(router), std::move(options));
    }

    oms::webhook_answer answer(const delivery& given) { return endpoint->receive(given.request()); }
    int status(const delivery& given) { return answer(given).status; }
    int status(const change& given) { return status(delivery{given}); }

    /// What the last delivery was reported as.
    std::string last() const { return std::string{to_string(reports.back().outcome)}; }

    std::function<void(const oms::event&)> on_event;
    std::function<void(const oms::event&)> on_superseded;
    std::function<void(const oms::webhook_report&)> on_report;
    std::vector<std::string> handled;
    std::vector<std::string> superseded;
    std::vector<told> reports;
    std::unique_ptr<oms::webhook_endpoint> endpoint;
};

/// A handler that cannot do its work.
inline void fail(const oms::event&)
{
    throw std::runtime_error{"the database is away"};
}

/// Guards in memory that note each call in one list, and fail where a test says.
struct guard_log {
    std::vector<std::string> calls;
    std::string fails_at; ///< "replay claim", …

    void note(const std::string& call)
    {
        calls.push_back(call);
        if (call == fails_at)
            throw std::runtime_error{"the guard's disk is full"};
    }
};

class noted_replay final : public oms::replay_guard {
public:
    explicit noted_replay(std::shared_ptr<guard_log> log) : log_{std::move(log)} {}
    oms::replay_claim claim(const oms::event_id& delivery) override
    {
        log_->note("replay claim");
        return memory_.claim(delivery);
    }
    void confirm(const oms::event_id& delivery) override
    {
        log_->note("replay confirm");
        memory_.confirm(delivery);
    }
    void release(const oms::event_id& delivery) noexcept override
    {
        log_->calls.push_back("replay release");
        memory_.release(delivery);
    }

private:
    std::shared_ptr<guard_log> log_;
    oms::memory_replay_guard memory_;
};

class noted_order final : public oms::order_guard {
public:
    explicit noted_order(std::shared_ptr<guard_log> log) : log_{std::move(log)} {}
    oms::order_claim claim(const oms::resource_version& version) override
    {
        log_->note("order claim");
        return memory_.claim(version);
    }
    void confirm(const oms::resource_version& version) override
    {
        log_->note("order confirm");
        memory_.confirm(version);
    }
    void release(const oms::resource_version& version) noexcept override
    {
        log_->calls.push_back("order release");
        memory_.release(version);
    }

private:
    std::shared_ptr<guard_log> log_;
    oms::memory_order_guard memory_;
};

inline oms::endpoint_options noted_by(const std::shared_ptr<guard_log>& log)
{
    return oms::endpoint_options{}
        .busy_limit(std::chrono::milliseconds{0})
        .replay(std::make_shared<noted_replay>(log))
        .order(std::make_shared<noted_order>(log));
}

} // namespace fixture
