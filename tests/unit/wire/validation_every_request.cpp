#include "problems.hpp"

#include <oms/model/filter.hpp>
#include <oms/wire/impl/describe_external_account.hpp>
#include <oms/wire/impl/describe_filter.hpp>
#include <oms/wire/impl/describe_new_customer.hpp>
#include <oms/wire/impl/describe_quote.hpp>
#include <oms/wire/impl/describe_request.hpp>
#include <oms/wire/impl/describe_route.hpp>
#include <oms/wire/impl/describe_simulation.hpp>
#include <oms/wire/impl/describe_token.hpp>
#include <oms/wire/impl/describe_wallet.hpp>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>

using oms::detail::format;

namespace {

/// What can be sent, by its name in the source, with its table.
struct request_type {
    const oms::detail::description* table;
    std::vector<oms::field_problem> problems_of_an_empty_one;
};

template <class Fields>
request_type as_sent()
{
    return {&oms::detail::described<Fields>::value, oms::problems_of(Fields())};
}

#define OMS_SENT(type) {#type, as_sent<oms::type>()}

std::map<std::string, request_type> requests()
{
    return {
        OMS_SENT(token_request_fields),
        OMS_SENT(new_customer_fields),
        OMS_SENT(customer_update_fields),
        OMS_SENT(identifying_information_fields),
        OMS_SENT(new_wallet_fields),
        OMS_SENT(new_quote_fields),
        OMS_SENT(new_transaction_fields),
        OMS_SENT(new_cash_in_fields),
        OMS_SENT(new_webhook_fields),
        OMS_SENT(webhook_update_fields),
        OMS_SENT(barcode_auth_fields),
        OMS_SENT(auth_commit_fields),
        OMS_SENT(virtual_account_transfer_fields),
        OMS_SENT(deposit_address_transfer_fields),
        OMS_SENT(new_virtual_account_fields),
        OMS_SENT(new_deposit_address_fields),
        OMS_SENT(route_source_fields),
        OMS_SENT(route_destination_fields),
        OMS_SENT(route_developer_fee_fields),
        OMS_SENT(new_external_account_fields),
        OMS_SENT(list_filter_fields),
        OMS_SENT(customer_filter_fields),
        OMS_SENT(transaction_filter_fields),
        OMS_SENT(cash_in_filter_fields),
        OMS_SENT(transaction_perspective_fields),
        OMS_SENT(balance_query_fields),
        OMS_SENT(cash_location_query_fields),
        OMS_SENT(external_account_query_fields),
    };
}

std::string text_of(const std::filesystem::path& file)
{
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// What the first group of `pattern` matches in `text`, everywhere.
std::set<std::string> all_matches(const std::string& text, const char* pattern)
{
    const std::regex expression(pattern);
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at)
        found.insert((*at)[1].str());
    return found;
}

const std::filesystem::path include = std::filesystem::path(OMS_SOURCE_DIR) / "include/oms";

/// Everything in model/ that is sent: such structs end in `_fields`.
std::set<std::string> sent_by_the_model()
{
    std::set<std::string> found;
    for (const auto& file : std::filesystem::directory_iterator(include / "model"))
        if (file.path().extension() == ".hpp")
            found.merge(all_matches(text_of(file.path()), R"(\bstruct (\w+_fields)\b)"));
    return found;
}

} // namespace

TEST_CASE("Every request of the model is validated: a new one without rules fails here (B8)")
{
    std::set<std::string> here;
    for (const auto& [name, type] : requests())
        here.insert(name);
    const std::set<std::string> sent = sent_by_the_model();
    CHECK(sent.size() >= 28);
    for (const std::string& name : sent) {
        INFO(name);
        CHECK(here.count(name) == 1);
    }
    for (const std::string& name : here) {
        INFO(name);
        CHECK(sent.count(name) == 1);
    }
}

TEST_CASE("Every request can be validated, and every query written, in separate compilation too (B8)")
{
    const std::set<std::string> ruled =
        all_matches(text_of(include / "wire/impl/validate.ipp"), R"(template struct ruled<(\w+)>;)");
    const std::set<std::string> queried =
        all_matches(text_of(include / "wire/impl/query.ipp"), R"(template struct queried<(\w+)>;)");
    for (const std::string& name : sent_by_the_model()) {
        INFO(name);
        CHECK(ruled.count(name) == 1);
        const bool is_query = name.find("filter") != name.npos || name.find("query") != name.npos ||
                              name.find("perspective") != name.npos;
        CHECK(queried.count(name) == (is_query ? 1u : 0u));
    }
}

TEST_CASE("Fields of one name have one form in all requests (B8)")
{
    const std::map<std::string_view, format> forms{
        {"metadata", format::metadata},
        {"phone", format::phone},
        {"birthDate", format::date},
        {"nationality", format::country},
        {"country", format::country},
        {"issuingCountry", format::country},
        {"currency", format::currency},
        {"estimatedBalanceCurrencyCode", format::currency},
        {"url", format::https_url},
        {"events", format::event_pattern},
        {"endorsements", format::known_value},
        {"rail", format::known_value},
        {"accountholderName", format::known_value},
        {"amount", format::above_zero},
        {"indicatedAmount", format::above_zero},
        {"limit", format::page_size},
        {"startingAfter", format::not_empty},
        {"endingBefore", format::not_empty},
        {"latitude", format::latitude},
        {"longitude", format::longitude},
        {"bankDetails", format::json_object},
        {"blockchainAddress", format::not_empty},
        {"externalAccount", format::not_empty},
    };
    std::map<std::string, request_type> all = requests();
    all["postal_address"] = as_sent<oms::postal_address>();
    all["wallet_reference"].table = &oms::detail::described<oms::wallet_reference>::value;
    all["new_quote_source"].table = &oms::detail::described<oms::new_quote_source>::value;
    all["new_quote_destination"].table = &oms::detail::described<oms::new_quote_destination>::value;
    all["new_cash_in_source"].table = &oms::detail::described<oms::new_cash_in_source>::value;
    all["new_cash_in_destination"].table = &oms::detail::described<oms::new_cash_in_destination>::value;

    std::set<std::string_view> seen;
    for (const auto& [name, type] : all)
        for (const oms::detail::field& row : type.table->fields) {
            INFO(name << '.' << row.name);
            if (const auto form = forms.find(row.name); form != forms.end()) {
                CHECK(row.format == form->second);
                seen.insert(row.name);
            }
            CHECK(row.member.look != nullptr); // nothing of a request is out of sight
        }
    CHECK(seen.size() == forms.size());
}

TEST_CASE("An empty request says what it cannot be without, and an update, a filter or hints say nothing (B8)")
{
    const std::map<std::string, int> needed{
        {"token_request_fields", 2},
        {"identifying_information_fields", 3},
        {"new_wallet_fields", 2},
        {"new_quote_fields", 8}, // customer, wallet, asset and network, asset and network, destination, amount
        {"new_transaction_fields", 1},
        {"new_cash_in_fields", 6},
        {"new_webhook_fields", 1},
        {"barcode_auth_fields", 2},
        {"auth_commit_fields", 4},
        {"virtual_account_transfer_fields", 2},
        {"deposit_address_transfer_fields", 1},
        {"new_virtual_account_fields", 5},
        {"new_deposit_address_fields", 5},
        {"route_source_fields", 2},
        {"route_destination_fields", 3},
        {"route_developer_fee_fields", 2},
        {"new_external_account_fields", 2},
        {"cash_location_query_fields", 1},
        {"external_account_query_fields", 2},
    };
    for (const auto& [name, type] : requests()) {
        INFO(name);
        const auto expected = needed.find(name);
        CHECK(static_cast<int>(type.problems_of_an_empty_one.size()) ==
              (expected == needed.end() ? 0 : expected->second));
    }
}
