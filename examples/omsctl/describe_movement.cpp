// Quotes and transactions: what leaves, what it costs, what arrives.
#include "describe.hpp"

#include <variant>

namespace omsctl {

namespace {

template <class Side, class Amount>
std::string money(const Side& side, const Amount& amount)
{
    std::ostringstream out;
    const auto put = [&](const auto& text) {
        if constexpr (requires { text.has_value(); })
            text ? void(out << *text) : void();
        else
            out << text;
    };
    put(amount);
    if (!out.str().empty()) {
        out << ' ';
        put(side.asset);
    }
    return out.str();
}

std::string fees_of(const oms::fees_deducted& fees)
{
    std::ostringstream out;
    out << fees.total;
    if (!out.str().empty())
        out << " (developer " << fees.developer << ", gas " << fees.gas << ", oms " << fees.oms << ')';
    return out.str();
}

std::string end_of(const std::optional<oms::wallet_reference>& wallet)
{
    if (!wallet)
        return {};
    if (wallet->id)
        return wallet->id->str();
    return wallet->blockchain_address.value_or(wallet->external_account.value_or(""));
}

template <class Destination>
void add_destination(facts& all, const Destination& to)
{
    all.add("arrives", money(to, to.amount_net)).add("network", to.network).add("to", end_of(to.wallet));
}

} // namespace

facts describe(const oms::any_quote& one)
{
    const oms::quote_common& common = oms::common_of(one);
    facts all;
    all.add("id", common.id).add("type", common.type).add("status", common.status);
    all.add("takes", money(common.source, common.source.amount_gross)).add("from", common.source.wallet_id);
    all.add("fees", fees_of(common.source.fees_deducted));
    std::visit(
        [&](const auto& quote) {
            if constexpr (requires { quote.destination; })
                add_destination(all, quote.destination);
            else
                all.add("document", quote.document);
        },
        one);
    all.add("exchangeRate", common.rates.exchange_rate).add("effectiveRate", common.rates.effective_rate);
    all.add("customerId", common.customer_id).add("expiresAt", common.expires_at).add("metadata", common.metadata);
    return all.add("createdAt", common.created_at), all;
}

facts describe(const oms::any_transaction& one)
{
    const oms::transaction_common& common = oms::common_of(one);
    facts all;
    all.add("id", common.id).add("type", common.type).add("status", common.status).add("subStatus", common.sub_status);
    if (common.error)
        all.add("error", common.error->code).add("message", common.error->message);
    all.add("takes", money(common.source, common.source.amount_gross)).add("from", common.source.wallet_id);
    if (common.source.fees_deducted)
        all.add("fees", fees_of(*common.source.fees_deducted));
    std::visit(
        [&](const auto& moved) {
            if constexpr (requires { moved.destination; })
                add_destination(all, moved.destination);
            if constexpr (requires { moved.destination.tx_hash; })
                all.add("txHash", moved.destination.tx_hash);
            if constexpr (requires { moved.cash_in_id; })
                all.add("cashInId", moved.cash_in_id).add("virtualAccountId", moved.virtual_account_id);
            if constexpr (requires { moved.deposit_address_id; })
                all.add("depositAddressId", moved.deposit_address_id);
            if constexpr (requires { moved.cash_pickup; })
                if (moved.cash_pickup)
                    all.add("cashCode", moved.cash_pickup->cash_code);
            if constexpr (requires { moved.document; })
                all.add("document", moved.document);
        },
        one);
    all.add("senderCustomerId", common.sender_customer_id).add("recipientCustomerId", common.recipient_customer_id);
    all.add("role", common.role).add("quoteId", common.quote_id).add("metadata", common.metadata);
    return all.add("createdAt", common.created_at).add("completedAt", common.completed_at), all;
}

} // namespace omsctl
