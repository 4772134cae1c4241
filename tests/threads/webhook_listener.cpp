#include "integration/webhook_listener.hpp"

#include "common/catch.hpp"
#include "common/property_count.hpp"

#include <boost/asio/deferred.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>

#include <map>
#include <set>

// Several threads run one listener, and several clients bring it the same deliveries. Run under the thread sanitizer.

namespace {

using namespace listening;
using namespace std::chrono_literals;

constexpr int clients = 8;

/// What the handlers did, in their own order.
class effects {
public:
    void begin(const oms::event& e, const std::string& resource)
    {
        const std::lock_guard lock(mutex_);
        if (!inside_.insert(resource).second)
            ++overlaps_;
        if (!handled_.insert(e.id.str()).second)
            ++repeated_;
    }
    void end(const std::string& resource, const oms::timestamp& updated)
    {
        const std::lock_guard lock(mutex_);
        inside_.erase(resource);
        const auto known = latest_.find(resource);
        if (known != latest_.end() && updated < known->second)
            ++backwards_;
        latest_.insert_or_assign(resource, updated);
    }

    int overlaps() const { return overlaps_; }
    int repeated() const { return repeated_; }
    int backwards() const { return backwards_; }
    std::size_t handled() const { return handled_.size(); }
    const std::map<std::string, oms::timestamp>& latest() const { return latest_; }

private:
    std::mutex mutex_;
    std::set<std::string> inside_, handled_;
    std::map<std::string, oms::timestamp> latest_;
    int overlaps_ = 0, repeated_ = 0, backwards_ = 0;
};

asio::awaitable<void> note(effects& all, const oms::transaction_event& payload, const oms::event& e)
{
    const auto& changed = std::get<oms::transaction<oms::crypto_to_crypto>>(payload.transaction);
    all.begin(e, changed.id.str());
    for (int i = 0; i < 3; ++i)
        co_await asio::post(asio::deferred);
    all.end(changed.id.str(), changed.updated_at);
}

oms::async_webhook_router router_for(effects& all)
{
    oms::async_webhook_router router{[](const oms::event&) {
    }};
    router.on_family([&](const oms::transaction_event& payload, const oms::event& e) { return note(all, payload, e); });
    return router;
}

std::string state_of(int transaction, int number)
{
    char time[32];
    std::snprintf(time, sizeof time, "2026-06-15T14:%02d:%02dZ", number / 60 % 60, number % 60);
    return delivered::transaction_body("evt_" + std::to_string(transaction) + "_" + std::to_string(number),
                                       "txn_" + std::to_string(transaction), time);
}

} // namespace

TEST_CASE("F86 F98 Eight clients bring the same deliveries to a listener of four threads: each takes effect at most "
          "once, one of a resource at a time, and no older state comes after a newer one (G5, G15)")
{
    const int states = test::property_count(60);
    effects all;
    asio::thread_pool guards(2);
    {
        running_listener to(router_for(all), {}, oms::async_endpoint_options{}.guards_on(guards.get_executor()), 4);
        std::atomic<int> acknowledged{0};
        std::vector<std::thread> senders;
        for (int c = 0; c < clients; ++c)
            senders.emplace_back([&, c] {
                client sender(to.listener.port());
                for (int i = 0; i < states; ++i) {
                    const int number = (i * 7 + c * 13) % states; // each in an order of its own
                    const answer got = sender.send(request_of(state_of(number % 3, number))).read();
                    acknowledged += got.status == 204;
                }
            });
        for (std::thread& one : senders)
            one.join();
        CHECK(acknowledged == clients * states);
    }
    guards.join();
    CHECK(all.overlaps() == 0);
    CHECK(all.repeated() == 0);
    CHECK(all.backwards() == 0);
    CHECK(all.handled() >= 3);
    for (int transaction = 0; transaction < 3; ++transaction) {
        const int newest = (states - 1) - ((states - 1) % 3 + 3 - transaction) % 3;
        CHECK(all.latest().at("txn_" + std::to_string(transaction)) ==
              oms::timestamp("2026-06-15T14:" + std::string(newest / 60 % 60 < 10 ? "0" : "") +
                             std::to_string(newest / 60 % 60) + ":" + (newest % 60 < 10 ? "0" : "") +
                             std::to_string(newest % 60) + "Z"));
    }
}

TEST_CASE("A listener of four threads is stopped while eight clients send: what was acknowledged was handled, and "
          "nothing is left")
{
    for (int round = 0; round < test::property_count(20); ++round) {
        std::mutex mutex;
        std::set<std::string> handled, acknowledged;
        running_listener to(oms::async_webhook_router{[&](const oms::event& e) -> asio::awaitable<void> {
                                co_await asio::post(asio::deferred);
                                const std::lock_guard lock(mutex);
                                handled.insert(e.id.str());
                            }},
                            oms::listener_options().grace(round % 2 == 0 ? 10s : 0s), {}, 4);
        std::atomic<int> sent{0};
        std::vector<std::unique_ptr<client>> connected;
        for (int c = 0; c < clients; ++c)
            connected.push_back(std::make_unique<client>(to.listener.port()));
        std::vector<std::thread> senders;
        for (int c = 0; c < clients; ++c)
            senders.emplace_back([&, c] {
                client& sender = *connected[static_cast<std::size_t>(c)];
                for (int i = 0;; ++i) {
                    const std::string id = "evt_" + std::to_string(c) + "_" + std::to_string(i);
                    const int status = sender.send(request_of(delivered::body(id))).read().status;
                    ++sent;
                    if (status != 204)
                        return sender.socket().close();
                    const std::lock_guard lock(mutex);
                    acknowledged.insert(id);
                }
            });
        while (sent < clients * 5)
            std::this_thread::yield();
        std::thread other([&] { to.listener.stop(); });
        to.listener.stop();
        other.join();
        for (std::thread& one : senders)
            one.join();
        to.join();
        for (const std::string& id : acknowledged)
            CHECK(handled.count(id) == 1);
    }
}
