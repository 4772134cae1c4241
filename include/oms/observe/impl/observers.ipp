#pragma once

#include <oms/observe/observers.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

class call_observer_group final : public call_observer {
public:
    explicit call_observer_group(std::vector<std::unique_ptr<call_observer>> parts) noexcept : parts_(std::move(parts))
    {
    }

    void on_token(const token_step& step) noexcept override
    {
        for (const auto& part : parts_)
            part->on_token(step);
    }
    void on_attempt(const attempt_start& start, header_sink& headers) noexcept override
    {
        for (const auto& part : parts_)
            part->on_attempt(start, headers);
    }
    void on_lease(const lease_step& step) noexcept override
    {
        for (const auto& part : parts_)
            part->on_lease(step);
    }
    void on_response(const response_step& step) noexcept override
    {
        for (const auto& part : parts_)
            part->on_response(step);
    }
    void on_retry(const retry_step& step) noexcept override
    {
        for (const auto& part : parts_)
            part->on_retry(step);
    }
    void on_end(const call_end& end) noexcept override
    {
        for (const auto& part : parts_)
            part->on_end(end);
    }

private:
    std::vector<std::unique_ptr<call_observer>> parts_;
};

} // namespace detail

OMS_DECL observers::observers(std::vector<std::shared_ptr<observer>> parts) : parts_(std::move(parts))
{
    std::erase(parts_, nullptr);
}

OMS_DECL std::unique_ptr<call_observer> observers::on_call(const call_start& call) noexcept
{
    try {
        std::unique_ptr<call_observer> first;
        std::vector<std::unique_ptr<call_observer>> all;
        for (const auto& part : parts_) {
            std::unique_ptr<call_observer> wanted = part->on_call(call);
            if (!wanted)
                continue;
            if (!first && all.empty()) {
                first = std::move(wanted);
                continue;
            }
            if (first) {
                all.reserve(parts_.size());
                all.push_back(std::move(first));
            }
            all.push_back(std::move(wanted));
        }
        if (all.empty())
            return first;
        return std::make_unique<detail::call_observer_group>(std::move(all));
    } catch (...) {
        return nullptr; // no memory
    }
}

OMS_DECL void observers::on_token_exchange(const token_exchange& exchange) noexcept
{
    for (const auto& part : parts_)
        part->on_token_exchange(exchange);
}

OMS_DECL void observers::on_drift(const version_drift& drift) noexcept
{
    for (const auto& part : parts_)
        part->on_drift(drift);
}

}} // namespace oms::v0_1
