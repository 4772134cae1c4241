#pragma once

#include <oms/core/delivery.hpp>
#include <oms/core/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// A call begins. All texts and pointers of these structs are valid while the function that gets them runs.
struct call_start {
    std::uint64_t number = 0; ///< of the call, in its client: 1, 2, …
    std::string_view method;  ///< `GET`, `POST`, …
    /// `/customers/{customerId}`, never with what stands in it. Of a raw call (`client.raw()`) its path as the program
    /// wrote it, ids included, without its query; segments that are not plain become `...`.
    std::string_view path_template;
    std::string_view scheme;         ///< `https`, or `http`
    std::string_view server_address; ///< host of the base address
    std::uint16_t server_port = 0;
    std::string_view idempotency_key;     ///< empty for calls without one
    std::chrono::milliseconds at_most{0}; ///< the time that the whole call has
};

/// The call has the token that its next attempt carries.
struct token_step {
    std::chrono::nanoseconds waited{0}; ///< zero when a token was there
    bool renewed = false;               ///< after a 401
};

/// An attempt has a connection of the client's own pool; another transport does not tell. Once more when the server had
/// closed that one before a byte was written: the attempt goes on over the next.
struct lease_step {
    int attempt = 1;
    std::chrono::nanoseconds waited{0}; ///< for this connection, with what it took to open it
    bool reused = false;                ///< it carried an exchange before
};

/// Takes header fields that an attempt is to carry besides its own.
class header_sink {
public:
    /// `name` is one of `traceparent`, `tracestate`, `baggage` and `x-correlation-id` (any case); false, and nothing
    /// is added, for another one, for a value that is empty or holds anything but visible ASCII with blanks inside,
    /// or for one of more than 8 KiB. A name that was added to this attempt before gets the new value.
    virtual bool add(std::string_view name, std::string_view value) = 0;

protected:
    ~header_sink() = default;
};

/// An attempt is about to begin.
struct attempt_start {
    int attempt = 1; ///< 1, 2, …
    std::size_t body_bytes = 0;
};

/// An attempt has ended: with a status, or with a failure. What a body could not be decoded for is the call's to say.
struct response_step {
    int attempt = 1;
    int http_status = 0;              ///< 0 without a complete answer
    int head_status = 0;              ///< the same also where the answer was cut off after its head; 0 without a head
    std::string_view request_id;      ///< the server's; empty without one
    std::size_t body_bytes = 0;       ///< of the answer
    std::chrono::nanoseconds took{0}; ///< since `on_attempt`
    const error* failure = nullptr;   ///< why there is no answer, or what the service refused
};

/// The call is to be tried again. It need not come to that: while it pauses it may be cancelled, or its client closed,
/// and its next attempt may be held back, or find no token. `on_attempt` tells which attempts there were.
struct retry_step {
    int attempt = 1;                   ///< the one that has failed
    std::chrono::nanoseconds pause{0}; ///< until the next is to begin
    const error* reason = nullptr;     ///< how it failed; never null
};

/// A call has ended.
struct call_end {
    int attempts = 0;
    int http_status = 0;         ///< of the last attempt, 0 without a complete answer
    std::string_view request_id; ///< of the last attempt
    std::chrono::nanoseconds took{0};
    oms::delivery delivery = oms::delivery::not_sent;
    const error* failure = nullptr; ///< null for success
    bool cancelled = false;
};

/// Follows one call, from its start to its end. Its functions are called one after another, on the threads that run
/// the call, none under a lock: they may use the client, and begin calls, but must be quick and must not wait.
///
/// In their order: for each attempt `on_token`, `on_attempt`, `on_lease`, `on_response`, and `on_retry` when another
/// is to follow; at last `on_end`, once, whatever ended the call. What an attempt did not come to is left out, but each
/// `on_attempt` has its `on_response`.
class call_observer {
public:
    call_observer() = default;
    call_observer(const call_observer&) = delete;
    call_observer& operator=(const call_observer&) = delete;
    /// After `on_end`; or without it, when the call was dropped with its context.
    virtual ~call_observer() = default;

    virtual void on_token(const token_step&) noexcept {}
    virtual void on_attempt(const attempt_start&, header_sink&) noexcept {}
    virtual void on_lease(const lease_step&) noexcept {}
    virtual void on_response(const response_step&) noexcept {}
    virtual void on_retry(const retry_step&) noexcept {}
    virtual void on_end(const call_end&) noexcept {}
};

/// An exchange of key and secret for a token has ended.
struct token_exchange {
    std::chrono::nanoseconds took{0};
    const error* failure = nullptr; ///< null for success
};

/// The service announces in an answer that what was called is deprecated (`Deprecation`, RFC 9745), or when it will be
/// there no more (`Sunset`, RFC 8594). Nothing fails by it; each such answer is told, once for each of the two fields.
struct version_drift {
    std::string_view path_template; ///< as in `call_start`
    std::string_view where;         ///< the name of the header field
    std::string_view what;          ///< its value
    bool first = true;              ///< false where the same answer has been told of for its other field
};

/// What wants to know what a client does: given to it in `client_config::observer`. Without one, a call pays some tests
/// of pointers, and no allocation. All functions may be called from any thread, several at once, none under a lock.
///
/// Those of a call are called by the coroutine that awaits it, so a `client.close()` on another thread may return
/// before the last `on_end`. The client and its calls hold their observer until the last of them is gone; what an
/// observer only refers to has to live as long.
///
/// Calls are all that a client sends but for its token exchanges: typed and raw ones, each page of a pager, each read
/// of a wait, what `recover` repeats and looks up. Not told of is a call that is never awaited.
class observer {
public:
    observer() = default;
    observer(const observer&) = delete;
    observer& operator=(const observer&) = delete;
    virtual ~observer() = default;

    /// A call begins, or is refused by the client before anything is sent, as `on_end` says then. What is returned
    /// follows it; null when nothing shall. That spares only the telling: such a call still takes the longer way of
    /// those that are followed, with its few more allocations.
    virtual std::unique_ptr<call_observer> on_call(const call_start&) noexcept { return nullptr; }
    virtual void on_token_exchange(const token_exchange&) noexcept {}
    virtual void on_drift(const version_drift&) noexcept {}
};

}} // namespace oms::v0_1
