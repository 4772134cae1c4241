#pragma once

#include <oms/http/headers.hpp>
#include <oms/http/method.hpp>

#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// One HTTP request, ready to be written.
///
/// `target` is in origin form: path and query, percent-encoded ("/v0.9/customers?limit=2"). `headers` hold
/// everything that is sent, Host included, except Content-Length, which the transport writes.
class http_request {
public:
    http_request() = default;
    http_request(http_method request_method, std::string request_target)
        : method(request_method), target(std::move(request_target))
    {
    }

    http_method method = http_method::get;
    std::string target;
    http_headers headers;
    std::string body;
};

}} // namespace oms::v0_1
