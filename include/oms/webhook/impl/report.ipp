#pragma once

#include <oms/webhook/report.hpp>

#include <oms/webhook/diagnosis.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/router.hpp>

#include <algorithm>
#include <exception>

namespace oms { inline namespace v0_1 {
namespace detail {

OMS_DECL std::string what_was_thrown(const std::exception_ptr& thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const std::exception& failure) {
        return failure.what();
    } catch (...) {
        return "something that is no std::exception was thrown";
    }
}

/// A text of the delivery as it may stand in a line of a log.
OMS_DECL std::string in_one_line(std::string_view text)
{
    constexpr std::size_t longest = 120;
    std::string shown{text.substr(0, longest)};
    std::replace_if(shown.begin(), shown.end(), [](char c) { return c <= 0x20 || c > 0x7e; }, '?');
    return text.size() > longest ? shown + "..." : shown;
}

OMS_DECL std::string in_one_line(const resource_version& version)
{
    std::string shown = in_one_line(version.resource);
    if (version.sequence)
        shown += " sequence " + std::to_string(*version.sequence);
    if (!version.updated_at.absent())
        shown += " of " + version.updated_at.str();
    return shown;
}

} // namespace detail

OMS_DECL std::string_view to_string(webhook_outcome outcome) noexcept
{
    switch (outcome) {
    case webhook_outcome::handled:
        return "handled";
    case webhook_outcome::duplicate:
        return "duplicate";
    case webhook_outcome::superseded:
        return "superseded";
    case webhook_outcome::busy:
        return "busy";
    case webhook_outcome::refused:
        return "refused";
    case webhook_outcome::failed:
        return "failed";
    }
    return "unknown";
}

OMS_DECL bool webhook_report::unread() const noexcept
{
    return data_.event && std::holds_alternative<unknown_event>(data_.event->payload) &&
           detail::family_of(data_.event->name.text()) != detail::place_of_family<unknown_event>;
}

OMS_DECL bool webhook_report::unordered() const
{
    return data_.event && detail::is_state_without_order(*data_.event);
}

OMS_DECL std::string webhook_report::diagnosis() const
{
    if (data_.failure)
        return detail::what_was_thrown(data_.failure);
    if (unread())
        return "the event is of a family that is known here, but its resource could not be read: it was handed on as "
               "an unknown_event";
    if (unordered())
        return "the event shows a state of its resource, but neither a sequence nor a time that could be read: it was "
               "handed on without a look at its order";
    if (!data_.problem)
        return {};
    const auto code = data_.problem->code();
    const bool of_the_signature =
        code == errc::malformed_header || code == errc::timestamp_out_of_tolerance || code == errc::signature_mismatch;
    if (of_the_signature && data_.verifier && data_.request && data_.request->signature() &&
        !data_.request->signature_repeated()) {
        std::string found = diagnose(*data_.verifier, *data_.request->signature(), data_.request->body());
        if (!found.empty())
            return found;
    }
    return data_.problem->what();
}

OMS_DECL std::string webhook_report::str() const
{
    std::string line{to_string(outcome())};
    line += " " + std::to_string(status());
    if (data_.event)
        line += " " + detail::in_one_line(data_.event->id.view()) + " " + detail::in_one_line(data_.event->name.text());
    if (unread())
        line += ", its resource could not be read";
    if (unordered())
        line += ", its order cannot be told";
    if (data_.version)
        line += ", " + detail::in_one_line(*data_.version);
    if (data_.superseded_by)
        line += ", superseded by " + detail::in_one_line(data_.superseded_by->delivery_id.view()) + ", " +
                detail::in_one_line(*data_.superseded_by);
    if (data_.signature && !data_.signature->secret_id.empty())
        line += ", secret " + detail::in_one_line(data_.signature->secret_id);
    if (data_.problem)
        line.append(", ").append(data_.problem->what());
    return line;
}

}} // namespace oms::v0_1
