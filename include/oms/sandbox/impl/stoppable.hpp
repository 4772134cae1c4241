#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/strand.hpp>

#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// Something of the server that runs on its own strand and can be told to end: an accepted connection, a delivery.
class stoppable {
public:
    explicit stoppable(boost::asio::any_io_executor strand) : strand_(std::move(strand)) {}
    virtual ~stoppable() = default;
    stoppable(const stoppable&) = delete;
    stoppable& operator=(const stoppable&) = delete;

    const boost::asio::any_io_executor& strand() const { return strand_; }

    /// Called on the strand: what waits is given up, what comes later finds it stopped.
    virtual void stop() = 0;

private:
    boost::asio::any_io_executor strand_;
};

}}} // namespace oms::v0_1::detail
