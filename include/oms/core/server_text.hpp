#pragma once

#include <oms/config.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

// Which texts of a server may stand in what(). A text passes whole or not at all: one that is cut or masked still
// shows part of a key, a token or a person.

// Letters a-z and '_', beginning with a letter, at most 40: `quote_expired`.
OMS_DECL bool is_plain_code(std::string_view text) noexcept;

// A member of a document that is named as the contract names its own: letters only, the first one small, at most 40;
// and `line1`, `line2`.
OMS_DECL bool is_field_name(std::string_view text) noexcept;

// A dotted path up to the first segment that is no field name (with indexes of up to three digits); the rest is "...".
OMS_DECL std::string shown_field_path(std::string_view path);

// A UUID, or at most 64 letters, digits, '-' and '_' beginning with "req_" or "req-": other texts may be what was sent,
// a token for instance.
OMS_DECL bool is_request_id(std::string_view text) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/server_text.ipp>
#endif
