#pragma once

#include <oms/config.hpp>
#include <oms/net/clock.hpp>
#include <oms/net/transport.hpp>

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <string>

namespace oms { inline namespace v0_1 {

namespace detail {
class recording_file;
}

namespace testing {

/// Hands every exchange on to another transport, and writes to a file what was asked and answered, for
/// `replaying_transport`. `recorded_exchange` says what gets there, and which secrets are left out.
///
/// @code
/// auto https = oms::make_https_transport(io.get_executor(), oms::base_url(config.base_url), network);
/// auto recorder = std::make_shared<oms::testing::recording_transport>(https, "tests/send_money.jsonl");
/// auto clock = oms::make_system_clock(io.get_executor());
/// oms::client client = oms::make_client(io.get_executor(), config, recorder, clock);
/// @endcode
///
/// Exchanges stand in the file in the order in which they ended, each written when it has. One that its caller ended
/// (`cancelled`, `client_closed`) is not part of a recording.
///
/// Thread safety: all members may be called from several threads at a time, so that one recording serves any number of
/// clients. Lines of exchanges that end at the same time do not mix. Two recordings need a file each.
class recording_transport final : public transport {
public:
    /// Writes a new file, with mode 0600, in place of one that is there, whose mode it keeps. The times in it are those
    /// of the machine, as `make_system_clock` has them. Throws `error{errc::not_available}` when it cannot be opened,
    /// `error{errc::invalid_argument}` for a null transport.
    recording_transport(std::shared_ptr<transport> to, const std::string& file);

    /// The same for a client with another clock, whose times are written. A null one is that of the machine.
    recording_transport(std::shared_ptr<transport> to, const std::string& file, std::shared_ptr<clock> of_client);

    /// As that of the transport behind it.
    boost::asio::awaitable<exchange_result> exchange(const http_request& request,
                                                     const exchange_limits& limits) override;
    void close() override { to_->close(); }
    pool_metrics metrics() const override { return to_->metrics(); }

    /// Whether everything could be written so far. Neither a full disk nor a lack of memory for a line ends a call.
    bool complete() const;

private:
    const std::shared_ptr<transport> to_;
    const std::shared_ptr<detail::recording_file> file_;
    const std::shared_ptr<clock> clock_;
};

} // namespace testing

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/testing/impl/recording_transport.ipp>
#endif
