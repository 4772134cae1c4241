#pragma once

#include <oms/client/impl/prepared_call.hpp>
#include <oms/config.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/transaction.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

/// Throws unexpected_kind when the answer is of another kind than the caller's type promises.
OMS_DECL void check_kind(prepared_call& call, const any_quote& answer);
OMS_DECL void check_kind(prepared_call& call, const any_transaction& answer);
template <class Answer>
void check_kind(const prepared_call&, const Answer&) noexcept
{
}

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/kind_check.ipp>
#endif
