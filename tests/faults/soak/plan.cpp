#include "faults/soak/plan.hpp"

namespace test {

namespace {

constexpr std::uint64_t spread = 0x9e3779b97f4a7c15ULL;

flow trouble(dice& random, std::size_t size)
{
    using std::chrono::milliseconds;
    flow how;
    const std::size_t at = random.below(size + 1);
    switch (random.below(8)) {
    case 0:
        return how.close_at(at);
    case 1:
        return how.reset_at(at);
    case 2:
        return how.swallow_at(at);
    case 3:
        return how.stop_reading_at(at);
    case 4:
        return how.stall_at(at, milliseconds(50 + random.below(3000)));
    case 5:
        return how.tiny_parts();
    case 6:
        return how.bytes_per_second(500 + random.below(20'000));
    default:
        return how.concatenate(at);
    }
}

} // namespace

// SplitMix64.
std::uint64_t dice::next()
{
    std::uint64_t z = state_ += spread;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

connection_plan fault_plan::connection(int number) const
{
    dice random(seed_ * spread + static_cast<std::uint64_t>(number));
    connection_plan plan;
    if (random.below(1000) >= per_thousand_)
        return plan;
    constexpr entrance doors[] = {entrance::close, entrance::reset, entrance::silent};
    plan.door = doors[random.below(3)];
    return plan;
}

exchange_plan fault_plan::exchange(int connection, int number, std::size_t size) const
{
    dice random((seed_ * spread + static_cast<std::uint64_t>(connection)) * spread +
                static_cast<std::uint64_t>(number));
    exchange_plan plan;
    if (random.below(1000) >= per_thousand_)
        return plan;
    constexpr std::size_t usual_answer = 1200;
    switch (random.below(7)) {
    case 0:
    case 1:
    case 2:
        plan.to_server = trouble(random, size);
        break;
    case 3:
        plan.to_client.garbage_at(random.below(usual_answer));
        break;
    default:
        plan.to_client = trouble(random, usual_answer);
    }
    return plan;
}

std::uint64_t fault_plan::hash() const
{
    std::uint64_t sum = hash_of("");
    for (int c = 1; c <= 1000; ++c) {
        sum = hash_of(std::to_string(static_cast<int>(connection(c).door)), sum);
        for (int n = 1; n <= 20; ++n) {
            const exchange_plan plan = exchange(c, n, 500);
            sum = hash_of(plan.to_server.describe(), sum);
            sum = hash_of(plan.to_client.describe(), sum);
        }
    }
    return sum;
}

} // namespace test
