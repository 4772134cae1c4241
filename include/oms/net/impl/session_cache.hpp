#pragma once

#include <oms/config.hpp>

#include <openssl/ssl.h>

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>

namespace oms { inline namespace v0_1 { namespace detail {

struct session_release {
    void operator()(SSL_SESSION* session) const noexcept { SSL_SESSION_free(session); }
};
using session_handle = std::unique_ptr<SSL_SESSION, session_release>;

/// TLS sessions to resume, of one origin and one trust configuration: the cache belongs to the transport, which has
/// one of each. Safe to use from several threads.
class session_cache {
public:
    /// The tickets of TLS 1.3 are for one use (RFC 8446, C.4): with one for each connection that may be open, all of
    /// them can be replaced at once.
    explicit session_cache(std::size_t capacity) noexcept : capacity_(capacity) {}

    /// Fills this cache with the sessions of the connections of `context`.
    void serve(SSL_CTX* context);

    /// The newest session; null when there is none.
    session_handle take() noexcept;

    void put(session_handle session);

private:
    const std::size_t capacity_;
    std::mutex mutex_;
    std::deque<session_handle> sessions_; // oldest first
};

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/net/impl/session_cache.ipp>
#endif
