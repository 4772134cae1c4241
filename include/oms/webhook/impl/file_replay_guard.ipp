#pragma once

#include <oms/webhook/file_replay_guard.hpp>
#include <oms/webhook/impl/file_guard.hpp>

#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

/// A delivery has no value, and once it is known nothing is left to do.
OMS_DECL std::optional<std::string> handled_once(const std::string* known)
{
    return known ? std::nullopt : std::optional<std::string>(std::in_place);
}

} // namespace detail

OMS_DECL file_replay_guard::file_replay_guard(const std::string& path, std::size_t capacity)
    : guard_(std::make_unique<detail::file_guard>(detail::guard_kind::replay, path, capacity, nullptr))
{
}

OMS_DECL file_replay_guard::file_replay_guard(std::unique_ptr<journal_file> file, std::size_t capacity)
    : guard_(std::make_unique<detail::file_guard>(detail::guard_kind::replay, std::move(file), capacity, nullptr))
{
}

OMS_DECL file_replay_guard::~file_replay_guard()
{
    detail::file_guard::close(std::move(guard_));
}

OMS_DECL replay_claim file_replay_guard::claim(const event_id& delivery)
{
    using answer = detail::file_guard::answer;
    switch (guard_->claim(delivery.view(), detail::handled_once)) {
    case answer::granted:
        return replay_claim::granted;
    case answer::in_progress:
        return replay_claim::in_progress;
    default:
        return replay_claim::done;
    }
}

OMS_DECL void file_replay_guard::confirm(const event_id& delivery)
{
    guard_->confirm(delivery.view(), detail::handled_once);
}

OMS_DECL void file_replay_guard::release(const event_id& delivery) noexcept
{
    guard_->release(delivery.view());
}

OMS_DECL boost::system::error_code file_replay_guard::failure() const
{
    return guard_->failure();
}

OMS_DECL bool file_replay_guard::outgrown() const noexcept
{
    return guard_->outgrown();
}

OMS_DECL std::size_t file_replay_guard::damaged() const noexcept
{
    return guard_->damaged();
}

OMS_DECL std::uint64_t file_replay_guard::size() const noexcept
{
    return guard_->size();
}

}} // namespace oms::v0_1
