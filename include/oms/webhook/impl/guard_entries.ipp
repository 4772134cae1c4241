#pragma once

#include <oms/webhook/impl/guard_entries.hpp>

#include <iterator>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL const guard_entries::entry* guard_entries::find(std::string_view key) const
{
    const auto found = by_key_.find(key);
    return found == by_key_.end() ? nullptr : &*found->second;
}

OMS_DECL void guard_entries::claim(std::string_view key, std::unique_ptr<prepared> next)
{
    const place where = at(key);
    where->next = std::move(next);
    where->claimed = true;
}

OMS_DECL bool guard_entries::can_confirm(std::string_view key) const
{
    const entry* const known = find(key);
    return known && known->next;
}

OMS_DECL std::list<std::string> guard_entries::confirm(std::string_view key) noexcept
{
    const auto found = by_key_.find(key);
    if (found == by_key_.end() || !found->second->next)
        return {};
    const std::unique_ptr<prepared> next = std::move(found->second->next);
    put(found->second, std::move(next->value));
    return std::move(next->record);
}

OMS_DECL void guard_entries::restore(std::string_view key, std::string value)
{
    put(at(key), std::move(value));
}

OMS_DECL void guard_entries::put(place where, std::string value) noexcept
{
    where->value = std::move(value);
    confirmed_.splice(confirmed_.end(), where->confirmed ? confirmed_ : new_, where);
    where->confirmed = true;
    forget_oldest();
}

OMS_DECL void guard_entries::release(std::string_view key) noexcept
{
    const auto found = by_key_.find(key);
    if (found == by_key_.end())
        return;
    const place where = found->second;
    where->claimed = false;
    where->next.reset();
    if (!where->confirmed)
        forget(where);
    forget_oldest();
}

/// The entry of a key, made when there is none.
OMS_DECL guard_entries::place guard_entries::at(std::string_view key)
{
    const auto found = by_key_.find(key);
    if (found != by_key_.end())
        return found->second;
    std::list<entry> made(1);
    made.front().key = key;
    by_key_.emplace(made.front().key, made.begin());
    new_.splice(new_.end(), made);
    return std::prev(new_.end());
}

OMS_DECL void guard_entries::forget(place where) noexcept
{
    by_key_.erase(std::string_view(where->key));
    (where->confirmed ? confirmed_ : new_).erase(where);
}

OMS_DECL void guard_entries::forget_oldest() noexcept
{
    for (place oldest = confirmed_.begin(); confirmed_.size() > capacity_ && oldest != confirmed_.end();) {
        const place next = std::next(oldest);
        if (!oldest->claimed)
            forget(oldest);
        oldest = next;
    }
}

}}} // namespace oms::v0_1::detail
