#pragma once

#include <oms/core/secret.hpp>
#include <oms/net/impl/byte_stream.hpp>
#include <oms/net/impl/response_reader.hpp>
#include <oms/net/phase_guard.hpp>
#include <oms/net/pool_state.hpp>

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <optional>
#include <string>

namespace oms { inline namespace v0_1 { namespace detail {

/// One connection and what an exchange on it needs, kept from exchange to exchange.
///
/// Its holder (who opens it, then who leases it) touches it alone. Others reach `guard`, and, under the pool's lock,
/// `descriptor` and `parked`: through these they end what the holder waits for.
struct connection : pool_slot {
    explicit connection(const boost::asio::any_io_executor& executor) : stream(executor) {}
    ~connection() { secret::wipe(head); } // of an exchange that was dropped midway

    phase_guard guard;
    int descriptor = -1;                         ///< the open socket, from `attach` to `detach`
    boost::asio::steady_timer* parked = nullptr; ///< where the holder waits for name resolution

    byte_stream stream;
    std::string head; ///< of the request under way
    boost::beast::flat_buffer input;
    std::optional<response_reader> parser;
    bool drained = false; ///< the last read took all that had arrived
    bool rested = false;  ///< idle, without the memory that only operations need; under the pool's lock
};

}}} // namespace oms::v0_1::detail
