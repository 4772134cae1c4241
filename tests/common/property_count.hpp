#pragma once

#include <cstdlib>

namespace test {

/// How many cases a property test runs: `full`, or less where the machine is slow (OMS_PROPERTY_DIVISOR=10).
inline int property_count(int full)
{
    const char* divisor = std::getenv("OMS_PROPERTY_DIVISOR");
    const int by = divisor ? std::atoi(divisor) : 1;
    return by > 1 ? full / by : full;
}

} // namespace test
