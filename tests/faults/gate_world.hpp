#pragma once

#include "common/catch.hpp"
#include "common/world.hpp"
#include "faults/gate.hpp"
#include "faults/oracle.hpp"

#include <oms/oms.hpp>

#include <algorithm>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// The emulator behind a gate, both over TLS, a client in front of it, and an oracle that hears all of it.
class gate_world {
public:
    explicit gate_world(oms::sandbox::server_options options = oms::sandbox::server_options(), bool ends_tls = true)
        : service(options), judge(rules()), through(terms(ends_tls))
    {
        judge.only_at("127.0.0.1:" + std::to_string(through.port()));
    }

    /// Patient enough for a machine under load, and quick to retry.
    oms::client_config config() const
    {
        oms::client_config made = service.config();
        made.base_url = through.base_url();
        made.tls.ca_pem = through.ca_pem();
        made.retry.base(std::chrono::milliseconds(1)).cap(std::chrono::milliseconds(5));
        return made;
    }

    oms::client client() { return service.client(config()); }

    /// The next requests of this method and this end of the path meet this fault.
    void strike(std::string method, std::string path, exchange_plan plan, int times = 1)
    {
        const std::lock_guard lock(mutex_);
        waiting_.push_back({std::move(method), std::move(path), std::move(plan), times});
    }

    /// The next connections do.
    void strike_connection(connection_plan plan, int times = 1)
    {
        const std::lock_guard lock(mutex_);
        doors_.insert(doors_.end(), static_cast<std::size_t>(times), std::move(plan));
    }

    /// One call with its oracle: what the caller got.
    template <class T>
    boost::asio::awaitable<std::optional<oms::error>> tell(operation what, boost::asio::awaitable<T> call)
    {
        const oracle::number number = judge.began(what);
        std::optional<oms::error> failure;
        try {
            co_await std::move(call);
        } catch (const oms::error& thrown) {
            failure = thrown;
        }
        judge.ended(number, failure ? &*failure : nullptr);
        co_return failure;
    }

    /// POST /customers under this key.
    boost::asio::awaitable<std::optional<oms::error>> create(oms::client client, std::string key,
                                                             oms::call_options options = oms::call_options())
    {
        operation what;
        what.name = "POST /customers";
        what.identity = key;
        what.keyed = true;
        options.idempotency_key(key);
        oms::new_customer request;
        request.first_name("Undisclosed").last_name("Person").email("undisclosed@example.com").external_id(key);
        co_return co_await tell(what, client.customers().create(request, std::move(options)));
    }

    /// What I1 to I8 and I12 say, when all calls have ended. The gate is told to hold nobody back any more.
    verdict judged()
    {
        through.settle();
        for (const std::string& token : through.tokens())
            judge.add_secret(token);
        return judge.judge(service.oracle().effects);
    }

    /// The last request of this method and this end of the path that the gate saw.
    seen_request last(std::string_view method, std::string_view path) const
    {
        const std::lock_guard lock(mutex_);
        for (auto one = seen_.rbegin(); one != seen_.rend(); ++one)
            if (matches(*one, method, path))
                return *one;
        return seen_request();
    }

private:
    struct waiting_strike {
        std::string method;
        std::string path;
        exchange_plan plan;
        int times;
    };

    static bool matches(const seen_request& request, std::string_view method, std::string_view path)
    {
        const std::string_view target = request.target;
        return request.method == method && target.size() >= path.size() &&
               target.substr(target.size() - path.size()) == path;
    }

    static oracle_terms rules()
    {
        oracle_terms made;
        made.margin = std::chrono::milliseconds(5000);
        made.secrets = {"emulator-secret", "Undisclosed", "undisclosed@example.com"};
        return made;
    }

    gate_terms terms(bool ends_tls)
    {
        gate_terms made;
        made.server_port = service.port();
        made.server_ca_pem = service.ca_pem();
        made.ends_tls = ends_tls;
        made.connections = [this](int) {
            const std::lock_guard lock(mutex_);
            if (doors_.empty())
                return connection_plan();
            connection_plan next = std::move(doors_.front());
            doors_.erase(doors_.begin());
            return next;
        };
        made.exchanges = [this](const seen_request& request) {
            const std::lock_guard lock(mutex_);
            for (waiting_strike& one : waiting_)
                if (one.times > 0 && matches(request, one.method, one.path)) {
                    --one.times;
                    return one.plan;
                }
            return exchange_plan();
        };
        made.over = [this](const seen_request& request) {
            judge.saw(request);
            const std::lock_guard lock(mutex_);
            seen_.push_back(request);
        };
        return made;
    }

    mutable std::mutex mutex_;
    std::vector<waiting_strike> waiting_;
    std::vector<connection_plan> doors_;
    std::vector<seen_request> seen_;

public:
    world service;
    oracle judge;
    gate through;
};

inline void require_clean(const verdict& found)
{
    for (const std::string& finding : found.findings)
        UNSCOPED_INFO(finding);
    CHECK(found.violations() == 0);
}

} // namespace test
