#pragma once

#include <oms/core/delivery.hpp>
#include <oms/core/text.hpp>

namespace oms { inline namespace v0_1 {

OMS_DECL std::string_view to_string(delivery value) noexcept
{
    switch (value) {
    case delivery::not_sent:
        return "not_sent";
    case delivery::maybe_applied:
        return "maybe_applied";
    case delivery::refused:
        return "refused";
    case delivery::applied:
        return "applied";
    }
    return "maybe_applied";
}

OMS_DECL std::ostream& operator<<(std::ostream& out, delivery value)
{
    return detail::write_text(out, to_string(value));
}

}} // namespace oms::v0_1
