#pragma once

#include <oms/config.hpp>
#include <oms/net/exchange_limits.hpp>
#include <oms/net/impl/connection.hpp>
#include <oms/net/impl/plain_head.hpp>
#include <oms/net/impl/strict_head.hpp>
#include <oms/net/response_limits.hpp>
#include <oms/net/timeouts.hpp>
#include <oms/net/transport.hpp>

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace oms { inline namespace v0_1 { namespace detail {

/// How long a connection may stand idle after a Keep-Alive field of this value: "timeout=5, max=100", the names in any
/// case. One second less than announced, to be on the safe side; nothing when no request is left (`max=0`).
OMS_DECL std::chrono::milliseconds announced_idle_limit(std::string_view keep_alive) noexcept;

/// What an exchange does next.
enum class exchange_next : unsigned char { write, read, done };

/// One request and its response on one connection, without the waiting: it says what to do next, and is told what came
/// of it. What it finds goes into the result.
class http_exchange {
public:
    using step = exchange_next;

    http_exchange(connection& leased, const http_request& request, const timeouts& times, const response_limits& sizes,
                  const exchange_limits& limits, exchange_result& result);

    /// `host`: what the Host field holds when the request has none.
    step begin(std::string_view host, std::chrono::steady_clock::time_point now);

    /// The bytes still to be written.
    std::array<boost::asio::const_buffer, 2> unsent() const noexcept;
    step wrote(const boost::system::error_code& problem, std::size_t bytes);

    /// Where to read to.
    boost::asio::mutable_buffer space();
    step received(const boost::system::error_code& problem, std::size_t bytes);

    /// `wrote` or `received`, whichever was waited for.
    step moved_on(const boost::system::error_code& problem, std::size_t bytes)
    {
        return next_ = next_ == step::write ? wrote(problem, bytes) : received(problem, bytes);
    }

    /// There is no memory for the step that is due.
    step no_memory() noexcept;

    /// The connection can carry another exchange.
    bool reusable() const noexcept { return reusable_; }

private:
    step ended(const boost::system::error_code& problem);
    step fail(errc code, const boost::system::error_code& cause, std::string_view text);
    step parse();
    step parse_plain();
    bool begin_plain();
    step head_arrived();
    void keep_head();
    void note_whole_head() noexcept;
    step complete();
    bool arm(trip why, std::chrono::milliseconds limit, std::chrono::steady_clock::time_point now) noexcept;
    bool arm_read() noexcept;
    std::chrono::milliseconds idle_read() const noexcept;
    void new_response();

    connection& on_;
    const http_request& request_;
    const timeouts& times_;
    const response_limits& sizes_;
    const exchange_limits& limits_;
    exchange_result& result_;

    step next_ = step::done;
    std::size_t sent_ = 0;
    errc write_failure_{}; // the request was not taken whole, and an early answer
                           // is looked for
    std::size_t interim_ = 0;
    strict_head lines_;
    std::chrono::steady_clock::time_point body_begun_{};
    plain_head plain_; // its size is zero while, or where, the response is not plain
    std::uint64_t plain_body_left_ = 0;
    bool head_read_ = false;
    bool reusable_ = false;
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/http_exchange.ipp>
#endif
