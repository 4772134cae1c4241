#pragma once

#include <oms/config.hpp>
#include <oms/net/impl/strict_head.hpp>
#include <oms/net/pool_state.hpp>
#include <oms/net/response_limits.hpp>

#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// What a proxy says to CONNECT (RFC 9110, section 9.3.6), read as it arrives. No sockets.
class connect_answer {
public:
    /// `limits.head` is for the bytes of all heads together, those of interim answers too.
    explicit connect_answer(const response_limits& limits) : limits_(limits) { next_head(); }

    /// Takes what has arrived. True when no more is needed.
    bool received(std::string_view bytes);
    /// The proxy ended the connection, or it broke.
    void ended(const boost::system::error_code& why);

    /// After the end: its code is zero when the tunnel stands. Holds no text of the proxy.
    const connect_failure& failure() const noexcept { return failure_; }

private:
    void next_head();
    bool head_arrived();
    bool fail(errc code, const boost::system::error_code& cause, std::string text);

    const response_limits limits_;
    std::size_t taken_ = 0;
    std::size_t interim_ = 0;
    std::string unread_;
    strict_head lines_;
    std::optional<boost::beast::http::response_parser<boost::beast::http::string_body>> head_;
    connect_failure failure_;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/connect_answer.ipp>
#endif
