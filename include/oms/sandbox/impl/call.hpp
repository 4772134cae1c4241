#pragma once

#include <oms/sandbox/impl/instant.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

/// A request that has a route and, if it needs one, a good token.
struct call {
    instant at;
    std::string_view account;
    bool read_only = false;
    std::vector<std::string> ids; ///< what stands in the places of the path, decoded
    std::string_view query;
    std::string_view body;
};

struct answer {
    int status = 200;
    std::string body;
};

}}} // namespace oms::v0_1::detail::emulation
