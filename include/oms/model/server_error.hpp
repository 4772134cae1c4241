#pragma once

#include <oms/core/error.hpp>
#include <oms/core/server_code.hpp>

#include <string>
#include <vector>

namespace oms { inline namespace v0_1 {

/// The body of an answer that is an error, whatever its shape was (contract section 1.6). Missing `code` and `type`
/// are filled in from the status.
struct server_error {
    server_code code;
    std::string type;
    std::string message; ///< the server's own words: may hold personal data
    std::vector<field_problem> details;
    std::string request_id; ///< empty when neither body nor header has one
};

}} // namespace oms::v0_1
