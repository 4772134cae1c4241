#pragma once

#include <oms/config.hpp>
#include <oms/sandbox/connection_fault.hpp>
#include <oms/sandbox/impl/stoppable.hpp>
#include <oms/sandbox/server_options.hpp>
#include <oms/sandbox/service.hpp>
#include <oms/sandbox/traffic.hpp>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail {

/// What happens with one request that was read.
struct planned_answer {
    http_response response;
    std::chrono::milliseconds delay{0};
    std::optional<sandbox::connection_fault> fault;
    timestamp now;
    bool counts = true; ///< a request of the window does not
};

/// Everything a server is, shared by its coroutines. Nothing waits under the mutex.
class server_state : public std::enable_shared_from_this<server_state> {
public:
    server_state(const boost::asio::any_io_executor& executor, const sandbox::server_options& options);

    /// What server::stop does.
    void stop();

    /// Carries a request out, unless a fault drops it.
    planned_answer handle(std::string_view method, std::string_view target, const http_headers& headers,
                          std::string_view body);
    void count_answer();

    /// Counts a new connection, and gives the fault that drops it.
    std::optional<sandbox::connection_fault> connection_began();
    void connection_ended();

    /// Has it stopped when the server stops; false when that is already so.
    bool enlist(const std::shared_ptr<stoppable>& running);

    /// The deliveries to send now; sets the time of the next look. Nothing once the server is stopped.
    std::optional<std::vector<sandbox::delivery>> look_for_deliveries();
    void delivered(std::uint64_t delivery_id, std::optional<int> status, sandbox::delivery_failure failure);
    /// Makes the deliverer look again, after anything that may have made a delivery due.
    void wake_deliverer();

    std::string base_url() const;

    const boost::asio::any_io_executor executor;
    const bool tls;
    const std::string base_path;
    const bool window;
    const std::size_t body_limit;
    const std::chrono::milliseconds idle_limit;
    const std::chrono::milliseconds delivery_limit;
    const sandbox::credential first_credential;
    const bool clock_stands; ///< it moves by `advance` only
    std::string ca_pem;      ///< empty without TLS
    boost::asio::ssl::context server_tls;
    boost::asio::ssl::context delivery_tls;
    std::uint16_t port = 0;

    std::mutex mutex; ///< guards all that follows, the timer apart
    sandbox::service service;
    connection_fault_list faults;
    sandbox::server_counters counters;
    bool stopped = false;
    std::list<boost::asio::ip::tcp::acceptor> listeners; ///< each used by one coroutine, which closes it
    boost::asio::steady_timer next_look;                 ///< touched on its own strand

private:
    void listen(std::uint16_t wanted);

    std::vector<std::weak_ptr<stoppable>> running_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/server_state.ipp>
#endif
