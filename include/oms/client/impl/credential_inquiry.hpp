#pragma once

#include <oms/client/credential_source.hpp>
#include <oms/client/impl/pause.hpp>
#include <oms/config.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include <atomic>
#include <memory>
#include <optional>

namespace oms { inline namespace v0_1 { namespace detail {

/// A credential source that is being asked. All but `strand` and `ended` is touched on the strand, which is that of one
/// token exchange. Lives on beyond the exchange when the source does not heed its cancellation.
class credential_inquiry {
public:
    explicit credential_inquiry(const boost::asio::any_io_executor& executor);

    /// Asks the source. `over` ends when it has ended.
    static void begin(const std::shared_ptr<credential_inquiry>& self, std::shared_ptr<credential_source> source);

    /// Has the source end, from any thread, unless it has.
    static void stop_soon(const std::shared_ptr<credential_inquiry>& self);

    const boost::asio::any_io_executor strand;
    boost::asio::cancellation_signal stop;
    const std::shared_ptr<pause> over;
    std::atomic<bool> ended{false};
    bool late = false; ///< the exchange has ended without an answer
    std::optional<api_credentials> given;

private:
    static boost::asio::awaitable<api_credentials> ask(std::shared_ptr<credential_source> source);
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/credential_inquiry.ipp>
#endif
