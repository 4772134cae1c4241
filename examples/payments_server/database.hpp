#pragma once

#include "connection.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace payments {

/// A few connections, each with a thread that may block. Work whose connection broke, or whose transaction the server
/// undid, is done again: so every piece of work must be a transaction that may run twice, also when the first COMMIT
/// took effect unseen. While there is no database, connections are tried at growing intervals, by one after the other.
/// Where more waits for a thread than can be done in reasonable time, what comes is turned away.
class database {
public:
    using clock = std::chrono::steady_clock;

    /// `patience`: how long a piece of work waits for a database that is gone.
    database(std::string address, std::size_t connections, clock::duration patience);

    /// Runs `work(connection, values...)` on a thread of its own and resumes the caller where it was. Throws
    /// `database_lost` when the patience ends or too much waits, and what `work` throws.
    template <class Result, class... Parameters>
    boost::asio::awaitable<Result> run(Result (*work)(connection&, Parameters...),
                                       std::type_identity_t<std::decay_t<Parameters>>... values)
    {
        return from_a_thread<Result>(
            *this, [work, ... kept = std::move(values)](connection& on) { return work(on, kept...); });
    }

    /// The same on the calling thread.
    template <class Work>
    std::invoke_result_t<Work&, connection&> run_here(Work work)
    {
        const clock::time_point until = clock::now() + patience_;
        for (bool first = true;; first = false) {
            try {
                lease held(*this);
                return work(held.get());
            } catch (const database_lost&) {
                // The first time it may have been an old connection, from before a restart.
                if (!first && !wait_for_next_attempt(until))
                    throw;
            }
        }
    }

    void join() { threads_.join(); }

private:
    /// A connection for one piece of work. One that broke is not given back, and takes the idle ones with it.
    class lease {
    public:
        explicit lease(database& from) : from_(from), held_(from.take()) {}
        ~lease() { from_.give_back(std::move(held_)); }
        lease(const lease&) = delete;
        lease& operator=(const lease&) = delete;
        connection& get() { return *held_; }

    private:
        database& from_;
        std::unique_ptr<connection> held_;
    };

    /// A place among those that wait for a thread or have one.
    class place {
    public:
        explicit place(std::atomic<int>& taken) : taken_(taken)
        {
            if (++taken_ > at_most) {
                --taken_;
                throw database_lost("too much waits for it");
            }
        }
        ~place() { --taken_; }
        place(const place&) = delete;
        place& operator=(const place&) = delete;

    private:
        static constexpr int at_most = 256;
        std::atomic<int>& taken_;
    };

    template <class Result, class Work>
    static boost::asio::awaitable<Result> from_a_thread(database& self, Work work)
    {
        const place held(self.waiting_);
        auto done = boost::asio::co_spawn(self.threads_.get_executor(), on_a_thread<Result>(self, std::move(work)),
                                          boost::asio::use_awaitable);
        co_return co_await std::move(done);
    }

    template <class Result, class Work>
    static boost::asio::awaitable<Result> on_a_thread(database& self, Work work)
    {
        co_return self.run_here(std::move(work));
    }

    std::unique_ptr<connection> take();
    std::unique_ptr<connection> connect();
    void give_back(std::unique_ptr<connection> used);
    /// False when that is after `until`.
    bool wait_for_next_attempt(clock::time_point until);

    std::string address_;
    clock::duration patience_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<connection>> idle_;
    clock::time_point next_attempt_{};
    clock::duration pause_;
    std::atomic<int> waiting_{0};
    boost::asio::thread_pool threads_;
};

} // namespace payments
