#include "faults/webhook_soak/story.hpp"

#include <cstdio>
#include <ctime>

namespace test {

namespace {

constexpr std::int64_t beginning = 1'781'534'200'000'000; // 15 June 2026, in microseconds

std::string date_time(std::int64_t microseconds)
{
    const std::time_t seconds = microseconds / 1'000'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char whole[32];
    const std::size_t size = std::strftime(whole, sizeof whole, "%Y-%m-%dT%H:%M:%S", &parts);
    char fraction[16];
    std::snprintf(fraction, sizeof fraction, ".%06dZ", static_cast<int>(microseconds % 1'000'000));
    return std::string(whole, size) + fraction;
}

std::string quoted(const char* name, const std::string& value)
{
    return '"' + std::string(name) + "\":\"" + value + '"';
}

std::string times(std::int64_t updated_at)
{
    const std::string created = quoted("createdAt", date_time(beginning));
    return updated_at == 0 ? created : created + ',' + quoted("updatedAt", date_time(updated_at));
}

std::string transaction(const std::string& id, const std::string& status, std::int64_t updated_at)
{
    return "{" + quoted("id", id) + R"(,"object":"transaction","type":"cryptoToCrypto",)" + quoted("status", status) +
           R"(,"quoteId":"qt_01kv5vfttke7kbces9gqte20g2","senderCustomerId":"cst_01H9Xa8F5dN6mP3q",)"
           R"("source":{"walletId":"wlt_01H9Xb3K7nM2pQ4r","asset":"usdc","network":"polygon","amountGross":"100.00",)"
           R"("amountNet":"99.42","feesDeducted":{"developer":"0.20","gas":"0.03","oms":"0.35","total":"0.58"}},)"
           R"("destination":{"asset":"usdc","network":"polygon","amountGross":"99.42","amountNet":"99.42"},)"
           R"("fixedAmountSide":"source",)" +
           times(updated_at) + "}";
}

std::string cash_in(const std::string& id, const std::string& status, std::int64_t updated_at)
{
    return "{" + quoted("id", id) + R"(,"object":"cashIn","customerId":"cst_01H9Xa8F5dN6mP3q",)" +
           quoted("status", status) +
           R"(,"source":{"asset":"usd","amountGross":"100.00"},"destination":{"asset":"usdc","network":"polygon"},)"
           R"("cash":{"locationId":"loc_01kv5vfttke7kbces9gqte20g2","locationReference":"cmVm"},)" +
           times(updated_at) + "}";
}

std::string wallet(const std::string& id, std::int64_t updated_at)
{
    return "{" + quoted("id", id) +
           R"(,"object":"wallet","customerId":"cst_01H9Xa8F5dN6mP3q","type":"custodial","status":"active",)"
           R"("network":"polygon","address":"0x20f26aaa9d070e73d6432c839a37ed1b24087c3a",)"
           R"("deposit":{"amount":"12.50","asset":"usdc","network":"polygon"},)" +
           times(updated_at) + "}";
}

flow slow(dice& random, std::size_t at)
{
    flow how;
    switch (random.below(3)) {
    case 0:
        return how.stall_at(at, std::chrono::milliseconds(5 + random.below(150)));
    case 1:
        return how.tiny_parts();
    default:
        return how.bytes_per_second(4'000 + random.below(40'000));
    }
}

flow cut(dice& random, std::size_t at)
{
    flow how;
    switch (random.below(20)) {
    case 0:
        return how.swallow_at(at);
    case 1:
        return how.stop_reading_at(at);
    default:
        return random.below(2) == 0 ? how.close_at(at) : how.reset_at(at);
    }
}

} // namespace

story::story(std::uint64_t seed, std::size_t active_resources) : random_(seed), now_(beginning)
{
    for (std::size_t i = 0; i < active_resources; ++i)
        active_.push_back(make());
}

story::resource story::make()
{
    resource one;
    const std::uint64_t chosen = random_.below(100);
    const char* prefix = "txn_";
    one.states = 3 + static_cast<int>(random_.below(28));
    if (chosen < 40) {
        one.what = kind::transaction;
    } else if (chosen < 65) {
        one.what = kind::later_transaction;
        one.timeless = random_.below(2) == 0;
    } else if (chosen < 90) {
        one.what = kind::cash_in;
        prefix = "ci_";
    } else {
        one.what = chosen < 95 ? kind::deposit : kind::unknown;
        prefix = chosen < 95 ? "wlt_" : "va_";
    }
    one.id = prefix + std::string("soak") + std::to_string(++made_);
    return one;
}

happening story::next()
{
    resource& of = active_[random_.below(active_.size())];
    happening made = step(of);
    if (of.rank == of.states)
        of = make();
    return made;
}

happening story::step(resource& of)
{
    happening made;
    made.resource = of.id;
    made.rank = ++of.rank;
    const bool last = of.rank == of.states;
    // A final state may come within the instant of the state before it.
    if (of.updated_at == 0 || !last || random_.below(4) != 0)
        of.updated_at = now_ += 1 + static_cast<std::int64_t>(random_.below(2'000'000));
    made.version = of.updated_at;
    const std::string outcome = random_.below(5) == 0 ? "failed" : "completed";
    switch (of.what) {
    case kind::transaction:
        made.event_name = "transaction.cryptoToCrypto." + (last ? outcome : "processing");
        made.data = transaction(of.id, last ? outcome : "processing", of.updated_at);
        break;
    case kind::later_transaction:
        made.event_name = "transaction.statusChanged";
        made.version = of.timeless ? 0 : of.updated_at;
        made.data = transaction(of.id,
                                last               ? outcome
                                : of.rank % 2 == 0 ? "awaitingAction"
                                                   : "processing",
                                made.version);
        break;
    case kind::cash_in:
        made.event_name = last ? "cashIn.completed" : of.rank % 3 == 0 ? "cashIn.expired" : "cashIn.created";
        made.data = cash_in(of.id, last ? "completed" : of.rank % 3 == 0 ? "expired" : "pending", of.updated_at);
        break;
    case kind::deposit:
        made.event_name = "wallet.depositDetected";
        made.data = wallet(of.id, of.updated_at);
        made.version = 0;
        made.is_state = false;
        break;
    case kind::unknown:
        made.event_name = "virtualAccount.deposit.settled";
        made.data = "{" + quoted("id", of.id) + "," + times(of.updated_at) + "}";
        made.version = 0;
        made.is_state = false;
        break;
    }
    return made;
}

connection_plan webhook_trouble(std::uint64_t seed, unsigned per_thousand, int connection)
{
    dice random(seed * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(connection));
    connection_plan plan;
    if (random.below(1000) >= per_thousand)
        return plan;
    constexpr std::size_t usual_request = 1'200;
    constexpr std::size_t usual_answer = 80;
    switch (random.below(10)) {
    case 0: {
        constexpr entrance doors[] = {entrance::close, entrance::reset};
        plan.door = random.below(30) == 0 ? entrance::silent : doors[random.below(2)];
        break;
    }
    case 1:
    case 2:
        plan.to_server = slow(random, random.below(usual_request));
        break;
    case 3:
    case 4:
    case 5:
        plan.to_server = cut(random, random.below(usual_request));
        break;
    case 6:
        plan.to_client = slow(random, random.below(usual_answer));
        break;
    default:
        plan.to_client = cut(random, random.below(usual_answer)); // the answer is lost, its effect is not
    }
    return plan;
}

} // namespace test
