#pragma once

#include <oms/config.hpp>

#include <span>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// Something that may have happened to a body on its way, and how to undo it.
struct body_change {
    std::string_view what;
    std::string (*undo)(std::string_view body); // gives the body back as it is when this cannot have happened to it
    bool written_again = false;                 // the whole of it, and `undo` is as dear
};

/// The usual ones; those that change the least first, so that the words fit.
OMS_DECL std::span<const body_change> body_changes() noexcept;

enum class json_layout : unsigned char {
    compact, ///< `{"a":1,"b":[2,3]}`
    spaced,  ///< `{"a": 1, "b": [2, 3]}`
    indented ///< a line for each member, two spaces a level
};

/// The same JSON laid out anew, everything else as it was. Takes any bytes and judges nothing.
OMS_DECL std::string laid_out(std::string_view json, json_layout layout);

/// JSON with the characters themselves for `\/` and for `\u…` beyond ASCII.
OMS_DECL std::string with_plain_characters(std::string_view json);

/// What was UTF-8, was read as ISO 8859-1 and written as UTF-8.
OMS_DECL std::string read_as_latin1(std::string_view text);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/body_before.ipp>
#endif
