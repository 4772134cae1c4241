#pragma once

#include <oms/model/external_account.hpp>

#include <oms/core/json_text.hpp>

#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// Query of GET /external-accounts/schemas, as sent (contract section 15.3).
struct external_account_query_fields {
    std::string country;
    std::string currency;
};

/// Which schemas of bank details to fetch: a country (ISO 3166-1 alpha-2) and a currency (ISO 4217).
class external_account_query {
public:
    external_account_query(std::string country, std::string currency) : fields_{std::move(country), std::move(currency)}
    {
    }

    /// What will be sent.
    const external_account_query_fields& fields() const noexcept { return fields_; }

private:
    external_account_query_fields fields_;
};

/// Body of POST /customers/{customerId}/external-accounts, as sent (contract section 15.3).
struct new_external_account_fields {
    std::optional<external_account_type> type;
    std::optional<std::string> country;
    std::optional<std::string> currency;
    oms::network network;
    json_text bank_details;
    std::optional<json_text> metadata;
};

/// An external account to create (contract section 15.3, early access).
///
/// Made from a schema that was fetched, its bank details are held against that schema before anything is sent; made
/// from a network alone, only the service checks them.
class new_external_account {
public:
    /// `bank_details` is a JSON object with the fields that the schema names.
    new_external_account(const external_account_schema& schema, json_text bank_details) : schema_(schema)
    {
        fields_.type = schema.type;
        if (!schema.country.empty())
            fields_.country = schema.country;
        if (!schema.currency.empty())
            fields_.currency = schema.currency;
        fields_.network = schema.network;
        fields_.bank_details = std::move(bank_details);
    }
    /// `network` declares the rail: `ach`, `wire`, `swift`, …
    new_external_account(oms::network network, json_text bank_details)
    {
        fields_.network = std::move(network);
        fields_.bank_details = std::move(bank_details);
    }

    new_external_account& type(external_account_type v) & { return fields_.type = std::move(v), *this; }
    new_external_account&& type(external_account_type v) && { return std::move(type(std::move(v))); }
    /// ISO 3166-1 alpha-2.
    new_external_account& country(std::string v) & { return fields_.country = std::move(v), *this; }
    new_external_account&& country(std::string v) && { return std::move(country(std::move(v))); }
    /// ISO 4217.
    new_external_account& currency(std::string v) & { return fields_.currency = std::move(v), *this; }
    new_external_account&& currency(std::string v) && { return std::move(currency(std::move(v))); }
    /// A JSON object of at most 20 members.
    new_external_account& metadata(json_text v) & { return fields_.metadata = std::move(v), *this; }
    new_external_account&& metadata(json_text v) && { return std::move(metadata(std::move(v))); }

    /// What will be sent.
    const new_external_account_fields& fields() const noexcept { return fields_; }
    /// What the bank details are held against; null when there is none.
    const external_account_schema* schema() const noexcept { return schema_ ? &*schema_ : nullptr; }

private:
    new_external_account_fields fields_;
    std::optional<external_account_schema> schema_;
};

}} // namespace oms::v0_1
