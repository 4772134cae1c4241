#pragma once

#include <oms/config.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// Why `path`, with its query, cannot follow the base URL of a request as the caller wrote it; nothing when it can.
///
/// What it must be: a slash first, no empty segment (`//`) and no dot segment, also none that is hidden behind
/// percent-encoding; no fragment; only characters that RFC 3986 allows there, and `%` only before two hexadecimal
/// digits. So it cannot leave the base URL, name another host, or end the request line.
OMS_DECL std::string_view fault_of_path(std::string_view path);

/// `text` with every `%XX` as the byte it stands for.
OMS_DECL std::string percent_decoded(std::string_view text);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/target_path.ipp>
#endif
