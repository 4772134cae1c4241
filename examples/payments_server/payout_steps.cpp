#include "step.hpp"

#include <oms/client/quotes.hpp>
#include <oms/client/transactions.hpp>

#include <boost/json.hpp>

#include <optional>

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

namespace payments {

namespace {

// The customer has no agreed price here; a server that has would ask for consent again.
asio::awaitable<void> price_ran_out(work& on, const std::string& from_state)
{
    static const std::string why = "quote_expired";
    on.more = false;
    if (on.row.quotes < 50)
        co_await on.store.run(&ask_again, on.row, from_state); // under new keys, which whoever claims it will read
    else
        co_await on.store.run(&fail, on.row, why);
}

asio::awaitable<std::optional<resource_state>> listed(oms::client client, operation row)
{
    oms::transaction_filter made_by_it;
    made_by_it.sender_customer_id(oms::customer_id::from_storage(row.customer)).limit(100);
    if (!row.not_before.empty())
        made_by_it.created_after(oms::timestamp(row.not_before));
    auto pages = client.transactions().list(made_by_it);
    while (const auto page = co_await pages.next()) {
        for (const oms::any_transaction& each : page->data) {
            const auto& quote = oms::common_of(each).quote_id;
            if (quote && quote->str() == row.quote_id)
                co_return state_of(each);
        }
    }
    co_return std::nullopt;
}

// That this sending was refused settles it only for a quote that no sending has used.
asio::awaitable<void> decide(work& on, const oms::quote_status& price, const oms::error* refusal)
{
    const bool open = price == oms::quote_status::open, expired = price == oms::quote_status::expired;
    const bool about_the_price = refusal && (refusal->server_code() == oms::server_code::quote_expired ||
                                             refusal->server_code() == oms::server_code::quote_already_accepted);
    if (refusal && (open || expired) && !about_the_price && refused_by_oms(*refusal))
        co_await not_done(on, *refusal);
    else if (expired) // unused: nothing can come of it any more, not even of a request that is still on its way
        co_await price_ran_out(on, on.row.state);
    else if (refusal && open)
        co_await try_later(on, *refusal);
    else
        co_await on.store.run(&postpone, on.row, 60s);
}

// Was it paid? The list says it, or else the quote.
asio::awaitable<void> look_up(work& on, const oms::error* refusal)
{
    on.more = false;
    std::optional<oms::error> unknown;
    try {
        const std::optional<resource_state> paid = co_await listed(on.client, on.row);
        if (paid) {
            co_await became(on, *paid);
            co_return;
        }
        const oms::quote_id id = oms::quote_id::from_storage(on.row.quote_id);
        const oms::any_quote quote = co_await on.client.quotes().get(id);
        co_await decide(on, oms::common_of(quote).status, refusal);
    } catch (const oms::error& failure) {
        unknown = failure;
    }
    if (unknown)
        co_await try_later(on, *unknown);
}

} // namespace

asio::awaitable<void> ask_price(work& on)
{
    const auto answer = co_await post(on.client, "/quotes", on.row.quote_body, on.row.quote_key);
    const oms::result<oms::any_quote> quote = read<oms::any_quote>(answer);
    if (!quote) {
        co_await not_done(on, quote.error());
        co_return;
    }
    const oms::quote_common& price = oms::common_of(*quote);
    on.row.quote_id = price.id.str();
    on.row.execute_body = json::serialize(json::object{{"quoteId", on.row.quote_id}});
    parameter expires_at;
    if (!price.expires_at.absent())
        expires_at = price.expires_at.str();
    on.more = co_await on.store.run(&store_quote, on.row, on.row.quote_id, expires_at, on.row.execute_body);
    on.row.state = "quoted";
}

asio::awaitable<void> begin_execution(work& on)
{
    const bool begun = co_await on.store.run(&begin, on.row);
    if (begun)
        on.row.state = "executing";
    else // nothing was sent: a new price is safe
        co_await price_ran_out(on, on.row.state);
}

asio::awaitable<void> pay(work& on)
{
    if (on.row.beyond_keys) { // OMS may have forgotten the key, so sending again could pay twice
        co_await look_up(on, nullptr);
        co_return;
    }
    const auto answer = co_await post(on.client, "/transactions", on.row.execute_body, on.row.execute_key);
    const oms::result<oms::any_transaction> made = read<oms::any_transaction>(answer);
    if (made) {
        const resource_state seen = state_of(*made);
        co_await became(on, seen);
        co_return;
    }
    // Whoever refuses may not know of an earlier sending that was applied: a gateway does not, and OMS may have
    // forgotten the key.
    const oms::error& failure = made.error();
    if (is_refusal(failure))
        co_await look_up(on, &failure);
    else
        co_await try_later(on, failure);
}

} // namespace payments
