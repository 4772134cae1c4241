#include "resources.hpp"

namespace payments {

namespace {

oms::resource_version version_in(const rows& found, const std::string& resource)
{
    oms::resource_version known;
    known.resource = resource;
    if (const parameter sequence = found.get(0, "sequence"))
        known.sequence = std::stoll(*sequence);
    if (const parameter updated_at = found.get(0, "updated_at"))
        known.updated_at = oms::timestamp(*updated_at);
    known.final_state = found.text(0, "final") == "t";
    return known;
}

std::vector<parameter> values_of(const resource_state& seen)
{
    const oms::resource_version& version = seen.version;
    return {version.resource,
            seen.status,
            seen.final ? "t" : "f",
            seen.amount,
            version.updated_at.absent() ? parameter() : parameter(version.updated_at.str()),
            version.sequence ? parameter(std::to_string(*version.sequence)) : parameter()};
}

// The state that an event shows. None for what no operation waits for: customers, wallets, unknown events.
std::optional<resource_state> state_in(const oms::event& delivered)
{
    resource_state seen;
    if (const auto* changed = std::get_if<oms::transaction_event>(&delivered.payload))
        seen = state_of(changed->transaction);
    else if (const auto* cash = std::get_if<oms::cash_in_event>(&delivered.payload))
        seen = state_of(cash->cash_in);
    else
        return std::nullopt;
    if (const std::optional<oms::resource_version> version = oms::version_of(delivered))
        seen.version = *version;
    return seen;
}

// The transaction of a cash-in tells two things that may be told nowhere else: that the money failed to arrive, and
// that cash came for a code that had run out. Then the cash-in is due for a look.
void look_at_cash_in(connection& on, const oms::event& delivered)
{
    const auto* const changed = std::get_if<oms::transaction_event>(&delivered.payload);
    if (!changed)
        return;
    const auto* const funding = std::get_if<oms::transaction<oms::fiat_to_crypto>>(&changed->transaction);
    if (!funding || !funding->cash_in_id)
        return;
    const char* const failed = funding->status == oms::transaction_status::failed ? "t" : "f";
    on.execute("update operations set state = 'submitted', outcome = null, due = now() "
               "where resource = $1 and ((state = 'submitted' and $2) or outcome = 'expired')",
               {funding->cash_in_id->str(), failed});
}

// The code may be missing in the first answer, and another one follows when it is refreshed.
void keep_code(connection& on, const resource_state& seen)
{
    if (seen.code)
        on.execute("update operations set code = $2, code_expires = $3 "
                   "where resource = $1 and (code, code_expires) is distinct from ($2, $3)",
                   {seen.version.resource, seen.code, seen.code_expires});
}

} // namespace

bool learn(connection& on, const resource_state& seen)
{
    const std::vector<parameter> values = values_of(seen);
    const rows inserted = on.execute("insert into resources (id, status, final, amount, updated_at, sequence) "
                                     "values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing",
                                     values);
    if (inserted.affected() == 1)
        return true;
    const rows found = on.execute("select final, updated_at, sequence from resources where id = $1 for update",
                                  {seen.version.resource});
    if (oms::supersedes(version_in(found, seen.version.resource), seen.version))
        return false;
    // A read has no sequence: what the last event had stays, or an earlier event would pass for a later one.
    on.execute("update resources set status = $2, final = $3, amount = $4, "
               "updated_at = coalesce($5, updated_at), sequence = coalesce($6, sequence) where id = $1",
               values);
    keep_code(on, seen);
    return true;
}

void settle(connection& on, const std::string& resource)
{
    // Cash that comes for a code that had run out is money all the same.
    on.execute("update operations o set state = 'submitted', outcome = null, due = now() from resources r "
               "where r.id = $1 and o.resource = r.id and o.outcome = 'expired' and r.status <> 'expired'",
               {resource});
    // What leaves with a payout is what was asked for, whether OMS repeats it or not: the quote fixed that side.
    on.execute("with ended as ("
               "  update operations o set state = case r.status when 'completed' then 'completed' else 'failed' end,"
               "    outcome = case r.status when 'completed' then null else r.status end,"
               "    effects = effects + case r.status when 'completed' then 1 else 0 end,"
               "    due = case r.status when 'expired' then now() + interval '1 hour' else o.due end"
               "  from resources r where r.id = $1 and r.final and o.resource = r.id and o.state = 'submitted'"
               "  returning o.id, o.wallet, o.state, case o.kind"
               "    when 'payout' then -coalesce(r.amount, (o.request::jsonb ->> 'amount')::numeric)"
               "    else r.amount end as amount)"
               "insert into ledger (operation, wallet, amount)"
               "  select id, wallet, amount from ended where state = 'completed'",
               {resource});
}

reception receive(connection& on, const oms::event& delivered)
{
    const std::optional<resource_state> seen = state_in(delivered);
    return on.transaction([&] {
        const parameter resource = seen ? parameter(seen->version.resource) : parameter();
        const rows inserted =
            on.execute("insert into inbox (id, name, resource) values ($1, $2, $3) on conflict (id) do nothing",
                       {delivered.id.str(), std::string(delivered.name.text()), resource});
        if (inserted.affected() == 0)
            return reception::repeated;
        if (!seen)
            return reception::taken;
        const bool news = learn(on, *seen);
        on.execute("update resources set events = events + 1 where id = $1", {resource});
        if (!news) {
            on.execute("update inbox set superseded = true where id = $1", {delivered.id.str()});
            return reception::superseded;
        }
        settle(on, seen->version.resource);
        look_at_cash_in(on, delivered);
        return reception::taken;
    });
}

} // namespace payments
