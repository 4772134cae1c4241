#pragma once

#include <oms/config.hpp>
#include <oms/core/json_depth.hpp>

#include <oms/core/result.hpp>
#include <oms/model/cash_in.hpp>
#include <oms/model/cash_location.hpp>
#include <oms/model/customer.hpp>
#include <oms/model/customer_update.hpp>
#include <oms/model/deposit_address.hpp>
#include <oms/model/event.hpp>
#include <oms/model/external_account.hpp>
#include <oms/model/new_cash_in.hpp>
#include <oms/model/new_customer.hpp>
#include <oms/model/new_external_account.hpp>
#include <oms/model/new_quote.hpp>
#include <oms/model/new_route.hpp>
#include <oms/model/new_transaction.hpp>
#include <oms/model/new_webhook.hpp>
#include <oms/model/page.hpp>
#include <oms/model/quote.hpp>
#include <oms/model/simulation.hpp>
#include <oms/model/token.hpp>
#include <oms/model/transaction.hpp>
#include <oms/model/virtual_account.hpp>
#include <oms/model/wallet.hpp>
#include <oms/model/webhook.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 {

namespace detail {

// The two directions of one type. Bodies are instantiated by users in header-only mode, else in codec.ipp.
template <class T>
struct wired {
    static result<T> read(std::string_view json, std::size_t depth);
    // The same into an object that is as it was constructed. True, or false and the failure.
    static bool read_into(T& fresh, std::string_view json, error& failure, std::size_t depth);
    static std::string write(const T& value);
};

} // namespace detail

/// Reads an answer of the API as a T: any resource or answer of <oms/model/...>, `page<T>` of a listed one, and the
/// `..._fields` of requests.
///
/// Reads liberally: unknown members are skipped, null is absence, unknown values of open enums are kept, tolerated
/// names of the contract are understood. Errors, each with delivery `applied` and the document attached:
/// - errc::decode_failed: no JSON (also: a name twice in one object, nested deeper than `depth`, text that is not
/// UTF-8),
///   a member of the wrong kind, a resource without `id` or a request without a member it needs. The text names
///   the path, such as `data[3].source.amountNet`, and what was expected and found; it never holds a value of the
///   document, and of its names only characters of identifiers.
/// - errc::unexpected_kind: a quote<K> or transaction<K> whose `type` is another kind than K, or, where a later version
///   of the API has no `type`, whose sides are those of another kind or of a doubtful one (contract section 16).
template <class T>
result<T> decode(std::string_view json, std::size_t depth = default_json_depth)
{
    return detail::wired<T>::read(json, depth);
}

/// Writes a request, or a resource, as JSON: documented names only, amounts as strings, absent fields left out. Takes
/// requests (`new_customer`, …), their `..._fields`, and all that `decode` reads.
///
/// Throws error{errc::invalid_argument}, which names the path of the member (`source.walletId`), when one that the
/// contract requires is empty (an id that was never set), when a text is not UTF-8, or when metadata nests deeper than
/// 64 in all.
template <class T>
std::string encode(const T& value)
{
    if constexpr (requires { value.fields(); })
        return encode(value.fields());
    else
        return detail::wired<T>::write(value);
}

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/codec.ipp>
#endif
