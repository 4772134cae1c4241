#pragma once

#include "common/world.hpp"
#include "payments_server/http_call.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace test {

/// What one customer asks for.
struct order {
    bool payout = false;
    std::string reference;
    person of;
    std::string amount;
    std::string address;    ///< of a payout: where it goes
    bool twice = false;     ///< asks again, as one who has lost the answer
    bool otherwise = false; ///< then asks for another amount under the same reference

    std::string path() const { return payout ? "/payouts" : "/deposits"; }
};

/// Customers of the fleet, many at a time. Each asks until there is an answer, whatever happens to the processes; who
/// deposits takes the code to a shop.
class load {
public:
    load(world& emulator, std::uint16_t port, std::vector<order> orders, int customers);
    ~load();

    /// Orders that need nobody any more.
    std::size_t finished() const { return finished_; }
    bool over() const { return finished_ == orders_.size(); }

    // What the customers went through.
    int broken() const { return broken_; }           ///< requests without an answer
    int turned_away() const { return turned_away_; } ///< requests answered 503
    /// Answers that they should not have had.
    std::vector<std::string> complaints() const;

private:
    void be_a_customer();
    void go_through(const order& wish);
    int post(const order& wish, const std::string& body);
    std::optional<http_answer> ask(const std::string& method, const std::string& path, const std::string& body = "");
    std::string code_for(const order& wish);
    void hand_over(const std::string& code, const std::string& amount);
    void complain(const order& about, const std::string& what);

    std::vector<order> orders_;
    std::uint16_t port_;
    boost::asio::io_context shops_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> open_;
    oms::client client_;
    oms::cash_location shop_;
    std::atomic<std::size_t> next_{0}, finished_{0};
    std::atomic<int> broken_{0}, turned_away_{0};
    mutable std::mutex mutex_;
    std::vector<std::string> complaints_;
    std::vector<std::thread> threads_;
};

} // namespace test
