#pragma once

#include <oms/wire/event.hpp>

#include <oms/core/json_string.hpp>
#include <oms/wire/impl/describe_cash_in.hpp>
#include <oms/wire/impl/describe_customer.hpp>
#include <oms/wire/impl/describe_transaction.hpp>
#include <oms/wire/impl/describe_wallet.hpp>
#include <oms/wire/impl/document.hpp>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

/// The code unit of the escape `\uXXXX` at `at`; nothing where there is none.
OMS_DECL std::optional<unsigned> escaped_code_unit(std::string_view text, std::size_t at)
{
    unsigned code = 0;
    const std::string_view digits = text.substr(std::min(at + 2, text.size()), 4);
    if (text.substr(at, 2) != "\\u" || digits.size() != 4)
        return std::nullopt;
    const auto [end, failure] = std::from_chars(digits.data(), digits.data() + 4, code, 16);
    if (failure != std::errc{} || end != digits.data() + 4)
        return std::nullopt;
    return code;
}

OMS_DECL std::string with_replacement_characters(std::string_view document)
{
    const auto is_between = [](std::optional<unsigned> code, unsigned first, unsigned last) {
        return code && *code >= first && *code <= last;
    };
    std::string made;
    std::size_t copied = 0; // of the document
    for (std::size_t at = 0; at < document.size();) {
        std::size_t length = 1;
        bool replaced = false;
        if (document[at] == '\\') {
            const std::optional<unsigned> code = escaped_code_unit(document, at);
            length = code ? 6 : 2;
            if (is_between(code, 0xD800, 0xDFFF)) {
                replaced = *code > 0xDBFF || !is_between(escaped_code_unit(document, at + 6), 0xDC00, 0xDFFF);
                length = replaced ? 6 : 12;
            }
        } else if (static_cast<unsigned char>(document[at]) >= 0x80) {
            length = utf8_length(document, at);
            replaced = length == 0;
            length = replaced ? 1 : length;
        }
        if (replaced) {
            made.append(document, copied, at - copied).append("\xEF\xBF\xBD");
            copied = at + length;
        }
        at += length;
    }
    made.append(document.substr(copied));
    return made;
}

/// A member of the envelope that nothing depends on. A value of another kind is read as absent: a signed event must not
/// be lost for it. Numbers may stand in strings.
template <auto Member>
struct forgiving {
    using value_type = decltype(value_of(Member));

    static void read(json_reader& in, void* value)
    {
        const json_kind kind = in.peek();
        std::string_view text = in.raw();
        if (in.failed())
            return;
        if (std::same_as<value_type, std::optional<std::int64_t>> && kind == json_kind::string)
            text = text.substr(1, text.size() - 2);
        value_type made{};
        json_reader inner(text);
        values<value_type>::read(inner, &made);
        inner.finish();
        if (!inner.failed())
            *static_cast<value_type*>(value) = std::move(made);
    }
    static constexpr value_codec codec{&read, &values<value_type>::write};
    static constexpr member_access member = member_as<Member, codec>;
};

struct event_envelope {
    oms::event_id id;
    event_name name;
    timestamp created_at;
    std::string api_version;
    std::optional<oms::event_id> event_id;
    std::optional<timestamp> occurred_at;
    std::optional<std::int64_t> sequence;
    std::string_view data; // the text of the value, in the body
};

/// The text of any value, not copied.
struct raw_text {
    static void read(json_reader& in, void* value) { *static_cast<std::string_view*>(value) = in.raw(); }
    static constexpr value_codec codec{&read, nullptr};
};

template <std::same_as<event_envelope> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"id", member<&T::id>, {}, rule::required},
        {"event", member<&T::name>, {"eventType", "type"}, rule::required},
        {"createdAt", forgiving<&T::created_at>::member},
        {"apiVersion", forgiving<&T::api_version>::member},
        {"eventId", forgiving<&T::event_id>::member},
        {"occurredAt", forgiving<&T::occurred_at>::member},
        {"sequence", forgiving<&T::sequence>::member},
        {"data", member_as<&T::data, raw_text::codec>},
    };
    // clang-format on
    static constexpr description value{fields};
};

/// A wallet with the deposit that its event adds to it (contract section 12.2).
struct wallet_with_deposit : wallet {
    std::optional<wallet_deposit> deposit;
};

template <std::same_as<wallet_with_deposit> T>
struct described<T> {
    static constexpr field fields[] = {{"deposit", member<&T::deposit>}};
    static constexpr description value = description_on<T, wallet>(fields);
};

/// What endorsement events of later versions may carry in place of the customer (contract section 16).
struct endorsement_of_customer : endorsement {
    oms::customer_id customer_id;
};

template <std::same_as<endorsement_of_customer> T>
struct described<T> {
    // clang-format off
    static constexpr field fields[] = {
        {"customerId", member<&T::customer_id>, {}, rule::required},
    };
    // clang-format on
    static constexpr description value = description_on<T, endorsement>(fields);
};

/// Reads the resource of an event, unless it says that it is another one.
template <class Resource>
bool read_resource(std::string_view data, std::string_view object, Resource& into)
{
    const std::string says = json_reader(data).string_member_ahead("object");
    error ignored;
    return (says.empty() || says == object) && read_document(data, &into, codec_of<Resource>, ignored);
}

} // namespace detail

template <std::same_as<event> Event>
result<Event> decode_event(std::string_view raw_body)
{
    detail::event_envelope envelope;
    error failure;
    std::string replaced;
    if (!detail::read_document(raw_body, &envelope, detail::codec_of<detail::event_envelope>, failure)) {
        replaced = detail::with_replacement_characters(raw_body);
        envelope = {};
        error ignored;
        if (replaced == raw_body ||
            !detail::read_document(replaced, &envelope, detail::codec_of<detail::event_envelope>, ignored))
            return failure.edit().delivery(delivery::not_sent).build(); // nothing was asked for
        raw_body = replaced;
    }
    Event made;
    made.id = std::move(envelope.id);
    made.name = std::move(envelope.name);
    made.created_at = std::move(envelope.created_at);
    made.api_version = std::move(envelope.api_version);
    made.event_id = std::move(envelope.event_id);
    made.occurred_at = std::move(envelope.occurred_at);
    made.sequence = envelope.sequence;
    made.document = detail::json_text_access::of(std::string(raw_body));

    const std::string_view name = made.name.text();
    const std::string_view data = envelope.data;
    if (name.starts_with("transaction.")) {
        if (any_transaction read; detail::read_resource(data, "transaction", read)) {
            made.payload = transaction_event{made.name, std::move(read)};
            return made;
        }
    } else if (name.starts_with("customer.endorsement.") || name.starts_with("endorsement.")) {
        // The endorsement first: where `object` is missing, its own `id` would pass for a customer's.
        if (detail::endorsement_of_customer read;
            detail::read_resource(data, "endorsement", read) && !read.name.empty()) {
            customer owner;
            owner.id = std::move(read.customer_id);
            owner.endorsements.push_back(std::move(static_cast<endorsement&>(read)));
            made.payload = endorsement_event{made.name, std::move(owner)};
            return made;
        }
        if (customer read; detail::read_resource(data, "customer", read)) {
            made.payload = endorsement_event{made.name, std::move(read)};
            return made;
        }
    } else if (name.starts_with("cashIn.")) {
        if (cash_in read; detail::read_resource(data, "cashIn", read)) {
            made.payload = cash_in_event{made.name, std::move(read)};
            return made;
        }
    } else if (name.starts_with("wallet.")) {
        if (detail::wallet_with_deposit read; detail::read_resource(data, "wallet", read)) {
            std::optional<wallet_deposit> deposit = std::move(read.deposit);
            made.payload = wallet_event{made.name, std::move(static_cast<wallet&>(read)), std::move(deposit)};
            return made;
        }
    }
    made.payload = unknown_event{made.name, detail::json_text_access::of(std::string(data))};
    return made;
}

#ifdef OMS_SEPARATE_COMPILATION
template result<event> decode_event(std::string_view);
#endif

}} // namespace oms::v0_1
