#pragma once

#include <oms/wire/impl/value_codec.hpp>

#include <oms/core/error.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// Reads a whole document into `*value`. True, or false and the failure.
OMS_DECL bool read_document(std::string_view json, void* value, const value_codec& codec, error& failure);

/// A written document, checked once more: texts of a user may not be UTF-8, and metadata may nest too deep. Throws
/// error{errc::invalid_argument} that names the member.
OMS_DECL std::string checked_document(std::string json);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/document.ipp>
#endif
