#include <oms/src.hpp>
