#pragma once

#include "common/world.hpp"
#include "payments_server/fleet.hpp"
#include "payments_server/http_call.hpp"
#include "payments_server/postgres.hpp"

#include <oms/testing/webhook_signer.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace test {

/// One process of payments_server with its database and the emulator, and Alice, who holds 100 usdc.
class office {
public:
    office();
    explicit office(const oms::sandbox::server_options& options);

    http_answer ask(const std::string& method, const std::string& path, const std::string& body = "",
                    const std::string& header = "");

    /// What Alice asks for.
    std::string payout(const std::string& reference, const std::string& amount) const;
    std::string deposit(const std::string& reference, const std::string& amount);

    oms::testing::webhook_signer signer() const;
    int deliver(const oms::testing::webhook_signer& signer, const std::string& body);
    int deliver(const std::string& body) { return deliver(signer(), body); }

    /// What a statement gives in its column n, once that is not empty; "never" when it stays so.
    std::string sql(const std::string& statement);
    void execute(const std::string& statements);
    /// What is at OMS is read there at once.
    void look_now() { execute("update operations set due = now()"); }

    /// What the emulator holds at this path.
    std::string at_oms(const std::string& path);
    /// What the emulator answers to this, sent past the server.
    std::string posted_to_oms(const std::string& path, const std::string& body);
    /// Cash over the counter for this code.
    void hand_over(const std::string& code, const std::string& amount);
    /// A new code for a cash-in.
    std::string refresh(const std::string& cash_in);

    /// Asks for a payout of 25.00 named "rent" that is executed at OMS while the process dies without an answer. Gives
    /// its key; the process is not started again.
    std::string die_over_a_payout();

    world emulator;
    postgres database;
    fleet process{emulator, database.address(), 1};
    person alice = emulator.make_person("100.00");
};

/// Whether it holds within 15 seconds.
bool holds_soon(const std::function<bool()>& condition);

/// A JSON object without a member, `path` is dotted: `source.amountGross`.
std::string without(const std::string& object, const std::string& path);

} // namespace test
