#pragma once

#include <oms/net/impl/session_cache.hpp>

#include <new>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

// Asio keeps the application data of a context to itself, so the cache has an index of its own.
OMS_DECL int session_cache_index()
{
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
    return index;
}

OMS_DECL int keep_session(SSL* connection, SSL_SESSION* session)
{
    void* const cache = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), session_cache_index());
    static_cast<session_cache*>(cache)->put(session_handle(session));
    return 1;
}

OMS_DECL void session_cache::serve(SSL_CTX* context)
{
    SSL_CTX_set_ex_data(context, session_cache_index(), this);
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
    SSL_CTX_sess_set_new_cb(context, keep_session);
}

OMS_DECL session_handle session_cache::take() noexcept
{
    const std::lock_guard lock(mutex_);
    while (!sessions_.empty()) {
        SSL_SESSION* const newest = sessions_.back().get();
        const bool resumable = SSL_SESSION_is_resumable(newest) == 1;
        // Up to TLS 1.2 one session serves any number of connections.
        if (resumable && SSL_SESSION_get_protocol_version(newest) < TLS1_3_VERSION) {
            SSL_SESSION_up_ref(newest);
            return session_handle(newest);
        }
        session_handle session = std::move(sessions_.back());
        sessions_.pop_back();
        if (resumable)
            return session;
    }
    return nullptr;
}

// Called by OpenSSL, through which no exception may pass.
OMS_DECL void session_cache::put(session_handle session)
{
    try {
        const std::lock_guard lock(mutex_);
        if (sessions_.size() == capacity_)
            sessions_.pop_front();
        sessions_.push_back(std::move(session));
    } catch (const std::bad_alloc&) {
    }
}

}}} // namespace oms::v0_1::detail
