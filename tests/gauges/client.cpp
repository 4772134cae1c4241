// What a call costs, made as a user makes it. usage: gauge_client
//
//   serve                                        the server of the others: see server.hpp
//   calls PORT get|quote CALLS CONNECTIONS       makes calls: for programs that count what it does
//   asleep PORT get|quote CALLS                  calls, one by one, that all have to wait for their answers
//   still PORT get|quote CALLS                   the same while no timer comes due: each call does the same
//   allocations PORT get|quote CALLS CONNECTIONS prints `allocations A` and `strings S`, of each call
//   waiting PORT CALLS                           prints `bytes B` and `user U`, of each call that waits
//
// The calls are over all connections at once; of CONNECTIONS 1, one after the other.

#include "calls.hpp"
#include "heap.hpp"
#include "heap_check.hpp"
#include "result_blocks.hpp"
#include "server.hpp"
#include "still_timers.hpp"
#include "waiting.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#ifdef GAUGE_UNWATCHED
static_assert(std::is_empty_v<oms::detail::told_end> && !std::is_polymorphic_v<oms::detail::exchange_watch>,
              "the headers of unwatched/ are not in front");
#endif

namespace {

/// The least allocations that several runs of that many calls take: what a timer does comes on top, by the clock.
template <class Operation>
long long allocations_of(gauge::callers<Operation>& caller, int calls)
{
    long long least = std::numeric_limits<long long>::max();
    for (int run = 0; run != 5; ++run) {
        const long long before = gauge::heap_now().allocations;
        caller.make(calls);
        least = std::min(least, gauge::heap_now().allocations - before);
    }
    return least;
}

/// Makes some calls, which open the connections and fill what is kept for later ones, and then runs of two lengths.
/// What a run takes beside its calls is the same in both.
template <class Operation>
void print_allocations(const std::string& port, int calls, std::size_t connections)
{
    constexpr int few = 1'000;
    gauge::callers<Operation> caller(port, connections);
    caller.make(few);
    const long long of_few = allocations_of(caller, few);
    const long long of_many = allocations_of(caller, few + calls);
    const long long strings = gauge::blocks_of(caller.last());
    std::printf("allocations %.2f\nstrings %lld\n",
                static_cast<double>(of_many - of_few - strings * calls) / static_cast<double>(calls), strings);
}

template <class Operation>
int make_or_print(std::string_view what, const std::string& port, int calls, std::size_t connections)
{
    if (what == "allocations")
        print_allocations<Operation>(port, calls, connections);
    else
        gauge::callers<Operation>(port, connections).make(calls);
    return 0;
}

/// The wallet whose balance and quotes the server tells only to a process that sleeps.
oms::wallet_id asleep_wallet()
{
    return oms::wallet_id("wlt_asleep" + std::to_string(::getpid()));
}

/// With `still`, no timer comes due once the connection is there.
template <class Operation>
int make_asleep(const std::string& port, int calls, bool still, const Operation& of)
{
    gauge::callers<Operation> caller(port, 1, of);
    if (still) {
        caller.make(1);
        gauge::keep_timers_still();
    }
    caller.make(calls, still); // what waits for a timer never ends
    return 0;
}

int make_asleep(std::string_view what, const std::string& port, int calls, bool still)
{
    if (what == "get")
        return make_asleep(port, calls, still, gauge::balances{asleep_wallet()});
    gauge::quotes of;
    of.order = gauge::quotes::order_from(asleep_wallet());
    return make_asleep(port, calls, still, of);
}

int usage()
{
    std::fputs("usage: gauge_client serve | asleep|still PORT get|quote CALLS | waiting PORT CALLS |\n"
               "                    calls|allocations PORT get|quote CALLS CONNECTIONS\n",
               stderr);
    return 2;
}

} // namespace

int main(int count, char** words)
{
    const std::vector<std::string> arguments(words + 1, words + count);
    const std::string what = arguments.empty() ? "" : arguments[0];
    if (what == "serve")
        return gauge::serve();
    gauge::check_that_the_heap_is_seen();
    if ((what == "asleep" || what == "still") && arguments.size() == 4)
        return make_asleep(arguments[2], arguments[1], std::stoi(arguments[3]), what == "still");
    if (what == "waiting" && arguments.size() == 3)
        gauge::print_waiting_and_end(arguments[1], std::stoul(arguments[2]));
    if ((what != "calls" && what != "allocations") || arguments.size() != 5)
        return usage();
    const auto run = arguments[2] == "get" ? make_or_print<gauge::balances> : make_or_print<gauge::quotes>;
    return run(what, arguments[1], std::stoi(arguments[3]), std::stoul(arguments[4]));
}
