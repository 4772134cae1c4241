#pragma once

#include <oms/config.hpp>

#include <iosfwd>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// What is known about the effect of a call that failed, after all its attempts and those of earlier calls of the same
/// client under the same key.
enum class delivery {
    not_sent,      ///< Nothing of it reached the service. Sending it anew is safe.
    maybe_applied, ///< It may or may not have had its effect. Repeat it only with the same idempotency key.
    refused,       ///< The service answered that it did not do it.
    applied,       ///< The service did it; only the answer could not be used.
};

/// `not_sent`, `maybe_applied`, `refused` or `applied`.
OMS_DECL std::string_view to_string(delivery value) noexcept;

/// Prints to_string(value).
OMS_DECL std::ostream& operator<<(std::ostream& out, delivery value);

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/delivery.ipp>
#endif
