#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace test {

/// How long a fleet is tormented, and how badly. The same seed asks for the same and kills the same at the same point
/// of progress; what is under way at that moment is the machine's choice.
struct campaign {
    int operations = 10'000; ///< at least 40, or not every kind of trouble would find its victim
    int kills = 200;
    std::uint64_t seed = 1;
    int customers = 48; ///< at a time
};

/// Something that must hold at the end.
struct verdict {
    std::string what;
    bool good = false;
    std::string found;
};

struct report {
    std::vector<std::string> facts;
    std::vector<verdict> verdicts;

    bool good() const;
    void check(std::string what, bool holds, std::string found = "");
};

std::ostream& operator<<(std::ostream& to, const report& from);

/// Three processes behind one PostgreSQL, killed and started again while deposits and payouts pass; PostgreSQL crashes
/// once. Then everything is held against what really happened at the emulator.
report carry_out(const campaign& how);

} // namespace test
