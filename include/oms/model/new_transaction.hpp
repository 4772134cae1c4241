#pragma once

#include <oms/core/id.hpp>
#include <oms/core/json_text.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// Body of POST /transactions, as sent (contract section 8.1).
struct new_transaction_fields {
    oms::quote_id quote_id;
    std::optional<std::string> device_fingerprint;
    std::optional<json_text> metadata;
    std::optional<std::int64_t> partner_transaction_id;
    std::optional<std::string> payment_method_id;
    std::optional<std::string> source_wallet_address;
    std::optional<std::string> tags;
    std::optional<std::string> web_session_id;
};

/// Optional hints that go with the execution of a quote (contract section 8.1).
class transaction_hints {
public:
    transaction_hints() = default;

    transaction_hints& device_fingerprint(std::string v) & { return fields_.device_fingerprint = std::move(v), *this; }
    transaction_hints&& device_fingerprint(std::string v) && { return std::move(device_fingerprint(std::move(v))); }
    /// A JSON object of at most 20 members.
    transaction_hints& metadata(json_text v) & { return fields_.metadata = std::move(v), *this; }
    transaction_hints&& metadata(json_text v) && { return std::move(metadata(std::move(v))); }
    transaction_hints& partner_transaction_id(std::int64_t v) & { return fields_.partner_transaction_id = v, *this; }
    transaction_hints&& partner_transaction_id(std::int64_t v) && { return std::move(partner_transaction_id(v)); }
    transaction_hints& payment_method_id(std::string v) & { return fields_.payment_method_id = std::move(v), *this; }
    transaction_hints&& payment_method_id(std::string v) && { return std::move(payment_method_id(std::move(v))); }
    transaction_hints& source_wallet_address(std::string v) &
    {
        return fields_.source_wallet_address = std::move(v), *this;
    }
    transaction_hints&& source_wallet_address(std::string v) &&
    {
        return std::move(source_wallet_address(std::move(v)));
    }
    transaction_hints& tags(std::string v) & { return fields_.tags = std::move(v), *this; }
    transaction_hints&& tags(std::string v) && { return std::move(tags(std::move(v))); }
    transaction_hints& web_session_id(std::string v) & { return fields_.web_session_id = std::move(v), *this; }
    transaction_hints&& web_session_id(std::string v) && { return std::move(web_session_id(std::move(v))); }

    /// What will be sent to execute `quote`.
    new_transaction_fields for_quote(quote_id quote) const
    {
        new_transaction_fields made = fields_;
        made.quote_id = std::move(quote);
        return made;
    }

private:
    new_transaction_fields fields_;
};

}} // namespace oms::v0_1
