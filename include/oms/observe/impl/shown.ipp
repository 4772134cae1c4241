#pragma once

#include <oms/observe/impl/shown.hpp>

#include <oms/core/errc_name.hpp>
#include <oms/core/server_text.hpp>

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

OMS_DECL std::size_t shown_template_of(std::string_view path_template) noexcept
{
    std::size_t place = 0;
    while (shown_operations[place].path != path_template && shown_operations[place].path != other_path)
        ++place;
    return place;
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

OMS_DECL std::string_view shown_request_id(std::string_view request_id, std::string_view key) noexcept
{
    constexpr std::size_t least = 6; // a shorter one stands in many ids by chance
    const bool repeats_key = key.size() >= least && request_id.find(key) != request_id.npos;
    return is_request_id(request_id) && !repeats_key ? request_id : std::string_view();
}

OMS_DECL std::size_t shown_field_of(std::string_view name) noexcept
{
    std::size_t place = 0;
    while (shown_fields[place] != name && shown_fields[place] != "other")
        ++place;
    return place;
}

}}} // namespace oms::v0_1::detail
