#pragma once

#include <oms/client/impl/wait_view.hpp>

#include <utility>
#include <variant>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL wait_news news_about(wait_subject::kind what, std::string_view id, std::string_view status,
                              const timestamp& updated_at)
{
    wait_news news;
    news.subject.what = what;
    news.subject.id = id;
    news.state.status = status;
    news.state.updated_at = updated_at;
    return news;
}

OMS_DECL std::vector<wait_news> news_of_transaction(const any_transaction& changed)
{
    const transaction_common& common = common_of(changed);
    std::vector<wait_news> all;
    all.push_back(
        news_about(wait_subject::kind::transaction, common.id.view(), common.status.text(), common.updated_at));
    const auto* incoming = std::get_if<transaction<fiat_to_crypto>>(&changed);
    if (incoming && incoming->cash_in_id) {
        all.push_back(news_about(wait_subject::kind::cash_in, incoming->cash_in_id->view(), common.status.text(),
                                 common.updated_at));
        all.back().of_made_transaction = true;
    }
    return all;
}

OMS_DECL std::vector<wait_news> news_of_endorsements(const customer& changed)
{
    std::vector<wait_news> all;
    for (const endorsement& each : changed.endorsements) {
        all.push_back(
            news_about(wait_subject::kind::endorsement, changed.id.view(), each.status.text(), changed.updated_at));
        all.back().subject.endorsement = each.name.text();
    }
    if (all.empty())
        all.push_back(news_about(wait_subject::kind::endorsement, changed.id.view(), {}, changed.updated_at));
    return all;
}

OMS_DECL std::vector<wait_news> news_of(const event& verified)
{
    if (const auto* moved = std::get_if<transaction_event>(&verified.payload))
        return news_of_transaction(moved->transaction);
    if (const auto* endorsed = std::get_if<endorsement_event>(&verified.payload))
        return news_of_endorsements(endorsed->customer);
    if (const auto* paid = std::get_if<cash_in_event>(&verified.payload)) {
        const cash_in& changed = paid->cash_in;
        return {news_about(wait_subject::kind::cash_in, changed.id.view(), changed.status.text(), changed.updated_at)};
    }
    return {};
}

OMS_DECL bool wait_view::tells_more(const resource_state& later, const std::optional<resource_state>& known) const
{
    if (!known)
        return true;
    const bool timed = !later.updated_at.absent() && !known->updated_at.absent();
    if (timed && later.updated_at < known->updated_at)
        return false;
    if (later.status != known->status)
        return true;
    return every_change_ && timed && later.updated_at > known->updated_at;
}

OMS_DECL void wait_view::seen(std::string_view status, const timestamp& updated_at)
{
    resource_state shown;
    shown.status = status;
    shown.updated_at = updated_at;
    unread_ = unread_ && tells_more(*told_, shown);

    // A copy of the service that lags behind may show what was before.
    const bool older = seen_ && !updated_at.absent() && !seen_->updated_at.absent() && updated_at < seen_->updated_at;
    if (!older)
        seen_ = std::move(shown);
}

OMS_DECL bool wait_view::told(const wait_news& news)
{
    std::optional<resource_state>& before = news.of_made_transaction ? told_of_made_transaction_ : told_;
    if (!tells_more(news.state, before) || (!news.of_made_transaction && !tells_more(news.state, seen_)))
        return false;
    before = news.state;
    (news.of_made_transaction ? unread_of_made_transaction_ : unread_) = true;
    return true;
}

}}} // namespace oms::v0_1::detail
