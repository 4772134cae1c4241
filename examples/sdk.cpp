// The bodies of the SDK, compiled once for all examples: oms::separate.
#include <oms/src.hpp>
