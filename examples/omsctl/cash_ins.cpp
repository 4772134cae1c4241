#include "cash_ins.hpp"

#include "describe.hpp"
#include "lists.hpp"

#include <oms/model/destination.hpp>

#include <boost/asio/awaitable.hpp>

#include <cstdlib>

namespace omsctl {

namespace {

namespace asio = boost::asio;

/// `38.495133,-121.505336`
oms::cash_location_query near(const arguments& given, std::string_view name)
{
    const std::string text = given.text(name);
    char* end = nullptr;
    const double latitude = std::strtod(text.c_str(), &end);
    const char* const comma = end;
    const bool begun = end != text.c_str() && *comma == ',';
    const double longitude = begun ? std::strtod(comma + 1, &end) : 0;
    if (!begun || end == comma + 1 || *end != '\0')
        throw usage_error(std::string(name) + " takes latitude and longitude such as 38.495133,-121.505336, not \"" +
                          text + '"');
    return {given.text_or("--provider", "greendot"), latitude, longitude};
}

asio::awaitable<int> find(session& on)
{
    oms::cash_location_query query = near(on.given, "LATITUDE,LONGITUDE");
    if (on.given.has("--flow"))
        query.flow(oms::cash_flow(on.given.text("--flow")));
    const oms::page<oms::cash_location> found = co_await on.client.cash_locations().find(query, on.options());
    std::vector<facts> rows;
    for (const oms::cash_location& each : found.data)
        rows.push_back(describe(each));
    const std::vector<std::string> documents(1, std::string(on.answer.body()));
    co_return on.show(rows, {"id", "name", "address", "distanceMiles", "minimum", "maximum"}, documents, false);
}

/// The nearest location that takes cash, or the one that is named.
asio::awaitable<oms::cash_location> location_of(session& on)
{
    if (!on.given.has("--near"))
        throw usage_error("where will the cash be paid in? --near LATITUDE,LONGITUDE takes the nearest place; "
                          "--location LOCATION another of those that omsctl cash-locations find shows");
    const oms::cash_location_query query = near(on.given, "--near");
    const oms::page<oms::cash_location> found =
        co_await on.client.cash_locations().find(query, on.options_without_key());
    for (const oms::cash_location& each : found.data)
        if (!on.given.has("--location") || each.id.str() == on.given.text("--location"))
            co_return each;
    throw usage_error("no such place near there; omsctl cash-locations find " + on.given.text("--near") +
                      " shows what there is");
}

asio::awaitable<int> create(session& on)
{
    const std::string to = on.given.text("--to");
    if (to.empty())
        throw usage_error("omsctl cash-ins create needs --to, the wallet that the cash becomes money in");
    const oms::asset asset(on.given.text_or("--asset", "usdc"));
    const oms::network network(on.given.text_or("--network", "polygon"));
    const oms::customer_id customer(on.given.text("CUSTOMER"));
    std::optional<oms::decimal> amount;
    if (on.given.has("--amount"))
        amount = on.given.amount("--amount");
    const oms::cash_location place = co_await location_of(on);
    oms::new_cash_in request =
        to.starts_with("wlt_") ? oms::new_cash_in(customer, oms::to_wallet(oms::wallet_id(to), asset, network), place)
        : to.starts_with("cpBcAddr_")
            ? oms::new_cash_in(customer, oms::to_saved_address(oms::blockchain_account_id(to), asset, network), place)
            : oms::new_cash_in(customer, oms::to_address(to, asset, network), place);
    if (amount)
        request.indicated_amount(*amount);
    if (on.given.has("--metadata"))
        request.metadata(on.given.json("--metadata"));
    const oms::cash_in made = co_await on.client.cash_ins().create(request, on.options());
    co_return on.show(describe(made));
}

asio::awaitable<int> get(session& on)
{
    const oms::cash_in found =
        co_await on.client.cash_ins().get(oms::cash_in_id(on.given.text("CASH_IN")), on.options());
    co_return on.show(describe(found));
}

asio::awaitable<int> list(session& on)
{
    auto filter = filter_of<oms::cash_in_filter>(on.given);
    if (on.given.has("--customer"))
        filter.customer_id(oms::customer_id(on.given.text("--customer")));
    if (on.given.has("--status"))
        filter.status(oms::cash_in_status(on.given.text("--status")));
    return show_list<oms::cash_in>(on, on.client.cash_ins().list(filter, on.options()), describe,
                                   {"id", "status", "indicatedAmount", "arrives", "code", "createdAt"});
}

asio::awaitable<int> refresh(session& on)
{
    const oms::cash_in fresh =
        co_await on.client.cash_ins().refresh(oms::cash_in_id(on.given.text("CASH_IN")), on.options());
    co_return on.show(describe(fresh));
}

asio::awaitable<int> wait(session& on)
{
    const oms::cash_in_id id(on.given.text("CASH_IN"));
    const oms::cash_in now = co_await on.client.cash_ins().wait(id, on.given.seconds("--for", 60), on.options());
    co_return show_end(on, now);
}

} // namespace

int show_end(session& on, const oms::cash_in& now)
{
    on.show(describe(now));
    if (now.status == oms::cash_in_status::expired)
        on.tell("its code has expired; a new one: omsctl cash-ins refresh " + now.id.str());
    else if (now.status == oms::cash_in_status::failed)
        on.tell("it failed; for another try: omsctl cash-ins create");
    return now.status.is_success() ? done : came_to_nothing;
}

std::span<const command> cash_in_commands()
{
    static const command all[] = {
        {"cash-ins",
         "create",
         {"CUSTOMER"},
         {{"--to", "WALLET|ADDRESS", "what the cash becomes money in"},
          {"--near", "LATITUDE,LONGITUDE", "paid in at the nearest place"},
          {"--location", "LOCATION", "or at this one of those near there"},
          {"--provider", "PROVIDER", "of the places (greendot)"},
          {"--amount", "AMOUNT", "how much it will be, in usd"},
          {"--asset", "ASSET", "of the wallet (usdc)"},
          {"--network", "NETWORK", "of the wallet (polygon)"},
          {"--metadata", "JSON", "an object"}},
         "Makes a code with which cash is paid in at a counter.",
         create},
        {"cash-ins", "get", {"CASH_IN"}, {}, "Shows one.", get},
        {"cash-ins",
         "list",
         {},
         list_options({{"--customer", "CUSTOMER", "of this customer"},
                       {"--status", "CASH_IN_STATUS", "pending, completed, expired, ..."}}),
         "Shows them, the newest first.",
         list},
        {"cash-ins", "refresh", {"CASH_IN"}, {}, "Makes a new code, good for another hour.", refresh},
        {"cash-ins",
         "wait",
         {"CASH_IN"},
         {{"--for", "SECONDS", "how long at most (60)"}},
         "Waits until the cash is in the wallet.",
         wait},
    };
    return all;
}

std::span<const command> cash_location_commands()
{
    static const command all[] = {
        {"cash-locations",
         "find",
         {"LATITUDE,LONGITUDE"},
         {{"--provider", "PROVIDER", "whose places (greendot)"}, {"--flow", "FLOW", "cashIn or cashOut (cashIn)"}},
         "Shows where cash is taken, the nearest first.",
         find},
    };
    return all;
}

} // namespace omsctl
