#pragma once

#include <oms/observe/impl/shown.hpp>

#include <oms/core/errc_name.hpp>
#include <oms/core/server_text.hpp>

#include <initializer_list>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::size_t shown_operation_of(std::string_view method, std::string_view path_template) noexcept
{
    std::size_t without_path = shown_operation_count - 1;
    for (std::size_t i = 0; i != shown_operation_count; ++i) {
        if (shown_operations[i].method != method)
            continue;
        if (shown_operations[i].path == path_template)
            return i;
        if (shown_operations[i].path == other_path)
            without_path = i;
    }
    return without_path;
}

OMS_DECL std::string_view shown_template(std::string_view path_template) noexcept
{
    for (const shown_operation& each : shown_operations)
        if (each.path == path_template)
            return each.path;
    return other_path;
}

OMS_DECL std::size_t error_place(const error& failure) noexcept
{
    const boost::system::error_code code = failure.code();
    if (code.category() != error_category() || code.value() < 1)
        return 0;
    const auto place = static_cast<std::size_t>(code.value());
    return place < error_place_count ? place : 0;
}

OMS_DECL std::string_view shown_name(const error& failure) noexcept
{
    return name_of(static_cast<errc>(error_place(failure)));
}

OMS_DECL std::string_view shown_server_code(const error& failure) noexcept
{
    const server_code& code = failure.server_code();
    return code.known() || code.empty() ? code.text() : "unknown";
}

OMS_DECL std::string_view shown_request_id(std::string_view request_id) noexcept
{
    return is_request_id(request_id) ? request_id : std::string_view();
}

OMS_DECL std::string_view shown_field(std::string_view name) noexcept
{
    for (const std::string_view known : {"Deprecation", "Sunset"})
        if (name == known)
            return known;
    return "other";
}

}}} // namespace oms::v0_1::detail
