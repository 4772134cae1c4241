#pragma once

#include <oms/observe/observers.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

class call_observer_group final : public call_observer {
public:
    /// Has memory for `most`.
    explicit call_observer_group(std::size_t most) { parts_.reserve(most); }

    void add(std::unique_ptr<call_observer> part) noexcept { parts_.push_back(std::move(part)); }
    std::size_t size() const noexcept { return parts_.size(); }
    /// The only one.
    std::unique_ptr<call_observer> take_first() noexcept { return std::move(parts_.front()); }

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
    std::unique_ptr<call_observer> first;
    std::unique_ptr<detail::call_observer_group> all;
    for (const auto& part : parts_) {
        // The group is made before a second one is asked: no follower is lost for want of memory.
        if (first) {
            try {
                all = std::make_unique<detail::call_observer_group>(parts_.size());
            } catch (...) {
                return first; // no memory
            }
            all->add(std::move(first));
        }
        std::unique_ptr<call_observer> wanted = part->on_call(call);
        if (!wanted)
            continue;
        if (all)
            all->add(std::move(wanted));
        else
            first = std::move(wanted);
    }
    if (all && all->size() > 1)
        return all;
    return all ? all->take_first() : std::move(first);
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
