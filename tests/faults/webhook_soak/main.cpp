#include "common/descriptors.hpp"
#include "faults/webhook_soak/soak.hpp"

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>

namespace {

const char* const usage =
    R"(usage: webhook_soak [--events N] [--kills K] [--seed S] [--faults PER_THOUSAND] [--tls 1]
                    [--receiver PROGRAM] [--directory EMPTY]
  The sandbox emulator sends N events through a gate that makes faults of all kinds to a receiver that is killed K times
  and whose secret is rotated meanwhile. The same seed makes the same events and the same plan of faults. Ends with 1
  when an event was lost, was applied twice, or put an older state over a newer one.
)";

} // namespace

int main(int argc, char** argv)
{
    test::webhook_soak_terms terms;
    terms.log = &std::cout;
    // Beside this program.
    const std::string self = argv[0];
    terms.receiver = self.substr(0, self.rfind('/') + 1) + "webhook_soak_receiver";
    for (int i = 1; i < argc; i += 2) {
        const std::string_view name = argv[i];
        const long long value = i + 1 < argc ? std::atoll(argv[i + 1]) : -1;
        if (name == "--events" && value > 0)
            terms.events = static_cast<std::uint64_t>(value);
        else if (name == "--kills" && value > 1)
            terms.kills = static_cast<int>(value);
        else if (name == "--seed" && value >= 0)
            terms.seed = static_cast<std::uint64_t>(value);
        else if (name == "--faults" && value >= 0)
            terms.faults_per_thousand = static_cast<unsigned>(value);
        else if (name == "--tls" && value >= 0)
            terms.tls = value != 0;
        else if (name == "--receiver" && i + 1 < argc)
            terms.receiver = argv[i + 1];
        else if (name == "--directory" && i + 1 < argc)
            terms.directory = argv[i + 1];
        else {
            std::cerr << usage;
            return 2;
        }
    }
    test::allow_descriptors(); // two for each connection at the gate, one at each end of it
    try {
        const test::webhook_soak_report report = test::webhook_soak(terms);
        test::print(std::cout, report);
        return report.violations() == 0 ? 0 : 1;
    } catch (const std::exception& failure) {
        std::cerr << "webhook_soak: " << failure.what() << '\n';
        return 2;
    }
}
