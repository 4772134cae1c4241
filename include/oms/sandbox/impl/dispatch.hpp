#pragma once

#include <oms/config.hpp>
#include <oms/http/headers.hpp>
#include <oms/http/response.hpp>
#include <oms/sandbox/fault.hpp>

#include <chrono>
#include <optional>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail::emulation {

struct emulator;

/// A request as it came.
struct incoming {
    std::string_view method;
    std::string_view target;
    const http_headers& headers;
    std::string_view body;
};

/// What goes back, and how long the server keeps it.
struct outgoing {
    http_response response;
    std::chrono::milliseconds delay{0};
};

/// Answers one request: the checks of contract 1.6 in their order, the key of 1.4, faults, and the record of it.
OMS_DECL outgoing dispatch(emulator& state, const incoming& request);

/// The fault that strikes a request, counted.
OMS_DECL std::optional<sandbox::fault> strike(emulator& state, std::string_view method, std::string_view path);

}}} // namespace oms::v0_1::detail::emulation

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/sandbox/impl/dispatch.ipp>
#endif
