#pragma once

#include <oms/config.hpp>
#include <oms/net/system_clock.hpp>
#include <oms/net/transport.hpp>
#include <oms/testing/recorded_exchange.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

namespace detail {
class replay;
}

namespace testing {

/// Answers from a file that `recording_transport` wrote, without a network: the same calls give the same results,
/// today and in a year, for a client that has its `clock`.
///
/// @code
/// auto replay = std::make_shared<oms::testing::replaying_transport>("tests/send_money.jsonl");
/// oms::client client = oms::make_client(io.get_executor(), config, replay, replay->clock(io.get_executor()));
/// …
/// CHECK(replay->unused().empty());
/// @endcode
///
/// A request gets the first answer in the file that has its method, target and body and was not given before; nothing
/// else of it matters, so neither host nor idempotency key do. What a recording leaves out, secrets and the queries of
/// webhooks' addresses, makes no difference. A request without such an answer ends with errc::not_available, not sent
/// and not tried again. Its text names the request, and says whether it is not in the recording, there with another
/// body, with the first member that differs, or there but given each time already. POST /auth/token gets a token of an
/// hour, whoever asks.
///
/// Thread safety: all members may be called from several threads at a time. Requests that are alike and run at the same
/// time get their answers in an order that nobody chose.
class replaying_transport final : public transport {
public:
    /// Reads the whole file; throws as `read_recording`.
    explicit replaying_transport(const std::string& file);

    boost::asio::awaitable<exchange_result> exchange(const http_request& request,
                                                     const exchange_limits& limits) override;
    void close() override;
    pool_metrics metrics() const override { return {}; }

    /// A clock that shows the time of the recording: on the system's, a quote that was recorded a day ago has expired,
    /// and `flows().send` does not execute it again. Its wall time is that at which the exchange began that comes next
    /// in the file, so that whatever had run out by then has run out now. It stands still between exchanges and never
    /// goes back; in an empty recording it is the time of its reading. Monotonic time and pauses are those of the
    /// machine, with the timers of `executor`, which has to outlive every pause. Any number of clients may share it; it
    /// may outlive the transport.
    std::shared_ptr<oms::clock> clock(boost::asio::any_io_executor executor) const;

    /// The exchanges that nobody has asked for yet, in the order of the file.
    std::vector<recorded_exchange> unused() const;

private:
    const std::shared_ptr<detail::replay> replay_;
};

} // namespace testing

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/testing/impl/replaying_transport.ipp>
#endif
