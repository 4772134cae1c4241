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

/// What a side says about itself.
struct side_words {
    std::string type, category;
};

OMS_DECL void read_side_words(json_reader& in, side_words& out)
{
    std::string_view name;
    for (in.begin_object(); in.next_member(name);) {
        std::string* const word = name == "type" ? &out.type : name == "category" ? &out.category : nullptr;
        if (word && in.peek() == json_kind::string)
            *word = in.string();
        else
            in.skip();
    }
}

OMS_DECL movement_type movement_ahead(const json_reader& in)
{
    json_reader ahead(in.text_ahead(), in.depth());
    std::string between; // what sourceToDestination says
    side_words source, destination;
    std::string_view name;
    for (ahead.begin_object(); ahead.next_member(name);) {
        const json_kind kind = ahead.peek();
        if (name == "type" && kind == json_kind::string) {
            if (const movement_type type(ahead.string()); !type.empty())
                return type;
        } else if (name == "sourceToDestination" && kind == json_kind::string) {
            between = ahead.string();
        } else if (name == "source" && kind == json_kind::object) {
            read_side_words(ahead, source);
        } else if (name == "destination" && kind == json_kind::object) {
            read_side_words(ahead, destination);
        } else {
            ahead.skip();
        }
    }
    if (between.empty() && source.type.empty() && destination.type.empty())
        return {};
    if (between.empty())
        between = source.type + "->" + destination.type;
    const movement_type kind = kind_between(between, source.category, destination.category);
    return kind.empty() ? movement_type(between) : kind;
}

}}} // namespace oms::v0_1::detail
