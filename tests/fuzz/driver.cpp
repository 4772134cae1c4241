// The entry of libFuzzer for one target: OMS_FUZZ_TARGET, given by the build.
#include "fuzz/targets.hpp"

#include <cstddef>
#include <cstdint>

extern "C" {

// Where memory came from is told with few frames, and little freed memory is held back: both cost time at every input.
const char* __asan_default_options()
{
    return "malloc_context_size=4:quarantine_size_mb=1";
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::OMS_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
    return 0;
}
}
