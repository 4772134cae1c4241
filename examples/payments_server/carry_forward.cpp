#include "carry_forward.hpp"

#include "step.hpp"

#include <oms/client/as_result.hpp>
#include <oms/client/cash_ins.hpp>
#include <oms/client/transactions.hpp>

#include <algorithm>

namespace asio = boost::asio;

namespace payments {

namespace {

asio::awaitable<oms::result<resource_state>> read_at_oms(oms::client client, operation row)
{
    if (row.is_payout()) {
        const oms::transaction_id id = oms::transaction_id::from_storage(row.resource);
        const auto found = co_await oms::as_result(client.transactions().get(id));
        if (!found)
            co_return found.error();
        co_return state_of(*found);
    }
    const oms::cash_in_id id = oms::cash_in_id::from_storage(row.resource);
    const auto found = co_await oms::as_result(client.cash_ins().get(id));
    if (!found)
        co_return found.error();
    co_return state_of(*found);
}

} // namespace

// Whatever the answer is, the operation is at OMS: no answer ends it but its own final state.
asio::awaitable<void> look_after(work& on)
{
    on.more = false;
    const auto seen = co_await read_at_oms(on.client, on.row);
    if (seen) {
        co_await on.store.run(&note, on.row, *seen, on.options.sweep);
        co_return;
    }
    std::chrono::milliseconds pause = on.options.sweep;
    if (const auto asked = seen.error().retry_after())
        pause = std::max<std::chrono::milliseconds>(pause, *asked);
    co_await on.store.run(&look_again, on.row, pause);
}

asio::awaitable<void> carry_forward(database& store, oms::client client, worker_options options, operation row)
{
    work on(store, std::move(client), options, std::move(row));
    while (on.more) {
        if (on.row.state == "accepted")
            co_await ask_price(on);
        else if (on.row.state == "quoted")
            co_await begin_execution(on);
        else if (on.row.state == "executing" && on.row.is_payout())
            co_await pay(on);
        else if (on.row.state == "executing")
            co_await take_cash(on);
        else
            co_await look_after(on);
    }
}

} // namespace payments
