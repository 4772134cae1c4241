#include "payments_server/judge_parts.hpp"

#include <oms/client/cash_ins.hpp>
#include <oms/client/transactions.hpp>

#include <boost/json.hpp>

#include <set>

namespace asio = boost::asio;

namespace test {

namespace {

// A payout or a deposit, as OMS has it.
struct thing {
    bool payout = false;
    std::string id, status, reference, customer, wallet, address, amount;
};

std::string reference_in(const std::optional<oms::json_text>& metadata)
{
    if (!metadata)
        return {};
    const boost::json::value read = boost::json::parse(metadata->view());
    const boost::json::value* const reference = read.as_object().if_contains("reference");
    return reference ? std::string(reference->as_string()) : std::string();
}

thing thing_of(const oms::transaction<oms::crypto_to_crypto>& from)
{
    thing made;
    made.payout = true;
    made.id = from.id.str();
    made.status = from.status.text();
    made.reference = reference_in(from.metadata);
    if (from.sender_customer_id)
        made.customer = from.sender_customer_id->str();
    if (from.source.wallet_id)
        made.wallet = from.source.wallet_id->str();
    if (from.destination.wallet && from.destination.wallet->blockchain_address)
        made.address = *from.destination.wallet->blockchain_address;
    if (from.source.amount_gross)
        made.amount = from.source.amount_gross->str();
    return made;
}

thing thing_of(const oms::cash_in& from)
{
    thing made;
    made.id = from.id.str();
    made.status = from.status.text();
    made.reference = reference_in(from.metadata);
    made.customer = from.customer_id.str();
    if (from.destination.wallet && from.destination.wallet->id)
        made.wallet = from.destination.wallet->id->str();
    if (from.source.indicated_amount)
        made.amount = from.source.indicated_amount->str();
    return made;
}

asio::awaitable<std::vector<thing>> payouts_at(oms::client client)
{
    std::vector<thing> found;
    auto pages = client.transactions().list(oms::transaction_filter().limit(100));
    while (const auto page = co_await pages.next())
        for (const oms::any_transaction& each : page->data)
            if (const auto* payout = std::get_if<oms::transaction<oms::crypto_to_crypto>>(&each))
                found.push_back(thing_of(*payout));
    co_return found;
}

asio::awaitable<std::vector<thing>> deposits_at(oms::client client)
{
    std::vector<thing> found;
    auto pages = client.cash_ins().list(oms::cash_in_filter().limit(100));
    while (const auto page = co_await pages.next())
        for (const oms::cash_in& each : page->data)
            found.push_back(thing_of(each));
    co_return found;
}

using lines = std::multiset<std::string>;

lines lines_of(const std::vector<thing>& at_oms)
{
    lines made;
    for (const thing& each : at_oms)
        made.insert(each.id + ' ' + each.reference + ' ' + each.status);
    return made;
}

lines known(payments::connection& on, const std::string& kind)
{
    const payments::rows found = on.execute(
        "select resource, reference, state from operations where kind = $1 and resource is not null", {kind});
    lines made;
    for (std::size_t i = 0; i < found.size(); ++i)
        made.insert(found.text(i, "resource") + ' ' + found.text(i, "reference") + ' ' + found.text(i, "state"));
    return made;
}

// The first that is not what its order asked for, or whose order has another already.
std::string not_as_ordered(const std::vector<thing>& at_oms, const std::vector<order>& orders, bool payouts)
{
    std::map<std::string, const order*> by_reference;
    for (const order& each : orders)
        if (each.payout == payouts)
            by_reference[each.reference] = &each;
    for (const thing& each : at_oms) {
        const auto found = by_reference.find(each.reference);
        if (found == by_reference.end())
            return each.id + " is of no order, or a second one of " + each.reference;
        const order& wish = *found->second;
        by_reference.erase(found);
        if (each.customer != wish.of.customer.str() || each.wallet != wish.of.wallet.str() ||
            each.address != wish.address || oms::decimal(each.amount) != oms::decimal(wish.amount))
            return each.id + " of " + wish.reference + ": " + each.amount + ' ' + each.wallet + ' ' + each.address +
                   ", not " + wish.amount + ' ' + wish.of.wallet.str() + ' ' + wish.address;
    }
    return {};
}

} // namespace

void judge_orders(report& into, world& emulator, payments::connection& on, const std::vector<order>& orders)
{
    const std::vector<thing> payouts = emulator.run(payouts_at(emulator.client()));
    into.check("every payout was made once, and none that nobody asked for", lines_of(payouts) == known(on, "payout"),
               std::to_string(payouts.size()) + " transactions");
    const std::string wrong_payout = not_as_ordered(payouts, orders, true);
    into.check("every payout took what was asked from the wallet to the address", wrong_payout.empty(), wrong_payout);

    const std::vector<thing> deposits = emulator.run(deposits_at(emulator.client()));
    into.check("every deposit was made once, and none that nobody asked for",
               lines_of(deposits) == known(on, "deposit"), std::to_string(deposits.size()) + " cash-ins");
    const std::string wrong_deposit = not_as_ordered(deposits, orders, false);
    into.check("every deposit was of the amount and for the wallet that was asked for", wrong_deposit.empty(),
               wrong_deposit);
}

} // namespace test
