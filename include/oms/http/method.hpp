#pragma once

#include <string_view>

namespace oms { inline namespace v0_1 {

/// The request methods of the contract (section 3), and PUT for raw calls. `del` is DELETE, whose name C++ keeps for
/// itself.
enum class http_method { get, post, put, patch, del };

/// The method as it stands in a request line: "GET", "POST", "PUT", "PATCH" or "DELETE".
constexpr std::string_view to_string(http_method method) noexcept
{
    switch (method) {
    case http_method::get:
        return "GET";
    case http_method::post:
        return "POST";
    case http_method::put:
        return "PUT";
    case http_method::patch:
        return "PATCH";
    case http_method::del:
        return "DELETE";
    }
    return "";
}

}} // namespace oms::v0_1
