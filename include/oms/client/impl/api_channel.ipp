#pragma once

#include <oms/client/impl/api_channel.hpp>

#include <oms/version.hpp>

#include <boost/asio/this_coro.hpp>

#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL std::string user_agent_of(const application_info& application)
{
    std::string products = application.name;
    if (!application.version.empty())
        products.append("/").append(application.version);
    if (!application.url.empty())
        products.append(" (").append(application.url).append(")");
    return products.append(products.empty() ? "" : " ").append("oms-cpp/" OMS_VERSION_TEXT);
}

OMS_DECL http_headers fields_of_all(const base_url& origin, const application_info& application)
{
    http_headers fields;
    fields.add("Host", origin.host_header());
    fields.add("User-Agent", user_agent_of(application));
    fields.add("Accept", "application/json");
    return fields;
}

OMS_DECL call_defaults defaults_of(const client_config& config, retry_budget& budget)
{
    call_defaults defaults(config.retry, budget);
    defaults.format_checks = config.format_checks;
    defaults.json_depth = config.limits.json_depth;
    return defaults;
}

OMS_DECL std::shared_ptr<call_shelf> shelf_of(const std::shared_ptr<api_channel>& channel) noexcept
{
    return std::shared_ptr<call_shelf>(channel, &channel->shelf);
}

OMS_DECL call_defaults without_format_checks(const api_channel& channel) noexcept
{
    call_defaults defaults = channel.defaults;
    defaults.format_checks = false;
    return defaults;
}

OMS_DECL api_channel::api_channel(boost::asio::any_io_executor executor, const client_config& config,
                                  std::shared_ptr<transport> wire, std::shared_ptr<clock> clock_of_client,
                                  std::uint64_t seed)
    : origin(config.base_url, config.allow_any_path ? base_path_rule::any : base_path_rule::versioned),
      of_all(fields_of_all(origin, config.application)), total_timeout(config.timeouts.total),
      connections(std::move(wire)), direct(connections->direct()), unwatched(config.observer ? nullptr : direct),
      time(std::move(clock_of_client)), watch(config.observer, origin, config.timeouts.total, time),
      defaults(defaults_of(config, budget)), jitter(seed), breaker(config.breaker), limiter(config.rate_limit),
      journal(config.journal, config.resend_window),
      tokens(std::make_shared<token_gate>(
          std::move(executor), origin, api_credentials(config.api_key, config.api_secret), config.credentials,
          config.retry, config.timeouts, connections, time, seed, of_all, config.observer))
{
}

OMS_DECL api_channel::~api_channel()
{
    close();
}

OMS_DECL void api_channel::close() noexcept
{
    if (closed_.exchange(true, std::memory_order_acq_rel))
        return;
    const auto guarded = [](const auto& step) noexcept {
        try {
            step();
        } catch (...) {
            // Without memory to wake them, paused calls find the client closed when their time has come.
        }
    };
    guarded([this] { connections->close(); });
    guarded([this] { tokens->close(); });
    guarded([this] { pauses.end_all(); });
    guarded([this] { flights.closings.end_all(); });
}

OMS_DECL boost::asio::awaitable<void> wait_until(api_channel& channel, std::chrono::steady_clock::time_point at)
{
    const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
    const auto place = std::make_shared<pause>(executor);
    const pause_list::entry waiting(channel.pauses, place);
    // Looked at after entering the list: a client that is closed from here on ends the pause.
    if (!channel.closed())
        co_await pause::until(place, channel.time, at);
}

}}} // namespace oms::v0_1::detail
