// Heap allocations of one call of this library in the steady state: those of whole calls between the end of the warm-up
// and the last counted one, nothing set apart.
#include "../common/heap.hpp"

#include "../common/asio_connection.hpp"
#include "../common/sdk.hpp"

using namespace bench;

namespace {

/// Notes the count when the warm-up is over, and when the counted calls are.
class span {
public:
    explicit span(const options& o) : begin_(o.warmup), end_(o.warmup + o.calls) {}

    bool next()
    {
        if (made_ == begin_)
            before_ = heap::allocations;
        if (made_ == end_)
            after_ = heap::allocations;
        return made_++ < end_;
    }
    long allocations() const { return after_ - before_; }

private:
    long begin_, end_, made_ = 0, before_ = 0, after_ = 0;
};

asio::awaitable<void> get_loop(oms::client client, span& counted)
{
    const oms::wallet_id id(wallet);
    while (counted.next()) {
        const oms::wallet_balance found = co_await client.wallets().balance(id);
        if (found.balance.absent())
            throw std::runtime_error("no balance");
    }
}

asio::awaitable<void> post_loop(oms::client client, span& counted)
{
    const oms::new_quote<oms::crypto_to_crypto> order = order_of({});
    while (counted.next()) {
        const oms::quote<oms::crypto_to_crypto> made = co_await client.quotes().create(order);
        if (made.id.empty())
            throw std::runtime_error("no id");
    }
}

} // namespace

int main(int argc, char** argv)
{
    return guarded([&] {
        const options o = read_options(argc, argv);
        asio::io_context io(1);
        const oms::client client = oms::make_client(io.get_executor(), config_of(o));
        span counted(o);
        for (int i = 0; i != o.connections; ++i)
            asio::co_spawn(io, o.post ? post_loop(client, counted) : get_loop(client, counted), rethrow);
        io.run();
        std::printf("{\"program\":\"allocations\",\"calls\":%ld,\"allocations\":%ld}\n", o.calls,
                    counted.allocations());
    });
}
