#pragma once

#include <string_view>

namespace oms { inline namespace v0_1 {

/// How far one exchange of request and response came. What the server may have done follows from it.
enum class exchange_phase {
    not_connected,   ///< no connection, or no leased one: the server saw nothing
    nothing_written, ///< connected, but not one byte of the request was accepted: the server saw nothing
    partly_written,  ///< some bytes were written: the server probably did nothing
    fully_written,   ///< all was written, no byte of the response arrived: unknown
    response_begun,  ///< some of the response arrived, but not all: done or refused
    complete         ///< the whole response arrived
};

/// The name of the phase, for example "fully_written".
constexpr std::string_view to_string(exchange_phase phase) noexcept
{
    switch (phase) {
    case exchange_phase::not_connected:
        return "not_connected";
    case exchange_phase::nothing_written:
        return "nothing_written";
    case exchange_phase::partly_written:
        return "partly_written";
    case exchange_phase::fully_written:
        return "fully_written";
    case exchange_phase::response_begun:
        return "response_begun";
    case exchange_phase::complete:
        return "complete";
    }
    return "";
}

}} // namespace oms::v0_1
