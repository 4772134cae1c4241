// Many calls in flight over few connections: how many a second, and how long each had to wait for its answer. The
// counted calls lie between others, so that the queue is as long for each of them.
#include "../common/asio_connection.hpp"
#include "../common/sdk.hpp"

#include <cmath>
#include <numeric>
#include <optional>

using namespace bench;
using clock_type = std::chrono::steady_clock;

namespace {

class window {
public:
    explicit window(const options& o) : begin_(o.warmup), end_(o.warmup + o.calls)
    {
        waits_.reserve(static_cast<std::size_t>(o.calls));
    }

    bool open() const { return ended_ < end_; }

    void ended(clock_type::time_point began)
    {
        if (ended_ == begin_)
            watch_.emplace();
        if (ended_ >= begin_ && ended_ < end_)
            waits_.push_back(std::chrono::duration<float, std::milli>(clock_type::now() - began).count());
        if (++ended_ == end_)
            taken_ = watch_->read();
    }

    const stopwatch::times& taken() const { return taken_; }

    /// The waits of the counted calls, as JSON members, in milliseconds.
    std::string waits()
    {
        std::sort(waits_.begin(), waits_.end());
        const double mean = std::accumulate(waits_.begin(), waits_.end(), 0.0) / static_cast<double>(waits_.size());
        const auto at = [this](double share) {
            const auto last = static_cast<double>(waits_.size() - 1);
            return static_cast<double>(waits_[static_cast<std::size_t>(std::ceil(share * last))]);
        };
        char text[256];
        std::snprintf(text, sizeof text,
                      ",\"wait_ms\":{\"mean\":%.3f,\"p50\":%.3f,\"p99\":%.3f,\"p99.9\":%.3f,\"max\":%.3f}", mean,
                      at(0.5), at(0.99), at(0.999), at(1.0));
        return text;
    }

private:
    long begin_, end_, ended_ = 0;
    std::optional<stopwatch> watch_;
    stopwatch::times taken_{};
    std::vector<float> waits_;
};

asio::awaitable<void> loop(oms::client client, const oms::wallet_id& id, window& counted)
{
    while (counted.open()) {
        const auto began = clock_type::now();
        const oms::wallet_balance found = co_await client.wallets().balance(id);
        if (found.balance.absent())
            throw std::runtime_error("no balance");
        counted.ended(began);
    }
}

} // namespace

int main(int argc, char** argv)
{
    return guarded([&] {
        const options o = read_options(argc, argv, {"--in-flight"});
        if (o.post)
            throw std::invalid_argument("this program makes GETs alone");
        asio::io_context io(1);
        const oms::client client = oms::make_client(io.get_executor(), config_of(o));
        const oms::wallet_id id(wallet);
        window counted(o);
        for (int i = 0; i != o.in_flight; ++i)
            asio::co_spawn(io, loop(client, id, counted), rethrow);
        io.run();
        report("in_flight", o, counted.taken(), {}, ",\"in_flight\":" + std::to_string(o.in_flight) + counted.waits());
    });
}
