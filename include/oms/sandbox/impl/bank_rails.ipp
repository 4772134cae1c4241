#pragma once

#include <oms/sandbox/impl/bank_rails.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/request_target.hpp>
#include <oms/sandbox/impl/text_checks.hpp>

#include <regex>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

inline constexpr bank_field account_number_field{"accountNumber", "Account number", true, "^[0-9]{4,17}$", ""};
inline constexpr bank_field routing_number_field{"routingNumber", "Routing number", true, "^[0-9]{9}$", ""};
inline constexpr bank_field account_type_field{"accountType", "Account type", true, "", " checking savings "};
inline constexpr bank_field bank_name_field{"bankName", "Name of the bank", true, "^[A-Za-z0-9 .,&'-]{1,140}$", ""};
inline constexpr bank_field owner_name_field{"accountOwnerName", "Name of the account's owner", true,
                                             "^[A-Za-z0-9 .,&'-]{1,140}$", ""};
inline constexpr std::string_view bic_pattern = "^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$";

inline constexpr bank_field ach_fields[] = {account_number_field, routing_number_field, account_type_field};
inline constexpr bank_field wire_fields[] = {account_number_field, routing_number_field, account_type_field,
                                             bank_name_field};
inline constexpr bank_field sepa_fields[] = {{"iban", "IBAN", true, "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$", ""},
                                             {"bic", "BIC", false, bic_pattern, ""},
                                             owner_name_field};
inline constexpr bank_field fps_fields[] = {
    {"accountNumber", "Account number", true, "^[0-9]{8}$", ""},
    {"sortCode", "Sort code", true, "^[0-9]{6}$", ""},
    owner_name_field,
};
inline constexpr bank_field spei_fields[] = {{"clabe", "CLABE", true, "^[0-9]{18}$", ""}, owner_name_field};
inline constexpr bank_field pix_fields[] = {
    {"pixKeyType", "Kind of the PIX key", true, "", " cpf cnpj phone email random "},
    {"pixKey", "PIX key", true, "^[!-~]{4,77}$", ""},
    owner_name_field,
};
inline constexpr bank_field upi_fields[] = {
    {"vpa", "UPI address", true, "^[A-Za-z0-9.-]{2,64}@[A-Za-z][A-Za-z0-9]{1,63}$", ""},
    owner_name_field,
};
inline constexpr bank_field swift_fields[] = {
    {"accountNumber", "Account number or IBAN", true, "^[A-Z0-9]{4,34}$", ""},
    {"bic", "BIC", true, bic_pattern, ""},
    bank_name_field,
    owner_name_field,
};

inline constexpr std::string_view euro_countries = " AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK ";

inline constexpr bank_rail bank_rails[] = {
    {"usBank", " US ", "USD", "ach", "accountNumber", ach_fields},
    {"usBank", " US ", "USD", "wire", "accountNumber", wire_fields},
    {"intlBank", euro_countries, "EUR", "sepa", "iban", sepa_fields},
    {"intlBank", " GB ", "GBP", "fps", "accountNumber", fps_fields},
    {"intlBank", " MX ", "MXN", "spei", "clabe", spei_fields},
    {"intlBank", " BR ", "BRL", "pix", "pixKey", pix_fields},
    {"intlBank", " IN ", "INR", "upi", "vpa", upi_fields},
    {"intlBank", " AE AU BR CA CH DE ES FR GB HK IN IT JP MX NL SG ", "USD", "swift", "accountNumber", swift_fields},
};

OMS_DECL void render_schema(json_writer& out, const bank_rail& rail, std::string_view country);

/// Calls `visit` with each word of a list between spaces.
template <class Visit>
void each_word(std::string_view list, const Visit& visit)
{
    while (list.size() > 1) {
        list.remove_prefix(1);
        const std::string_view word = list.substr(0, list.find(' '));
        visit(word);
        list.remove_prefix(word.size());
    }
}

OMS_DECL const bank_rail* find_bank_rail(std::string_view network)
{
    for (const bank_rail& rail : bank_rails)
        if (rail.network == network)
            return &rail;
    return nullptr;
}

OMS_DECL bool serves_country(const bank_rail& rail, std::string_view country)
{
    bool served = false;
    each_word(rail.countries, [&](std::string_view one) { served = served || one == country; });
    return served;
}

OMS_DECL std::optional<std::string> problem_of(const bank_field& field, std::string_view value)
{
    if (value.empty())
        return "must not be empty";
    bool allowed = field.values.empty();
    each_word(field.values, [&](std::string_view one) { allowed = allowed || one == value; });
    if (!allowed)
        return "is not one of the allowed values";
    // The library's matcher needs stack for every character.
    if (value.size() > 255)
        return "is too long";
    if (!field.pattern.empty() && !std::regex_match(value.begin(), value.end(), std::regex(std::string(field.pattern))))
        return "must match " + std::string(field.pattern);
    return std::nullopt;
}

OMS_DECL std::string_view rail_name(std::string_view network)
{
    return network == "swift" ? "international_wire" : network;
}

OMS_DECL answer list_external_account_schemas(emulator&, const call& request)
{
    query_parameters query(request.query);
    const auto country = query.text("country", is_country);
    const auto currency = query.text("currency", is_currency);
    query.finish();
    json_writer out;
    out.open_object().open_array("data");
    for (const bank_rail& rail : bank_rails) {
        if (currency && rail.currency != *currency)
            continue;
        each_word(rail.countries, [&](std::string_view one) {
            if (!country || one == *country)
                render_schema(out, rail, one);
        });
    }
    return {200, out.close_array().boolean("hasMore", false).close_object().str()};
}

OMS_DECL void render_schema(json_writer& out, const bank_rail& rail, std::string_view country)
{
    out.open_object()
        .text("object", "externalAccountSchema")
        .text("type", rail.type)
        .text("country", country)
        .text("currency", rail.currency)
        .text("network", rail.network)
        .open_array("fields");
    for (const bank_field& field : rail.fields) {
        out.open_object()
            .text("name", field.name)
            .text("label", field.label)
            .text("type", "string")
            .boolean("required", field.required);
        if (!field.pattern.empty())
            out.text("pattern", field.pattern);
        if (!field.values.empty()) {
            out.open_array("enum");
            each_word(field.values, [&](std::string_view one) { out.element(one); });
            out.close_array();
        }
        out.close_object();
    }
    out.close_array().close_object();
}

}}} // namespace oms::v0_1::detail::emulation
