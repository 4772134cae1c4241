#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/model/kind.hpp>

#include <string>
#include <string_view>
#include <variant>

namespace oms { inline namespace v0_1 { namespace detail {

/// The kind of a movement between two sides as later versions write it (`walletCrypto->bankUs`), where both are known
/// without doubt; else empty. The categories, `crypto` or `fiat`, may be empty: they contradict, or tell of a wallet
/// that is none of the known ones that it holds crypto.
OMS_DECL movement_type kind_between(std::string_view source_to_destination, std::string_view source_category,
                                    std::string_view destination_category);

/// `type` of the quote or transaction that comes next; where it has none, the kind that `sourceToDestination` says,
/// else the types of its sides, or that text itself when it leaves a doubt. Empty: the document says nothing about its
/// kind.
OMS_DECL movement_type movement_ahead(const json_reader& in);

/// Reads and writes the variants `any_quote` and `any_transaction`: `movement_ahead` chooses the alternative; what it
/// does not know gives the unknown one, with the common part and the whole document.
template <class Any, template <class> class Typed, class Unknown, class Common>
struct movement_values {
    static void read(json_reader& in, void* value)
    {
        Any& any = *static_cast<Any*>(value);
        const movement_type type = movement_ahead(in);
        if (type == movement_type_of<fiat_to_crypto>)
            return values<Typed<fiat_to_crypto>>::read(in, &any.template emplace<Typed<fiat_to_crypto>>());
        if (type == movement_type_of<crypto_to_fiat>)
            return values<Typed<crypto_to_fiat>>::read(in, &any.template emplace<Typed<crypto_to_fiat>>());
        if (type == movement_type_of<crypto_to_crypto>)
            return values<Typed<crypto_to_crypto>>::read(in, &any.template emplace<Typed<crypto_to_crypto>>());

        auto& unknown = any.template emplace<Unknown>();
        const std::size_t begin = in.begin_value();
        values<Common>::read(in, static_cast<Common*>(&unknown));
        if (!in.failed())
            unknown.document = json_text_access::of(std::string(in.text_since(begin)));
    }

    static bool write(std::string& out, const void* value)
    {
        return std::visit(
            [&out](const auto& each) {
                using kind = std::remove_cvref_t<decltype(each)>;
                if constexpr (std::is_same_v<kind, Unknown>)
                    return values<json_text>::write(out, &each.document);
                else
                    return values<kind>::write(out, &each);
            },
            *static_cast<const Any*>(value));
    }
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/wire/impl/describe_movement.ipp>
#endif
