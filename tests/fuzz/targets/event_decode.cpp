// Input: the body of a delivery. What is an envelope is held against Boost.JSON; what was read of its resource is
// written and read again.
#include "fuzz/boost_json.hpp"
#include "fuzz/require.hpp"
#include "fuzz/targets.hpp"

#include <oms/core/overloaded.hpp>
#include <oms/wire/codec.hpp>
#include <oms/wire/event.hpp>

#include <string>

namespace {

namespace json = boost::json;

/// The first of these members that is there; null counts as absent.
const json::value* first_of(const json::object& object, std::initializer_list<std::string_view> names)
{
    for (const std::string_view name : names)
        if (const json::value* found = object.if_contains(name); found && !found->is_null())
            return found;
    return nullptr;
}

bool is_text(const json::value* value)
{
    return value && value->is_string() && !value->get_string().empty() &&
           value->get_string().find('\0') == json::string::npos; // no text of ours holds it
}

/// An object with an id and a name.
bool is_envelope(const json::value& document)
{
    const json::object* object = document.if_object();
    return object && is_text(object->if_contains("id")) && is_text(first_of(*object, {"event", "eventType", "type"}));
}

template <class Resource>
void require_round_trip(const Resource& resource)
{
    const std::string written = oms::encode(resource);
    const oms::result<Resource> again = oms::decode<Resource>(written);
    fuzz::require(again.has_value(), "a resource that was read can be written and read again");
    fuzz::require(oms::encode(*again) == written, "and is the same then");
}

bool begins(std::string_view name, std::initializer_list<std::string_view> prefixes)
{
    for (const std::string_view prefix : prefixes)
        if (name.starts_with(prefix))
            return true;
    return false;
}

} // namespace

void fuzz::event_decode(std::string_view input)
{
    const oms::result<oms::event> read = oms::decode_event(input);
    const std::string unicode = oms::detail::with_replacement_characters(input); // the input itself, where it is that
    const boost_json document(unicode);
    if (!read) {
        require(read.error().code() == oms::errc::decode_failed, "a refusal is decode_failed");
        require(read.error().document() == input, "a refusal has the document");
        require(read.error().delivery() == oms::delivery::not_sent, "nothing was sent");
        if (document.is_json() == true && is_envelope(document.value()))
            require(document.repeats_a_name(), "an envelope is read, unless a name is there twice");
        return;
    }
    require(document.is_json() != false, "what is read is JSON");
    if (document.is_json() == true) {
        require(is_envelope(document.value()), "what is read is an envelope");
        const json::object& envelope = document.value().get_object();
        require(read->id.view() == std::string_view(envelope.at("id").get_string()), "the id is the envelope's");
        const json::value& name = *first_of(envelope, {"event", "eventType", "type"});
        require(read->name.text() == std::string_view(name.get_string()), "the name is the envelope's");
        const json::value* sequence = envelope.if_contains("sequence");
        if (sequence && sequence->is_int64())
            require(read->sequence == sequence->get_int64(), "a whole number is the sequence");
    }
    require(read->document.view() == unicode, "the document is kept as sent");

    const std::string_view name = read->name.text();
    std::visit(oms::overloaded{
                   [&](const oms::transaction_event& e) {
                       require(e.name == read->name && begins(name, {"transaction."}), "the family is the name's");
                       require_round_trip(e.transaction);
                   },
                   [&](const oms::endorsement_event& e) {
                       require(e.name == read->name && begins(name, {"customer.endorsement.", "endorsement."}),
                               "the family is the name's");
                       require(!e.customer.id.empty(), "it is a known customer's");
                       require_round_trip(e.customer);
                   },
                   [&](const oms::cash_in_event& e) {
                       require(e.name == read->name && begins(name, {"cashIn."}), "the family is the name's");
                       require_round_trip(e.cash_in);
                   },
                   [&](const oms::wallet_event& e) {
                       require(e.name == read->name && begins(name, {"wallet."}), "the family is the name's");
                       require_round_trip(e.wallet);
                       if (e.deposit)
                           require_round_trip(*e.deposit);
                   },
                   [&](const oms::unknown_event& e) {
                       require(e.name == read->name, "the name is the event's");
                       require(e.data.empty() || oms::json_text::parse(e.data.view()).has_value(), "its data are JSON");
                       require(unicode.find(e.data.view()) != unicode.npos, "its data are as sent");
                   },
               },
               read->payload);
}
