#pragma once

#include <oms/wire/event.hpp>

#include <oms/wire/impl/describe_cash_in.hpp>
#include <oms/wire/impl/describe_customer.hpp>
#include <oms/wire/impl/describe_transaction.hpp>
#include <oms/wire/impl/describe_wallet.hpp>
#include <oms/wire/impl/document.hpp>

#include <utility>

namespace oms { inline namespace v0_1 {

namespace detail {

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
    json_text data;
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
        {"data", member<&T::data>},
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
bool read_resource(const json_text& data, std::string_view object, Resource& into)
{
    const std::string says = json_reader(data.view()).string_member_ahead("object");
    error ignored;
    return (says.empty() || says == object) && read_document(data.view(), &into, codec_of<Resource>, ignored);
}

} // namespace detail

template <std::same_as<event> Event>
result<Event> decode_event(std::string_view raw_body)
{
    detail::event_envelope envelope;
    error failure;
    if (!detail::read_document(raw_body, &envelope, detail::codec_of<detail::event_envelope>, failure))
        return failure.edit().delivery(delivery::not_sent).build(); // nothing was asked for
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
    const json_text& data = envelope.data;
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
    made.payload = unknown_event{made.name, std::move(envelope.data)};
    return made;
}

#ifdef OMS_SEPARATE_COMPILATION
template result<event> decode_event(std::string_view);
#endif

}} // namespace oms::v0_1
