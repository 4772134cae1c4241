#pragma once

#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/core/json_text.hpp>
#include <oms/model/external_account.hpp>

#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// What the schema that a service gave says against these bank details (contract section 15.3): fields that are
/// missing, of another JSON type, not of the form of their `pattern`, or none of their `enum`. Each problem names its
/// field as `bankDetails.routingNumber`, never a value. Fields that the schema does not name are left to the service,
/// and so is everything that this version cannot judge for sure.
OMS_DECL std::vector<field_problem> problems_of_bank_details(const json_text& details,
                                                             const external_account_schema& schema);

/// What a regular expression of ECMAScript says about a text; it may match anywhere in it, as in JSON Schema.
enum class pattern_verdict {
    matches,
    differs,
    /// Left open: the expression is longer than 256 characters, no valid one, or of a syntax that engines read
    /// differently; the text is longer than 1,024 bytes or not ASCII; or the search became too complex.
    unknown
};

OMS_DECL pattern_verdict match_pattern(std::string_view pattern, std::string_view text);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/bank_details_check.ipp>
#endif
