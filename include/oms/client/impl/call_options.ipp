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

} // namespace detail

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

OMS_DECL call_options call_options::without_extras() const
{
    call_options rest = *this;
    rest.additions_.reset();
    if (auto kept = detail::call_addition::answer_of(additions_.get()))
        rest.additions_.reset(new detail::call_addition(std::move(kept), nullptr));
    return rest;
}

}} // namespace oms::v0_1
