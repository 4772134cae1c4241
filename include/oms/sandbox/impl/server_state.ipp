#pragma once

#include <oms/sandbox/impl/server_state.hpp>
#include <oms/sandbox/impl/window.hpp>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>

#include <algorithm>

namespace oms { inline namespace v0_1 { namespace detail {

OMS_DECL server_state::server_state(const boost::asio::any_io_executor& on, const sandbox::server_options& options)
    : executor(on), tls(!options.http()), base_path(options.settings().base_path), window(options.settings().window),
      body_limit(options.settings().body_limit), idle_limit(options.idle_limit()),
      delivery_limit(options.settings().delivery_timeout),
      first_credential(options.settings().credentials.empty() ? sandbox::credential("", "")
                                                              : options.settings().credentials.front()),
      clock_stands(!options.settings().start.absent()), server_tls(boost::asio::ssl::context::tls_server),
      delivery_tls(boost::asio::ssl::context::tls_client), service(options.settings()),
      next_look(boost::asio::any_io_executor(boost::asio::make_strand(on)))
{
    using boost::asio::ssl::context;
    if (tls) {
        const sandbox::certificate chain = options.certificate() ? *options.certificate() : sandbox::certificate();
        ca_pem = chain.ca_pem();
        server_tls.set_options(context::default_workarounds | context::no_tlsv1 | context::no_tlsv1_1);
        server_tls.use_certificate_chain(boost::asio::buffer(chain.pem()));
        server_tls.use_private_key(boost::asio::buffer(chain.key_pem()), context::pem);
    }

    delivery_tls.set_options(context::default_workarounds | context::no_tlsv1 | context::no_tlsv1_1);
    delivery_tls.set_verify_mode(boost::asio::ssl::verify_peer);
    if (options.webhook_ca_pem().empty())
        delivery_tls.set_default_verify_paths();
    else
        delivery_tls.add_certificate_authority(boost::asio::buffer(options.webhook_ca_pem()));

    listen(options.port());
}

OMS_DECL void server_state::listen(std::uint16_t wanted)
{
    using boost::asio::ip::tcp;

    const auto open = [this](const tcp::endpoint& at) {
        const boost::asio::any_io_executor strand = boost::asio::make_strand(executor);
        tcp::acceptor listener(strand);
        listener.open(at.protocol());
        if (at.protocol() == tcp::v6())
            listener.set_option(boost::asio::ip::v6_only(true));
        listener.set_option(tcp::acceptor::reuse_address(true));
        listener.bind(at);
        listener.listen();
        listeners.push_back(std::move(listener));
    };

    open(tcp::endpoint(boost::asio::ip::address_v4::loopback(), wanted));
    port = listeners.front().local_endpoint().port();
    try {
        open(tcp::endpoint(boost::asio::ip::address_v6::loopback(), port));
    } catch (const boost::system::system_error&) {
        // A machine without IPv6, or somebody else on that port: clients of `localhost` come to the other address.
    }
}

OMS_DECL void server_state::stop()
{
    std::vector<std::weak_ptr<stoppable>> running;
    {
        const std::lock_guard lock(mutex);
        if (stopped)
            return;
        stopped = true;
        // The port refuses from here on; the coroutines that accept find out and close it.
        for (boost::asio::ip::tcp::acceptor& listener : listeners)
            if (listener.is_open())
                ::shutdown(listener.native_handle(), SHUT_RDWR);
        running.swap(running_);
    }
    wake_deliverer();
    for (const std::weak_ptr<stoppable>& entry : running)
        if (const std::shared_ptr<stoppable> one = entry.lock())
            boost::asio::post(one->strand(), [one] { one->stop(); });
}

OMS_DECL planned_answer server_state::handle(std::string_view method, std::string_view target,
                                             const http_headers& headers, std::string_view body)
{
    std::string_view path = target.substr(0, target.find('?'));
    if (path.substr(0, base_path.size()) == base_path)
        path.remove_prefix(base_path.size());

    planned_answer plan;
    plan.counts = !window || !emulation::is_of_window(target);
    {
        const std::lock_guard lock(mutex);
        if (plan.counts) { // who looks is not counted, and uses no fault up
            ++counters.requests;
            plan.fault = faults.strike_request(method, path);
        }
        if (!plan.fault || plan.fault->what() != sandbox::connection_fault::kind::drop_request) {
            sandbox::handled handled = service.handle(method, target, headers, body);
            plan.response = std::move(handled.response);
            plan.delay = handled.delay;
        }
        plan.now = service.now();
    }
    if (plan.fault)
        plan.delay += plan.fault->delay();
    wake_deliverer();
    return plan;
}

OMS_DECL void server_state::count_answer()
{
    const std::lock_guard lock(mutex);
    ++counters.answers;
}

OMS_DECL std::optional<sandbox::connection_fault> server_state::connection_began()
{
    const std::lock_guard lock(mutex);
    ++counters.connections;
    ++counters.open;
    return faults.strike_connection();
}

OMS_DECL void server_state::connection_ended()
{
    const std::lock_guard lock(mutex);
    --counters.open;
}

OMS_DECL bool server_state::enlist(const std::shared_ptr<stoppable>& running)
{
    const std::lock_guard lock(mutex);
    if (stopped)
        return false;
    std::erase_if(running_, [](const std::weak_ptr<stoppable>& one) { return one.expired(); });
    running_.push_back(running);
    return true;
}

OMS_DECL std::optional<std::vector<sandbox::delivery>> server_state::look_for_deliveries()
{
    const std::lock_guard lock(mutex);
    if (stopped)
        return std::nullopt;
    std::vector<sandbox::delivery> due = service.due();
    const std::optional<timestamp> next = service.next_due();
    if (next && !clock_stands)
        next_look.expires_after(std::clamp<std::chrono::microseconds>(*next - service.now(), std::chrono::seconds{0},
                                                                      std::chrono::hours{24}));
    else
        next_look.expires_at(boost::asio::steady_timer::time_point::max());
    return due;
}

OMS_DECL void server_state::delivered(std::uint64_t delivery_id, std::optional<int> status,
                                      sandbox::delivery_failure failure)
{
    {
        const std::lock_guard lock(mutex);
        service.report(delivery_id, status, failure);
    }
    wake_deliverer();
}

OMS_DECL void server_state::wake_deliverer()
{
    boost::asio::post(next_look.get_executor(), [state = shared_from_this()] { state->next_look.cancel(); });
}

OMS_DECL std::string server_state::base_url() const
{
    return (tls ? "https://localhost:" : "http://localhost:") + std::to_string(port) + base_path;
}

}}} // namespace oms::v0_1::detail
