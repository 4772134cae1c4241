#include "step.hpp"

namespace asio = boost::asio;

namespace payments {

asio::awaitable<void> take_cash(work& on)
{
    static const std::string too_late = "no code was issued in time";
    if (on.row.beyond_keys) { // a code is good for an hour, and nobody has seen this one
        on.more = false;
        co_await on.store.run(&fail, on.row, too_late);
        co_return;
    }
    const auto answer = co_await post(on.client, "/cash-ins", on.row.execute_body, on.row.execute_key);
    const oms::result<oms::cash_in> made = read<oms::cash_in>(answer);
    if (!made) {
        co_await not_done(on, made.error());
        co_return;
    }
    const resource_state seen = state_of(*made);
    co_await became(on, seen);
}

} // namespace payments
