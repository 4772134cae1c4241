#pragma once

#include <oms/http/response.hpp>

#include <boost/asio/any_io_executor.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// Whether a response has memory that is worth keeping.
inline bool has_memory(const http_response& response) noexcept
{
    const std::size_t small = std::string().capacity();
    return response.body.capacity() > small || response.headers.capacity() > small;
}

/// Makes it empty. Its memory is kept, but for what only a large response needs.
inline void empty(http_response& response) noexcept
{
    constexpr std::size_t most = 8 * 1024; // as many of them are kept as there are connections
    if (response.body.capacity() + response.headers.capacity() > most) {
        http_response none;
        std::swap(response, none); // an assignment would keep the memory
        return;
    }
    response.status = 0;
    response.headers.clear();
    std::fill(response.body.begin(), response.body.end(), '\0'); // it may be kept for long, and may be anything
    response.body.clear();
}

/// What a transport is that runs exchanges without a coroutine: see `pending_exchange::async_run`. Thread-safe.
class direct_exchanges {
public:
    direct_exchanges(const direct_exchanges&) = delete;
    direct_exchanges& operator=(const direct_exchanges&) = delete;

    /// Takes back what an exchange filled and nobody needs any more: its memory serves another.
    virtual void reclaim(http_response&& used) noexcept = 0;

    const boost::asio::any_io_executor executor;

protected:
    explicit direct_exchanges(boost::asio::any_io_executor own) noexcept : executor(std::move(own)) {}
    ~direct_exchanges() = default;
};

}}} // namespace oms::v0_1::detail
