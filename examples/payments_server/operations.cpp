#include "operations.hpp"

#include "resources.hpp"

namespace payments {

namespace {

// By name, so that a later version may add others while this one runs. OMS keeps keys for about a day: half of it is
// safe.
const std::string columns = "id, claims, kind, reference, request, customer, wallet, state, quotes, quote_key, "
                            "quote_body, quote_id, execute_key, execute_body, resource, code, code_expires, outcome, "
                            "to_char((executing_since - interval '1 day') at time zone 'utc', "
                            "'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') as not_before, "
                            "coalesce(executing_since < now() - interval '12 hours', false) as beyond_keys";

std::string number(std::chrono::milliseconds time)
{
    return std::to_string(time.count());
}

} // namespace

acceptance accept(connection& on, const new_operation& asked)
{
    static const std::string payout =
        "insert into operations (kind, reference, request, customer, wallet, state, quote_key, quote_body) "
        "values ('payout', $1, $2, $3, $4, 'accepted', gen_random_uuid()::text, $5) "
        "on conflict (kind, reference) do nothing returning " +
        columns;
    static const std::string deposit =
        "insert into operations (kind, reference, request, customer, wallet, state, executing_since, execute_body) "
        "values ('deposit', $1, $2, $3, $4, 'executing', now(), $5) "
        "on conflict (kind, reference) do nothing returning " +
        columns;
    const rows inserted = on.execute(asked.kind == "payout" ? payout : deposit,
                                     {asked.reference, asked.request, asked.customer, asked.wallet, asked.body});
    acceptance given;
    given.fresh = !inserted.empty();
    if (given.fresh)
        given.found = operation(inserted, 0);
    else if (auto earlier = find(on, asked.kind, asked.reference))
        given.found = *earlier;
    return given;
}

std::optional<operation> find(connection& on, const std::string& kind, const std::string& reference)
{
    static const std::string select = "select " + columns + " from operations where kind = $1 and reference = $2";
    const rows found = on.execute(select, {kind, reference});
    if (found.empty())
        return std::nullopt;
    return operation(found, 0);
}

std::vector<operation> claim(connection& on, int at_most, int watched, std::chrono::milliseconds lease)
{
    static const std::string update =
        "with moving as (select id from operations where state in ('accepted', 'quoted', 'executing') "
        "  and due <= now() order by due limit $1 for update skip locked), "
        "watched as (select id from operations where (state = 'submitted' or (outcome = 'expired' and resource is not "
        "null)) and due <= now() order by due limit $2 for update skip locked) "
        "update operations set due = now() + $3 * interval '1 millisecond', claims = claims + 1 "
        "where id in (select id from moving union all select id from watched) returning " +
        columns;
    const rows taken = on.execute(update, {std::to_string(at_most), std::to_string(watched), number(lease)});
    std::vector<operation> claimed;
    for (std::size_t i = 0; i < taken.size(); ++i)
        claimed.emplace_back(taken, i);
    return claimed;
}

bool store_quote(connection& on, const operation& row, const std::string& quote_id, const parameter& expires_at,
                 const std::string& execute_body)
{
    return on.execute("update operations set state = 'quoted', quote_id = $3, quote_expires = $4, execute_body = $5 "
                      "where id = $1 and claims = $2 and state = 'accepted'",
                      {row.id, row.claims, quote_id, expires_at, execute_body})
               .affected() == 1;
}

bool begin(connection& on, const operation& row)
{
    return on.execute("update operations set state = 'executing', executing_since = now() "
                      "where id = $1 and claims = $2 and state = 'quoted' "
                      "and (quote_expires is null or quote_expires > now())",
                      {row.id, row.claims})
               .affected() == 1;
}

bool ask_again(connection& on, const operation& row, const std::string& from_state)
{
    return on.execute("update operations set state = 'accepted', quotes = quotes + 1, due = now(), "
                      "quote_key = gen_random_uuid()::text, quote_id = null, quote_expires = null, "
                      "execute_key = gen_random_uuid()::text, execute_body = null, executing_since = null "
                      "where id = $1 and claims = $2 and state = $3 and kind = 'payout'",
                      {row.id, row.claims, from_state})
               .affected() == 1;
}

bool submit(connection& on, const operation& row, const resource_state& became, std::chrono::milliseconds look_after)
{
    // The resource first: an event of it that comes at the same moment waits, and then finds the operation.
    return on.transaction([&] {
        learn(on, became);
        const rows changed = on.execute(
            "update operations set state = 'submitted', resource = $3, code = $4, code_expires = $5, "
            "due = now() + $6 * interval '1 millisecond' where id = $1 and claims = $2 and state = 'executing'",
            {row.id, row.claims, became.version.resource, became.code, became.code_expires, number(look_after)});
        settle(on, became.version.resource);
        return changed.affected() == 1;
    });
}

bool fail(connection& on, const operation& row, const std::string& why)
{
    return on.execute("update operations set state = 'failed', outcome = $3 "
                      "where id = $1 and claims = $2 and state in ('accepted', 'quoted', 'executing')",
                      {row.id, row.claims, why})
               .affected() == 1;
}

bool postpone(connection& on, const operation& row, std::chrono::milliseconds until)
{
    return on.execute("update operations set due = now() + $3 * interval '1 millisecond' "
                      "where id = $1 and claims = $2",
                      {row.id, row.claims, number(until)})
               .affected() == 1;
}

bool look_again(connection& on, const operation& row, std::chrono::milliseconds at_least)
{
    return on.execute("update operations set due = case "
                      "when state = 'submitted' then now() + greatest($3 * interval '1 millisecond', "
                      "  least((now() - executing_since) / 10, interval '1 hour')) "
                      "when now() - executing_since < interval '3 days' "
                      "  then now() + greatest(interval '1 hour', now() - executing_since) "
                      "else 'infinity' end where id = $1 and claims = $2",
                      {row.id, row.claims, number(at_least)})
               .affected() == 1;
}

bool note(connection& on, const operation& row, const resource_state& seen, std::chrono::milliseconds at_least)
{
    return on.transaction([&] {
        learn(on, seen);
        settle(on, seen.version.resource);
        return look_again(on, row, at_least);
    });
}

std::map<std::pair<std::string, std::string>, std::string> count(connection& on)
{
    const rows counted = on.execute("select kind, state, count(*) as n from operations group by kind, state");
    std::map<std::pair<std::string, std::string>, std::string> counts;
    for (std::size_t i = 0; i < counted.size(); ++i)
        counts[{counted.text(i, "kind"), counted.text(i, "state")}] = counted.text(i, "n");
    return counts;
}

} // namespace payments
