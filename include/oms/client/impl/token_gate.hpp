#pragma once

#include <oms/client/credential_source.hpp>
#include <oms/client/impl/call_counters.hpp>
#include <oms/client/impl/pause.hpp>
#include <oms/client/token_state.hpp>
#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/http/jitter_source.hpp>
#include <oms/http/retry_policy.hpp>
#include <oms/http/url.hpp>
#include <oms/net/clock.hpp>
#include <oms/net/timeouts.hpp>
#include <oms/net/transport.hpp>
#include <oms/observe/observer.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

class credential_inquiry;
class token_exchange_end;

/// A token, or why there is none.
class token_answer {
public:
    token_answer() = default;
    explicit token_answer(grant_ptr granted) : grant(std::move(granted)) {}
    explicit token_answer(error why) : failure(std::move(why)) {}

    grant_ptr grant;
    error failure;
};

/// Where calls get their access token. Drives `token_state`: one exchange for all, on the client's executor, which goes
/// on when the call that started it is cancelled, and does not outlive itself: nothing is pending once it ended, but
/// for a credential source that does not heed its cancellation.
/// Thread-safe; nothing is resumed, started or ended under the lock.
class token_gate : public std::enable_shared_from_this<token_gate> {
public:
    /// How long the source of the credentials, and each phase of one exchange, may take at most, whatever the deadlines
    /// of the calls that wait for it. Beside that an exchange may wait for a connection for as long as a call: it
    /// stands behind the calls that came before it, and calls without a token do not stand in that queue. If it gave up
    /// before they do, it would begin again at the end, and never get its turn in a long queue.
    static constexpr std::chrono::seconds exchange_timeout{30};

    /// `source`, when there is one, is asked before each exchange; else it is made with `fixed`. `of_all` are the
    /// header fields that every call has; the grants carry them. `told`, when there is one, hears of each exchange.
    token_gate(boost::asio::any_io_executor executor, const base_url& origin, api_credentials fixed,
               std::shared_ptr<credential_source> source, const retry_policy& policy, const timeouts& times,
               std::shared_ptr<transport> wire, std::shared_ptr<clock> time, std::uint64_t seed, http_headers of_all,
               std::shared_ptr<observer> told);

    /// The current token when it is live at `now`: what nearly every call gets. Starts the renewal when that is due.
    grant_ptr current(std::chrono::steady_clock::time_point now);

    /// A token by `deadline`. Waits for the exchange that it starts or finds running, and through cool-downs that end
    /// before the deadline; but while the service cannot be reached, for no more than `attempts` exchanges.
    ///
    /// Failures: auth_unavailable; connect_failed, connect_timeout or dns_failed; the failure of the exchange when that
    /// is final; client_closed; cancelled when the awaiting coroutine, which must not throw if cancelled, was
    /// cancelled.
    static boost::asio::awaitable<token_answer> obtain(std::shared_ptr<token_gate> self,
                                                       std::chrono::steady_clock::time_point deadline, int attempts);

    /// The service answered 401 to this token.
    void reject(const access_grant& grant);

    /// Ends all waits with errc::client_closed, and a credential source that is being asked by a cancellation.
    void close();

    counter exchanges; ///< begun
    counter failures;  ///< of them: without a token

private:
    token_plan ask();
    /// What `close` would have to stop from now on. True when it has been called.
    bool note_inquiry(std::shared_ptr<credential_inquiry> running);
    bool still_asking();
    void start_exchange();
    exchange_limits limits_from(std::chrono::steady_clock::time_point now) const noexcept;
    static boost::asio::awaitable<void> exchange(std::shared_ptr<token_gate> self);
    static boost::asio::awaitable<std::optional<api_credentials>> credentials(std::shared_ptr<token_gate> self);
    bool usable(const std::optional<api_credentials>& offered);
    void settle(token_exchange_end end);

    const boost::asio::any_io_executor executor_;
    const base_url origin_;
    const api_credentials fixed_;
    const std::shared_ptr<credential_source> source_;
    const std::string user_agent_;
    const std::shared_ptr<observer> told_;
    const timeouts times_;
    const std::shared_ptr<transport> wire_;
    const std::shared_ptr<clock> time_;
    jitter_source jitter_;

    pause_list waiting_;
    std::mutex mutex_; // guards what follows
    std::shared_ptr<credential_inquiry> asking_;
    token_state state_;
    std::chrono::steady_clock::time_point exchange_begun_;
    bool closed_ = false;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/token_gate.ipp>
#endif
