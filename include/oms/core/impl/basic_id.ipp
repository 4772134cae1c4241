#pragma once

#include <oms/core/basic_id.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL error not_an_id(std::string_view text, std::string_view prefix)
{
    return error(errc::invalid_id, "expected " + std::string(prefix) + " and more, safe in a path", text);
}

OMS_DECL error not_safe_in_a_path(std::string_view text)
{
    return error(errc::invalid_id, "a stored id is empty or not safe in a path", text);
}

}}} // namespace oms::v0_1::detail
