#pragma once

#include <oms/client/call_options.hpp>
#include <oms/client/impl/call_addition.hpp>
#include <oms/core/error.hpp>

namespace oms { inline namespace v0_1 {

namespace detail {

/// Whether no part between the dots is empty.
OMS_DECL bool is_field_path(std::string_view path) noexcept
{
    return !path.empty() && path.front() != '.' && path.back() != '.' && path.find("..") == path.npos;
}

/// The time for a phase, when it makes sense.
OMS_DECL std::chrono::milliseconds phase_time(std::chrono::milliseconds at_most)
{
    if (at_most < at_most.zero())
        throw error(errc::invalid_argument, "the time for a phase of a call must not be below zero");
    return at_most;
}

} // namespace detail

OMS_DECL call_options& call_options::connect_timeout(milliseconds at_most) &
{
    additions_.reset(
        new detail::call_addition(detail::call_addition::kind::connect, detail::phase_time(at_most), additions_));
    return *this;
}

OMS_DECL call_options& call_options::first_byte_timeout(milliseconds at_most) &
{
    additions_.reset(
        new detail::call_addition(detail::call_addition::kind::first_byte, detail::phase_time(at_most), additions_));
    return *this;
}

OMS_DECL call_options& call_options::idle_read_timeout(milliseconds at_most) &
{
    additions_.reset(
        new detail::call_addition(detail::call_addition::kind::idle_read, detail::phase_time(at_most), additions_));
    return *this;
}

OMS_DECL call_options& call_options::pool_wait(milliseconds at_most) &
{
    additions_.reset(
        new detail::call_addition(detail::call_addition::kind::pool_wait, detail::phase_time(at_most), additions_));
    return *this;
}

OMS_DECL call_options& call_options::extra_field(std::string_view path, json_text value) &
{
    if (!detail::is_field_path(path))
        throw error(errc::invalid_argument, "the path of an extra field has an empty part");
    if (value.empty())
        throw error(errc::invalid_argument, "an extra field has no value");
    additions_.reset(new detail::call_addition(detail::call_addition::kind::field, path, value.view(), additions_));
    return *this;
}

OMS_DECL call_options& call_options::extra_parameter(std::string_view name, std::string_view value) &
{
    if (name.empty())
        throw error(errc::invalid_argument, "an extra parameter has no name");
    additions_.reset(new detail::call_addition(detail::call_addition::kind::parameter, name, value, additions_));
    return *this;
}

OMS_DECL call_options& call_options::keep_answer(const raw_answer& into) &
{
    additions_.reset(new detail::call_addition(detail::answer_record::behind(into), additions_));
    return *this;
}

OMS_DECL call_options& call_options::bearer(const secret& token) &
{
    additions_.reset(new detail::call_addition(token, additions_));
    return *this;
}

OMS_DECL call_options call_options::without_extras() const
{
    call_options rest = *this;
    rest.additions_.reset();
    if (auto kept = detail::call_addition::answer_of(additions_.get()))
        rest.additions_.reset(new detail::call_addition(std::move(kept), nullptr));
    if (const secret* const token = detail::call_addition::bearer_of(additions_.get()))
        rest.bearer(*token);
    rest.additions_ = detail::call_addition::phases_of(additions_.get(), std::move(rest.additions_));
    return rest;
}

}} // namespace oms::v0_1
