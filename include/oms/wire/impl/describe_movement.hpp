#pragma once

#include <oms/wire/impl/description.hpp>

#include <oms/model/kind.hpp>

#include <string>
#include <variant>

namespace oms { inline namespace v0_1 { namespace detail {

/// Reads and writes the variants `any_quote` and `any_transaction`: `type` chooses the alternative; one that is
/// missing or not known gives the unknown one, with the common part and the whole document.
template <class Any, template <class> class Typed, class Unknown, class Common>
struct movement_values {
    static void read(json_reader& in, void* value)
    {
        Any& any = *static_cast<Any*>(value);
        const std::string type = in.string_member_ahead("type");
        if (type == movement_type_of<fiat_to_crypto>.text())
            return values<Typed<fiat_to_crypto>>::read(in, &any.template emplace<Typed<fiat_to_crypto>>());
        if (type == movement_type_of<crypto_to_fiat>.text())
            return values<Typed<crypto_to_fiat>>::read(in, &any.template emplace<Typed<crypto_to_fiat>>());
        if (type == movement_type_of<crypto_to_crypto>.text())
            return values<Typed<crypto_to_crypto>>::read(in, &any.template emplace<Typed<crypto_to_crypto>>());

        auto& unknown = any.template emplace<Unknown>();
        const std::size_t begin = in.begin_value();
        read_object(in, static_cast<Common*>(&unknown), described<Common>::value);
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
