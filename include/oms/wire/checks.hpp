#pragma once

namespace oms { inline namespace v0_1 {

/// Which rules a request is held against before it is sent.
enum class checks : unsigned char {
    /// All: those of safety, and the forms of texts (contract sections 1.7 and 11): dates, ISO 3166 and ISO 4217 codes,
    /// E.164 phone numbers, metadata size, event names, page sizes, closed sets of values.
    all,
    /// Only what keeps a call safe, for a service whose forms have moved on: what is required is there, amounts are
    /// above zero, exactly one amount and one destination, one direction of a list, deliveries over HTTPS, metadata
    /// that
    /// is an object, text that is UTF-8.
    safety_only,
};

}} // namespace oms::v0_1
