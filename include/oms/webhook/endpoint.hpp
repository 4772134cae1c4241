#pragma once

#include <oms/config.hpp>
#include <oms/webhook/answer.hpp>
#include <oms/webhook/endpoint_options.hpp>
#include <oms/webhook/receive.hpp>
#include <oms/webhook/router.hpp>
#include <oms/webhook/verifier.hpp>

#include <concepts>
#include <memory>
#include <string_view>

namespace oms { inline namespace v0_1 {

/// Receives deliveries in any server: give it the request, send what it answers.
///
/// It verifies, reads, passes over what was handled before or comes too late, calls the handler, and only when that has
/// returned notes the event as handled and acknowledges it:
///
/// - 204: a handler took the event; or it was handled before; or a newer state of its resource was. OMS does nothing
///   more. After every other status it sends the event again:
/// - 400: the signature header is missing, malformed, repeated or wrong, its time is out of tolerance, or the signed
///   body is no event;
/// - 405: not a POST (with `Allow: POST`);
/// - 413: the body is over the verifier's limit;
/// - 415: not `application/json`, or compressed;
/// - 500: a handler threw;
/// - 503: it, or another event of its resource, is still being handled after `busy_limit`; or a guard failed.
///
/// Never 410, which would make OMS disable the subscription, whatever handlers throw.
///
/// OMS sends again for about three days (contract section 12.5); then the event is lost, so let the observer
/// (`endpoint_options::observe`) tell what is refused and what fails. It waits 10 s for an answer: a handler that needs
/// longer should store the event and leave the work to another.
///
/// A delivery is handed to handlers once at a time, and once in all as long as the replay guard remembers it; so is
/// each resource. But what was done and not noted is done again: when the process dies between the effect of a handler
/// and the note in the guard, the event comes again. Where an effect must not come twice, store `event.id` in the
/// transaction of the effect.
///
/// An event of a known name whose resource could not be read goes to the handler of unknown_event or the fallback, and
/// is acknowledged when that returns; `webhook_report::unread` tells. Register `on_family<oms::unknown_event>` and
/// throw there for the names that you cannot do without: then OMS sends them again.
///
/// While a secret is rotated, give the verifier both, with ids; `webhook_report::signature` says which one matched.
/// `verify_with` changes the verifier of a running endpoint.
///
/// Copies share guards and handlers. Thread-safe as far as the handlers are: threads that bring the same delivery, or
/// two events of one resource, wait for each other.
///
///     oms::webhook_endpoint endpoint{verifier, router};
///     const oms::webhook_answer answer = endpoint.receive(method, headers, raw_body);
class webhook_endpoint {
public:
    /// Throws std::bad_alloc alone.
    webhook_endpoint(webhook_verifier verifier, webhook_router router, endpoint_options options = endpoint_options{});

    /// Calls the handler from this thread and blocks until it has returned; what the request views must live until
    /// then. Throws std::bad_alloc alone, with nothing acknowledged.
    webhook_answer receive(const webhook_request& request) const;

    /// Verifies with this from now on, in all copies: a rotated secret needs no restart. Requests that are being
    /// received end with the former one. May be called while others receive. Throws std::bad_alloc alone.
    void verify_with(webhook_verifier verifier) const;

    /// The same as `receive`, from what a server framework gives. `headers` is anything iterable whose elements take
    /// apart into name and value (see `webhook_request::headers`), `raw_body` the bytes as received. All three may be
    /// temporaries.
    template <class Headers>
    webhook_answer receive(std::string_view method, const Headers& headers, std::string_view raw_body) const
    {
        webhook_request request{method, raw_body};
        request.headers(headers);
        return receive(request);
    }

    /// The same from one object that has `method`, `headers` and `body` as members, such as a
    /// `oms::testing::signed_request`. It may be a temporary.
    template <class Request>
        requires requires(const Request& whole) {
            { whole.method } -> std::convertible_to<std::string_view>;
            whole.headers;
            { whole.body } -> std::convertible_to<std::string_view>;
        }
    webhook_answer receive(const Request& whole) const
    {
        return receive(whole.method, whole.headers, whole.body);
    }

private:
    struct parts;

    std::shared_ptr<const parts> parts_;
};

}} // namespace oms::v0_1

#ifndef OMS_SEPARATE_COMPILATION
#include <oms/webhook/impl/endpoint.ipp>
#endif
