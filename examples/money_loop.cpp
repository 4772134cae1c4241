// money_loop.cpp: an end user's money, all the way round.
//
// Starts the sandbox emulator and a small webhook endpoint in this process, then talks to the emulator over TLS through
// the SDK's public API: a webhook, two customers, a wallet each, cash paid in at a counter, a send from one to the
// other. Prints what happens as it happens, and ends with 1 when anything is not as it must be.
#include "money_loop/timeline.hpp"
#include "money_loop/webhook_receiver.hpp"

#include <oms/client/make_client.hpp>
#include <oms/model/event.hpp>
#include <oms/oms.hpp>
#include <oms/sandbox/server.hpp>

#include <boost/asio.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

namespace asio = boost::asio;
using namespace std::chrono_literals;

namespace {

/// Everything the story needs, on one thread.
struct stage {
    oms::client client;
    webhook_receiver& webhooks;
    timeline& show;
};

template <class T>
std::string text(const T& value)
{
    std::ostringstream out;
    out << value;
    return out.str();
}

std::string text(const std::vector<oms::endorsement>& endorsements)
{
    std::string all;
    for (const oms::endorsement& one : endorsements)
        all += (all.empty() ? "" : ", ") + text(one.name) + ' ' + text(one.status);
    return all;
}

std::string text(const oms::fees_deducted& fees)
{
    return text(fees.total) + "  (developer " + text(fees.developer) + ", gas " + text(fees.gas) + ", OMS " +
           text(fees.oms) + ')';
}

bool completes(const oms::event& event, const oms::transaction_id& id)
{
    const auto* changed = std::get_if<oms::transaction_event>(&event.payload);
    return changed && oms::id_of(changed->transaction) == id && oms::status_of(changed->transaction).is_success();
}

/// The whole identifying set: without it no USD and no cash, in the sandbox too.
oms::new_customer person(const std::string& first_name, const std::string& number)
{
    oms::residential_address home;
    home.line1("548 Market Street").city("San Francisco").state("CA").country("US").zip_code("94104");
    const oms::identifying_information document(oms::identity_document::ssn, "US", oms::secret(number));
    oms::new_customer request;
    request.first_name(first_name).last_name("Example").email(first_name + "@example.com").phone("+12125550123");
    request.birth_date("1990-04-12").nationality("US").ip_address("203.0.113.24").signed_agreement(true);
    request.residential_address(home).identifying_information(document);
    return request;
}

asio::awaitable<oms::customer_id> onboard(stage& on, std::string name, std::string number)
{
    const oms::new_customer request = person(name, number);
    const oms::customer created = co_await on.show.timed(on.client.customers().create(request));
    on.show.step(name, "is onboarded", created.id.str());
    on.show.detail("endorsements", text(created.endorsements));

    // The emulator approves at the next look; then the webhook says so.
    const oms::customer seen = co_await on.show.timed(on.client.customers().get(created.id));
    on.show.step("app", "looks at " + name, seen.id.str());
    const auto granted = [id = created.id](const oms::event& event) {
        const auto* changed = std::get_if<oms::endorsement_event>(&event.payload);
        return changed && changed->customer.id == id && changed->customer.has(oms::endorsement_name::usd);
    };
    const oms::event event = co_await on.webhooks.next(granted, name + "'s endorsements", 10s);
    on.show.detail("endorsements", text(std::get<oms::endorsement_event>(event.payload).customer.endorsements));
    co_return created.id;
}

asio::awaitable<oms::wallet_id> open_wallet(stage& on, std::string name, oms::customer_id owner)
{
    const oms::new_wallet request(oms::asset::usdc, oms::network::polygon);
    const oms::wallet wallet = co_await on.show.timed(on.client.wallets().create(owner, request));
    on.show.step(name, "opens a wallet for usdc on polygon", wallet.id.str());
    on.show.detail("address", wallet.address.value_or("-"));
    co_return wallet.id;
}

asio::awaitable<oms::decimal> balance(stage& on, std::string name, oms::wallet_id wallet)
{
    const oms::wallet_balance now = co_await on.show.timed(on.client.wallets().balance(wallet));
    on.show.step(name, "holds " + text(now.balance) + ' ' + text(now.asset), wallet.str());
    co_return now.balance;
}

/// Cash at a counter: a location, a code, the deposit. Gives the fees.
asio::awaitable<oms::decimal> pay_cash_in(stage& on, oms::customer_id who, oms::wallet_id wallet, oms::decimal cash)
{
    const oms::cash_location_query query("greendot", 38.495133, -121.505336);
    const oms::page<oms::cash_location> near = co_await on.show.timed(on.client.cash_locations().find(query));
    const oms::cash_location& shop = near.data.at(0);
    on.show.step("Alice", "finds a shop that takes cash", shop.id.str());
    on.show.detail("shop", shop.name + ", " + shop.address.line1.value_or("") + ", " + shop.address.city.value_or(""));

    oms::new_cash_in request(who, oms::to_wallet(wallet, oms::asset::usdc, oms::network::polygon), shop);
    request.indicated_amount(cash);
    const oms::cash_in prepared = co_await on.show.timed(on.client.cash_ins().create(request));
    on.show.step("Alice", "asks for a deposit code", prepared.id.str());
    const std::string code = prepared.deposit_instructions.value().code;
    on.show.detail("code", code + "  valid until " + text(prepared.deposit_instructions->expires_at));

    const oms::barcode_auth scan(code, cash);
    const oms::barcode_authorization authorized = co_await on.show.timed(on.client.simulate().barcode_auth(scan));
    on.show.step("cashier", "scans the code for " + text(cash) + " usd", authorized.confirmation_id);
    const oms::auth_commit take(authorized, cash);
    const oms::commit_result taken = co_await on.show.timed(on.client.simulate().auth_commit(take));
    on.show.step("cashier", "takes the cash", taken.confirmation_id);

    const auto done = [id = prepared.id](const oms::event& event) {
        const auto* changed = std::get_if<oms::cash_in_event>(&event.payload);
        return changed && changed->cash_in.id == id && changed->cash_in.status.is_success();
    };
    const oms::event event = co_await on.webhooks.next(done, "the completed cash-in", 10s);
    const oms::cash_in paid = std::get<oms::cash_in_event>(event.payload).cash_in;
    const oms::transaction_id funding = paid.transaction_id.value();
    const auto funded = [funding](const oms::event& other) {
        return completes(other, funding);
    };
    const oms::event funding_event = co_await on.webhooks.next(funded, "the completed funding", 10s);

    const oms::any_transaction moved = std::get<oms::transaction_event>(funding_event.payload).transaction;
    const auto& into = std::get<oms::transaction<oms::fiat_to_crypto>>(moved);
    const oms::fees_deducted fees = into.source.fees_deducted.value();
    on.show.detail("cash", text(into.source.amount_gross.value()) + " usd");
    on.show.detail("fees", text(fees));
    on.show.detail("arrived", text(into.destination.amount_net.value()) + " usdc");
    co_return fees.total;
}

struct sent_money {
    oms::transaction_id id;
    oms::decimal taken;
    oms::decimal fees;
    oms::decimal arrived;
};

asio::awaitable<sent_money> send(stage& on, oms::customer_id sender, oms::wallet_id from, oms::wallet_id to)
{
    const oms::new_quote order(sender, oms::from_wallet(from, oms::asset::usdc, oms::network::polygon),
                               oms::to_wallet(to, oms::asset::usdc, oms::network::polygon),
                               oms::source_amount("25.00"));
    const oms::quote<oms::crypto_to_crypto> quote = co_await on.show.timed(on.client.quotes().create(order));
    on.show.step("Alice", "asks what sending " + text(quote.source.amount_gross) + " usdc costs", quote.id.str());
    on.show.detail("fees", text(quote.source.fees_deducted));
    on.show.detail("arrives", text(quote.destination.amount_net) + " usdc, price held until " + text(quote.expires_at));

    const oms::transaction<oms::crypto_to_crypto> sent =
        co_await on.show.timed(on.client.transactions().execute(quote));
    on.show.step("Alice", "sends it to Bob: " + text(sent.status), sent.id.str());
    const auto done = [id = sent.id](const oms::event& event) {
        return completes(event, id);
    };
    co_await on.webhooks.next(done, "the completed send", 10s);

    sent_money result;
    result.id = sent.id;
    result.taken = quote.source.amount_gross;
    result.fees = quote.source.fees_deducted.total;
    result.arrived = quote.destination.amount_net;
    co_return result;
}

asio::awaitable<void> money_loop(stage& on)
{
    timeline& show = on.show;
    const oms::decimal cash("100.00");

    show.heading("Getting ready");
    const oms::new_webhook subscription(on.webhooks.url());
    const oms::webhook_created webhook = co_await show.timed(on.client.webhooks().create(subscription));
    on.webhooks.trust(webhook.secret);
    show.step("app", "registers a webhook for every event", webhook.id.str());
    show.detail("url", webhook.url);
    const oms::customer_id alice = co_await onboard(on, "Alice", "987654321");
    const oms::wallet_id alices = co_await open_wallet(on, "Alice", alice);
    const oms::customer_id bob = co_await onboard(on, "Bob", "987654322");
    const oms::wallet_id bobs = co_await open_wallet(on, "Bob", bob);

    show.heading("Cash in");
    const oms::decimal cash_fees = co_await pay_cash_in(on, alice, alices, cash);
    const oms::decimal funded = co_await balance(on, "Alice", alices);

    show.heading("Sending");
    const sent_money sent = co_await send(on, alice, alices, bobs);

    show.heading("Looking back");
    oms::pager<oms::any_transaction> pages = on.client.transactions().list();
    const std::vector<oms::any_transaction> all = co_await show.timed(pages.collect(100));
    show.step("app", "lists the transactions: " + std::to_string(all.size()), "");
    for (const oms::any_transaction& each : all)
        show.detail(text(oms::status_of(each)), oms::id_of(each).str() + "  " + text(oms::common_of(each).type));
    const oms::decimal alice_has = co_await balance(on, "Alice", alices);
    const oms::decimal bob_has = co_await balance(on, "Bob", bobs);

    show.heading("Where the cash is now");
    const oms::decimal found = alice_has + bob_has + cash_fees + sent.fees;
    show.entry("Alice's wallet", text(alice_has));
    show.entry("Bob's wallet", text(bob_has));
    show.entry("fees of the cash-in", text(cash_fees));
    show.entry("fees of the send", text(sent.fees));
    show.entry("together", text(found));

    show.heading("What must be");
    show.check(funded == cash - cash_fees && funded == oms::decimal("98.00"),
               "Alice had " + text(funded) + ": the cash less its fees of " + text(cash_fees));
    show.check(alice_has == funded - sent.taken && alice_has == oms::decimal("73.00"),
               "Alice has " + text(alice_has) + ": what she had less the " + text(sent.taken) + " she sent");
    show.check(bob_has == sent.arrived && bob_has == oms::decimal("24.8325"),
               "Bob has " + text(bob_has) + ": what was sent less its fees of " + text(sent.fees));
    show.check(found == cash,
               "both balances and all fees are the " + text(cash) + " that went over the counter, to the last digit");
    show.check(all.size() == 2 && oms::id_of(all.front()) == sent.id, "two transactions, the send the latest");
    show.check(on.webhooks.refused() == 0, "every delivered event was signed by OMS");
}

} // namespace

int main()
{
    try {
        asio::io_context io(1);
        oms::sandbox::server sandbox(io.get_executor());
        timeline show;
        webhook_receiver webhooks(io.get_executor(),
                                  [&show](const oms::event& event) { show.event(text(event.name), event.id.str()); });
        const oms::client client = oms::make_client(io.get_executor(), sandbox.client_config());

        std::printf("The money loop, against the OMS sandbox emulator at %s\n", sandbox.base_url().c_str());
        stage on{client, webhooks, show};
        std::exception_ptr failure;
        asio::co_spawn(io, money_loop(on), [&](std::exception_ptr thrown) {
            failure = thrown;
            client.close();
            webhooks.stop();
            sandbox.stop();
        });
        io.run(); // returns by itself: nothing of the client, the receiver or the emulator is left
        if (failure)
            std::rethrow_exception(failure);

        std::printf("\n%s. %d calls of %.1f ms on average; %zu verified events in %d deliveries; %d of %d checks ok; "
                    "%.2f s\n",
                    show.failed() ? "FAILED" : "Everything is as it must be", show.calls(),
                    show.milliseconds_per_call(), webhooks.events().size(), webhooks.delivered(),
                    show.checks() - show.failed(), show.checks(), show.seconds());
        return show.failed() ? 1 : 0;
    } catch (const std::exception& failure) {
        std::printf("\nFAILED: %s\n", failure.what());
        return 1;
    }
}
