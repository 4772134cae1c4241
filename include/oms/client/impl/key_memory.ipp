#pragma once

#include <oms/client/impl/key_memory.hpp>

#include <functional>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::string key_memory::scope_of(std::string_view method, std::string_view path, std::string_view key)
{
    // Neither a method nor a path holds a blank.
    std::string scope;
    scope.reserve(method.size() + path.size() + key.size() + 2);
    return scope.append(method).append(1, ' ').append(path).append(1, ' ').append(key);
}

OMS_DECL std::uint64_t key_memory::number_of(std::string_view target, std::string_view body) noexcept
{
    const std::hash<std::string_view> hash;
    return hash(target) * 0x9e3779b97f4a7c15u + hash(body);
}

OMS_DECL std::uint64_t key_memory::claim(const std::string& scope, std::uint64_t request)
{
    const std::lock_guard lock(mutex_);
    if (const auto known = entries_.find(scope); known != entries_.end()) {
        if (known->second.request != request)
            return 0;
        ++known->second.claims;
        return known->second.age;
    }
    const std::uint64_t age = ++youngest_;
    const auto place = oldest_first_.emplace(age, scope).first;
    try {
        entries_.try_emplace(scope, entry{request, age, 1});
    } catch (...) {
        oldest_first_.erase(place);
        throw;
    }
    while (entries_.size() > capacity_)
        drop_oldest();
    return age;
}

OMS_DECL bool key_memory::in_doubt(const std::string& scope, std::uint64_t claim) const noexcept
{
    const std::lock_guard lock(mutex_);
    const auto known = entries_.find(scope);
    return known != entries_.end() && known->second.age == claim && known->second.in_doubt;
}

OMS_DECL void key_memory::note_doubt(const std::string& scope, std::uint64_t claim, bool in_doubt) noexcept
{
    const std::lock_guard lock(mutex_);
    const auto known = entries_.find(scope);
    if (known != entries_.end() && known->second.age == claim)
        known->second.in_doubt = in_doubt;
}

OMS_DECL void key_memory::withdraw(const std::string& scope, std::uint64_t claim) noexcept
{
    const std::lock_guard lock(mutex_);
    const auto known = entries_.find(scope);
    if (known == entries_.end() || known->second.age != claim || --known->second.claims > 0)
        return;
    oldest_first_.erase(claim);
    entries_.erase(known);
}

OMS_DECL void key_memory::drop_oldest() noexcept
{
    const auto oldest = oldest_first_.begin();
    entries_.erase(oldest->second);
    oldest_first_.erase(oldest);
}

OMS_DECL std::size_t key_memory::size() const noexcept
{
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

}}} // namespace oms::v0_1::detail
