#pragma once

#include <oms/sandbox/impl/assets.hpp>
#include <oms/sandbox/impl/customers.hpp>
#include <oms/sandbox/impl/emulator.hpp>
#include <oms/sandbox/impl/json_writer.hpp>
#include <oms/sandbox/impl/page.hpp>
#include <oms/sandbox/impl/refusal.hpp>
#include <oms/sandbox/impl/request_body.hpp>
#include <oms/sandbox/impl/request_target.hpp>

#include <array>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// What a body says about a customer; the same fields for POST and PATCH.
struct customer_fields {
    std::optional<std::string> first_name, middle_name, last_name, email, phone, birth_date, nationality, ip_address,
        external_id;
    std::optional<bool> signed_agreement;
    std::optional<postal_address> residential_address;
    std::optional<std::size_t> documents;
    std::optional<std::vector<std::string>> endorsements;
    std::optional<std::string> metadata;
};

OMS_DECL std::optional<std::string> is_endorsement(std::string_view text);
OMS_DECL std::optional<std::string> is_document(std::string_view text);
OMS_DECL customer_fields read_customer_fields(object_reader& fields, presence nullable);
OMS_DECL void apply(customer_record& customer, const customer_fields& fields, instant at);

OMS_DECL std::optional<std::string> customer_record::full_name() const
{
    if (first_name && last_name)
        return *first_name + " " + *last_name;
    return first_name ? first_name : last_name;
}

OMS_DECL bool customer_record::provisioned() const
{
    for (const auto* field : {&first_name, &last_name, &email, &phone, &birth_date})
        if (!*field || (*field)->empty())
            return false;
    if (!identified || !residential_address)
        return false;
    const postal_address& home = *residential_address;
    for (const auto* part : {&home.line1, &home.city, &home.state, &home.country, &home.zip_code})
        if (part->empty())
            return false;
    return true;
}

OMS_DECL std::optional<std::string> is_endorsement(std::string_view text)
{
    if (text == "basic" || text == "cryptoCustody" || text == "usd")
        return std::nullopt;
    return "must be basic, cryptoCustody or usd";
}

OMS_DECL std::optional<std::string> is_document(std::string_view text)
{
    if (text == "ssn" || text == "itin" || text == "driversLicense" || text == "passport")
        return std::nullopt;
    return "must be ssn, itin, driversLicense or passport";
}

OMS_DECL customer_fields read_customer_fields(object_reader& fields, presence nullable)
{
    customer_fields read;
    read.first_name = fields.text("firstName", presence::optional);
    read.middle_name = fields.text("middleName", nullable);
    read.last_name = fields.text("lastName", presence::optional);
    read.email = fields.text("email", nullable, is_email);
    read.phone = fields.text("phone", nullable, is_phone);
    read.birth_date = fields.text("birthDate", presence::optional, is_date);
    read.nationality = fields.text("nationality", presence::optional, is_country);
    read.ip_address = fields.text("ipAddress", presence::optional);
    read.external_id = fields.text("externalId", nullable);
    read.signed_agreement = fields.boolean("signedAgreement", presence::optional);
    if (auto home = fields.object("residentialAddress", presence::optional)) {
        postal_address address;
        address.line1 = home->text("line1", presence::optional).value_or("");
        address.line2 = home->text("line2", presence::optional).value_or("");
        address.city = home->text("city", presence::optional).value_or("");
        address.state = home->text("state", presence::optional).value_or("");
        address.country = home->text("country", presence::optional, is_country).value_or("");
        address.zip_code = home->text("zipCode", presence::optional).value_or("");
        home->finish();
        read.residential_address = std::move(address);
    }
    if (auto documents = fields.objects("identifyingInformation", presence::optional)) {
        for (object_reader& document : *documents) {
            document.text("type", presence::required, is_document);
            document.text("issuingCountry", presence::required, is_country);
            document.text("number", presence::required, not_empty);
            document.finish();
        }
        read.documents = documents->size();
    }
    read.endorsements = fields.texts("endorsements", presence::optional, 100, is_endorsement);
    read.metadata = fields.metadata(nullable);
    fields.finish();
    return read;
}

OMS_DECL void apply(customer_record& customer, const customer_fields& fields, instant at)
{
    const auto take = [](auto& into, const auto& from) {
        if (from)
            into = from;
    };
    take(customer.first_name, fields.first_name);
    take(customer.middle_name, fields.middle_name);
    take(customer.last_name, fields.last_name);
    take(customer.email, fields.email);
    take(customer.phone, fields.phone);
    take(customer.birth_date, fields.birth_date);
    take(customer.nationality, fields.nationality);
    take(customer.ip_address, fields.ip_address);
    take(customer.external_id, fields.external_id);
    take(customer.residential_address, fields.residential_address);
    if (fields.documents)
        customer.identified = *fields.documents > 0;
    if (fields.signed_agreement) {
        if (!*fields.signed_agreement)
            customer.signed_agreement_at = std::nullopt;
        else if (!customer.signed_agreement)
            customer.signed_agreement_at = at;
        customer.signed_agreement = *fields.signed_agreement;
    }
    if (fields.metadata)
        customer.metadata = *fields.metadata;
    customer.updated_at = at;
}

OMS_DECL answer create_customer(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    fields.text("type", presence::required, [](std::string_view text) -> std::optional<std::string> {
        if (text != "individual")
            return "must be individual";
        return std::nullopt;
    });
    const customer_fields read = read_customer_fields(fields, presence::optional);
    body.check();
    require_writing(request);

    customer_record customer;
    customer.id = state.ids.id("cst_", request.at);
    customer.account = request.account;
    customer.created_at = request.at;
    apply(customer, read, request.at);
    customer_record& added = state.customers.add(std::move(customer));
    const std::vector<std::string> usual = {"cryptoCustody", "usd"};
    request_endorsements(state, added, read.endorsements.value_or(usual), request.at);
    return {201, rendered(state, added)};
}

OMS_DECL answer update_customer(emulator& state, const call& request)
{
    request_body body(request.body);
    object_reader fields = body.root();
    const customer_fields read = read_customer_fields(fields, presence::clearable);
    body.check();
    customer_record& customer = existing_customer(state, request.account, request.ids[0]);
    require_writing(request);
    if (!customer.active)
        throw forbidden("The customer is inactive.");

    apply(customer, read, request.at);
    const std::array<std::pair<std::string_view, std::optional<std::string>*>, 4> clearable = {
        {{"middleName", &customer.middle_name},
         {"email", &customer.email},
         {"phone", &customer.phone},
         {"externalId", &customer.external_id}}};
    for (const auto& [name, field] : clearable)
        if (fields.cleared(name))
            field->reset();
    if (fields.cleared("metadata"))
        customer.metadata = "{}";

    std::vector<std::string> again = read.endorsements.value_or(std::vector<std::string>());
    const bool supplied = read.first_name || read.last_name || read.birth_date || read.residential_address ||
                          read.documents || read.ip_address;
    for (const endorsement_record& endorsement : customer.endorsements)
        if (supplied && endorsement.status == "NEEDS_ACTION")
            again.push_back(endorsement.name);
    request_endorsements(state, customer, again, request.at);
    return {200, rendered(state, customer)};
}

OMS_DECL answer get_customer(emulator& state, const call& request)
{
    query_parameters(request.query).finish();
    return {200, rendered(state, existing_customer(state, request.account, request.ids[0]))};
}

OMS_DECL answer delete_customer(emulator& state, const call& request)
{
    customer_record& customer = existing_customer(state, request.account, request.ids[0]);
    require_writing(request);
    if (customer.active) {
        customer.active = false;
        customer.updated_at = request.at;
    }
    return {200, rendered(state, customer)};
}

OMS_DECL answer list_customers(emulator& state, const call& request)
{
    query_parameters query(request.query);
    const page_request asked = read_page_request(query, "customers");
    const auto status = query.one_of("status", {"active", "inactive"});
    const auto email = query.text("email");
    const auto external_id = query.text("externalId");
    query.finish();
    const auto page = cut_page(state.customers.all(), asked, [&](const customer_record& customer) {
        return customer.account == request.account && (!status || customer.active == (*status == "active")) &&
               (!email || customer.email == email) && (!external_id || customer.external_id == external_id);
    });
    return {200, render_page(page, "customers",
                             [&](json_writer& out, const customer_record& customer) { render(out, state, customer); })};
}

OMS_DECL customer_record& existing_customer(emulator& state, std::string_view account, std::string_view id)
{
    customer_record* customer = state.customers.find(id);
    if (customer == nullptr || customer->account != account)
        throw not_found();
    return *customer;
}

OMS_DECL void require_writing(const call& request)
{
    if (request.read_only)
        throw forbidden("This key may not perform the operation.");
}

OMS_DECL void require_provisioned(const customer_record& customer)
{
    if (!customer.provisioned())
        throw unprocessable("provider_account_not_provisioned", "provider account not provisioned");
}

OMS_DECL void render(json_writer& out, const emulator& state, const customer_record& customer)
{
    std::optional<std::string> signed_at;
    if (customer.signed_agreement_at)
        signed_at = iso_text(*customer.signed_agreement_at);
    out.open_object()
        .text("id", customer.id)
        .text("object", "customer")
        .text("type", "individual")
        .text("firstName", customer.first_name)
        .text("middleName", customer.middle_name)
        .text("lastName", customer.last_name)
        .text("email", customer.email)
        .text("phone", customer.phone)
        .text("nationality", customer.nationality)
        .text("externalId", customer.external_id)
        .text("status", customer.active ? "active" : "inactive")
        .boolean("signedAgreement", customer.signed_agreement)
        .text("signedAgreementAt", signed_at)
        .open_array("wallets");
    for (const std::string& id : customer.wallets) {
        const wallet_record& wallet = *state.wallets.find(id);
        const decimal balance = balance_of(state, wallet);
        const decimal worth = (balance * price_in_usd(wallet.asset)).rescale(2, rounding::half_even);
        out.open_object()
            .text("id", wallet.id)
            .text("type", "custodial")
            .text("address", wallet.address)
            .text("network", wallet.chain)
            .text("asset", wallet.asset)
            .text("balance", money_text(balance))
            .text("estimatedValueUsd", worth.str())
            .text("createdAt", iso_text(wallet.created_at))
            .close_object();
    }
    out.close_array().open_array("endorsements");
    render_endorsements(out, customer);
    out.close_array()
        .raw("metadata", customer.metadata)
        .text("createdAt", iso_text(customer.created_at))
        .text("updatedAt", iso_text(customer.updated_at))
        .close_object();
}

OMS_DECL std::string rendered(const emulator& state, const customer_record& customer)
{
    json_writer out;
    render(out, state, customer);
    return out.str();
}

}}} // namespace oms::v0_1::detail::emulation
