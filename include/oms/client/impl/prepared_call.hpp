#pragma once

#include <oms/client/call_options.hpp>
#include <oms/client/expected_kind.hpp>
#include <oms/client/impl/list_query.hpp>
#include <oms/client/impl/operation.hpp>
#include <oms/config.hpp>
#include <oms/core/error.hpp>
#include <oms/http/request.hpp>
#include <oms/http/response.hpp>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace oms { inline namespace v0_1 { namespace detail {

/// One call: what it sends, and what became of it. Made when the call is written, run when it is awaited.
///
/// Path and body are made here and never again, so every attempt sends the same bytes. What goes wrong while they are
/// made is kept and comes out of the awaitable.
class prepared_call {
public:
    prepared_call(const operation& what, call_options how) : op(what), options(std::move(how)) {}

    /// Puts the ids into the path.
    prepared_call& path(std::initializer_list<std::string_view> ids);

    /// Makes the query by `query_of(filter)`.
    template <class Filter>
    prepared_call& query(const Filter& filter)
    {
        return guarded([&] { request.target = query_of(filter).append_to(std::move(request.target)); });
    }

    /// Makes the body by `make()`, which gives JSON text.
    template <class Make>
    prepared_call& body(const Make& make)
    {
        return guarded([&] { request.body = make(); });
    }

    /// POST carries an Idempotency-Key (contract section 1.4); the token exchange is not made of prepared calls.
    bool keyed() const noexcept { return op.method == http_method::post; }

    /// `why` with all that this call knows: operation, attempts, key, request id and delivery.
    error failure(error::builder why) const;
    /// The same, where the whole answer is there but cannot be used.
    error unusable(error::builder why) const;

    const operation op;
    const call_options options;
    expected_kind kind = expected_kind::any;
    http_request request;
    std::optional<error> problem;

    std::chrono::steady_clock::time_point deadline;
    oms::idempotency_key key;
    int attempts = 0;
    oms::delivery delivered = oms::delivery::not_sent;
    http_response response;
    /// A DELETE whose earlier answer was lost found nothing left: done, but there is no document.
    bool gone = false;

private:
    template <class Step>
    prepared_call& guarded(const Step& step)
    {
        try {
            if (!problem)
                step();
        } catch (const error& why) {
            problem = why;
        }
        return *this;
    }
};

using call_ptr = std::unique_ptr<prepared_call>;

}}} // namespace oms::v0_1::detail

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/client/impl/prepared_call.ipp>
#endif
