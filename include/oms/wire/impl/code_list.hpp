#pragma once

#include <oms/config.hpp>

#include <cstddef>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// Whether `text` is a country code of ISO 3166-1 alpha-2: one of the 249 assigned, or XK, which is assigned to nobody
/// and means Kosovo everywhere.
OMS_DECL bool is_country(std::string_view text);

/// Whether `text` is a currency code of ISO 4217, list one; also ANG and BGN, which left it in 2025 and 2026.
OMS_DECL bool is_currency(std::string_view text);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/code_list.ipp>
#endif
