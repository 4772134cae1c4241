#pragma once

#include <oms/client/impl/kind_check.hpp>

#include <variant>

namespace oms { inline namespace v0_1 { namespace detail {

template <class Any, template <class> class Model>
void check_kind_of(prepared_call& call, const Any& answer)
{
    const bool expected =
        call.kind == expected_kind::any ||
        (call.kind == expected_kind::fiat_to_crypto && std::holds_alternative<Model<fiat_to_crypto>>(answer)) ||
        (call.kind == expected_kind::crypto_to_fiat && std::holds_alternative<Model<crypto_to_fiat>>(answer)) ||
        (call.kind == expected_kind::crypto_to_crypto && std::holds_alternative<Model<crypto_to_crypto>>(answer));
    if (!expected)
        call.throw_unusable(error::builder(errc::unexpected_kind));
}

OMS_DECL void check_kind(prepared_call& call, const any_quote& answer)
{
    check_kind_of<any_quote, quote>(call, answer);
}

OMS_DECL void check_kind(prepared_call& call, const any_transaction& answer)
{
    check_kind_of<any_transaction, transaction>(call, answer);
}

}}} // namespace oms::v0_1::detail
