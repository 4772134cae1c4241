#pragma once

#include <oms/config.hpp>
#include <oms/core/errc.hpp>

#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// An error code as the source has it: `unprocessable`. `unknown` for what is none.
OMS_DECL std::string_view name_of(errc code) noexcept;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/core/impl/errc_name.ipp>
#endif
