#pragma once

#include <oms/webhook/endpoint.hpp>

#include <oms/webhook/intake.hpp>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>

namespace oms { inline namespace v0_1 {
namespace detail {

/// Wakes one thread, once.
class wake_up {
public:
    void give()
    {
        {
            const std::scoped_lock lock{mutex_};
            given_ = true;
        }
        changed_.notify_one();
    }

    void await(std::chrono::steady_clock::time_point until)
    {
        std::unique_lock lock{mutex_};
        changed_.wait_until(lock, until, [this] { return given_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool given_ = false;
};

/// Claims, and while it is busy waits for its turn, up to the limit.
OMS_DECL turn claim_in_time(const webhook_intake& intake, admission& admitted)
{
    using clock = std::chrono::steady_clock;
    const clock::time_point until = clock::now() + intake.busy_limit();
    for (;;) {
        const turn whose = intake.claim(admitted);
        const clock::time_point now = clock::now();
        if (whose != turn::busy || now >= until)
            return whose;
        const auto change = std::make_shared<wake_up>();
        const change_watch watch = intake.on_change(admitted, [change] { change->give(); });
        change->await(std::min(until, now + webhook_intake::look_again));
    }
}

} // namespace detail

struct webhook_endpoint::parts {
    detail::webhook_intake intake;
    webhook_router router;
};

OMS_DECL webhook_endpoint::webhook_endpoint(webhook_verifier verifier, webhook_router router, endpoint_options options)
    : parts_{std::make_shared<const parts>(
          parts{detail::webhook_intake{std::move(verifier), std::move(options)}, std::move(router)})}
{
}

OMS_DECL void webhook_endpoint::verify_with(webhook_verifier verifier) const
{
    parts_->intake.verify_with(std::move(verifier));
}

OMS_DECL webhook_answer webhook_endpoint::receive(const webhook_request& request) const
{
    const detail::webhook_intake& intake = parts_->intake;
    detail::admission admitted = intake.judge(request);
    if (!admitted.accepted())
        return intake.refused(admitted);

    detail::turn whose{};
    try {
        whose = detail::claim_in_time(intake, admitted);
    } catch (...) {
        return intake.guard_failed(admitted, std::current_exception());
    }
    try {
        switch (whose) {
        case detail::turn::handle:
            parts_->router(admitted.event());
            break;
        case detail::turn::superseded:
            parts_->router.superseded(admitted.event());
            break;
        case detail::turn::duplicate:
            return intake.duplicate(admitted);
        case detail::turn::busy:
            return intake.busy(admitted);
        }
    } catch (...) {
        return intake.failed(admitted, std::current_exception());
    }
    return whose == detail::turn::handle ? intake.handled(admitted) : intake.superseded_done(admitted);
}

}} // namespace oms::v0_1
