#pragma once

namespace gauge {

/// Ends the process unless heap_now sees every way to the heap: a gauge that counts nothing would find nothing wrong.
void check_that_the_heap_is_seen();

} // namespace gauge
