#include "describe.hpp"
#include "lists.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <limits>

namespace omsctl {

namespace {

namespace asio = boost::asio;

int outcome(session& on, const oms::any_transaction& now)
{
    on.show(describe(now));
    if (oms::status_of(now) != oms::transaction_status::failed)
        return done;
    on.tell("it failed, and the money is where it was; for another try: omsctl quotes create");
    return came_to_nothing;
}

void take_hints(oms::transaction_hints& into, const arguments& given)
{
    if (given.has("--metadata"))
        into.metadata(given.json("--metadata"));
    if (given.has("--partner-transaction-id"))
        into.partner_transaction_id(
            given.number("--partner-transaction-id", 0, 0, std::numeric_limits<std::int64_t>::max()));
    if (given.has("--device-fingerprint"))
        into.device_fingerprint(given.text("--device-fingerprint"));
    if (given.has("--payment-method-id"))
        into.payment_method_id(given.text("--payment-method-id"));
    if (given.has("--source-wallet-address"))
        into.source_wallet_address(given.text("--source-wallet-address"));
    if (given.has("--tags"))
        into.tags(given.text("--tags"));
    if (given.has("--web-session-id"))
        into.web_session_id(given.text("--web-session-id"));
}

/// Executes the quote, and waits for the end if that is asked.
template <oms::movement K>
asio::awaitable<int> execute_as(session& on, oms::quote_id quote, oms::transaction_hints hints,
                                std::chrono::milliseconds at_most)
{
    const oms::transaction<K> sent = co_await on.client.transactions().execute<K>(quote, hints, on.options());
    const oms::any_transaction begun(sent);
    if (!on.given.has("--wait"))
        co_return outcome(on, begun);
    const std::string document(on.answer.body());
    on.begun = "the quote is executed; to wait on: omsctl transactions wait " + sent.id.str();
    std::exception_ptr failure;
    oms::any_transaction now;
    try {
        now = co_await on.client.transactions().wait(sent.id, at_most, on.options_without_key());
    } catch (...) {
        failure = std::current_exception();
    }
    if (!failure)
        co_return outcome(on, now);
    on.show(describe(begun), document);
    std::rethrow_exception(failure);
}

asio::awaitable<int> execute(session& on)
{
    const oms::quote_id id(on.given.text("QUOTE"));
    oms::transaction_hints hints;
    take_hints(hints, on.given);
    const std::chrono::milliseconds at_most = on.given.seconds("--wait", 60);
    const oms::any_quote accepted = co_await on.client.quotes().get(id, on.options_without_key());
    if (std::holds_alternative<oms::quote<oms::crypto_to_crypto>>(accepted))
        co_return co_await execute_as<oms::crypto_to_crypto>(on, id, hints, at_most);
    if (std::holds_alternative<oms::quote<oms::crypto_to_fiat>>(accepted))
        co_return co_await execute_as<oms::crypto_to_fiat>(on, id, hints, at_most);
    if (std::holds_alternative<oms::quote<oms::fiat_to_crypto>>(accepted))
        co_return co_await execute_as<oms::fiat_to_crypto>(on, id, hints, at_most);
    throw usage_error(id.str() + " is a quote of a kind that this version does not know: omsctl quotes get " +
                      id.str() + " --json");
}

asio::awaitable<int> get(session& on)
{
    oms::transaction_perspective seen_from;
    if (on.given.has("--sender"))
        seen_from.sender_customer_id(oms::customer_id(on.given.text("--sender")));
    if (on.given.has("--recipient"))
        seen_from.recipient_customer_id(oms::customer_id(on.given.text("--recipient")));
    const oms::transaction_id id(on.given.text("TRANSACTION"));
    const oms::any_transaction found = co_await on.client.transactions().get(id, seen_from, on.options());
    co_return on.show(describe(found));
}

asio::awaitable<int> list(session& on)
{
    auto filter = filter_of<oms::transaction_filter>(on.given);
    if (on.given.has("--sender"))
        filter.sender_customer_id(oms::customer_id(on.given.text("--sender")));
    if (on.given.has("--recipient"))
        filter.recipient_customer_id(oms::customer_id(on.given.text("--recipient")));
    if (on.given.has("--status"))
        filter.status(oms::transaction_status(on.given.text("--status")));
    if (on.given.has("--type"))
        filter.type(oms::movement_type(on.given.text("--type")));
    return show_list<oms::any_transaction>(on, on.client.transactions().list(filter, on.options()), describe,
                                           {"id", "type", "status", "takes", "arrives", "createdAt"});
}

asio::awaitable<int> wait(session& on)
{
    const oms::transaction_id id(on.given.text("TRANSACTION"));
    const oms::any_transaction now =
        co_await on.client.transactions().wait(id, on.given.seconds("--for", 60), on.options());
    co_return outcome(on, now);
}

} // namespace

std::span<const command> transaction_commands()
{
    static const std::vector<option> seen_from = {{"--sender", "CUSTOMER", "whose money it was"},
                                                  {"--recipient", "CUSTOMER", "whose money it becomes"}};
    static const command all[] = {
        {"transactions",
         "execute",
         {"QUOTE"},
         {{"--wait", "SECONDS", "and wait for the end, so long at most"},
          {"--metadata", "JSON", "an object"},
          {"--partner-transaction-id", "NUMBER", ""},
          {"--device-fingerprint", "TEXT", ""},
          {"--payment-method-id", "TEXT", ""},
          {"--source-wallet-address", "TEXT", ""},
          {"--tags", "TEXT", ""},
          {"--web-session-id", "TEXT", ""}},
         "Does what the quote says: money moves.",
         execute},
        {"transactions", "get", {"TRANSACTION"}, seen_from, "Shows one.", get},
        {"transactions",
         "list",
         {},
         list_options({seen_from[0],
                       seen_from[1],
                       {"--status", "TRANSACTION_STATUS", "processing, completed, failed"},
                       {"--type", "MOVEMENT", "cryptoToCrypto, ..."}}),
         "Shows them, the newest first.",
         list},
        {"transactions",
         "wait",
         {"TRANSACTION"},
         {{"--for", "SECONDS", "how long at most (60)"}},
         "Waits until one is completed or has failed.",
         wait},
    };
    return all;
}

} // namespace omsctl
