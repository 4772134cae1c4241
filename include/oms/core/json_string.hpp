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

/// Where the first character from `text[at]` on is that is not simply part of a string: a quote, a backslash, a control
/// character or the beginning of one that is not ASCII; else the end of the text.
OMS_DECL std::size_t end_of_plain_text(std::string_view text, std::size_t at) noexcept;

/// The same for the `string_block` characters from `chars` on: how many of them come before it.
OMS_DECL std::size_t end_of_plain_block(const char* chars) noexcept;
#if defined(__SSE2__) && defined(__GNUC__)
inline constexpr std::size_t string_block = 16;
#else
inline constexpr std::size_t string_block = 8;
#endif

/// Length of the character at `text[at]`, which is not ASCII; 0 when it is not UTF-8 (RFC 3629: no overlong forms, no
/// surrogates, nothing above U+10FFFF).
OMS_DECL std::size_t utf8_length(std::string_view text, std::size_t at);

/// Whether the whole text is UTF-8.
OMS_DECL bool is_utf8(std::string_view text);

/// Appends `text` to `out` as a JSON string with its quotes. `text` must be UTF-8.
OMS_DECL void append_json_string(std::string& out, std::string_view text);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/json_string.ipp>
#endif
