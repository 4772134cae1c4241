#include "wait_bench.hpp"

#include <oms/client/impl/live_core.hpp>

wait_bench::wait_bench()
{
    restart_client();
}

void wait_bench::restart_client()
{
    wire = std::make_shared<scripted_transport>(clock);
    channel_ = std::make_shared<oms::detail::api_channel>(io.get_executor(), config, wire, clock, 42);
    core = std::make_shared<oms::detail::live_core>(channel_);
    client.emplace(core);
}

std::size_t wait_bench::waits() const
{
    return channel_->waits.size();
}
