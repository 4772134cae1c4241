#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/model/webhook.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

template <>
struct described<webhook> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&webhook::id>, {}, rule::required},
        {"url", member<&webhook::url>},
        {"events", member<&webhook::events>},
        {"enabled", member<&webhook::enabled>},
        {"status", member<&webhook::status>},
        {"complianceOnly", member<&webhook::compliance_only>},
        {"createdAt", member<&webhook::created_at>},
    };
    // clang-format on
    static constexpr description value{fields, "webhook"};
};

template <>
struct described<webhook_created> {
    static constexpr field fields[] = {{"secret", member<&webhook_created::secret>}};
    static constexpr description value = description_on<webhook_created, webhook>(fields, "webhook");
};

}}} // namespace oms::v0_1::detail
