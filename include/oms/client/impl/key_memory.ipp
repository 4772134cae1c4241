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

OMS_DECL bool key_memory::claim(const std::string& scope, std::uint64_t request)
{
    const std::lock_guard lock(mutex_);
    if (const auto known = entries_.find(scope); known != entries_.end()) {
        if (known->second.request != request)
            return false;
        ++known->second.claims;
        return true;
    }
    oldest_first_.push_back(place{++youngest_, scope});
    entries_.try_emplace(scope, entry{request, youngest_, 1});
    drop_oldest();
    return true;
}

OMS_DECL void key_memory::withdraw(const std::string& scope, std::uint64_t request) noexcept
{
    const std::lock_guard lock(mutex_);
    const auto known = entries_.find(scope);
    if (known != entries_.end() && known->second.request == request && --known->second.claims == 0)
        entries_.erase(known);
}

OMS_DECL void key_memory::drop_oldest() noexcept
{
    while (oldest_first_.size() > capacity_) {
        const place& oldest = oldest_first_.front();
        const auto known = entries_.find(oldest.scope);
        if (known != entries_.end() && known->second.age == oldest.age)
            entries_.erase(known);
        oldest_first_.pop_front();
    }
}

OMS_DECL std::size_t key_memory::size() const noexcept
{
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

}}} // namespace oms::v0_1::detail
