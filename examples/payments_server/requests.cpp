#include "requests.hpp"

#include <oms/model/new_cash_in.hpp>
#include <oms/model/new_quote.hpp>
#include <oms/wire/codec.hpp>
#include <oms/wire/validate.hpp>

#include <boost/json.hpp>

#include <algorithm>
#include <initializer_list>

namespace json = boost::json;

namespace payments {

namespace {

std::string member(const json::object& of, const char* name)
{
    const json::value* const found = of.if_contains(name);
    const std::string_view text = found && found->is_string() ? std::string_view(found->get_string()) : "";
    const bool printable =
        std::none_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    if (text.empty() || text.size() > 200 || !printable)
        throw bad_request(std::string(name) + " must be a text of 1 to 200 bytes without control characters");
    return std::string(text);
}

// A member that this version does not know may be what matters most to whoever sent it.
void refuse_others(const json::object& in, std::initializer_list<std::string_view> known)
{
    for (const auto& [name, value] : in)
        if (std::find(known.begin(), known.end(), std::string_view(name)) == known.end())
            throw bad_request(json::serialize(json::value(name)) + " is not a member of this request");
}

json::object read(std::string_view body)
{
    boost::system::error_code failure;
    const json::value value = json::parse(body, failure);
    if (failure || !value.is_object())
        throw bad_request("the body must be a JSON object");
    return value.get_object();
}

// The SDK's own rules, so that a mistake is told now, and not found by a worker later.
template <class Request>
std::string checked_bytes(const Request& request)
{
    const std::vector<oms::field_problem> problems = oms::problems_of(request);
    if (!problems.empty())
        throw bad_request(problems.front().field + ' ' + problems.front().message);
    return oms::encode(request);
}

oms::json_text label(const std::string& reference)
{
    return oms::json_text(json::serialize(json::object{{"reference", reference}}));
}

template <class Build>
new_operation made(const char* kind, std::string_view body, Build build)
{
    const json::object asked = read(body);
    new_operation made;
    made.kind = kind;
    made.reference = member(asked, "reference");
    if (!is_reference(made.reference))
        throw bad_request("reference must be letters, digits, '-', '_' and '.', and begin with a letter or a digit");
    made.customer = member(asked, "customer");
    made.wallet = member(asked, "wallet");
    const std::string amount = member(asked, "amount");
    json::object request{{"customer", made.customer}, {"wallet", made.wallet}, {"amount", amount}};
    try {
        made.body = build(asked, request, made, oms::decimal(amount));
    } catch (const oms::error& failure) {
        throw bad_request(failure.what());
    }
    made.request = json::serialize(request);
    return made;
}

} // namespace

bool is_reference(std::string_view text)
{
    const auto alphanumeric = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    };
    const auto allowed = [&](char c) {
        return alphanumeric(c) || c == '-' || c == '_' || c == '.';
    };
    return !text.empty() && text.size() <= 200 && alphanumeric(text.front()) &&
           std::all_of(text.begin(), text.end(), allowed);
}

new_operation read_payout(std::string_view body)
{
    return made("payout", body,
                [](const json::object& asked, json::object& request, const new_operation& of, oms::decimal amount) {
                    refuse_others(asked, {"reference", "customer", "wallet", "amount", "address"});
                    const std::string address = member(asked, "address");
                    request["address"] = address;
                    oms::new_quote order{
                        oms::customer_id(of.customer),
                        oms::from_wallet(oms::wallet_id(of.wallet), oms::asset::usdc, oms::network::polygon),
                        oms::to_address(address, oms::asset::usdc, oms::network::polygon), oms::source_amount(amount)};
                    order.metadata(label(of.reference));
                    return checked_bytes(order);
                });
}

new_operation read_deposit(std::string_view body)
{
    return made("deposit", body,
                [](const json::object& asked, json::object& request, const new_operation& of, oms::decimal amount) {
                    refuse_others(asked, {"reference", "customer", "wallet", "amount", "location"});
                    const json::value* const location = asked.if_contains("location");
                    if (!location || !location->is_object())
                        throw bad_request("location must be an object with id and reference");
                    refuse_others(location->get_object(), {"id", "reference"});
                    const std::string id = member(location->get_object(), "id");
                    const std::string reference = member(location->get_object(), "reference");
                    request["location"] = {{"id", id}, {"reference", reference}};
                    oms::new_cash_in order{
                        oms::customer_id(of.customer),
                        oms::to_wallet(oms::wallet_id(of.wallet), oms::asset::usdc, oms::network::polygon),
                        oms::cash_location_id(id), reference};
                    order.indicated_amount(std::move(amount)).metadata(label(of.reference));
                    return checked_bytes(order);
                });
}

std::string shown(const operation& row)
{
    json::object document{{"reference", row.reference}, {"state", row.state}};
    const json::value asked = json::parse(row.request);
    for (const auto& [name, value] : asked.get_object())
        document[name] = value;
    if (!row.resource.empty())
        document[row.is_payout() ? "transaction" : "cashIn"] = row.resource;
    if (!row.code.empty())
        document["code"] = row.code;
    if (!row.code_expires.empty())
        document["codeExpiresAt"] = row.code_expires;
    if (!row.outcome.empty())
        document["outcome"] = row.outcome;
    return json::serialize(document);
}

} // namespace payments
