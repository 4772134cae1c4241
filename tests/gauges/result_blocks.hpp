#pragma once

#include "heap.hpp"

namespace gauge {

/// How many heap blocks a value takes: strings beyond their inline buffer, elements of a vector. A copy takes as many.
template <class Value>
long long blocks_of(const Value& value)
{
    const long long before = heap_now().allocations;
    const Value copy(value);
    asm volatile("" : : "r"(&copy) : "memory"); // so that the copy is really made
    return heap_now().allocations - before;
}

} // namespace gauge
