#pragma once

#include "database.hpp"
#include "operations.hpp"

#include <oms/client/client.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <memory>

namespace payments {

/// How a worker goes about its work.
class worker_options {
public:
    worker_options() = default;

    /// Operations in hand. Half as many more may be looked after: however many wait for their customers, and however
    /// slowly OMS answers, what has to be sent finds a hand free.
    int at_a_time = 16;
    /// How long an operation is out of others' reach. It decides how soon the work of a dead process goes on; that
    /// nothing is done twice rests on the keys alone.
    std::chrono::milliseconds lease{30'000};
    std::chrono::milliseconds poll{250};     ///< how often to look for what is due
    std::chrono::milliseconds sweep{15'000}; ///< how long to wait for a webhook before reading at OMS, at first
};

/// Carries operations forward: claims what is due, does the next steps, and leaves the rest to webhooks and sweeps.
/// Any number of workers in any number of processes share the table.
class worker : public std::enable_shared_from_this<worker> {
public:
    worker(boost::asio::any_io_executor executor, database& store, oms::client client, worker_options options);

    /// Runs until stop(). Everything happens on the executor, which is one thread.
    boost::asio::awaitable<void> run();

    /// There is something to do.
    void wake() { idle_.cancel(); }

    /// Claims nothing more. What is in hand ends, or is taken over by others.
    void stop();

private:
    int at_most_watched() const { return (options_.at_a_time + 1) / 2; }
    void start(operation row);

    boost::asio::any_io_executor executor_;
    database& store_;
    oms::client client_;
    worker_options options_;
    boost::asio::steady_timer idle_;
    int in_hand_ = 0, watched_ = 0;
    bool stopped_ = false;
};

} // namespace payments
