#pragma once

#include <oms/core/json_text.hpp>
#include <oms/http/method.hpp>

#include <string>
#include <utility>

namespace oms { inline namespace v0_1 {

/// A request of any method and path, for what this version has no function for.
class raw_request {
public:
    /// `path` begins with `/` and is relative to the versioned base URL, as all paths of the contract; ids in it are
    /// percent-encoded already, a query may follow. An empty body is none.
    raw_request(http_method method, std::string path, json_text body = json_text())
        : method_(method), path_(std::move(path)), body_(std::move(body))
    {
    }

    http_method method() const noexcept { return method_; }
    const std::string& path() const noexcept { return path_; }
    const json_text& body() const noexcept { return body_; }

private:
    http_method method_;
    std::string path_;
    json_text body_;
};

}} // namespace oms::v0_1
