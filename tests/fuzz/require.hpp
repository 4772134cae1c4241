#pragma once

#include <stdexcept>

namespace fuzz {

/// Something that holds for all inputs did not.
struct broken_property : std::logic_error {
    using std::logic_error::logic_error;
};

inline void require(bool holds, const char* what)
{
    if (!holds)
        throw broken_property(what);
}

} // namespace fuzz
