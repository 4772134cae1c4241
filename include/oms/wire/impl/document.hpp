#pragma once

#include <oms/wire/impl/value_codec.hpp>

#include <oms/core/error.hpp>

#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// Reads a whole document into `*value`. True, or false and the failure.
OMS_DECL bool read_document(std::string_view json, void* value, const value_codec& codec, error& failure,
                            std::size_t depth = default_json_depth);

/// Writes `*value` as a document, and checks that: texts of a user may not be UTF-8, and metadata may nest too deep.
/// Throws error{errc::invalid_argument} that names the path of the member, such as `source.walletId`.
OMS_DECL std::string write_document(const void* value, const value_codec& codec);

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/document.ipp>
#endif
