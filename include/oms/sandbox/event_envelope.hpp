#pragma once

#include <cstdint>

namespace oms { inline namespace v0_1 { namespace sandbox {

/// The shape of a triggered delivery around its `data`.
enum class event_envelope : std::uint8_t {
    of_name, ///< v0.9 for the names of v0.9 and for unknown ones, v0.11 for the names that only v0.11 has
    v0_9,    ///< contract 12.1: `id` evt_, `object`, `event`, `createdAt`, `apiVersion`
    v0_11 ///< contract 16: `id` whd_, `event` (`eventType` for `*.statusChanged`), `eventId`, `occurredAt`, `sequence`
};

}}} // namespace oms::v0_1::sandbox
