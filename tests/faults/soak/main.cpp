#include "common/descriptors.hpp"
#include "faults/soak/heap.hpp"
#include "faults/soak/soak.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

namespace {

const char* const usage = R"(usage: soak [--seconds N] [--seed S] [--in-flight N] [--rounds N]
  One client with many calls in flight against the sandbox emulator, through a gate that makes faults of all kinds.
  The same seed makes the same plan of faults. Ends with 1 when an invariant was broken.
)";

} // namespace

int main(int argc, char** argv)
{
    test::count_openssl();
    test::soak_terms terms;
    terms.log = &std::cout;
    int rounds = 0;
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        const long long value = i + 1 < argc ? std::atoll(argv[i + 1]) : -1;
        if (name == "--seconds" && value > 0)
            terms.length = std::chrono::seconds(value);
        else if (name == "--seed" && value >= 0)
            terms.seed = static_cast<std::uint64_t>(value);
        else if (name == "--in-flight" && value > 0)
            terms.in_flight = static_cast<int>(value);
        else if (name == "--rounds" && value > 0)
            rounds = static_cast<int>(value);
        else {
            std::cerr << usage;
            return 2;
        }
    }
    // At least three, so that the heap of the first can be held against that of the last; at most half a minute each.
    terms.rounds =
        rounds > 0 ? rounds : static_cast<int>(std::max<long long>(3, terms.length / std::chrono::seconds(30)));

    test::allow_descriptors(); // two for each connection at the gate, one at each end of it
    if (test::counts_heap()) {
        test::count_heap_of_this_thread();
        terms.heap = test::counted_heap;
    }
    try {
        const test::soak_report report = test::soak(terms);
        test::print(std::cout, report);
        return report.violations() == 0 ? 0 : 1;
    } catch (const std::exception& failure) {
        std::cerr << "soak: " << failure.what() << '\n';
        return 2;
    }
}
