#pragma once

#include <oms/config.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// Reads the JSON string whose opening quote is at `text[at]`, and moves `at` behind it. `out` views the text, or
/// `decoded` when there are escapes. Gives the reason, and leaves `at` near the fault, for what RFC 8259 refuses and
/// for invalid UTF-8 and half surrogate pairs; else an empty text.
OMS_DECL std::string_view take_json_string(std::string_view text, std::size_t& at, std::string& decoded,
                                           std::string_view& out);

/// Length of the character at `text[at]`, which is not ASCII; 0 when it is not UTF-8 (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF).
OMS_DECL std::size_t utf8_length(std::string_view text, std::size_t at);

/// Appends `text` to `out` as a JSON string with its quotes. `text` must be UTF-8.
OMS_DECL void append_json_string(std::string& out, std::string_view text);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/json_string.ipp>
#endif
