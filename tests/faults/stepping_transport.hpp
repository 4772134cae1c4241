#pragma once

#include "common/fake_clock.hpp"

#include <oms/net/transport.hpp>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace test {

/// What the service did, with the idempotency of contract section 1.4. It only sees complete requests.
class effect_ledger {
public:
    /// Takes a complete request; gives the answer.
    oms::http_response handle(const oms::http_request& request);

    /// Complete requests to the operation, the token exchange not counted.
    int requests() const noexcept { return requests_; }
    int token_requests() const noexcept { return token_requests_; }
    /// How often the operation had its effect: a customer created, changed or deleted.
    int effects() const noexcept { return effects_; }
    /// A key came with two bodies.
    bool clashed() const noexcept { return clashed_; }

private:
    oms::http_response create(const oms::http_request& request);

    struct stored {
        std::string body;
        oms::http_response answer;
    };
    std::map<std::string, stored, std::less<>> answers_;
    int requests_ = 0;
    int token_requests_ = 0;
    int effects_ = 0;
    bool deleted_ = false;
    bool clashed_ = false;
};

/// What goes wrong at one step of an exchange.
enum class step_fault { reset, timeout, cancel, short_read, short_write };
inline constexpr step_fault all_step_faults[] = {step_fault::reset, step_fault::timeout, step_fault::cancel,
                                                 step_fault::short_read, step_fault::short_write};
const char* name_of(step_fault fault);

/// A transport without a network: each exchange takes the steps connect, write head, write body (when there is one),
/// read head, read body, and `plan` says for each of them, numbered over all exchanges, what goes wrong, if anything.
/// For one thread.
class stepping_transport final : public oms::transport {
public:
    using fault_plan = std::function<std::optional<step_fault>(int step)>;

    stepping_transport(std::shared_ptr<fake_clock> clock, std::shared_ptr<effect_ledger> service, fault_plan plan)
        : clock_(std::move(clock)), service_(std::move(service)), plan_(std::move(plan))
    {
    }

    boost::asio::awaitable<oms::exchange_result> exchange(const oms::http_request& request,
                                                          const oms::exchange_limits& limits) override
    {
        return run(*this, request, limits);
    }
    void close() override;
    oms::pool_metrics metrics() const override { return {}; }

    /// Steps begun so far.
    int steps() const noexcept { return steps_; }
    /// Exchanges of the operation that were begun.
    int exchanges() const noexcept { return exchanges_; }
    /// Bytes of the operation's requests were written, if not all of them.
    bool wrote() const noexcept { return wrote_; }
    /// A step waits for a cancellation.
    bool awaits_cancel() const noexcept { return !hanging_.empty(); }
    /// Exchanges that have not ended.
    int live() const noexcept { return live_; }

private:
    enum class step { connect, write_head, write_body, read_head, read_body };

    static boost::asio::awaitable<oms::exchange_result> run(stepping_transport& self, const oms::http_request& request,
                                                            const oms::exchange_limits& limits);
    static boost::asio::awaitable<oms::exchange_result> fail(stepping_transport& self, step at, step_fault how,
                                                             oms::http_response arrived,
                                                             const oms::exchange_limits& limits);

    std::shared_ptr<fake_clock> clock_;
    std::shared_ptr<effect_ledger> service_;
    fault_plan plan_;
    std::vector<std::shared_ptr<fake_clock::sleeper>> hanging_;
    int steps_ = 0;
    int exchanges_ = 0;
    int live_ = 0;
    bool wrote_ = false;
    bool closed_ = false;
};

} // namespace test
