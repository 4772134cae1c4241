#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace test {

struct http_answer {
    int status = 0;
    std::string body;
};

/// One request on a connection of its own. Nothing when the connection broke before the whole answer was there, as it
/// does when the process is killed that would have given it.
std::optional<http_answer> http_call(std::uint16_t port, const std::string& method, const std::string& path,
                                     const std::string& body = "", const std::string& header = "");

} // namespace test
