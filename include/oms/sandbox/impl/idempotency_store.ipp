#pragma once

#include <oms/sandbox/impl/idempotency_store.hpp>
#include <oms/sandbox/impl/refusal.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

OMS_DECL bool idempotency_store::is_key(std::string_view text)
{
    return !text.empty() && text.size() <= 255 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x21 && c <= 0x7e; });
}

OMS_DECL bool idempotency_store::keeps(int status)
{
    return (status >= 200 && status < 300) || status == 403 || status == 404 || status == 422;
}

OMS_DECL std::string idempotency_store::scope(std::string_view account, std::string_view method, std::string_view path,
                                              std::string_view key)
{
    std::string scope;
    for (const std::string_view part : {account, method, path, key})
        scope.append(part).append("\n");
    return scope;
}

OMS_DECL const stored_answer* idempotency_store::find(const std::string& scope, std::string_view body, instant at,
                                                      std::chrono::seconds retention)
{
    while (!by_age_.empty() && by_age_.front().first + retention <= at) {
        answers_.erase(by_age_.front().second);
        by_age_.pop_front();
    }
    const auto found = answers_.find(scope);
    if (found == answers_.end())
        return nullptr;
    if (found->second.request_body != body)
        throw idempotency_conflict();
    if (at < found->second.running_until)
        throw idempotency_in_progress();
    return &found->second;
}

OMS_DECL void idempotency_store::keep(const std::string& scope, stored_answer answer)
{
    by_age_.emplace_back(answer.stored_at, scope);
    answers_.insert_or_assign(scope, std::move(answer));
}

}}} // namespace oms::v0_1::detail::emulation
