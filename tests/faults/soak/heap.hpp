#pragma once

#include <cstdint>

namespace test {

/// Counts what this thread takes from the heap from here on, OpenSSL's memory included. What it gives back counts
/// wherever it is given back.
void count_heap_of_this_thread();

/// The bytes that such threads hold.
std::int64_t counted_heap();

/// Whether this build counts: not under a sanitizer, which has a heap of its own.
bool counts_heap();

/// To be called before anything uses OpenSSL.
void count_openssl();

} // namespace test
