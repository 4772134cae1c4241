#pragma once

#include <oms/webhook/file_order_guard.hpp>
#include <oms/webhook/impl/file_guard.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

// What the file keeps of a version beside the resource, which is the key: flags u8, sequence u64, length of the
// delivery id u32, the delivery id, and the time as text up to the end.

inline constexpr unsigned version_has_sequence = 1;
inline constexpr unsigned version_is_final = 2;
inline constexpr std::size_t version_head_size = 13;

OMS_DECL std::string version_bytes(const resource_version& version)
{
    const std::string_view delivery = version.delivery_id.view();
    const unsigned flags = (version.sequence ? version_has_sequence : 0) | (version.final_state ? version_is_final : 0);
    std::string bytes;
    put_guard_number(bytes, flags, 1);
    put_guard_number(bytes, static_cast<std::uint64_t>(version.sequence.value_or(0)), 8);
    put_guard_number(bytes, delivery.size(), 4);
    return bytes.append(delivery).append(version.updated_at.str());
}

/// Nothing when these bytes are not what `version_bytes` makes.
OMS_DECL std::optional<resource_version> read_version(std::string_view resource, std::string_view bytes)
{
    if (bytes.size() < version_head_size || guard_number_at(bytes, 9, 4) > bytes.size() - version_head_size)
        return std::nullopt;
    const std::size_t delivery_size = guard_number_at(bytes, 9, 4);
    const auto flags = static_cast<unsigned>(guard_number_at(bytes, 0, 1));
    resource_version version;
    version.resource = resource;
    version.delivery_id = event_id::from_answer(bytes.substr(version_head_size, delivery_size));
    version.final_state = (flags & version_is_final) != 0;
    if (flags & version_has_sequence)
        version.sequence = static_cast<std::int64_t>(guard_number_at(bytes, 1, 8));
    const std::string_view time = bytes.substr(version_head_size + delivery_size);
    if (time.empty())
        return version;
    const result<timestamp> updated_at = timestamp::parse(time);
    if (!updated_at)
        return std::nullopt;
    version.updated_at = *updated_at;
    return version;
}

/// What is known after two states that were confirmed one after the other.
OMS_DECL std::string join_versions(std::string_view resource, std::string_view earlier, std::string_view later)
{
    const std::optional<resource_version> known = read_version(resource, earlier);
    std::optional<resource_version> newcomer = read_version(resource, later);
    if (!known || !newcomer)
        return std::string(newcomer ? later : earlier);
    return version_bytes(latest_of(*known, std::move(*newcomer)));
}

/// What a confirmation of `version` leaves known of its resource; nothing when it is superseded.
OMS_DECL std::optional<std::string> version_after(const std::string* bytes, const resource_version& version)
{
    const std::optional<resource_version> known = bytes ? read_version(version.resource, *bytes) : std::nullopt;
    if (!known)
        return version_bytes(version);
    if (supersedes(*known, version))
        return std::nullopt;
    return version_bytes(latest_of(*known, version));
}

} // namespace detail

OMS_DECL file_order_guard::file_order_guard(const std::string& path, std::size_t capacity)
    : guard_(std::make_unique<detail::file_guard>(detail::guard_kind::order, path, capacity, detail::join_versions))
{
}

OMS_DECL file_order_guard::file_order_guard(std::unique_ptr<journal_file> file, std::size_t capacity)
    : guard_(std::make_unique<detail::file_guard>(detail::guard_kind::order, std::move(file), capacity,
                                                  detail::join_versions))
{
}

OMS_DECL file_order_guard::~file_order_guard()
{
    detail::file_guard::close(std::move(guard_));
}

OMS_DECL order_claim file_order_guard::claim(const resource_version& version)
{
    using answer = detail::file_guard::answer;
    const auto next = [&](const std::string* known) {
        return detail::version_after(known, version);
    };
    switch (guard_->claim(version.resource, next)) {
    case answer::granted:
        return order_claim::granted;
    case answer::in_progress:
        return order_claim::in_progress;
    default:
        return order_claim::superseded;
    }
}

OMS_DECL void file_order_guard::confirm(const resource_version& version)
{
    const auto next = [&](const std::string* known) {
        return detail::version_after(known, version);
    };
    guard_->confirm(version.resource, next);
}

OMS_DECL void file_order_guard::release(const resource_version& version) noexcept
{
    guard_->release(version.resource);
}

OMS_DECL std::optional<resource_version> file_order_guard::latest(std::string_view resource) const
{
    const std::optional<std::string> known = guard_->value_of(resource);
    if (!known)
        return std::nullopt;
    return detail::read_version(resource, *known);
}

OMS_DECL boost::system::error_code file_order_guard::failure() const
{
    return guard_->failure();
}

OMS_DECL bool file_order_guard::outgrown() const noexcept
{
    return guard_->outgrown();
}

OMS_DECL std::size_t file_order_guard::damaged() const noexcept
{
    return guard_->damaged();
}

OMS_DECL std::uint64_t file_order_guard::size() const noexcept
{
    return guard_->size();
}

}} // namespace oms::v0_1
