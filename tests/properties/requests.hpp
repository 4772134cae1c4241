#pragma once

#include "generator.hpp"

#include <oms/core/error.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace property {

/// A request as the SDK writes it, and what the SDK says is wrong with it.
struct written_request {
    std::string body;
    std::vector<oms::field_problem> problems;
};

/// One kind of request: its schema, and how a random valid one is made through the public types.
struct request_kind {
    std::string_view schema;
    written_request (*random)(generator& random);
};

/// One row for every body that an operation takes.
std::span<const request_kind> request_kinds();

} // namespace property
