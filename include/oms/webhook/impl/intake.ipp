#pragma once

#include <oms/webhook/intake.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::exception_ptr claimed_event::confirm() noexcept
{
    std::exception_ptr failure;
    try {
        if (holds_order) {
            guards->order->confirm(*version);
            holds_order = false;
            guards->resources->ended(version->resource);
        }
    } catch (...) {
        failure = std::current_exception();
    }
    try {
        if (holds_replay) {
            guards->replay->confirm(event.id);
            holds_replay = false;
            guards->deliveries->ended(event.id.view());
        }
    } catch (...) {
        failure = std::current_exception();
    }
    release();
    return failure;
}

OMS_DECL void claimed_event::release() noexcept
{
    if (std::exchange(holds_order, false)) {
        guards->order->release(*version);
        guards->resources->ended(version->resource);
    }
    if (std::exchange(holds_replay, false)) {
        guards->replay->release(event.id);
        guards->deliveries->ended(event.id.view());
    }
}

OMS_DECL webhook_intake::webhook_intake(webhook_verifier verifier, endpoint_options options)
    : options_{std::move(options)}
{
    verify_with(std::move(verifier));
    const auto guards = std::make_shared<guard_set>();
    guards->replay = options_.replay() ? *options_.replay() : std::make_shared<memory_replay_guard>();
    guards->order = options_.order() ? *options_.order() : std::make_shared<memory_order_guard>();
    guards_ = guards;
}

OMS_DECL std::shared_ptr<const webhook_verifier> webhook_intake::verifier() const
{
    const std::scoped_lock lock{in_use_->mutex};
    return in_use_->verifier;
}

OMS_DECL void webhook_intake::verify_with(webhook_verifier verifier) const
{
    auto next = std::make_shared<const webhook_verifier>(std::move(verifier));
    const std::scoped_lock lock{in_use_->mutex};
    in_use_->verifier.swap(next);
}

OMS_DECL admission webhook_intake::judge(const webhook_request& request) const
{
    admission judged{request};
    judged.verifier_ = verifier();
    received_webhook received = oms::receive(*judged.verifier_, request);
    judged.status_ = received.status;
    judged.problem_ = std::move(received.problem);
    if (received.event) {
        auto claimed = std::make_unique<claimed_event>(guards_);
        claimed->event = std::move(*received.event);
        claimed->signature = std::move(received.signature);
        claimed->version = version_of(claimed->event);
        judged.claimed_ = std::move(claimed);
    }
    return judged;
}

OMS_DECL turn webhook_intake::claim(admission& admitted) const
{
    claimed_event& mine = *admitted.claimed_;
    if (guards_->replay) {
        mine.waits_for_resource = false;
        mine.waits_since = guards_->deliveries->moment(mine.event.id.view());
        const replay_claim claimed = guards_->replay->claim(mine.event.id);
        if (claimed != replay_claim::granted)
            return claimed == replay_claim::done ? turn::duplicate : turn::busy;
        mine.holds_replay = true;
    }
    if (!guards_->order || !mine.version)
        return turn::handle;
    try {
        return claim_resource(mine);
    } catch (...) {
        mine.release();
        throw;
    }
}

OMS_DECL turn webhook_intake::claim_resource(claimed_event& mine) const
{
    const std::uint64_t now = guards_->resources->moment(mine.version->resource);
    const order_claim claimed = guards_->order->claim(*mine.version);
    if (claimed == order_claim::granted) {
        mine.holds_order = true;
        return turn::handle;
    }
    if (claimed == order_claim::superseded) {
        try {
            mine.superseded_by = guards_->order->latest(mine.version->resource);
        } catch (...) { // it is superseded all the same
        }
        return mine.superseded_by && mine.superseded_by->delivery_id == mine.event.id ? turn::duplicate
                                                                                      : turn::superseded;
    }
    mine.release();
    mine.waits_for_resource = true;
    mine.waits_since = now;
    return turn::busy;
}

OMS_DECL change_watch webhook_intake::on_change(const admission& admitted, std::function<void()> once) const
{
    const claimed_event& mine = *admitted.claimed_;
    return mine.waits_for_resource
               ? guards_->resources->watch(mine.version->resource, mine.waits_since, std::move(once))
               : guards_->deliveries->watch(mine.event.id.view(), mine.waits_since, std::move(once));
}

OMS_DECL webhook_answer webhook_intake::refused(const admission& admitted) const
{
    return tell(webhook_outcome::refused, admitted.status_, admitted);
}

OMS_DECL webhook_answer webhook_intake::handled(admission& admitted, int told) const
{
    return tell(webhook_outcome::handled, 204, admitted, admitted.claimed_->confirm(), told);
}

OMS_DECL webhook_answer webhook_intake::superseded_done(admission& admitted, int told) const
{
    return tell(webhook_outcome::superseded, 204, admitted, admitted.claimed_->confirm(), told);
}

OMS_DECL webhook_answer webhook_intake::duplicate(admission& admitted) const
{
    return tell(webhook_outcome::duplicate, 204, admitted, admitted.claimed_->confirm());
}

OMS_DECL webhook_answer webhook_intake::busy(admission& admitted) const
{
    admitted.claimed_->release(); // a claim that came too late
    return tell(webhook_outcome::busy, 503, admitted);
}

OMS_DECL webhook_answer webhook_intake::failed(admission& admitted, std::exception_ptr thrown, int told) const
{
    admitted.claimed_->release();
    return tell(webhook_outcome::failed, 500, admitted, std::move(thrown), told);
}

OMS_DECL webhook_answer webhook_intake::guard_failed(admission& admitted, std::exception_ptr thrown) const
{
    admitted.claimed_->release();
    return tell(webhook_outcome::failed, 503, admitted, std::move(thrown));
}

OMS_DECL webhook_answer webhook_intake::still_running(const admission& admitted) const
{
    return tell(webhook_outcome::busy, 503, admitted);
}

OMS_DECL webhook_answer webhook_intake::tell(webhook_outcome outcome, int status, const admission& admitted,
                                             std::exception_ptr failure, int told) const
{
    webhook_answer answer = answer_with(status);
    if (!options_.observe())
        return answer;
    report_data report;
    report.outcome = outcome;
    report.status = told != 0 ? told : status;
    report.failure = std::move(failure);
    if (admitted.problem_)
        report.problem = &*admitted.problem_;
    if (const claimed_event* claimed = admitted.claimed_.get()) {
        report.event = &claimed->event;
        report.signature = &claimed->signature;
        if (claimed->version)
            report.version = &*claimed->version;
        if (outcome == webhook_outcome::superseded && claimed->superseded_by)
            report.superseded_by = &*claimed->superseded_by;
    } else {
        report.verifier = admitted.verifier_.get();
        report.request = &admitted.request_;
    }
    try {
        options_.observe()(webhook_report{std::move(report)});
    } catch (...) { // what an operator's log cannot take must not change what the sender is told
    }
    return answer;
}

}}} // namespace oms::v0_1::detail
