#include "step.hpp"

#include <oms/client/quotes.hpp>
#include <oms/client/transactions.hpp>

#include <boost/json.hpp>

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

namespace payments {

namespace {

const std::string none;

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

// OMS may have forgotten the key, so sending again could pay twice. What does the list say, and the quote?
asio::awaitable<void> look_up(work& on)
{
    on.more = false;
    auto pages = on.client.transactions().list(
        oms::transaction_filter().sender_customer_id(oms::customer_id::from_storage(on.row.customer)).limit(100));
    while (const auto page = co_await pages.next()) {
        for (const oms::any_transaction& each : page->data) {
            const auto& quote = oms::common_of(each).quote_id;
            if (quote && quote->str() == on.row.quote_id) {
                const resource_state seen = state_of(each);
                co_await became(on, seen, none);
                co_return;
            }
        }
    }
    // Only a price that ran out unused rules out that the request is still on its way.
    const oms::quote_id id = oms::quote_id::from_storage(on.row.quote_id);
    const oms::any_quote quote = co_await on.client.quotes().get(id);
    if (oms::common_of(quote).status == oms::quote_status::expired)
        co_await price_ran_out(on, on.row.state);
    else
        co_await on.store.run(&postpone, on.row, 60s);
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
    const std::string expires_at = price.expires_at.str();
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
    if (on.row.beyond_keys) {
        co_await look_up(on);
        co_return;
    }
    const auto answer = co_await post(on.client, "/transactions", on.row.execute_body, on.row.execute_key);
    const oms::result<oms::any_transaction> made = read<oms::any_transaction>(answer);
    if (made) {
        const resource_state seen = state_of(*made);
        co_await became(on, seen, none);
        co_return;
    }
    // A refusal of this key covers every earlier sending of it, also by a process that is dead: OMS keeps one answer
    // for a key.
    const oms::error& failure = made.error();
    const bool refused = refused_for_good(failure);
    if (refused && failure.server_code() == oms::server_code::quote_expired)
        co_await price_ran_out(on, on.row.state);
    else if (refused && failure.server_code() == oms::server_code::quote_already_accepted)
        co_await look_up(on); // by this operation, under a key that OMS has forgotten
    else
        co_await not_done(on, failure);
}

} // namespace payments
