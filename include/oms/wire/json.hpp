#pragma once

#include <oms/config.hpp>

#include <oms/core/json_text.hpp>

#include <boost/json/value.hpp>

namespace oms { inline namespace v0_1 {

/// The value of a JSON text, for users of Boost.JSON; null for an empty one. Numbers become what boost::json::parse
/// makes of them: amounts of the API are strings and stay exact. Throws error{errc::invalid_json} for a number that
/// Boost.JSON cannot hold. Takes every depth that `response_limits::json_depth` allows.
OMS_DECL boost::json::value to_json(const json_text& text);

/// The text of a value. Throws error{errc::invalid_json} when the value is nested deeper than 64, holds text that is
/// not UTF-8, or a number that is not finite.
OMS_DECL json_text from_json(const boost::json::value& value);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/json.ipp>
#endif
