#include "describe.hpp"

namespace omsctl {

namespace {

/// `25.00 usdc`; nothing of an amount that is not there.
std::string money(const oms::decimal& value, std::string_view asset)
{
    if (value.absent())
        return {};
    std::ostringstream out;
    out << value;
    if (!asset.empty())
        out << ' ' << asset;
    return out.str();
}

std::string text_of(const oms::wallet_reference& wallet)
{
    if (wallet.id)
        return wallet.id->str();
    return wallet.blockchain_address.value_or(wallet.external_account.value_or(""));
}

} // namespace

std::string one_line(const oms::postal_address& address)
{
    std::string line;
    for (const std::optional<std::string>& part :
         {address.line1, address.line2, address.city, address.state, address.zip_code, address.country})
        if (part && !part->empty())
            line.append(line.empty() ? "" : ", ").append(*part);
    return line;
}

facts describe(const oms::customer& one)
{
    facts all;
    std::string name;
    for (const std::optional<std::string>& part : {one.first_name, one.middle_name, one.last_name})
        if (part)
            name.append(name.empty() ? "" : " ").append(*part);
    all.add("id", one.id).add("name", name).add("status", one.status).add("email", one.email).add("phone", one.phone);
    all.add("nationality", one.nationality).add("externalId", one.external_id);
    all.add("signedAgreement", one.signed_agreement);
    for (const oms::endorsement& each : one.endorsements)
        all.add("endorsement." + std::string(each.name.text()), each.status);
    for (const oms::customer_wallet& each : one.wallets)
        all.add("wallet", each.id.str() + (each.balance ? "  " + money(*each.balance, each.asset ? each.asset->text()
                                                                                                 : std::string_view())
                                                        : std::string()));
    all.add("metadata", one.metadata).add("createdAt", one.created_at).add("updatedAt", one.updated_at);
    return all;
}

facts describe(const oms::endorsement& one)
{
    facts all;
    all.add("name", one.name).add("status", one.status);
    for (const oms::rejection_reason& each : one.rejection_reasons)
        all.add("reason", each.developer_reason ? each.developer_reason : each.reason);
    if (one.requirements)
        all.add("missing", one.requirements->missing)
            .add("pending", one.requirements->pending)
            .add("issues", one.requirements->issues);
    return all;
}

facts describe(const oms::wallet& one)
{
    facts all;
    all.add("id", one.id).add("customerId", one.customer_id).add("asset", one.asset).add("chain", one.chain);
    all.add("status", one.status).add("type", one.type).add("address", one.address);
    return all.add("createdAt", one.created_at), all;
}

facts describe(const oms::wallet_balance& one)
{
    facts all;
    all.add("walletId", one.wallet_id).add("balance", one.balance).add("asset", one.asset).add("chain", one.chain);
    if (one.estimated_balance)
        all.add("estimated", money(*one.estimated_balance, one.estimated_balance_currency_code.value_or("")));
    return all;
}

facts describe(const oms::customer_balance& one)
{
    facts all;
    all.add("customerId", one.customer_id);
    all.add("estimated", money(one.estimated_balance, one.estimated_balance_currency_code));
    for (const oms::wallet_balance& each : one.wallets)
        all.add(each.wallet_id.str(), money(each.balance, each.asset.text()));
    return all;
}

facts describe(const oms::cash_in& one)
{
    facts all;
    all.add("id", one.id).add("status", one.status).add("subStatus", one.sub_status);
    if (one.deposit_instructions)
        all.add("code", one.deposit_instructions->code).add("expiresAt", one.deposit_instructions->expires_at);
    if (one.location)
        all.add("location", one.location->name).add("address", one.location->address);
    const auto amount = [&](std::string_view name, const std::optional<oms::decimal>& value, std::string_view asset) {
        if (value)
            all.add(name, money(*value, asset));
    };
    amount("indicatedAmount", one.source.indicated_amount, one.source.asset.text());
    amount("amountGross", one.source.amount_gross, one.source.asset.text());
    if (one.source.fees_deducted)
        all.add("fees", money(one.source.fees_deducted->total, one.source.asset.text()));
    amount("arrives", one.destination.amount_net, one.destination.asset ? one.destination.asset->text() : "");
    if (one.destination.wallet)
        all.add("to", text_of(*one.destination.wallet));
    all.add("customerId", one.customer_id).add("transactionId", one.transaction_id).add("metadata", one.metadata);
    return all.add("createdAt", one.created_at).add("completedAt", one.completed_at), all;
}

facts describe(const oms::cash_location& one)
{
    facts all;
    all.add("id", one.id).add("name", one.name).add("address", one_line(one.address));
    all.add("distanceMiles", one.distance_miles).add("provider", one.provider).add("reference", one.reference);
    if (one.limits)
        all.add("minimum", one.limits->minimum).add("maximum", one.limits->maximum);
    return all;
}

facts describe(const oms::webhook& one)
{
    facts all;
    all.add("id", one.id).add("url", one.url).add("status", one.status).add("enabled", one.enabled);
    if (one.events.empty())
        all.add("events", std::string_view("every event"));
    else
        all.add("events", one.events);
    return all.add("complianceOnly", one.compliance_only).add("createdAt", one.created_at), all;
}

} // namespace omsctl
