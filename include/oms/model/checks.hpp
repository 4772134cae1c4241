#pragma once

#include <oms/config.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

class decimal;
class json_text;
class secret;

namespace detail {

// What a request checks before it is sent (contract sections 1.7 and 4.1). Each gives back its argument or throws
// error{errc::invalid_argument} that names the field, never the value.

OMS_DECL std::string checked_text(std::string_view field, std::string value);    // not empty
OMS_DECL std::string checked_date(std::string_view field, std::string value);    // YYYY-MM-DD, a day of the calendar
OMS_DECL std::string checked_country(std::string_view field, std::string value); // ISO 3166-1 alpha-2: two capitals
OMS_DECL std::string checked_phone(std::string_view field, std::string value);   // E.164
OMS_DECL secret checked_secret(std::string_view field, secret value);            // not empty
OMS_DECL decimal checked_amount(std::string_view field, decimal value);          // present and above zero
OMS_DECL json_text checked_metadata(json_text value);                            // a JSON object, or no value
OMS_DECL int checked_limit(int value);                                           // 1 to 100

} // namespace detail
}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/model/impl/checks.ipp>
#endif
