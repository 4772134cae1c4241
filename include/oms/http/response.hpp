#pragma once

#include <oms/http/headers.hpp>

#include <string>

namespace oms { inline namespace v0_1 {

/// One HTTP response. While only its head has arrived, `body` holds what was read of it.
struct http_response {
    int status = 0;
    http_headers headers;
    std::string body;
};

}} // namespace oms::v0_1
