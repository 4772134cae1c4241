#pragma once

#include <oms/wire/impl/describe_movement.hpp>

namespace oms { inline namespace v0_1 { namespace detail {

enum class side_kind : unsigned char { doubtful, crypto, bank, card, cash };

/// Of a side's type (`walletOms`, `bankUs`) and its category, if that is known.
OMS_DECL side_kind side_kind_of(std::string_view type, std::string_view category)
{
    const auto begins_with = [type](std::string_view word) {
        return type.starts_with(word) && (type == word || (type[word.size()] >= 'A' && type[word.size()] <= 'Z'));
    };
    // Of other wallets, one for mobile money say, the category has to say it.
    const bool of_crypto =
        type == "walletOms" || type == "walletCrypto" || (begins_with("wallet") && category == "crypto");
    const side_kind kind = of_crypto             ? side_kind::crypto
                           : begins_with("bank") ? side_kind::bank
                           : begins_with("card") ? side_kind::card
                           : type == "cash"      ? side_kind::cash
                                                 : side_kind::doubtful;
    const std::string_view contradiction = kind == side_kind::crypto ? "fiat" : "crypto";
    return category == contradiction ? side_kind::doubtful : kind;
}

OMS_DECL movement_type kind_between(std::string_view source_to_destination, std::string_view source_category,
                                    std::string_view destination_category)
{
    constexpr std::string_view arrow = "->";
    const std::size_t at = source_to_destination.find(arrow);
    if (at == source_to_destination.npos || at != source_to_destination.rfind(arrow))
        return {};
    const side_kind from = side_kind_of(source_to_destination.substr(0, at), source_category);
    const side_kind to = side_kind_of(source_to_destination.substr(at + arrow.size()), destination_category);
    if (from == side_kind::crypto && to == side_kind::crypto)
        return movement_type::crypto_to_crypto;
    if (from == side_kind::crypto && to != side_kind::doubtful)
        return movement_type::crypto_to_fiat;
    if ((from == side_kind::bank || from == side_kind::cash) && to == side_kind::crypto)
        return movement_type::fiat_to_crypto;
    return {};
}

OMS_DECL std::string movement_ahead(const json_reader& in)
{
    std::string said = in.string_member_ahead("type");
    if (!said.empty())
        return said;
    said = in.string_member_ahead("sourceToDestination");
    if (said.empty()) {
        const std::string from = in.string_member_ahead("type", "source");
        const std::string to = in.string_member_ahead("type", "destination");
        if (from.empty() && to.empty())
            return said;
        said = from + "->" + to;
    }
    const movement_type kind = kind_between(said, in.string_member_ahead("category", "source"),
                                            in.string_member_ahead("category", "destination"));
    return kind.empty() ? said : std::string(kind.text());
}

}}} // namespace oms::v0_1::detail
