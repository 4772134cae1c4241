// This library, as its users write it, with everything on that is on by default: the token from /auth/token, deadline,
// retry, limits, idempotency key, typed answers.
#include "../common/asio_connection.hpp"
#include "../common/sdk.hpp"

#include <optional>

using namespace bench;

namespace {

asio::awaitable<void> get_loop(oms::client client, work& todo, oms::wallet_balance& last)
{
    const oms::wallet_id id(wallet);
    while (todo.take()) {
        last = co_await client.wallets().balance(id);
        if (last.balance.absent())
            throw std::runtime_error("no balance");
    }
}

asio::awaitable<void> post_loop(oms::client client, const order& wanted, work& todo,
                                oms::quote<oms::crypto_to_crypto>& last)
{
    const oms::new_quote<oms::crypto_to_crypto> order = order_of(wanted);
    while (todo.take()) {
        last = co_await client.quotes().create(order);
        if (last.id.empty())
            throw std::runtime_error("no id");
    }
}

fields all_of(const oms::wallet_balance& b)
{
    return {{"walletId", b.wallet_id.str()},
            {"asset", std::string(b.asset.text())},
            {"chain", std::string(b.chain.text())},
            {"balance", b.balance.str()},
            {"estimatedBalance", b.estimated_balance.value_or(oms::decimal()).str()},
            {"estimatedBalanceCurrencyCode", b.estimated_balance_currency_code.value_or("")}};
}

fields all_of(const oms::quote<oms::crypto_to_crypto>& q)
{
    return {{"id", q.id.str()},
            {"status", std::string(q.status.text())},
            {"sourceAmountGross", q.source.amount_gross.str()},
            {"sourceAmountNet", q.source.amount_net.str()},
            {"sourceFees", q.source.fees_deducted.total.str()},
            {"destinationAmountGross", q.destination.amount_gross.str()},
            {"destinationAmountNet", q.destination.amount_net.str()},
            {"destinationFees", q.destination.fees_deducted.total.str()},
            {"expiresAt", q.expires_at.str()}};
}

/// Keeps a context of the client's own running in its own thread.
class thread_of {
public:
    explicit thread_of(asio::io_context& io) : busy_(io.get_executor()), thread_([&io] { io.run(); }) {}
    ~thread_of()
    {
        busy_.reset();
        thread_.join();
    }

private:
    asio::executor_work_guard<asio::io_context::executor_type> busy_;
    std::thread thread_;
};

} // namespace

int main(int argc, char** argv)
{
    return guarded([&] {
        const options o = read_options(argc, argv, {"--in-flight", "--threads", "--separate-context"});
        asio::io_context io(o.threads), own(1); // the client's own, when it is asked for
        std::optional<thread_of> owner;
        if (o.separate_context)
            owner.emplace(own);
        const oms::client client =
            oms::make_client(o.separate_context ? own.get_executor() : io.get_executor(), config_of(o));

        const order wanted;
        work todo;
        std::vector<oms::wallet_balance> balances(static_cast<std::size_t>(o.in_flight));
        std::vector<oms::quote<oms::crypto_to_crypto>> quotes(o.post ? balances.size() : 1);
        const auto go = [&](long calls) {
            todo.refill(calls);
            for (std::size_t i = 0; i != balances.size(); ++i)
                if (o.post)
                    asio::co_spawn(io, post_loop(client, wanted, todo, quotes[i]), rethrow);
                else
                    asio::co_spawn(io, get_loop(client, todo, balances[i]), rethrow);
            run(io, o.threads);
        };
        go(o.warmup);
        const stopwatch watch;
        go(o.calls);
        const auto taken = watch.read();
        report("oms_client", o, taken, o.post ? all_of(quotes[0]) : all_of(balances[0]));
    });
}
