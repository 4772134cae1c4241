#pragma once

#include <oms/config.hpp>

#include <oms/core/result.hpp>
#include <oms/model/event.hpp>

#include <concepts>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// Reads one webhook delivery (contract section 12.1). Its signature is not looked at: webhook_verifier does both.
///
/// The name is taken from `event`, else `eventType`, else `type`. Events of the families that `event::payload` names
/// become typed; all others, and known ones whose resource has another shape, are kept as unknown_event.
///
/// Text that is no Unicode (half a surrogate pair, which JavaScript writes where a text was cut in the middle of a
/// character; bytes that are not UTF-8) does not cost an event: it is read with U+FFFD in its place, as `document` and
/// `data` then show it too.
///
/// Error: errc::decode_failed, with the document attached, when the body is no JSON or no envelope: no `id`, no name,
/// or one of them is no text. Other members of the envelope that are missing or of the wrong kind read as absent.
///
/// A template, as `described<T>` of what events hold and all that calls it here: only files that read events compile
/// what reads them.
template <std::same_as<event> Event = event>
result<Event> decode_event(std::string_view raw_body);

namespace detail {

/// A JSON document with U+FFFD in place of what is no Unicode: bytes that are not UTF-8 (RFC 3629) and escaped halves
/// of surrogate pairs (RFC 8259 section 8.2).
OMS_DECL std::string with_replacement_characters(std::string_view document);

} // namespace detail

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/event.ipp>
#endif
